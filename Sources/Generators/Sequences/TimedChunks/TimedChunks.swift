extension AsyncSequence where Self: Sendable, Element: Sendable {
  /// Returns the elements in arrays of `size` elements, or of fewer when `duration` has passed since the first of them.
  ///
  /// ```swift
  /// for try await batch in events.chunks(of: 1_000, orEvery: .seconds(1)) { try await insert(batch) }
  /// ```
  ///
  /// The time counts from the first element of a chunk (rule G9). So no element waits longer than `duration`, and
  /// elements that come together stay together. No chunk is empty, so a silent sequence delivers nothing. At the end
  /// and before an error, the chunk that was begun is delivered.
  ///
  /// A task reads the sequence. It starts with the first `next()`, reads at most one chunk ahead while you work with a
  /// chunk, and ends with the sequence or soon after the iterator is gone. Copies of an iterator share its position.
  ///
  /// **Cancellation** ends a wait at once, whatever the sequence does. The chunk that was begun is delivered, and then
  /// nil.
  ///
  /// - Parameters:
  ///   - size: The most elements in a chunk, at least 1.
  ///   - duration: How long after its first element a chunk is delivered, at least zero.
  ///   - clock: The clock that measures the time. The default is the continuous clock.
  /// - Complexity: One array for each chunk, and one timer for each chunk that the consumer waits for.
  @inlinable
  public func chunks<C: Clock<Duration>>(
    of size: Int,
    orEvery duration: Duration,
    clock: C = ContinuousClock()
  ) -> AsyncTimedChunks<Self, C> {
    require(duration >= .zero, "A chunk is delivered after zero or more, not \(duration).")
    return AsyncTimedChunks(base: self, size: checkedChunkSize(size), duration: duration, clock: clock)
  }
}

/// The elements of an asynchronous sequence in arrays, delivered after a time. `chunks(of:orEvery:clock:)` returns it.
public struct AsyncTimedChunks<Base: AsyncSequence & Sendable, C: Clock<Duration>>: AsyncSequence, Sendable
where Base.Element: Sendable {
  public typealias Element = [Base.Element]
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let size: Int
  @usableFromInline let duration: Duration
  @usableFromInline let clock: C

  @inlinable
  init(base: Base, size: Int, duration: Duration, clock: C) {
    self.base = base
    self.size = size
    self.duration = duration
    self.clock = clock
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(collector: ChunkCollector(base: base, size: size, duration: duration, clock: clock))
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline let scope: ChunkCollectorScope<Base, C>

    @inlinable
    init(collector: ChunkCollector<Base, C>) { scope = ChunkCollectorScope(collector) }

    /// Returns the next chunk, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> [Base.Element]? {
      switch await scope.collector.next(isolation: actor) {
      case .chunk(let chunk): return chunk
      case .failure(let failure): throw failure
      case .end: return nil
      }
    }

    /// Returns the next chunk, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> [Base.Element]? { try await next(isolation: nil) }
  }
}

/// Ends the collecting when the last copy of the iterator is gone.
@usableFromInline
final class ChunkCollectorScope<Base: AsyncSequence & Sendable, C: Clock<Duration>>: Sendable
where Base.Element: Sendable {
  @usableFromInline let collector: ChunkCollector<Base, C>

  @inlinable
  init(_ collector: ChunkCollector<Base, C>) { self.collector = collector }

  deinit { collector.cancel() }
}
