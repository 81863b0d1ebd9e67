extension SwiftNames {
  /// Whether Swift takes a text as a name, at least in backticks.
  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_", text != "_" else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  /// Whether a name is a word of Swift itself.
  static func isKeyword(_ name: String) -> Bool { escaped(name) != name }
}
