/// What a rules file says in place of options of the command. An option wins over it.
package struct CommandRules: Sendable {
  package var match: Pattern?
  package var exclude: Pattern?
  package var assumed: FailureConvention?
  /// The decorators, outermost first.
  package var decorators: [Decoration] = []
  package var areValues = false
  package var retryCondition: String?
  package var access = AccessLevel.public
  /// Flags for clang, which stand before those of the command line.
  package var flags: [String] = []

  static let keys = ["match", "exclude", "assume", "decorate", "values", "retry-on", "access", "flags"]

  /// Reads a key if it is one of these.
  ///
  /// - Returns: Whether it is.
  mutating func read(_ entry: YAMLNode.Entry) throws -> Bool {
    let value = entry.value
    switch entry.key {
    case "match": match = try Pattern(value.string(entry.key), at: value.place)
    case "exclude": exclude = try Pattern(value.string(entry.key), at: value.place)
    case "assume": assumed = try FailureConvention(word: value.string(entry.key), at: value.place)
    case "decorate":
      decorators = try value.strings(entry.key).map { try Decoration(word: $0, at: value.place) }
      try Decoration.checkOnce(decorators, at: value.place)
    case "values":
      let word = try value.string(entry.key)
      guard let areValues = ["true": true, "false": false][word] else {
        throw ScannerError("'values' is 'true' or 'false'.", at: value.place)
      }
      self.areValues = areValues
    case "access": access = try AccessLevel(word: value.string(entry.key), at: value.place)
    case "retry-on":
      let condition = try value.string(entry.key)
      if condition.allSatisfy(\.isWhitespace) { throw ScannerError("'retry-on' needs a condition.", at: value.place) }
      retryCondition = condition
    case "flags": flags = try value.strings(entry.key)
    default: return false
    }
    return true
  }
}

extension Decoration {
  /// - Throws: ``ScannerError`` where the word names no decorator.
  init(word: String, at place: SourcePlace? = nil) throws {
    guard let decorator = Decoration(rawValue: word) else {
      let known = Decoration.allCases.map(\.rawValue)
      throw ScannerError(
        "there is no decorator '\(word)'\(suggestion(for: word, of: known)); there are: \(known.joined(separator: ", ")).",
        at: place
      )
    }
    self = decorator
  }
}
