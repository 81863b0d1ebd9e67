extension Sequence {
  /// Returns the same elements, and calls `body` with each one.
  ///
  /// ```swift
  /// var bytes = 0
  /// for batch in lines.tap({ bytes += $0.bytes.count }).chunks(of: 1_000) { … }
  /// ```
  ///
  /// - Parameter body: Is called with each element when the element is asked for, before it is delivered.
  @inlinable
  public func tap(_ body: @escaping (Element) -> Void) -> TransformedSequence<Self, Tapping<Element>> {
    TransformedSequence(base: self, transform: Tapping(body: body))
  }
}

extension AsyncSequence {
  /// Returns the same elements, and calls an asynchronous `body` with each one, as ``Swift/Sequence/tap(_:)`` does.
  ///
  /// ```swift
  /// for try await batch in lines.tap({ await meter.add($0.bytes.count) }).chunks(of: 1_000) { … }
  /// ```
  ///
  /// Cancellation is up to the sequence and to `body`.
  ///
  /// - Parameter body: Is called with each element. The element is delivered when `body` has returned.
  @inlinable
  public func tap(_ body: nonisolated(nonsending) @escaping @Sendable (Element) async -> Void) -> AsyncTapped<Self> {
    AsyncTapped(base: self, body: body)
  }
}

/// The rule of `tap(_:)`.
public struct Tapping<Element>: StreamTransform {
  @usableFromInline let body: (Element) -> Void
  @usableFromInline var element: Element?

  @inlinable init(body: @escaping (Element) -> Void) { self.body = body }

  @inlinable
  public mutating func add(_ element: Element) {
    body(element)
    self.element = element
  }

  @inlinable
  public mutating func next() -> Element? { element.take() }
}

/// The elements of an asynchronous sequence, with a call for each one. `tap(_:)` returns it.
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

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Base.Element? {
      guard !isFinished else { return nil }
      isFinished = true  // Until there is an element
      guard let element = try await base.next(isolation: actor) else { return nil }
      isFinished = false
      await body(element)
      return element
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Base.Element? { try await next(isolation: nil) }
  }
}

extension AsyncTapped: Sendable where Base: Sendable {}
