extension AsyncSequence {
  /// The elements as they are, each shown to `body` on its way.
  ///
  /// ```swift
  /// for try await batch in lines.tap({ await meter.add($0.bytes.count) }).chunks(of: 1_000) { … }
  /// ```
  ///
  /// Cancellation is up to the sequence and to `body`.
  ///
  /// - Parameter body: Called for each element when it is asked for; the element is delivered when it has returned.
  @inlinable
  public func tap(_ body: nonisolated(nonsending) @escaping @Sendable (Element) async -> Void) -> AsyncTapped<Self> {
    AsyncTapped(base: self, body: body)
  }
}

/// The elements of an asynchronous sequence, shown on their way. `tap(_:)` makes it.
public struct AsyncTapped<Base: AsyncSequence>: AsyncSequence {
  public typealias Element = Base.Element
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let body: nonisolated(nonsending) @Sendable (Base.Element) async -> Void

  @inlinable
  init(base: Base, body: nonisolated(nonsending) @escaping @Sendable (Base.Element) async -> Void) {
    self.base = base
    self.body = body
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), body: body) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline let body: nonisolated(nonsending) @Sendable (Base.Element) async -> Void
    @usableFromInline var isFinished = false

    @inlinable
    init(base: Base.AsyncIterator, body: nonisolated(nonsending) @escaping @Sendable (Base.Element) async -> Void) {
      self.base = base
      self.body = body
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Base.Element? {
      guard !isFinished else { return nil }
      isFinished = true  // unless there is an element
      guard let element = try await base.next(isolation: actor) else { return nil }
      isFinished = false
      await body(element)
      return element
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Base.Element? { try await next(isolation: nil) }
  }
}

extension AsyncTapped: Sendable where Base: Sendable {}
