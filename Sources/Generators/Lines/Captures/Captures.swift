extension Sequence where Element == Line {
  /// What a regular expression captures in the lines, as they come: the first match of each line that has one.
  ///
  /// ```swift
  /// try withLines(at: "app.log") { lines in
  ///   let matches = lines.captures(of: /\[(?<level>[A-Z]+)\] (?<service>\S+)/)
  ///   for match in matches { counts["\(match.level) \(match.service)", default: 0] += 1 }
  ///   print("\(matches.mismatches) lines without a level")
  /// }
  /// ```
  ///
  /// Captures are typed, and named captures have members: see ``LineMatch``. Lines that do not match are left out and
  /// counted in ``CapturedLines/mismatches``. A line for which a part of the expression throws does not match.
  ///
  /// Only lines that match are decoded, as far as `matching` decides lines without Swift's engine. The engine takes one to
  /// two microseconds for a line. The expression may match anywhere in the line, unless it begins with `^` or ends
  /// with `$`.
  ///
  /// - Parameters:
  ///   - regex: What to look for in each line.
  ///   - literals: Texts of which every match contains one. Lines without them do not match. By default they are those
  ///     found in the expression, if it is a literal or made from text.
  ///   - onMismatch: It is called with each line that does not match, before the next line is read.
  public func captures<Output>(
    of regex: Regex<Output>,
    containing literals: Literals? = nil,
    onMismatch: @escaping (Line) -> Void = { _ in }
  ) -> CapturedLines<Self, Output> {
    let capturing = CapturingExpression(regex, containing: literals)
    return CapturedLines(base: self, capturing: capturing, onMismatch: onMismatch, unmatched: SkippedLines())
  }
}

/// What a regular expression captures in the lines of a sequence. `captures(of:onMismatch:)` makes it.
public struct CapturedLines<Base: Sequence, Output>: LazySequenceProtocol where Base.Element == Line {
  let base: Base
  let capturing: CapturingExpression<Output>
  let onMismatch: (Line) -> Void
  let unmatched: SkippedLines

  /// How many lines have not matched so far, in all iterations.
  public var mismatches: Int { unmatched.count }

  public func makeIterator() -> Iterator { Iterator(lines: self, base: base.makeIterator()) }

  public struct Iterator: IteratorProtocol {
    let lines: CapturedLines
    var base: Base.Iterator
    var isFinished = false

    public mutating func next() -> LineMatch<Output>? {
      guard !isFinished else { return nil }
      while let line = base.next() {
        if let match = lines.capturing.match(in: line) { return match }
        lines.unmatched.increment()
        lines.onMismatch(line)
      }
      isFinished = true
      return nil
    }
  }
}

extension CapturedLines: ScopedSequence where Base: ScopedSequence {
  public var scope: ReadingScope { base.scope }
}

extension AsyncSequence where Element == Line {
  /// What a regular expression captures in the lines, as they come: the first match of each line that has one.
  ///
  /// ```swift
  /// let matches = FollowedLines(at: path).captures(of: /\[(?<level>[A-Z]+)\] (?<service>\S+)/)
  /// for try await match in matches where match.level == "ERROR" { … }
  /// ```
  ///
  /// Captures are typed, and named captures have members: see ``LineMatch``. Lines that do not match are left out and
  /// counted in ``AsyncCapturedLines/mismatches``. A line for which a part of the expression throws does not match. After
  /// the end, an error or cancellation of the lines there are no more matches (rule G1).
  ///
  /// - Parameters:
  ///   - regex: What to look for in each line. An expression is not `Sendable`, so you give it away: pass a
  ///     literal, or a variable that you do not use after that. Closures in it may be called by several iterations at once.
  ///   - literals: Texts of which every match contains one, as for lines that are not asynchronous.
  ///   - onMismatch: It is called with each line that does not match, before the next line is read.
  public func captures<Output>(
    of regex: sending Regex<Output>,
    containing literals: Literals? = nil,
    onMismatch: @escaping @Sendable (Line) -> Void = { _ in }
  ) -> AsyncCapturedLines<Self, Output> {
    let capturing = CapturingExpression(regex, containing: literals)
    return AsyncCapturedLines(base: self, capturing: capturing, onMismatch: onMismatch, unmatched: SkippedLines())
  }
}

/// What a regular expression captures in the lines of an asynchronous sequence. `captures(of:onMismatch:)` makes it.
public struct AsyncCapturedLines<Base: AsyncSequence, Output>: AsyncSequence where Base.Element == Line {
  public typealias Element = LineMatch<Output>
  public typealias Failure = Base.Failure

  let base: Base
  let capturing: CapturingExpression<Output>
  let onMismatch: @Sendable (Line) -> Void
  let unmatched: SkippedLines

  /// How many lines have not matched so far, in all iterations.
  public var mismatches: Int { unmatched.count }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(lines: self, base: base.makeAsyncIterator()) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let lines: AsyncCapturedLines
    var base: Base.AsyncIterator
    var isFinished = false

    /// The next match, or nil at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> LineMatch<Output>? {
      guard !isFinished else { return nil }
      // Whatever is thrown from here on ends the matches.
      isFinished = true
      while let line = try await base.next(isolation: actor) {
        if let match = lines.capturing.match(in: line) {
          isFinished = false
          return match
        }
        lines.unmatched.increment()
        lines.onMismatch(line)
      }
      return nil
    }

    /// The next match, or nil at the end.
    public mutating func next() async throws(Base.Failure) -> LineMatch<Output>? { try await next(isolation: nil) }
  }
}

extension AsyncCapturedLines: Sendable where Base: Sendable {}

/// An expression, prepared to capture what it matches in lines.
struct CapturingExpression<Output>: @unchecked Sendable {
  private let regex: Regex<Output>
  private let expression: LineExpression

  /// - Parameter regex: The expression. Iterations on several threads may share it, because matching does not change it.
  init(_ regex: Regex<Output>, containing literals: Literals?) {
    self.regex = regex
    expression = LineExpression(regex, containing: literals)
  }

  /// The first match in the line. There is none where a part of the expression throws.
  func match(in line: Line) -> LineMatch<Output>? {
    let match: Regex<Output>.Match?
    switch line.bytes.withBytes(expression.answer) {
    case .noMatch: return nil
    case .unknown: match = try? regex.firstMatch(in: line.string)
    case .match(from: let start):
      // The line is ASCII, and what is before the place is not looked at by the pattern.
      let string = line.string
      match = try? regex.firstMatch(in: string[string.utf8.index(string.startIndex, offsetBy: start)...])
    }
    return match.map { LineMatch(line: line, output: $0.output) }
  }
}
