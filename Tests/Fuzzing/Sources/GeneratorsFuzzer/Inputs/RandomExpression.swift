/// A regular expression made at random.
struct RandomExpression {
  /// What an expression is made of, most of which `matching` understands.
  private static let atoms = [
    "a", "b", "ab", "aB", "ERR", "OR", "ERROR", "k", "s", "K", "é", "x", " ", "-", "=", "0", "12", ".", "\\.", "\\[",
    "\\d",
    "\\D", "\\w", "\\W", "\\s", "\\S", "\\h", "\\t", "\\x41", "\\u{62}", "[ab]", "[^a]", "[a-k]", "[K-b]", "[^\\d]",
    "[\\w.-]", "[aé]", "[]a]", "[a-c\\s]", "^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z", "(?=a)", "(?!b)", "(?<=a)",
    "\\Qa.b\\E", "\\p{L}", "\\N", "\\R", "[[:alpha:]]", "[a-z--b]", "\u{301}", "(?i)", "(?-i)", "(?s)", "(?m)",
  ]

  private var random: Randomness

  /// The text of an expression, which need not be valid.
  static func text(_ random: inout Randomness) -> String {
    var expression = RandomExpression(random: random)
    defer { random = expression.random }
    let start = expression.random.element(of: ["", "", "", "", "^", "(?i)", "(?i:a)", "\\A"])
    let end = expression.random.element(of: ["", "", "", "", "$", "\\z"])
    return start + expression.sequence(depth: 3) + end
  }

  private mutating func sequence(depth: Int) -> String {
    (0..<random.number(1...3)).map { _ in part(depth: depth) }.joined()
  }

  private mutating func part(depth: Int) -> String {
    guard depth > 0, !random.oneIn(3) else { return random.element(of: Self.atoms) }
    switch random.below(9) {
    case 0: return "(?:\(sequence(depth: depth - 1))|\(sequence(depth: depth - 1)))"
    case 1: return "(\(sequence(depth: depth - 1))|\(sequence(depth: depth - 1))|)"
    case 2: return "(?i:\(sequence(depth: depth - 1)))"
    case 3: return "(?<n\(random.below(1_000))>\(sequence(depth: depth - 1)))"
    case 4: return "\(sequence(depth: depth - 1)).*\(sequence(depth: depth - 1))"
    // One level of repetition without a limit: several nested ones take the engine too long.
    case 5: return random.element(of: Self.atoms) + random.element(of: ["*", "+", "+?", "*?", "++", "{2,}", "{0,}"])
    case 6:
      return "(?:\(sequence(depth: depth - 1)))" + random.element(of: ["?", "??", "{2}", "{1,3}", "{0,2}", "{,2}"])
    case 7: return "(?>\(sequence(depth: depth - 1)))"
    default: return "(\(random.element(of: Self.atoms)))\\1"
    }
  }
}
