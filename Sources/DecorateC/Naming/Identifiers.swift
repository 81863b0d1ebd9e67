extension SwiftNames {
  /// Whether Swift takes a text as a name, at least in backticks.
  static func isIdentifier(_ text: some StringProtocol) -> Bool {
    guard let first = text.first, first.isLetter || first == "_", text != "_" else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  /// Whether a name is a word of Swift itself.
  static func isKeyword(_ name: String) -> Bool { escaped(name) != name }

  /// Checks the name of a module, which may be a part of another one: `Library.Part`.
  ///
  /// - Throws: ``ScannerError`` where Swift cannot import it.
  static func checkModule(_ name: String, at place: SourcePlace? = nil) throws {
    guard name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isIdentifier) else {
      throw ScannerError("'\(name)' is no name of a module: use letters, digits and underscores.", at: place)
    }
  }
}
