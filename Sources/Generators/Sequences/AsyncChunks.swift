extension AsyncSequence {
  /// The elements in arrays of `size`, in order; the last may be shorter.
  ///
  /// ```swift
  /// for try await batch in AsyncLines(at: path).chunks(of: 1_000) { try await insert(batch) }
  /// ```
  ///
  /// Where the sequence throws in the middle of a chunk, what there is of the chunk comes first and the error after it,
  /// so that nothing that was read is lost. There is never an empty chunk. Cancellation is up to the sequence.
  ///
  /// - Parameter size: How many elements to a chunk: at least 1.
  @inlinable
  public func chunks(of size: Int) -> AsyncChunks<Self> {
    require(size >= 1, "A chunk holds 1 or more elements, not \(size).")
    return AsyncChunks(base: self, size: size)
  }
}

/// The elements of an asynchronous sequence in arrays. `chunks(of:)` makes it.
public struct AsyncChunks<Base: AsyncSequence>: AsyncSequence {
  public typealias Element = [Base.Element]
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let size: Int

  @inlinable
  init(base: Base, size: Int) {
    self.base = base
    self.size = size
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), size: size) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline let size: Int
    @usableFromInline var isFinished = false
    @usableFromInline var failure: Base.Failure?

    @inlinable
    init(base: Base.AsyncIterator, size: Int) {
      self.base = base
      self.size = size
    }

    /// The next chunk, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> [Base.Element]? {
      guard let first = await read(isolation: actor) else {
        if let failure = failure.take() { throw failure }
        return nil
      }
      var chunk = [first]
      while chunk.count < size, let element = await read(isolation: actor) { chunk.append(element) }
      return chunk
    }

    /// The next chunk, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> [Base.Element]? { try await next(isolation: nil) }

    /// The next element, or nil at the end and after an error.
    ///
    /// The error is caught here and not around the loop, in which the chunk would be looked at for other owners each time.
    @inlinable
    mutating func read(isolation actor: isolated (any Actor)?) async -> Base.Element? {
      guard !isFinished else { return nil }
      do {
        if let element = try await base.next(isolation: actor) { return element }
      } catch {
        failure = error
      }
      isFinished = true
      return nil
    }
  }
}

extension AsyncChunks: Sendable where Base: Sendable {}
