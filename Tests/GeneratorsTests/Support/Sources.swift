import Generators

/// One byte, `left` times.
struct RepeatingSource: ByteSource {
  let byte: UInt8
  var left: Int

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(left, buffer.count)
    left -= count
    buffer[..<count].initializeMemory(as: UInt8.self, repeating: byte)
    return count
  }
}

/// What one source gives, and then chunks.
struct ConcatenatedSource<First: ByteSource>: ByteSource {
  private var first: First
  private var chunks: [[UInt8]]

  init(_ first: First, _ chunks: [[UInt8]]) {
    self.first = first
    self.chunks = chunks
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try first.read(into: buffer)
    guard count == 0, !chunks.isEmpty else { return count }
    let chunk = chunks.removeFirst()
    buffer.copyBytes(from: chunk)
    return chunk.count
  }
}

/// Chunks, and then an error.
struct FailingSource: ByteSource {
  struct Failure: Error, Equatable {}

  var chunks: [[UInt8]]

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !chunks.isEmpty else { throw Failure() }
    let chunk = chunks.removeFirst()
    buffer.copyBytes(from: chunk)
    return chunk.count
  }
}

/// Says that it has put `surplus` bytes more into a buffer than fit.
struct ClaimingSource: ByteSource {
  let surplus: Int

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { buffer.count + surplus }
}

/// Bytes that may be read where they lie in memory only, not one by one.
struct OnlyContiguous: Sequence {
  let bytes: [UInt8]

  func makeIterator() -> IndexingIterator<[UInt8]> { preconditionFailure("The bytes are read one by one.") }

  func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try bytes.withContiguousStorageIfAvailable(body)
  }
}
