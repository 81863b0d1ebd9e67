/// One input being read in a scope: it is taken once, keeps the error that ended it, and is closed at the scope's end.
final class LineReading {
  let longLines: LongLines
  let skipped = SkippedLines()
  private let stream: ByteStream
  private var isTaken = false
  private var isClosed = false
  private(set) var failure: (any Error)?

  init(_ source: any ByteSource, _ longLines: LongLines) {
    stream = ByteStream(source)
    self.longLines = longLines
  }

  var name: String { stream.name }

  /// Whether an error has ended the reading.
  var isOver: Bool {
    precondition(!isClosed, Self.isUsedTooLate(name))
    return failure != nil
  }

  static func isUsedTooLate(_ name: String) -> String {
    "The lines of \"\(name)\" were used after the closure they were given to had returned. Results that are lazy "
      + "read on: make an array of them in the closure."
  }

  func take() -> ByteStream {
    precondition(!isTaken, "The lines of \"\(name)\" can be iterated once only. Open it again, or keep the iterator.")
    isTaken = true
    return stream
  }

  func fail(_ error: any Error) {
    failure = error
    stream.close()
  }

  func close() {
    isClosed = true
    stream.close()
  }
}
