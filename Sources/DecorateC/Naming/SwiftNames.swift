/// Swift names for names of C, as Swift's API guidelines have them.
enum SwiftNames {
  /// A name that starts in lower case: `SQLITE_IOERR_READ` without `SQLITE_` becomes `ioerrRead`.
  static func lower(_ name: String, dropping prefix: String = "") -> String {
    let words = words(of: name.dropping(prefix))
    guard let first = words.first else { return "value" }
    let joined = first.lowercased() + words.dropFirst().map(\.capitalizedFirst).joined()
    return joined.first!.isNumber ? "_\(joined)" : joined
  }

  /// A name that starts in upper case: `sqlite3_stmt` without `sqlite3_` becomes `Stmt`.
  static func upper(_ name: String, dropping prefix: String = "") -> String {
    let joined = words(of: name.dropping(prefix)).map(\.capitalizedFirst).joined()
    return joined.isEmpty || joined.first!.isNumber ? "Type\(joined)" : joined
  }

  /// The words of a name: it is divided at underscores and other signs, and where a capital follows a small letter.
  static func words(of name: some StringProtocol) -> [String] {
    name.split { !($0.isLetter || $0.isNumber) }.flatMap { part -> [String] in
      let isShouting = !part.contains(where: \.isLowercase)
      var words: [String] = []
      var word = ""
      var former: Character?
      for character in part {
        if !isShouting, character.isUppercase, let former, former.isLowercase || former.isNumber {
          words.append(word)
          word = ""
        }
        word.append(character)
        former = character
      }
      words.append(word)
      return isShouting ? words.map { $0.lowercased() } : words
    }
  }

  /// The name as Swift takes it: in backticks if it is a keyword.
  static func escaped(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

  private static let keywords: Set<String> = [
    "as", "associatedtype", "await", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
    "else",
    "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init",
    "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol", "public", "repeat",
    "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
    "typealias", "var", "where", "while", "Any", "Self", "Protocol", "Type",
  ]

  /// What the names of most functions start with, up to an underscore; empty where they share nothing.
  ///
  /// - Parameter share: How many of them have to start so.
  static func commonPrefix(of names: [String], share: Double = 0.8) -> String {
    guard names.count > 1 else { return "" }
    var counts: [String: Int] = [:]
    for name in names {
      for index in name.indices where name[index] == "_" && index != name.startIndex {
        counts[String(name[...index]), default: 0] += 1
      }
    }
    let common = counts.filter { Double($0.value) >= share * Double(names.count) }
    return common.keys.max { ($0.count, $1) < ($1.count, $0) } ?? ""
  }
}

extension String {
  /// Without what it starts with, if it starts so, in any case of letters, and something is left.
  func dropping(_ prefix: String) -> Substring {
    guard !prefix.isEmpty, count > prefix.count, self.prefix(prefix.count).lowercased() == prefix.lowercased() else {
      return self[...]
    }
    return dropFirst(prefix.count)
  }

  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
