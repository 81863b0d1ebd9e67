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
    precondition(size >= 1, "A chunk holds 1 or more elements, not \(size).")
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
      if let failure = failure.take() { throw failure }
      guard !isFinished else { return nil }
      var chunk: [Base.Element] = []
      // A large size is no reason to take its memory before there are elements for it.
      chunk.reserveCapacity(Swift.min(size, 4_096))
      do {
        while chunk.count < size, !isFinished {
          if let element = try await base.next(isolation: actor) {
            chunk.append(element)
          } else {
            isFinished = true
          }
        }
      } catch {
        isFinished = true
        guard !chunk.isEmpty else { throw error }
        failure = error
      }
      return chunk.isEmpty ? nil : chunk
    }

    /// The next chunk, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> [Base.Element]? { try await next(isolation: nil) }
  }
}

extension AsyncChunks: Sendable where Base: Sendable {}
