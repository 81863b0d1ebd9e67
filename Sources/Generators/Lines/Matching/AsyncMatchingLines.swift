extension AsyncSequence where Element == Line {
  /// The lines that contain any of `literals`, as they come.
  ///
  /// ```swift
  /// for try await line in AsyncLines(at: path).matching("ERROR") { … }
  /// ```
  @inlinable
  public func matching(_ literals: Literals) -> AsyncMatchingLines<Self> {
    AsyncMatchingLines(base: self) { $0.contains(anyOf: literals) }
  }

  /// The lines that have a match of a regular expression, as they come.
  ///
  /// ```swift
  /// for try await line in FollowedLines(at: path).matching(/ERROR.*timeout/) { … }
  /// ```
  ///
  /// It works as for lines that are not asynchronous, with the same parameters. An expression is not `Sendable`, so you
  /// give it away: pass a literal, or a variable that you do not use after that.
  public func matching<Output>(
    _ regex: sending Regex<Output>,
    containing literals: Literals? = nil
  ) -> AsyncMatchingLines<Self> {
    let expression = LineExpression(regex, containing: literals)
    return AsyncMatchingLines(base: self) { $0.bytes.withBytes(expression.matches) }
  }

  /// The lines for which `predicate` is true, as they come.
  @inlinable
  public func matching(_ predicate: @escaping @Sendable (Line) -> Bool) -> AsyncMatchingLines<Self> {
    AsyncMatchingLines(base: self, predicate: predicate)
  }
}

/// The lines of an asynchronous sequence that match. `matching(_:)` makes it.
public struct AsyncMatchingLines<Base: AsyncSequence>: AsyncSequence where Base.Element == Line {
  public typealias Element = Line
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let predicate: @Sendable (Line) -> Bool

  @inlinable
  init(base: Base, predicate: @escaping @Sendable (Line) -> Bool) {
    self.base = base
    self.predicate = predicate
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: base.makeAsyncIterator(), predicate: predicate)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline let predicate: @Sendable (Line) -> Bool

    @inlinable
    init(base: Base.AsyncIterator, predicate: @escaping @Sendable (Line) -> Bool) {
      self.base = base
      self.predicate = predicate
    }

    /// The next matching line, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Line? {
      while let line = try await base.next(isolation: actor) {
        if predicate(line) { return line }
      }
      return nil
    }

    /// The next matching line, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Line? { try await next(isolation: nil) }
  }
}

extension AsyncMatchingLines: Sendable where Base: Sendable {}
