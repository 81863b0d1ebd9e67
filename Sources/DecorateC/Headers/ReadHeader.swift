internal import CLibclang
internal import Foundation

extension Header {
  /// Reads what a header declares.
  ///
  /// Declarations of the header itself are read, and of the files that it includes with quotes: they are parts of it. What it
  /// includes with angle brackets belongs to somebody else.
  ///
  /// - Parameters:
  ///   - name: The path of a file. If there is no file, the name that stands between the angle brackets of an include.
  ///   - flags: Flags for clang, such as `-I` and `-D`.
  ///   - clang: The library to parse with.
  /// - Throws: ``DiagnosedErrors`` where the header does not parse, ``ScannerError`` where nothing can be read.
  package init(named name: String, flags: [String] = [], clang: Libclang) throws {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
    if isThere && isFolder.boolValue { throw ScannerError("'\(name)' is a folder: name a header in it.") }
    if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      throw ScannerError("the name \(SwiftText.literal(name)) has control characters: give the header another name.")
    }
    if !isThere && name.contains(">") {
      throw ScannerError("there is no file '\(name)'.")
    }
    var flags = flags
    if !flags.contains(where: { $0.hasPrefix("-resource-dir") }), let folder = clang.resourceFolder {
      flags = ["-resource-dir", folder] + flags
    }
    let arguments = flags
    self = try clang.runDeep(reading: name) {
      let unit = try TranslationUnit(header: name, isFile: isThere, flags: arguments, clang: clang)
      var header = Header(name: name)
      header.warnings = unit.warnings
      var reader = HeaderReader(unit: unit, header: name, isFile: isThere)
      reader.read(into: &header)
      return header
    }
  }
}

/// Walks over the declarations of a translation unit.
private struct HeaderReader {
  let unit: TranslationUnit
  /// Whether a file is the header or a part of it.
  private var parts: [UInt: Bool] = [:]
  private var comments: [UInt: Comments] = [:]
  private var seen: Set<String> = []
  /// Where each record is among those of the header.
  private var records: [String: Int] = [:]

  init(unit: TranslationUnit, header: String, isFile: Bool) {
    self.unit = unit
    let declarations = unit.declarations
    var partNames: Set<String> = []
    var isFirst = true
    for cursor in declarations where cursor.kind == CursorKind.inclusion {
      guard let place = unit.place(of: cursor), let file = unit.clang.functions.getIncludedFile(cursor) else {
        continue
      }
      let included = unit.name(of: file)
      if !isFile && isFirst {
        partNames.insert(included)
      } else if isFile && place.place.file == header || partNames.contains(place.place.file) {
        if unit.tokens(of: cursor).contains(where: { $0.hasPrefix("\"") }) { partNames.insert(included) }
      }
      isFirst = false
    }
    if isFile { partNames.insert(header) }
    self.partNames = partNames
    self.declarations = declarations
  }

  private let partNames: Set<String>
  private let declarations: [CXCursor]

  mutating func read(into header: inout Header) {
    for cursor in declarations {
      guard let (place, file, _) = unit.place(of: cursor), isPart(file) else { continue }
      switch cursor.kind {
      case CursorKind.function: readFunction(cursor, place, file, into: &header)
      case CursorKind.enumeration: readEnumeration(cursor, place, file, into: &header)
      case CursorKind.structure, CursorKind.union: readRecord(cursor, place, into: &header)
      case CursorKind.typedef: readTypedef(cursor, place, into: &header)
      case CursorKind.macroDefinition: readMacro(cursor, place, into: &header)
      default: break
      }
    }
    nameEnumerations(of: &header)
    header.evaluateMacros()
    shareComments(in: &header)
  }

  private mutating func isPart(_ file: CXFile) -> Bool {
    let key = UInt(bitPattern: file)
    if let isPart = parts[key] { return isPart }
    let isPart = partNames.contains(unit.name(of: file))
    parts[key] = isPart
    return isPart
  }

  private mutating func comment(_ cursor: CXCursor, _ file: CXFile) -> String {
    guard let extent = unit.extent(of: cursor) else { return "" }
    return comments(of: file).comment(of: extent)
  }

  private mutating func comments(of file: CXFile) -> Comments {
    let key = UInt(bitPattern: file)
    if let known = comments[key] { return known }
    let found = Comments(in: unit.contents(of: file))
    comments[key] = found
    return found
  }

  /// The positions of the parameters, counted from 1, that an attribute such as `__nonnull ((1))` says are never null, in any
  /// of the macros that are used for it. libclang does not tell of it; empty means all.
  private mutating func nonNullParameters(_ cursor: CXCursor, _ file: CXFile) -> Set<Int>? {
    guard let extent = unit.extent(of: cursor) else { return nil }
    let comments = comments(of: file)
    guard comments.declaration(extent, contains: "nonnull") else { return nil }
    let matches = comments.declaration(extent).matches(of: Self.nonNull).filter { !isOther($0.word, in: cursor) }
    guard !matches.isEmpty else { return nil }
    let positions = matches.flatMap { match in
      (match.positions ?? "").split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
    }
    return Set(positions)
  }

  nonisolated(unsafe) private static let nonNull =
    #/(?<word>\w*nonnull\w*)\s*(?:\((?<positions>[\s\d,()]*)\))?/#.ignoresCase()

  /// Whether an attribute such as `returns_nonnull` says that the result is never null.
  private mutating func neverReturnsNull(_ cursor: CXCursor, _ file: CXFile) -> Bool {
    guard let extent = unit.extent(of: cursor) else { return false }
    let comments = comments(of: file)
    guard comments.declaration(extent, contains: "nonnull") else { return false }
    return comments.declaration(extent).contains(Self.returnsNonNull)
  }

  nonisolated(unsafe) private static let returnsNonNull = #/returns_?nonnull/#.ignoresCase()

  /// The attribute that says how Swift imports a function, if one does.
  private mutating func swiftAttribute(of cursor: CXCursor, _ file: CXFile) -> String? {
    guard let extent = unit.extent(of: cursor) else { return nil }
    let comments = comments(of: file)
    guard comments.declaration(extent, contains: "swift") else { return nil }
    return comments.declaration(extent).firstMatch(of: Self.forSwift).map { String($0.output.0) }
  }

  nonisolated(unsafe) private static let forSwift =
    #/\w*(swift_name|swift_private|refined_for_swift|swift_unavailable)\w*|availability\(\s*swift\b/#.ignoresCase()

  /// Whether a word with "nonnull" says something of one type or of the result, or is a name.
  private func isOther(_ word: Substring, in cursor: CXCursor) -> Bool {
    if word == "_Nonnull" || word.lowercased().contains("return") || word == unit.spelling(of: cursor) { return true }
    return unit.children(of: cursor).contains { unit.spelling(of: $0) == word }
  }

  private mutating func readFunction(
    _ cursor: CXCursor,
    _ place: SourcePlace,
    _ file: CXFile,
    into header: inout Header
  ) {
    let name = unit.spelling(of: cursor)
    guard seen.insert(name).inserted else { return }
    let functions = unit.clang.functions
    var type = functions.getCursorType(cursor)
    while type.kind == 163 { type = functions.Type_getModifiedType(type) }
    let nonNull = nonNullParameters(cursor, file)
    let parameters = (0..<max(0, functions.Cursor_getNumArguments(cursor))).map { number in
      let parameter = functions.Cursor_getArgument(cursor, UInt32(number))
      let type = unit.type(functions.getCursorType(parameter))
      let isNonNull = nonNull.map { $0.isEmpty || $0.contains(Int(number) + 1) } ?? false
      return CParameter(name: unit.spelling(of: parameter), type: isNonNull ? type.nonNull : type)
    }
    header.functions.append(
      CFunction(
        name: name,
        result: neverReturnsNull(cursor, file) ? result(of: cursor, type).nonNull : result(of: cursor, type),
        parameters: parameters,
        place: place,
        comment: comment(cursor, file),
        availability: availability(of: cursor),
        isVariadic: functions.isFunctionTypeVariadic(type) != 0 && type.kind == 111,
        isInline: functions.Cursor_isFunctionInlined(cursor) != 0 || functions.Cursor_getStorageClass(cursor) == 3,
        hasNoPrototype: type.kind == 110,
        swiftAttribute: swiftAttribute(of: cursor, file)
      )
    )
  }

  /// The result as it is declared. Of functions that clang knows itself, such as `fread`, it has forgotten the typedef: that
  /// is the first type that the declaration names.
  private func result(of cursor: CXCursor, _ type: CXType) -> CType {
    let result = unit.type(unit.clang.functions.getResultType(type))
    guard case .integer = result,
      let first = unit.children(of: cursor).first(where: { $0.kind == CursorKind.typeReference }),
      let declared = unit.place(of: first), let function = unit.place(of: cursor),
      declared.file == function.file, declared.offset < function.offset
    else { return result }
    return .named(unit.spelling(of: first), result)
  }

  private func availability(of cursor: CXCursor) -> CAvailability {
    let functions = unit.clang.functions
    switch functions.getCursorAvailability(cursor) {
    case 0: return .available
    case 1:
      var (isDeprecated, isUnavailable): (Int32, Int32) = (0, 0)
      var (message, other) = (CXString(), CXString())
      _ = functions.getCursorPlatformAvailability(cursor, &isDeprecated, &message, &isUnavailable, &other, nil, 0)
      defer { functions.disposeString(other) }
      return .deprecated(message: unit.clang.string(message))
    default: return .unavailable
    }
  }

  private mutating func readEnumeration(
    _ cursor: CXCursor,
    _ place: SourcePlace,
    _ file: CXFile,
    into header: inout Header
  ) {
    guard unit.clang.functions.isCursorDefinition(cursor) != 0 else { return }
    let constants = unit.children(of: cursor).filter { $0.kind == CursorKind.enumerationConstant }.compactMap {
      constant in
      unit.place(of: constant).map {
        CConstant(
          name: unit.spelling(of: constant),
          value: unit.clang.functions.getEnumConstantDeclValue(constant),
          place: $0.place
        )
      }
    }
    header.enumerations.append(
      CEnumeration(name: unit.tag(of: cursor), constants: constants, place: place, comment: comment(cursor, file))
    )
  }

  private mutating func readRecord(_ cursor: CXCursor, _ place: SourcePlace, into header: inout Header) {
    let name = unit.tag(of: cursor)
    let isUnion = cursor.kind == CursorKind.union
    let isComplete = unit.clang.functions.isCursorDefinition(cursor) != 0
    let bitFields = unit.children(of: cursor)
      .filter { $0.kind == CursorKind.field && unit.clang.functions.Cursor_isBitField($0) != 0 }
      .map(unit.spelling(of:))
    let record = CRecord(name: name, isUnion: isUnion, isComplete: isComplete, bitFields: bitFields, place: place)
    let key = isUnion ? "union \(name)" : "struct \(name)"
    if !name.isEmpty, let known = records[key] {
      if isComplete { header.records[known] = record }
    } else {
      records[key] = header.records.count
      header.records.append(record)
    }
  }

  private func readTypedef(_ cursor: CXCursor, _ place: SourcePlace, into header: inout Header) {
    let type = unit.type(unit.clang.functions.getTypedefDeclUnderlyingType(cursor))
    header.typedefs.append(CTypedef(name: unit.spelling(of: cursor), type: type, place: place))
  }

  private func readMacro(_ cursor: CXCursor, _ place: SourcePlace, into header: inout Header) {
    guard unit.clang.functions.Cursor_isMacroBuiltin(cursor) == 0 else { return }
    header.macros.append(
      CMacro(
        name: unit.spelling(of: cursor),
        isFunctionLike: unit.clang.functions.Cursor_isMacroFunctionLike(cursor) != 0,
        tokens: Array(unit.tokens(of: cursor).dropFirst()),
        place: place
      )
    )
  }

  /// `typedef enum { … } CURLcode;`: the typedef names the enumeration.
  private func nameEnumerations(of header: inout Header) {
    // Newer versions of clang give an enumeration the name of its typedef by themselves.
    let named = Set(header.enumerations.map(\.name))
    // Of each file, those without a name, in the order of their lines.
    var unnamed: [String: [Int]] = [:]
    for (index, enumeration) in header.enumerations.enumerated() where enumeration.name.isEmpty {
      unnamed[enumeration.place.file, default: []].append(index)
    }
    for typedef in header.typedefs {
      guard case .enumeration(let tag) = typedef.type, tag.isEmpty || tag == typedef.name,
        !named.contains(typedef.name),
        let indices = unnamed[typedef.place.file]
      else { continue }
      let end = indices.partitioningIndex { header.enumerations[$0].place.line > typedef.place.line }
      guard let known = indices[..<end].last(where: { header.enumerations[$0].name.isEmpty }) else { continue }
      header.enumerations[known].name = typedef.name
    }
  }

  /// Functions that follow one another without a blank line share the comment of the first.
  private func shareComments(in header: inout Header) {
    for index in header.functions.indices.dropFirst() where header.functions[index].comment.isEmpty {
      let (former, this) = (header.functions[index - 1], header.functions[index])
      if former.place.file == this.place.file, this.place.line - former.place.line == 1 {
        header.functions[index].comment = former.comment
        if !former.comment.isEmpty { header.functions[index].commentOwner = former.commentOwner ?? former.name }
      }
    }
  }
}
