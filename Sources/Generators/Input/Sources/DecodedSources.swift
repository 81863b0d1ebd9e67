/// Streams that are read one after the other, each opened when the one before it has ended and been closed.
final class DecodedSources {
  /// Opens a source, or gives nil where it is left out.
  typealias Opening = () throws -> DecodedSource?

  private var openings: ArraySlice<Opening>
  private var current: DecodedSource?

  init(_ openings: [Opening]) { self.openings = openings[...] }

  /// The next source, or nil after the last one and after ``close()``.
  func next() throws -> DecodedSource? {
    current?.close()
    current = nil
    while current == nil, let open = openings.popFirst() { current = try open() }
    return current
  }

  /// Closes the source that is open. There are none after it.
  func close() {
    openings = []
    current?.close()
  }
}
