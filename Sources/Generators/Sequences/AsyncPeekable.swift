extension AsyncSequence {
  /// An iterator that shows what comes next without taking it.
  ///
  /// ```swift
  /// var lines = AsyncLines(at: path).peekable()
  /// while let comment = try await lines.next(if: { $0.bytes.first == UInt8(ascii: "#") }) { … }
  /// while let line = try await lines.next() { … }
  /// ```
  ///
  /// Cancellation is up to the sequence.
  @inlinable
  public func peekable() -> AsyncPeekable<AsyncIterator> { AsyncPeekable(base: makeAsyncIterator()) }
}

/// An asynchronous iterator that shows what comes next without taking it. `peekable()` makes it.
public struct AsyncPeekable<Base: AsyncIteratorProtocol>: AsyncIteratorProtocol {
  @usableFromInline var base: Base
  @usableFromInline var peeked: Base.Element?
  @usableFromInline var isFinished = false

  @inlinable init(base: Base) { self.base = base }

  /// The element that `next()` will give, or nil at the end. The first look takes it from the sequence, further ones do
  /// not.
  ///
  /// - Throws: What the sequence throws. After that there are no more elements.
  @inlinable
  public mutating func peek(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    if peeked == nil { peeked = try await read(isolation: actor) }
    return peeked
  }

  /// The next element, or nil at the end.
  @inlinable
  public mutating func next(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    if let element = peeked.take() { return element }
    return try await read(isolation: actor)
  }

  /// The next element, or nil at the end.
  @inlinable
  public mutating func next() async throws(Base.Failure) -> Base.Element? { try await next(isolation: nil) }

  /// The next element if the condition holds for it; else nil, and it stays the next.
  ///
  /// - Throws: What the sequence throws. After that there are no more elements.
  @inlinable
  public mutating func next(
    if condition: (Base.Element) -> Bool,
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    guard let element = try await peek(isolation: actor), condition(element) else { return nil }
    peeked = nil
    return element
  }

  @inlinable
  mutating func read(isolation actor: isolated (any Actor)?) async throws(Base.Failure) -> Base.Element? {
    guard !isFinished else { return nil }
    isFinished = true  // unless there is an element
    let element = try await base.next(isolation: actor)
    isFinished = element == nil
    return element
  }
}
