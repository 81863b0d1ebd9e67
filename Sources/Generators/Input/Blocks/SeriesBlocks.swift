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
    (current as? BlocksAhead)?.stop()
    sources.close()
  }
}
