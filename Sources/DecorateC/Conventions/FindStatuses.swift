extension Header {
  /// The sets of statuses that a header declares: those of the rules, enumerations with a zero that means success, and
  /// macros that follow one whose name ends in `OK` or `SUCCESS`.
  func statuses(rules: Rules, prefix: String) throws -> [StatusSet] {
    var sets = try rules.statuses.compactMap(ruled)
    let ruledEnumerations = Set(sets.compactMap(\.enumeration))
    let messages = messageFunctions
    var messagesByEnumeration: [String: String] = [:]
    for function in messages.reversed() {
      let type = function.parameters[0].type
      guard case .enumeration(let tag) = type.canonical else { continue }
      for name in type.names + [tag] { messagesByEnumeration[name] = function.name }
    }
    for enumeration in enumerations where !ruledEnumerations.contains(enumeration.name) {
      if let set = status(of: enumeration, message: messagesByEnumeration[enumeration.name], prefix: prefix) {
        sets.append(set)
      }
    }
    if rules.statuses.isEmpty {
      for (number, group) in macroGroups().enumerated() {
        sets.append(
          StatusSet(
            name: number == 0 ? "Status" : "Status\(number + 1)",
            constants: group,
            successes: [0],
            messageFunction: messages.first { $0.parameters[0].type.canonical == .integer(.int) }?.name,
            prefix: SwiftNames.commonPrefix(of: group.map(\.name), share: 1)
          )
        )
      }
    }
    let names = Set(functions.map(\.name))
    for index in sets.indices {
      if let name = sets[index].messageFunction, !names.contains(name) { sets[index].messageFunction = nil }
    }
    return sets
  }

  private func ruled(_ rule: StatusRule) throws -> StatusSet? {
    var constants: [CConstant]
    if let name = rule.enumeration {
      guard let enumeration = enumerations.first(where: { $0.name == name }) else { return nil }
      constants = enumeration.constants
    } else {
      constants = self.constants(of: macros.filter { rule.constants!.matches($0.name) })
      constants += enumerations.flatMap(\.constants).filter { rule.constants!.matches($0.name) }
    }
    guard !constants.isEmpty else { return nil }
    let successes = try rule.successes.map { name in
      guard let constant = constants.first(where: { $0.name == name }) else {
        throw ScannerError("'\(rule.name)' has no status '\(name)'.", at: rule.place)
      }
      return constant.value
    }
    return StatusSet(
      name: rule.name,
      ruledName: rule.name,
      enumeration: rule.enumeration,
      constants: constants,
      successes: rule.successes.isEmpty ? [0] : successes,
      onlyNegativeFails: rule.onlyNegativeFails,
      messageFunction: rule.messageFunction,
      details: rule.details,
      prefix: SwiftNames.commonPrefix(of: constants.map(\.name))
    )
  }

  private func status(of enumeration: CEnumeration, message: String?, prefix: String) -> StatusSet? {
    guard !enumeration.name.isEmpty, let zero = enumeration.constants.first(where: { $0.value == 0 }),
      Self.meansSuccess(zero.name)
    else { return nil }
    return StatusSet(
      name: SwiftNames.upper(enumeration.name, dropping: prefix),
      enumeration: enumeration.name,
      constants: enumeration.constants,
      successes: [0],
      messageFunction: message,
      prefix: SwiftNames.commonPrefix(of: enumeration.constants.map(\.name), share: 1)
    )
  }

  /// The functions that describe a status: their names say so, and they make text of one parameter.
  private var messageFunctions: [CFunction] {
    functions.filter {
      $0.parameters.count == 1 && $0.result.isText && $0.name.lowercased().contains(Self.describing)
    }
  }

  nonisolated(unsafe) private static let describing =
    #/str_?error|err_?str|error_?string|err(or)?_?name|err(or)?_?(msg|message)|status_?string/#

  /// Macros with numbers that stand line below line, the first of them zero with a name that means success.
  private func macroGroups() -> [[CConstant]] {
    var groups: [[CConstant]] = []
    let numbers = constants(of: macros)
    var end = 0
    for start in numbers.indices
    where start >= end && numbers[start].value == 0 && Self.meansSuccess(numbers[start].name) {
      let family = numbers[start].name.split(separator: "_").first ?? ""
      var group = [numbers[start]]
      for constant in numbers[(start + 1)...] {
        let last = group.last!
        guard constant.place.file == last.place.file, constant.place.line - last.place.line <= 3,
          constant.name.hasPrefix("\(family)_")
        else { break }
        group.append(constant)
      }
      if group.count > 1 { groups.append(group) }
      end = start + group.count
    }
    return groups
  }

  private func constants(of macros: [CMacro]) -> [CConstant] {
    macros.compactMap { macro in macro.value.map { CConstant(name: macro.name, value: $0, place: macro.place) } }
  }

  private static func meansSuccess(_ name: String) -> Bool {
    let name = name.uppercased()
    return ["OK", "SUCCESS", "SUCCEEDED", "NOERROR", "NO_ERROR", "ERROR_NONE", "ERR_NONE"].contains { ending in
      name == ending || name.hasSuffix("_\(ending)") || (ending == "OK" && name.hasSuffix("E_OK"))
    }
  }
}

extension CType {
  /// Whether it is `const char *`.
  var isText: Bool {
    guard let (type, isConstant) = pointee else { return false }
    return isConstant && type.canonical == .integer(.char)
  }

  /// Whether it is an enumeration, by its own name or by that of a typedef.
  func isEnumeration(_ name: String) -> Bool {
    guard case .enumeration(let tag) = canonical else { return false }
    return tag == name || names.contains(name)
  }

  /// The type as C writes it, roughly.
  package var cSpelling: String {
    switch self {
    case .void: "void"
    case .bool: "bool"
    case .integer(let integer): integer.rawValue
    case .float: "float"
    case .double: "double"
    case .named(let name, _): name
    case .pointer(let pointee, let isConstant, _): Self.pointerSpelling(pointee, isConstant)
    case .array(let element, let count, let isConstant):
      "\(isConstant ? "const " : "")\(element.cSpelling)[\(count.map(String.init) ?? "")]"
    case .structure(let name, _): "struct \(name)"
    case .union(let name): "union \(name)"
    case .enumeration(let name): "enum \(name)"
    case .function(let function): function.cSpelling(name: "")
    case .unsupported(let spelling): spelling
    }
  }

  private static func pointerSpelling(_ pointee: CType, _ isConstant: Bool) -> String {
    if case .function(let function) = pointee { return function.cSpelling(name: "(*)") }
    let spelling = pointee.cSpelling
    if spelling.hasSuffix("*") { return spelling + (isConstant ? " const *" : "*") }
    return "\(isConstant ? "const " : "")\(spelling) *"
  }
}

extension CFunctionType {
  fileprivate func cSpelling(name: String) -> String {
    let parameters = parameters.map(\.cSpelling).joined(separator: ", ")
    return "\(result.cSpelling) \(name)(\(parameters)\(isVariadic ? ", ..." : ""))"
  }
}
