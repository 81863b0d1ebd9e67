/// Streams that are read one after the other, each opened when the one before it has ended and been closed.
final class ByteStreams {
  private var openings: ArraySlice<() throws -> ByteStream>
  private var current: ByteStream?

  init(_ openings: [() throws -> ByteStream]) { self.openings = openings[...] }

  /// The next stream, or nil after the last one and after ``close()``.
  func next() throws -> ByteStream? {
    current?.close()
    current = nil
    current = try openings.popFirst()?()
    return current
  }

  /// Closes the stream that is open. There are none after it.
  func close() {
    openings = []
    current?.close()
  }
}
