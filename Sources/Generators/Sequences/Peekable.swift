extension Sequence {
  /// Returns an iterator that can show the next element without taking it.
  ///
  /// ```swift
  /// var numbers = [1, 2, 10, 3].peekable()
  /// while let number = numbers.next(if: { $0 < 10 }) { print(number) }  // 1 2
  /// numbers.peek()                                                     // 10
  /// ```
  ///
  /// You can also loop over it. The loop takes the elements that are left.
  @inlinable
  public func peekable() -> Peekable<Iterator> { Peekable(base: makeIterator()) }
}

extension AsyncSequence {
  /// Returns an iterator that can show the next element without taking it, as ``Swift/Sequence/peekable()`` does.
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

/// An iterator that can show the next element without taking it. `peekable()` returns it.
public struct Peekable<Base: IteratorProtocol>: IteratorProtocol, Sequence {
  @usableFromInline var base: Base
  @usableFromInline var peeked: Base.Element?
  @usableFromInline var isFinished = false

  @inlinable init(base: Base) { self.base = base }

  /// Returns the element that ``next()`` will return, or nil at the end. The first call takes it from the sequence, and
  /// further calls do not.
  @inlinable
  public mutating func peek() -> Base.Element? {
    if peeked == nil { peeked = read() }
    return peeked
  }

  /// Returns the next element, or nil at the end.
  @inlinable
  public mutating func next() -> Base.Element? {
    if let element = peeked.take() { return element }
    return read()
  }

  /// Returns the next element if it meets the condition. If not, returns nil, and the element stays the next one.
  @inlinable
  public mutating func next(if condition: (Base.Element) throws -> Bool) rethrows -> Base.Element? {
    guard let element = peek(), try condition(element) else { return nil }
    peeked = nil
    return element
  }

  @inlinable
  mutating func read() -> Base.Element? {
    guard !isFinished else { return nil }
    let element = base.next()
    isFinished = element == nil
    return element
  }
}

extension Peekable: Sendable where Base: Sendable, Base.Element: Sendable {}

/// An asynchronous iterator that can show the next element without taking it. `peekable()` returns it.
public struct AsyncPeekable<Base: AsyncIteratorProtocol>: AsyncIteratorProtocol {
  @usableFromInline var base: Base
  @usableFromInline var peeked: Base.Element?
  @usableFromInline var isFinished = false

  @inlinable init(base: Base) { self.base = base }

  /// Returns the element that `next()` will return, or nil at the end. The first call takes it from the sequence, and
  /// further calls do not.
  ///
  /// - Throws: The error of the sequence. After that there are no more elements.
  @inlinable
  public mutating func peek(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    if peeked == nil { peeked = try await read(isolation: actor) }
    return peeked
  }

  /// Returns the next element, or nil at the end.
  @inlinable
  public mutating func next(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Base.Failure) -> Base.Element? {
    if let element = peeked.take() { return element }
    return try await read(isolation: actor)
  }

  /// Returns the next element, or nil at the end.
  @inlinable
  public mutating func next() async throws(Base.Failure) -> Base.Element? { try await next(isolation: nil) }

  /// Returns the next element if it meets the condition. If not, returns nil, and the element stays the next one.
  ///
  /// - Throws: The error of the sequence. After that there are no more elements.
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
