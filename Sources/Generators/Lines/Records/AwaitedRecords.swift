/// Joins lines to records, and delivers the one that is open when no line has come for a while.
struct AwaitedRecords {
  private let lines: any PatientLines
  private var builder: RecordBuilder
  private let flushTime: Duration
  private var failure: (any Error)?

  init(_ lines: any PatientLines, _ builder: RecordBuilder, flushAfter flushTime: Duration) {
    self.lines = lines
    self.builder = builder
    self.flushTime = flushTime
  }

  static func check(_ flushTime: Duration) {
    require(flushTime > .zero, "A record waits for its next line for more than \(flushTime).")
  }

  mutating func next(isolation actor: isolated (any Actor)?) async throws -> LineRecord? {
    if let failure = failure.take() { throw failure }
    do {
      while true {
        switch try await lines.next(within: builder.isOpen ? flushTime : nil, isolation: actor) {
        case .line(let line):
          if let record = builder.add(line) { return record }
        case .late, .end: return builder.finish()
        }
      }
    } catch {
      guard let record = builder.finish(), !(error is CancellationError) else { throw error }
      failure = error
      return record
    }
  }
}
