/// One input being read in a scope: it is taken once, keeps the error that ended it, and is closed at the scope's end.
final class LineReading {
  let longLines: LongLines
  let skipped = SkippedLines()
  let name: String
  private let streams: ByteStreams
  private var pieces: SeriesPieces?
  private var isClosed = false
  private(set) var failure: (any Error)?

  init(_ stream: ByteStream, _ longLines: LongLines) {
    name = stream.name
    streams = ByteStreams([{ stream }])
    self.longLines = longLines
  }

  init(name: String, _ openings: [ByteStreams.Opening], _ longLines: LongLines) {
    self.name = name
    streams = ByteStreams(openings)
    self.longLines = longLines
  }

  /// Whether an error has ended the reading.
  var isOver: Bool {
    precondition(!isClosed, Self.isUsedTooLate(name))
    return failure != nil
  }

  static func isUsedTooLate(_ name: String) -> String {
    "The lines or records of \"\(name)\" were used after the closure they were given to had returned. Results that are lazy "
      + "read on: make an array of them in the closure."
  }

  /// The pieces, once.
  ///
  /// - Parameter ahead: Whether so much is done with them that a second thread for the rest of a large file wins more
  ///   than handing pieces from processor to processor costs.
  func take(ahead: Bool, _ make: @escaping (ByteStream) -> any BlockPieces) -> SeriesPieces {
    precondition(
      pieces == nil,
      "The lines or records of \"\(name)\" can be iterated once only. Open it again, or keep the iterator."
    )
    let pieces = SeriesPieces(streams) { stream in
      ahead && stream.isOfRegularFile ? PiecesAhead(make(stream)) : make(stream)
    }
    self.pieces = pieces
    return pieces
  }

  func fail(_ error: any Error) {
    failure = error
    closePieces()
  }

  func close() {
    isClosed = true
    closePieces()
  }

  private func closePieces() {
    pieces?.close()
    streams.close()
  }
}
