/// A regular expression, prepared for the question whether a line has a match.
///
/// Three looks decide, from the fastest to the slowest: at literals of which every match has one; at the bytes, with an
/// automaton, where the line is ASCII and the pattern is simple; and with Swift's engine. Each gives the answer that the
/// engine would give.
final class LineExpression: @unchecked Sendable {
  /// Literals of which every match has one. Where none are known they match everything.
  let literals: Literals
  /// Whether the expression may have closures, which are not to be called by several threads at once.
  let hasClosures: Bool
  /// Further literals of which every match has one.
  private let others: [Literals]
  /// Literals with one of which every match begins, where they are known and quick to find.
  private let beginnings: LiteralSet?
  private let automaton: ByteAutomaton?
  private let hasMatch: (String) -> Bool

  /// - Parameters:
  ///   - regex: The expression. It is called by several threads at once.
  ///   - literals: Literals of which every match has one, where the caller knows them.
  init<Output>(_ regex: Regex<Output>, containing literals: Literals?) {
    let text = regex.text
    hasClosures = text == nil
    let pattern = text.flatMap(ExpressionParser.pattern(of:))
    let required = pattern?.requiredLiterals ?? []
    self.literals = literals ?? required.first ?? ""
    others = Array(literals == nil ? required.dropFirst() : required[...])
    let beginnings = pattern?.startingLiterals?.set
    self.beginnings = beginnings?.findsFirst == true ? beginnings : nil
    automaton = pattern.flatMap(ByteAutomaton.init)
    hasMatch = { (try? regex.firstMatch(in: $0)) != nil }
  }

  /// Whether the line has a match.
  func matches(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    literals.matches(line) && matchesWithLiterals(line)
  }

  /// Whether the line has a match, where it is known to contain one of the literals.
  func matchesWithLiterals(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    answer(for: line) ?? hasMatch(String(decoding: line, as: UTF8.self))
  }

  /// False where the line has no match, without the engine. True where that is not known.
  func mayMatch(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    literals.matches(line) && answer(for: line) ?? true
  }

  /// Whether the line, which contains one of the literals, has a match; nil where only the engine knows.
  private func answer(for line: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard others.allSatisfy({ $0.matches(line) }) else { return false }
    guard let beginnings else { return automaton?.matches(line, from: 0) }
    guard let start = beginnings.firstPlace(in: line) else { return false }
    return automaton?.matches(line, from: start)
  }
}
