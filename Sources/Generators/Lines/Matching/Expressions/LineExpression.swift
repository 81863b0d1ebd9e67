/// A regular expression, prepared for the question whether a line has a match.
///
/// Three looks decide, from the fastest to the slowest: at literals of which every match has one; at the bytes, with an
/// automaton, where the line is ASCII and the pattern is simple; and with Swift's engine. Each gives the answer that the
/// engine would give.
final class LineExpression: @unchecked Sendable {
  /// What is known about a line without the engine.
  enum Answer {
    case noMatch
    /// There is a match, and none begins before this place.
    case match(from: Int)
    case unknown
  }

  /// Literals of which every match has one. Where none are known they match everything.
  let literals: Literals
  /// Whether the expression may have closures, which are not to be called by several threads at once.
  let hasClosures: Bool
  /// Further literals of which every match has one.
  private let others: [LiteralSet]
  /// Literals with one of which every match begins, where they are known and quick to find.
  private let beginnings: LiteralSet?
  private let automaton: ByteAutomaton?
  /// The automaton for a match that begins where one of the beginnings is.
  private let anchored: ByteAutomaton?
  private let hasMatch: (String) -> Bool

  /// After as many beginnings without a match, the automaton looks at the rest of a line once for all others.
  private static let mostBeginnings = 4

  /// - Parameters:
  ///   - regex: The expression. It is called by several threads at once.
  ///   - literals: Literals of which every match has one, where the caller knows them.
  init<Output>(_ regex: Regex<Output>, containing literals: Literals?) {
    let text = regex.text
    hasClosures = text == nil
    let pattern = text.flatMap(ExpressionParser.pattern(of:))
    let required = pattern?.requiredLiterals ?? []
    self.literals = literals ?? required.first ?? ""
    others = (literals == nil ? required.dropFirst() : required[...]).map(\.set)
    let beginnings = pattern?.startingLiterals?.set
    self.beginnings = beginnings?.findsFirst == true ? beginnings : nil
    automaton = pattern.flatMap { ByteAutomaton($0) }
    anchored = self.beginnings == nil ? nil : pattern.flatMap { ByteAutomaton($0, isAnchored: true) }
    hasMatch = { (try? regex.firstMatch(in: $0)) != nil }
  }

  /// Whether the line has a match.
  func matches(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    literals.matches(line) && matchesWithLiterals(line)
  }

  /// Whether the line has a match, where it is known to contain one of the literals.
  func matchesWithLiterals(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    switch answerWithLiterals(for: line) {
    case .noMatch: false
    case .match: true
    case .unknown: hasMatch(String(decoding: line, as: UTF8.self))
    }
  }

  /// What is known about the line without the engine.
  func answer(for line: UnsafeBufferPointer<UInt8>) -> Answer {
    literals.matches(line) ? answerWithLiterals(for: line) : .noMatch
  }

  private func answerWithLiterals(for line: UnsafeBufferPointer<UInt8>) -> Answer {
    var start = 0
    if let beginnings {
      guard let first = beginnings.firstPlace(in: line, from: 0) else { return .noMatch }
      start = first
    }
    let rest = UnsafeBufferPointer(rebasing: line[start...])
    for set in others where !set.isFound(in: rest) { return .noMatch }
    guard let automaton, ByteAutomaton.decides(about: line) else { return .unknown }
    if let beginnings, let anchored {
      for _ in 0..<Self.mostBeginnings {
        if anchored.matches(line, from: start) { return .match(from: start) }
        guard let next = beginnings.firstPlace(in: line, from: start + 1) else { return .noMatch }
        start = next
      }
    }
    return automaton.matches(line, from: start) ? .match(from: start) : .noMatch
  }
}
