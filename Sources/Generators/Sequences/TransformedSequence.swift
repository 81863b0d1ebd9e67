extension Sequence {
  /// Returns the outputs of a rule of your own for the elements of this sequence, lazily and in order.
  ///
  /// ```swift
  /// Array([1, 2, 3].transformed(by: RunningTotal()))  // [1, 3, 6]
  /// ```
  ///
  /// Each iteration starts with a copy of the rule. It takes no more elements than the next output needs. After the end
  /// the sequence is not asked again (rule G1).
  ///
  /// - Parameter transform: The rule. See ``StreamTransform``.
  @inlinable
  public func transformed<Transform: StreamTransform<Element, Output>, Output>(
    by transform: Transform
  ) -> TransformedSequence<Self, Transform> {
    TransformedSequence(base: self, transform: transform)
  }
}

extension AsyncSequence {
  /// Returns the outputs of a rule of your own, as ``Swift/Sequence/transformed(by:)`` does.
  ///
  /// When the sequence throws, the outputs that are left come first and then the error. Cancellation is up to the
  /// sequence.
  ///
  /// - Parameter transform: The rule. See ``StreamTransform``.
  @inlinable
  public func transformed<Transform: StreamTransform<Element, Output> & Sendable, Output>(
    by transform: Transform
  ) -> AsyncTransformedSequence<Self, Transform> {
    AsyncTransformedSequence(base: self, transform: transform)
  }
}

/// The outputs of a rule for the elements of a sequence. `transformed(by:)` and the operators that are such rules
/// return it.
public struct TransformedSequence<Base: Sequence, Transform: StreamTransform>: Sequence
where Transform.Input == Base.Element {
  @usableFromInline let base: Base
  @usableFromInline let transform: Transform

  @inlinable
  init(base: Base, transform: Transform) {
    self.base = base
    self.transform = transform
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), transform: transform) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator
    @usableFromInline var transform: Transform
    @usableFromInline var phase = TransformPhase.reading

    @inlinable
    init(base: Base.Iterator, transform: Transform) {
      self.base = base
      self.transform = transform
    }

    @inlinable
    public mutating func next() -> Transform.Output? {
      while phase == .reading {
        if let output = transform.next() { return output }
        if let element = base.next() {
          transform.add(element)
        } else {
          phase = .draining
          transform.finish()
        }
      }
      guard phase == .draining else { return nil }
      if let output = transform.next() { return output }
      phase = .ended
      return nil
    }
  }
}

extension TransformedSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension TransformedSequence: Sendable where Base: Sendable, Transform: Sendable {}

/// The outputs of a rule for the elements of an asynchronous sequence. `transformed(by:)` and the operators that are
/// such rules return it.
public struct AsyncTransformedSequence<Base: AsyncSequence, Transform: StreamTransform>: AsyncSequence
where Transform.Input == Base.Element {
  public typealias Element = Transform.Output
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let transform: Transform

  @inlinable
  init(base: Base, transform: Transform) {
    self.base = base
    self.transform = transform
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: base.makeAsyncIterator(), transform: transform)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline var transform: Transform
    @usableFromInline var phase = TransformPhase.reading
    @usableFromInline var failure: Base.Failure?

    @inlinable
    init(base: Base.AsyncIterator, transform: Transform) {
      self.base = base
      self.transform = transform
    }

    /// Returns the next output, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Transform.Output? {
      while phase == .reading {
        if let output = transform.next() { return output }
        do {
          if let element = try await base.next(isolation: actor) { transform.add(element) } else { finish() }
        } catch {
          failure = error
          finish()
        }
      }
      guard phase == .draining else { return nil }
      if let output = transform.next() { return output }
      phase = .ended
      if let failure = failure.take() { throw failure }
      return nil
    }

    /// Returns the next output, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Transform.Output? { try await next(isolation: nil) }

    @inlinable
    mutating func finish() {
      phase = .draining
      transform.finish()
    }
  }
}

/// A rule that is applied to an asynchronous sequence is Sendable, or its closures are.
extension AsyncTransformedSequence: @unchecked Sendable where Base: Sendable {}

/// How far a transformed sequence is.
@usableFromInline
enum TransformPhase: Sendable {
  case reading
  /// The base has ended, and the rule may have outputs left.
  case draining
  case ended
}
