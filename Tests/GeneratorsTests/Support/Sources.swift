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
