extension AsyncSequence where Element == Line {
  /// What a regular expression captures in the lines, as they come: the first match of each line that has one.
  ///
  /// ```swift
  /// let matches = FollowedLines(at: path).captures(of: /\[(?<level>[A-Z]+)\] (?<service>\S+)/)
  /// for try await match in matches where match.level == "ERROR" { … }
  /// ```
  ///
  /// Captures are typed, and named ones had by name: see ``LineMatch``. Lines that do not match are left out, and counted
  /// in ``AsyncCapturedLines/mismatches``. So is a line for which a part of the expression throws. After the end, an error
  /// or cancellation, which are those of the lines, there are no more (rule G1).
  ///
  /// - Parameters:
  ///   - regex: What to look for in each line. An expression is not `Sendable`, so it is handed over: a literal, or a
  ///     variable that is not used afterwards. Closures in it may be called by several iterations at once.
  ///   - onMismatch: It is told of each line that does not match, before the next line is read.
  public func captures<Output>(
    of regex: sending Regex<Output>,
    onMismatch: @escaping @Sendable (Line) -> Void = { _ in }
  ) -> AsyncCapturedLines<Self, Output> {
    AsyncCapturedLines(base: self, regex: HandedRegex(regex), onMismatch: onMismatch, unmatched: SkippedLines())
  }
}

/// What a regular expression captures in the lines of an asynchronous sequence. `captures(of:onMismatch:)` makes it.
public struct AsyncCapturedLines<Base: AsyncSequence, Output>: AsyncSequence where Base.Element == Line {
  public typealias Element = LineMatch<Output>
  public typealias Failure = Base.Failure

  let base: Base
  let regex: HandedRegex<Output>
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
        if let match = lines.regex.value.match(in: line) {
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

/// An expression that nobody else has, so that iterations may share it: matching does not change it.
struct HandedRegex<Output>: @unchecked Sendable {
  let value: Regex<Output>

  init(_ regex: sending Regex<Output>) { value = regex }
}
