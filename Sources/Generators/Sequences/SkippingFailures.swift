extension Sequence {
  /// Returns the results of `transform`. Elements for which it throws are left out and passed to `onFailure`.
  ///
  /// ```swift
  /// var rejected: [(Line, any Error)] = []
  /// for record in lines.skippingFailures(of: Record.init, onFailure: { rejected.append(($0, $1)) }) { … }
  /// ```
  ///
  /// - Parameters:
  ///   - transform: Runs once for each element, when the element is asked for.
  ///   - onFailure: Receives each element that is left out and its error, before the next element is taken. It can be a
  ///     dead-letter queue. If you only need a count, use a ``FailureCount``.
  @inlinable
  public func skippingFailures<Output, Failure: Error>(
    of transform: @escaping (Element) throws(Failure) -> Output,
    onFailure: @escaping (Element, Failure) -> Void
  ) -> TransformedSequence<Self, FailureSkipping<Element, Output, Failure>> {
    TransformedSequence(base: self, transform: FailureSkipping(transform: transform, onFailure: onFailure))
  }

  /// Returns the results of `transform`. Elements for which it throws are left out and counted.
  ///
  /// ```swift
  /// let failures = FailureCount()
  /// for record in lines.skippingFailures(of: Record.init, countedBy: failures) { … }
  /// print("\(failures.count) left out, the last because of \(failures.last, default: "nothing")")
  /// ```
  ///
  /// - Parameters:
  ///   - transform: Runs once for each element, when the element is asked for.
  ///   - count: Counts the elements that are left out.
  @inlinable
  public func skippingFailures<Output, Failure: Error>(
    of transform: @escaping (Element) throws(Failure) -> Output,
    countedBy count: FailureCount
  ) -> TransformedSequence<Self, FailureSkipping<Element, Output, Failure>> {
    skippingFailures(of: transform, onFailure: { _, error in count.add(error) })
  }
}

extension AsyncSequence {
  /// Returns the results of an asynchronous `transform`, as ``Swift/Sequence/skippingFailures(of:onFailure:)`` does.
  ///
  /// ```swift
  /// let users = ids.skippingFailures(
  ///   of: { try await fetch($0) },
  ///   onFailure: { id, error in await deadLetters.add(id, error) }
  /// )
  /// for try await user in users { … }
  /// ```
  ///
  /// **Cancellation** is not a failure of an element. A `CancellationError`, and any error that `transform` throws
  /// while the task is cancelled, is thrown to the consumer and ends the sequence. An error of the sequence itself does
  /// the same.
  ///
  /// - Parameters:
  ///   - transform: Runs once for each element, when the element is asked for, one call at a time.
  ///   - onFailure: Receives each element that is left out and its error, before the next element is taken.
  @inlinable
  public func skippingFailures<Output>(
    of transform: nonisolated(nonsending) @escaping @Sendable (Element) async throws -> Output,
    onFailure: nonisolated(nonsending) @escaping @Sendable (Element, any Error) async -> Void
  ) -> AsyncSkippingFailures<Self, Output> {
    AsyncSkippingFailures(base: self, transform: transform, onFailure: onFailure)
  }

  /// Returns the results of an asynchronous `transform`, as ``Swift/Sequence/skippingFailures(of:countedBy:)`` does.
  ///
  /// Cancellation is as in ``skippingFailures(of:onFailure:)``.
  ///
  /// - Parameters:
  ///   - transform: Runs once for each element, when the element is asked for, one call at a time.
  ///   - count: Counts the elements that are left out.
  @inlinable
  public func skippingFailures<Output>(
    of transform: nonisolated(nonsending) @escaping @Sendable (Element) async throws -> Output,
    countedBy count: FailureCount
  ) -> AsyncSkippingFailures<Self, Output> {
    skippingFailures(of: transform, onFailure: { _, error in count.add(error) })
  }
}

/// The rule of `skippingFailures(of:onFailure:)`.
public struct FailureSkipping<Element, Output, Failure: Error>: StreamTransform {
  @usableFromInline let transform: (Element) throws(Failure) -> Output
  @usableFromInline let onFailure: (Element, Failure) -> Void
  @usableFromInline var output: Output?

  @inlinable
  init(
    transform: @escaping (Element) throws(Failure) -> Output,
    onFailure: @escaping (Element, Failure) -> Void
  ) {
    self.transform = transform
    self.onFailure = onFailure
  }

  @inlinable
  public mutating func add(_ element: Element) {
    do { output = try transform(element) } catch { onFailure(element, error) }
  }

  @inlinable
  public mutating func next() -> Output? { output.take() }
}

/// The results of a transform that succeeded, for the elements of an asynchronous sequence.
/// `skippingFailures(of:onFailure:)` returns it.
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

    /// Returns the next output, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Element? {
      guard !isFinished else { return nil }
      isFinished = true  // Until an element succeeds
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

    /// Returns the next output, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Element? { try await next(isolation: nil) }
  }
}

extension AsyncSkippingFailures: Sendable where Base: Sendable {}
