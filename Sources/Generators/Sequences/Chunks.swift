extension Sequence {
  /// The elements in arrays of `size`, in order; the last may be shorter.
  ///
  /// ```swift
  /// for batch in lines.chunks(of: 1_000) { try insert(batch) }
  /// Array((1...5).chunks(of: 2))  // [[1, 2], [3, 4], [5]]
  /// ```
  ///
  /// It takes elements as they are asked for, so the sequence may be endless or single-pass. There is never an empty
  /// chunk.
  ///
  /// - Parameter size: How many elements to a chunk: at least 1.
  /// - Complexity: One array for each chunk.
  @inlinable
  public func chunks(of size: Int) -> Chunks<Self> {
    require(size >= 1, "A chunk holds 1 or more elements, not \(size).")
    return Chunks(base: self, size: size)
  }
}

/// The elements of a sequence in arrays. `chunks(of:)` makes it.
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
    /// A large size is no reason to take its memory before there are elements for it.
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

    /// Fills the buffer, and says how many elements there were for it.
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
