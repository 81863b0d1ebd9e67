/// Sources that are read one after the other: each is opened when the one before it has ended and been closed.
final class DecodedSources {
  /// Opens a source, or gives nil if it is left out.
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

/// The blocks of sources that follow each other.
final class SeriesBlocks: BlockReader {
  private let sources: DecodedSources
  private let make: (DecodedSource) -> any BlockReader
  private var current: (any BlockReader)?

  init(_ sources: DecodedSources, _ make: @escaping (DecodedSource) -> any BlockReader) {
    self.sources = sources
    self.make = make
  }

  func next() throws -> BlockSlice? {
    while true {
      if let slice = try current?.next() { return slice }
      guard let source = try sources.next() else { return nil }
      current = make(source)
    }
  }

  /// Closes the source that is open. There are no blocks after it.
  func close() {
    current?.close()
    sources.close()
  }
}
