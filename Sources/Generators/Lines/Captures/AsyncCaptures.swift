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
  ///   - literals: Texts of which every match contains one. Lines without them do not match. By default they are those
  ///     found in the expression, if it is a literal or made from text.
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
