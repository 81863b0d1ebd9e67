internal import CLibclang

extension TranslationUnit {
  /// The scanner's own description of a type of clang's.
  func type(_ type: CXType, depth: Int = 0) -> CType {
    partsOfTypes += 1
    guard depth < 64 else { return .unsupported("a type that is nested too deeply") }
    switch type.kind {
    case 2: return .void
    case 3: return .bool
    case 4, 13: return .integer(type.kind == 13 || type.kind == 4 ? .char : .signedChar)
    case 5: return .integer(.unsignedChar)
    case 8: return .integer(.unsignedShort)
    case 9: return .integer(.unsigned)
    case 10: return .integer(.unsignedLong)
    case 11: return .integer(.unsignedLongLong)
    case 14: return .integer(.signedChar)
    case 15: return .integer(.wide)
    case 16: return .integer(.short)
    case 17: return .integer(.int)
    case 18: return .integer(.long)
    case 19: return .integer(.longLong)
    case 21: return .float
    case 22: return .double
    case 101: return pointer(type, .unspecified, depth)
    case 105: return record(type)
    case 106: return .enumeration(declaredName(of: type))
    case 107: return typedef(type, depth)
    case 110, 111: return .function(function(type, depth))
    case 112: return array(type, count: Int(clang.functions.getArraySize(type)), depth)
    case 114, 115: return array(type, count: nil, depth)
    case 119: return self.type(clang.functions.Type_getNamedType(type), depth: depth + 1)
    case 163: return attributed(type, depth)
    default: return unexposed(type, depth)
    }
  }

  private func pointer(_ type: CXType, _ nullability: Nullability, _ depth: Int) -> CType {
    let pointee = clang.functions.getPointeeType(type)
    return .pointer(
      self.type(pointee, depth: depth + 1),
      isConstant: isConstant(pointee),
      nullability: nullability
    )
  }

  private func array(_ type: CXType, count: Int?, _ depth: Int) -> CType {
    let element = clang.functions.getArrayElementType(type)
    return .array(self.type(element, depth: depth + 1), count: count, isConstant: isConstant(element))
  }

  private func isConstant(_ type: CXType) -> Bool {
    clang.functions.isConstQualifiedType(type) != 0
      || clang.functions.isConstQualifiedType(clang.functions.getCanonicalType(type)) != 0
  }

  private func function(_ type: CXType, _ depth: Int) -> CFunctionType {
    let count = max(0, clang.functions.getNumArgTypes(type))
    return CFunctionType(
      result: self.type(clang.functions.getResultType(type), depth: depth + 1),
      parameters: (0..<count).map { self.type(clang.functions.getArgType(type, UInt32($0)), depth: depth + 1) },
      isVariadic: type.kind == 111 && clang.functions.isFunctionTypeVariadic(type) != 0
    )
  }

  private func record(_ type: CXType) -> CType {
    let declaration = clang.functions.getTypeDeclaration(type)
    let name = declaredName(of: type)
    if declaration.kind == CursorKind.union { return .union(name) }
    let definition = clang.functions.getCursorDefinition(declaration)
    return .structure(name, isComplete: definition.kind == CursorKind.structure)
  }

  /// A type under the name that a typedef gives it.
  ///
  /// Each is looked at once, and none has more than some thousand parts: types that use one another several times would
  /// have twice as many with each step.
  private func typedef(_ type: CXType, _ depth: Int) -> CType {
    let declaration = clang.functions.getTypeDeclaration(type)
    let name = spelling(of: declaration)
    if let known = typedefs[name] {
      partsOfTypes += known.parts
      return known.type
    }
    let before = partsOfTypes
    var underlying = self.type(clang.functions.getTypedefDeclUnderlyingType(declaration), depth: depth + 1)
    if partsOfTypes - before > 4_096 { underlying = .unsupported(name) }
    let named = CType.named(name, underlying)
    typedefs[name] = (named, partsOfTypes - before > 4_096 ? 1 : partsOfTypes - before)
    return named
  }

  private func attributed(_ type: CXType, _ depth: Int) -> CType {
    let nullability: Nullability =
      switch clang.functions.Type_getNullability(type) {
      case 0: .nonNull
      case 1, 4: .nullable
      default: .unspecified
      }
    let modified = self.type(clang.functions.Type_getModifiedType(type), depth: depth + 1)
    return nullability == .unspecified ? modified : modified.with(nullability)
  }

  /// A type in parentheses, with `typeof`, or one that clang's interface does not tell of.
  private func unexposed(_ type: CXType, _ depth: Int) -> CType {
    let canonical = clang.functions.getCanonicalType(type)
    guard canonical.kind != type.kind, canonical.kind != 0 else { return .unsupported(spelling(of: type)) }
    return self.type(canonical, depth: depth + 1)
  }

  /// The name of a structure, union or enumeration; of one without a name, that of its typedef, if it has one.
  private func declaredName(of type: CXType) -> String {
    let declaration = clang.functions.getTypeDeclaration(type)
    return tag(of: declaration)
  }

  /// The name behind `struct`, `union` or `enum`, or nothing. Newer versions of clang describe where one without a name is.
  func tag(of declaration: CXCursor) -> String {
    let name = spelling(of: declaration)
    return name.contains { $0 == "(" || $0 == " " } ? "" : name
  }
}
