extension AsyncSequence {
  /// What `transform` makes of the elements, without those it throws for, which are handed to `onFailure`.
  ///
  /// ```swift
  /// let users = ids.skippingFailures(of: { try await fetch($0) }, onFailure: { id, error in await deadLetters.add(id, error) })
  /// for try await user in users { … }
  /// ```
  ///
  /// **Cancellation** is no failure of an element: a `CancellationError`, and whatever else `transform` throws while the
  /// task is cancelled, is thrown to the consumer, and ends the sequence. So does an error of the sequence itself.
  ///
  /// - Parameters:
  ///   - transform: Run once for each element, when it is asked for, one at a time.
  ///   - onFailure: A dead-letter queue, say: it is told of each element left out and of its error, before the next element
  ///     is taken. To count only, hand over a ``FailureCount``.
  @inlinable
  public func skippingFailures<Output>(
    of transform: nonisolated(nonsending) @escaping @Sendable (Element) async throws -> Output,
    onFailure: nonisolated(nonsending) @escaping @Sendable (Element, any Error) async -> Void
  ) -> AsyncSkippingFailures<Self, Output> {
    AsyncSkippingFailures(base: self, transform: transform, onFailure: onFailure)
  }

  /// What `transform` makes of the elements, without those it throws for, which are counted.
  ///
  /// ```swift
  /// let failures = FailureCount()
  /// for try await record in lines.skippingFailures(of: { try Record($0) }, countedBy: failures) { … }
  /// ```
  ///
  /// **Cancellation** is no failure of an element: a `CancellationError`, and whatever else `transform` throws while the
  /// task is cancelled, is thrown to the consumer, and ends the sequence. So does an error of the sequence itself.
  ///
  /// - Parameters:
  ///   - transform: Run once for each element, when it is asked for, one at a time.
  ///   - count: What counts.
  @inlinable
  public func skippingFailures<Output>(
    of transform: nonisolated(nonsending) @escaping @Sendable (Element) async throws -> Output,
    countedBy count: FailureCount
  ) -> AsyncSkippingFailures<Self, Output> {
    skippingFailures(of: transform, onFailure: { _, error in count.add(error) })
  }
}

/// What can be made of the elements of an asynchronous sequence. `skippingFailures(of:onFailure:)` makes it.
public struct AsyncSkippingFailures<Base: AsyncSequence, Element>: AsyncSequence {
  public typealias Failure = any Error

  @usableFromInline let base: Base
  @usableFromInline let transform: nonisolated(nonsending) @Sendable (Base.Element) async throws -> Element
  @usableFromInline let onFailure: nonisolated(nonsending) @Sendable (Base.Element, any Error) async -> Void

  @inlinable
  init(
    base: Base,
    transform: nonisolated(nonsending) @escaping @Sendable (Base.Element) async throws -> Element,
    onFailure: nonisolated(nonsending) @escaping @Sendable (Base.Element, any Error) async -> Void
  ) {
    self.base = base
    self.transform = transform
    self.onFailure = onFailure
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), sequence: self) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline let sequence: AsyncSkippingFailures
    @usableFromInline var isFinished = false

    @inlinable
    init(base: Base.AsyncIterator, sequence: AsyncSkippingFailures) {
      self.base = base
      self.sequence = sequence
    }

    /// The next output, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Element? {
      guard !isFinished else { return nil }
      isFinished = true  // unless this call ends well
      while let element = try await base.next(isolation: actor) {
        do {
          let output = try await sequence.transform(element)
          isFinished = false
          return output
        } catch {
          if error is CancellationError || Task.isCancelled { throw error }
          await sequence.onFailure(element, error)
        }
      }
      return nil
    }

    /// The next output, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Element? { try await next(isolation: nil) }
  }
}

extension AsyncSkippingFailures: Sendable where Base: Sendable {}
