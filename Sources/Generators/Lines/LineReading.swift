/// One input being read in a scope: it is taken once, keeps the error that ended it, and is closed at the scope's end.
final class LineReading {
  let longLines: LongLines
  let skipped = SkippedLines()
  let name: String
  private let streams: ByteStreams
  private var isTaken = false
  private var isClosed = false
  private(set) var failure: (any Error)?

  init(_ stream: ByteStream, _ longLines: LongLines) {
    name = stream.name
    streams = ByteStreams([{ stream }])
    self.longLines = longLines
  }

  init(name: String, _ openings: [() throws -> ByteStream], _ longLines: LongLines) {
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

  func take(_ make: @escaping (ByteStream) -> any BlockPieces) -> SeriesPieces {
    precondition(
      !isTaken,
      "The lines or records of \"\(name)\" can be iterated once only. Open it again, or keep the iterator."
    )
    isTaken = true
    return SeriesPieces(streams, make)
  }

  func fail(_ error: any Error) {
    failure = error
    streams.close()
  }

  func close() {
    isClosed = true
    streams.close()
  }
}
