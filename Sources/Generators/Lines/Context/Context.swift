internal import DequeModule

extension Sequence where Element == Line {
  /// The lines that contain any of `literals`, and the lines before and after each, as `grep -B` and `grep -A` give
  /// them.
  ///
  /// ```swift
  /// for entry in lines.context(around: "ERROR", before: 2, after: 5) {
  ///   if entry.startsGroup { print("--") }
  ///   print(entry)  // 12:… for a match, 13-… for a line near it
  /// }
  /// ```
  ///
  /// Each line comes once and in its order, also when it is near several matches. Lines of one file are never near a
  /// match in another.
  ///
  /// - Parameters:
  ///   - literals: What to look for, byte for byte.
  ///   - before: How many lines before a match: 0 or more, by default 0.
  ///   - after: How many lines after a match: 0 or more, by default 0.
  /// - Complexity: Memory for the last `before` lines, and the blocks that contain them.
  public func context(
    around literals: Literals,
    before: Int = 0,
    after: Int = 0
  ) -> TransformedSequence<Self, ContextSelection> {
    TransformedSequence(
      base: self,
      transform: ContextSelection(before: before, after: after) { $0.contains(anyOf: literals) }
    )
  }

  /// The lines for which `isMatch` is true, and the lines before and after each.
  ///
  /// - Parameters:
  ///   - before: How many lines before a match: 0 or more, by default 0.
  ///   - after: How many lines after a match: 0 or more, by default 0.
  ///   - isMatch: Says whether a line is a match. It is called once for each line.
  public func context(
    before: Int = 0,
    after: Int = 0,
    around isMatch: @escaping (Line) -> Bool
  ) -> TransformedSequence<Self, ContextSelection> {
    TransformedSequence(base: self, transform: ContextSelection(before: before, after: after, around: isMatch))
  }
}

extension AsyncSequence where Element == Line {
  /// The lines that contain any of `literals`, and the lines before and after each, by the same rules as those of a
  /// sequence.
  ///
  /// A match is delivered as soon as its line comes, and each line after it when that comes.
  public func context(
    around literals: Literals,
    before: Int = 0,
    after: Int = 0
  ) -> AsyncTransformedSequence<Self, ContextSelection> {
    AsyncTransformedSequence(
      base: self,
      transform: ContextSelection(before: before, after: after) { $0.contains(anyOf: literals) }
    )
  }

  /// The lines for which `isMatch` is true, and the lines before and after each, by the same rules as those of a
  /// sequence.
  public func context(
    before: Int = 0,
    after: Int = 0,
    around isMatch: @escaping @Sendable (Line) -> Bool
  ) -> AsyncTransformedSequence<Self, ContextSelection> {
    AsyncTransformedSequence(base: self, transform: ContextSelection(before: before, after: after, around: isMatch))
  }
}

/// The rule of `context(around:before:after:)`.
public struct ContextSelection: StreamTransform {
  private let before: Int
  private let after: Int
  private let isMatch: (Line) -> Bool

  /// The last lines that may be before a match.
  private var waiting: Deque<Line> = []
  private var ready: Deque<ContextLine> = []
  /// How many lines more come after the last match.
  private var left = 0
  /// Whether a line has been skipped since the last one that was selected, or none has been selected.
  private var isApart = true
  /// The number and the block of the line before. The block changes seldom, so that most lines cost no reference.
  private var lastNumber = 0
  private var lastBlock: Block?

  init(before: Int, after: Int, around isMatch: @escaping (Line) -> Bool) {
    require(before >= 0 && after >= 0, "A match has 0 or more lines before and after it, not \(before) and \(after).")
    self.before = before
    self.after = after
    self.isMatch = isMatch
  }

  public mutating func add(_ line: Line) {
    if isElsewhere(line) {
      waiting.removeAll()
      left = 0
      isApart = true
    }
    lastNumber = line.number
    if line.block !== lastBlock { lastBlock = line.block }
    if isMatch(line) {
      while let line = waiting.popFirst() { select(line, isMatch: false) }
      select(line, isMatch: true)
      left = after
    } else if left > 0 {
      left -= 1
      select(line, isMatch: false)
    } else if before == 0 {
      isApart = true
    } else {
      if waiting.count == before {
        waiting.removeFirst()
        isApart = true
      }
      waiting.append(line)
    }
  }

  public mutating func next() -> ContextLine? { ready.popFirst() }

  /// `isElsewhere(than:)`, without a reference to the line before.
  private func isElsewhere(_ line: Line) -> Bool {
    guard let lastBlock else { return false }
    return line.number <= lastNumber || lastBlock !== line.block && !line.isOfSource(of: lastBlock)
  }

  private mutating func select(_ line: Line, isMatch: Bool) {
    ready.append(ContextLine(line: line, isMatch: isMatch, startsGroup: isApart))
    isApart = false
  }
}
