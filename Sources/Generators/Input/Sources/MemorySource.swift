/// Chunks of bytes from any sequence, one after the other.
struct ChunkSource<Chunks: IteratorProtocol>: ByteSource where Chunks.Element: Collection<UInt8> {
  private var chunks: Chunks
  private var rest: Chunks.Element.SubSequence?

  var name: String { "chunks of bytes" }

  init(_ chunks: Chunks) { self.chunks = chunks }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      if let rest, !rest.isEmpty {
        let count = min(buffer.count, rest.count)
        buffer.copyBytes(from: rest.prefix(count))
        self.rest = rest.dropFirst(count)
        return count
      }
      guard let next = chunks.next() else { return 0 }
      rest = next[...]
    }
  }
}

/// Bytes in memory, which stays valid while they are read.
struct MemorySource: ByteSource {
  private var rest: UnsafeRawBufferPointer

  var name: String { "bytes in memory" }

  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, rest.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    return count
  }
}

/// Single bytes from any sequence. A read ends with a line, so that a line is not held back until a buffer is full.
struct SingleByteSource<Bytes: IteratorProtocol<UInt8>>: ByteSource {
  private var bytes: Bytes

  var name: String { "a sequence of bytes" }

  init(_ bytes: Bytes) { self.bytes = bytes }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var count = 0
    while count < buffer.count, let byte = bytes.next() {
      buffer[count] = byte
      count += 1
      if byte == UInt8(ascii: "\n") { break }
    }
    return count
  }
}
