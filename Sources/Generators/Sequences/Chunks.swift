extension Sequence {
  /// Returns the elements in arrays of `size` elements, in order. The last array can be shorter.
  ///
  /// ```swift
  /// for batch in lines.chunks(of: 1_000) { try insert(batch) }
  /// Array((1...5).chunks(of: 2))  // [[1, 2], [3, 4], [5]]
  /// ```
  ///
  /// It takes no more elements than a chunk needs, so the sequence may be endless or single-pass. No chunk is empty.
  ///
  /// - Parameter size: How many elements a chunk has, at least 1.
  /// - Complexity: One array for each chunk.
  @inlinable
  public func chunks(of size: Int) -> Chunks<Self> {
    Chunks(base: self, size: checkedChunkSize(size))
  }
}

extension AsyncSequence {
  /// Returns the elements in arrays of `size` elements, as ``Swift/Sequence/chunks(of:)`` does.
  ///
  /// ```swift
  /// for try await batch in AsyncLines(at: path).chunks(of: 1_000) { try await insert(batch) }
  /// ```
  ///
  /// When the sequence throws, the chunk that was begun comes first and then the error (rule G8). Cancellation is up to
  /// the sequence.
  ///
  /// - Parameter size: How many elements a chunk has, at least 1.
  @inlinable
  public func chunks(of size: Int) -> AsyncChunks<Self> {
    AsyncChunks(base: self, size: checkedChunkSize(size))
  }
}

@inlinable
func checkedChunkSize(_ size: Int) -> Int {
  require(size >= 1, "A chunk holds 1 or more elements, not \(size).")
  return size
}

/// The elements of a sequence in arrays. `chunks(of:)` returns it.
public struct Chunks<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let size: Int

  @inlinable
  init(base: Base, size: Int) {
    self.base = base
    self.size = size
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), size: size) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator
    @usableFromInline let size: Int
    @usableFromInline var isFinished = false
    /// A large chunk takes its memory only when there are elements for it.
    @inlinable static var firstCapacity: Int { 4_096 }

    @inlinable
    init(base: Base.Iterator, size: Int) {
      self.base = base
      self.size = size
    }

    @inlinable
    public mutating func next() -> [Base.Element]? {
      guard !isFinished else { return nil }
      var chunk = [Base.Element](unsafeUninitializedCapacity: Swift.min(size, Self.firstCapacity)) { buffer, count in
        count = fill(buffer)
      }
      while chunk.count < size, !isFinished { appendNext(to: &chunk) }
      return chunk.isEmpty ? nil : chunk
    }

    /// Fills the buffer and returns how many elements there were for it. A loop over `append` takes three times as
    /// long.
    @inlinable
    mutating func fill(_ buffer: UnsafeMutableBufferPointer<Base.Element>) -> Int {
      guard let start = buffer.baseAddress else { return 0 }
      var count = 0
      while count < buffer.count {
        guard let element = base.next() else {
          isFinished = true
          break
        }
        (start + count).initialize(to: element)
        count &+= 1
      }
      return count
    }

    @inlinable
    mutating func appendNext(to chunk: inout [Base.Element]) {
      if let element = base.next() { chunk.append(element) } else { isFinished = true }
    }
  }
}

extension Chunks: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension Chunks: Sendable where Base: Sendable {}

/// The elements of an asynchronous sequence in arrays. `chunks(of:)` returns it.
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

    /// Returns the next chunk, or nil at the end.
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

    /// Returns the next chunk, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> [Base.Element]? { try await next(isolation: nil) }

    /// Returns the next element, or nil at the end and after an error.
    ///
    /// The error is caught here. If it were caught around the loop, each `append` would check whether the chunk is
    /// shared.
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
