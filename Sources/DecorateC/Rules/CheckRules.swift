extension Rules {
  /// Warnings about rules for what headers do not have: most likely, a name is misspelt.
  ///
  /// - Throws: ``ScannerError`` where a rule needs what is not there.
  func warnings(about header: Header) throws -> [String] {
    let names = header.functions.map(\.name)
    try checkReferences(to: names, header)
    var warnings: [String] = []
    func warn(_ message: String, _ place: SourcePlace?) {
      warnings.append("\(place.map { "\($0): " } ?? "")warning: \(message)")
    }
    if let prefix, !names.contains(where: { $0.lowercased().hasPrefix(prefix.lowercased()) }) {
      warn("no function starts with '\(prefix)'.", places["prefix"])
    }
    for rule in functions where !names.contains(where: rule.pattern.matches) {
      warn("no function matches '\(rule.pattern.text)'\(suggestion(for: rule.pattern.text, of: names)).", rule.place)
    }
    let types = header.mentionedTypes
    for rule in handles where !types.contains(rule.type) {
      warn("no function has to do with a '\(rule.type)'\(suggestion(for: rule.type, of: types.sorted())).", rule.place)
    }
    for rule in statuses {
      if !rule.isIn(header) { warn("\(rule.isMissing).", rule.place) }
      for type in rule.details.keys.sorted() where !types.contains(type) {
        warn("no function has to do with a '\(type)'\(suggestion(for: type, of: types.sorted())).", rule.place)
      }
    }
    let constants = Set(header.enumerations.flatMap(\.constants).map(\.name) + header.macros.map(\.name))
    for name in retriable where !constants.contains(name) {
      warn("the header has no status '\(name)'\(suggestion(for: name, of: constants.sorted())).", places["retriable"])
    }
    return warnings
  }

  private func checkReferences(to names: [String], _ header: Header) throws {
    for rule in functions where names.contains(where: rule.pattern.matches) {
      var frees: [String] = []
      if case .string(let free?)? = rule.result { frees.append(free) }
      for case .message(let free) in rule.parameters.values where !free.isEmpty { frees.append(free) }
      for free in frees where free != "free" && !names.contains(free) {
        throw ScannerError(
          "the header declares no function '\(free)'\(suggestion(for: free, of: names)).",
          at: rule.place
        )
      }
      if let name = rule.status, let status = statuses.first(where: { $0.name == name }), !status.isIn(header) {
        throw ScannerError("there is nothing in the set of statuses '\(name)': \(status.isMissing).", at: rule.place)
      }
    }
  }
}

extension StatusRule {
  fileprivate func isIn(_ header: Header) -> Bool {
    if let enumeration { return header.enumerations.contains { $0.name == enumeration } }
    guard let constants else { return false }
    return header.macros.contains { constants.matches($0.name) }
      || header.enumerations.contains { $0.constants.contains { constants.matches($0.name) } }
  }

  fileprivate var isMissing: String {
    enumeration.map { "the header has no enumeration '\($0)'" }
      ?? "the header has no constant that matches '\(constants?.text ?? "")'"
  }
}

extension Header {
  /// The names of the types that functions take and return, or pointers to them.
  fileprivate var mentionedTypes: Set<String> {
    var names: Set<String> = []
    for type in functions.flatMap({ $0.parameters.map(\.type) + [$0.result] }) {
      names.formUnion(type.names + type.pointeeNames + (type.pointee?.type.pointeeNames ?? []))
    }
    return names
  }
}
