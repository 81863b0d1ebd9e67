/// Streams that are read one after the other, each opened when the one before it has ended and been closed.
final class ByteStreams {
  /// Opens a stream, or gives nil where it is left out.
  typealias Opening = () throws -> ByteStream?

  private var openings: ArraySlice<Opening>
  private var current: ByteStream?

  init(_ openings: [Opening]) { self.openings = openings[...] }

  /// The next stream, or nil after the last one and after ``close()``.
  func next() throws -> ByteStream? {
    current?.close()
    current = nil
    while current == nil, let open = openings.popFirst() { current = try open() }
    return current
  }

  /// Closes the stream that is open. There are none after it.
  func close() {
    openings = []
    current?.close()
  }
}
