/// Thrown by a source that has no bytes yet; it may be asked again when it has.
struct Starved: Error {}

/// Bytes that are put in from outside, for a reader that waits for them in its own way.
final class PushedSource: ByteSource {
  let name = "an asynchronous sequence"
  private var chunk: [UInt8] = []
  private var used = 0
  private var end: Result<Void, any Error>?

  /// Adds bytes to be read. What was added before has been read.
  func push(_ bytes: [UInt8]) {
    chunk = bytes
    used = 0
  }

  /// Says that there will be no more bytes, or why.
  func finish(_ end: Result<Void, any Error>) { self.end = end }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, chunk.count - used)
    guard count == 0 else {
      buffer.copyBytes(from: chunk[used..<used + count])
      used += count
      return count
    }
    guard let end else { throw Starved() }
    try end.get()
    return 0
  }
}
