/// The pieces of streams that follow each other.
final class SeriesPieces: BlockPieces {
  private let streams: ByteStreams
  private let make: (ByteStream) -> any BlockPieces
  private var current: (any BlockPieces)?

  init(_ streams: ByteStreams, _ make: @escaping (ByteStream) -> any BlockPieces) {
    self.streams = streams
    self.make = make
  }

  func next() throws -> BlockPiece? {
    while true {
      if let piece = try current?.next() { return piece }
      guard let stream = try streams.next() else { return nil }
      current = make(stream)
    }
  }

  /// Closes the stream that is open. There are no pieces after it.
  func close() {
    (current as? PiecesAhead)?.stop()
    streams.close()
  }
}
