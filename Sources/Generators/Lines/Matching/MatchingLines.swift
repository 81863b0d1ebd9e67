extension Sequence where Element == Line {
  /// The lines that contain any of `literals`, as they come.
  ///
  /// ```swift
  /// for line in lines.matching(["ERROR", "FATAL"]) { print(line.number, line.string) }
  /// ```
  @inlinable
  public func matching(_ literals: Literals) -> MatchingLines<Self> {
    MatchingLines(base: self) { $0.contains(anyOf: literals) }
  }

  /// The lines that have a match of a regular expression, as they come.
  ///
  /// ```swift
  /// for line in lines.matching(/ERROR.*timeout/) { print(line.number, line.string) }
  /// for line in lines.matching(expression, containing: "timeout") { … }
  /// ```
  ///
  /// The answers are those of `line.string.firstMatch(of:)`; a line for which a part of the expression throws does not
  /// match. Swift's engine takes one to two microseconds for a line, so most lines are decided without it:
  /// - If every match contains some texts, only lines with them are looked at. In `/ERROR.*timeout/` these are `ERROR` and
  ///   `timeout`, in `/(?i)warn(ing)? \d+/` it is `warn` in any case. The texts are found in expressions that are literals
  ///   or made from text. For expressions from `RegexBuilder` they are not found: give them.
  /// - A line of ASCII characters is looked at byte by byte, unless the expression has backreferences, word boundaries,
  ///   lookarounds, possessive or atomic parts, or Unicode properties.
  ///
  /// - Parameters:
  ///   - regex: What to look for. It may match anywhere in the line, unless it begins with `^` or ends with `$`.
  ///   - literals: Texts of which every match contains one. Lines without them do not match. By default they are those
  ///     found in the expression.
  public func matching<Output>(_ regex: Regex<Output>, containing literals: Literals? = nil) -> MatchingLines<Self> {
    let expression = LineExpression(regex, containing: literals)
    return MatchingLines(base: self) { $0.bytes.withBytes(expression.matches) }
  }

  /// The lines for which `predicate` is true, as they come.
  ///
  /// ```swift
  /// for line in lines.matching({ $0.bytes.count > 1_000 }) { … }
  /// ```
  @inlinable
  public func matching(_ predicate: @escaping (Line) -> Bool) -> MatchingLines<Self> {
    MatchingLines(base: self, predicate: predicate)
  }
}

/// The lines of a sequence that match. `matching(_:)` makes it.
public struct MatchingLines<Base: Sequence>: LazySequenceProtocol where Base.Element == Line {
  @usableFromInline let base: Base
  @usableFromInline let predicate: (Line) -> Bool

  @inlinable
  init(base: Base, predicate: @escaping (Line) -> Bool) {
    self.base = base
    self.predicate = predicate
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), predicate: predicate) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator
    @usableFromInline let predicate: (Line) -> Bool

    @inlinable
    init(base: Base.Iterator, predicate: @escaping (Line) -> Bool) {
      self.base = base
      self.predicate = predicate
    }

    @inlinable
    public mutating func next() -> Line? {
      while let line = base.next() {
        if predicate(line) { return line }
      }
      return nil
    }
  }
}

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
