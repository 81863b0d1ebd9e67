internal import Dispatch
internal import Generators
internal import NIOConcurrencyHelpers

/// Reads the inputs one after the other on a thread of its own, and counts.
final class Reading: Sendable {
  /// What was counted so far.
  struct Counted: Sendable {
    var totals = Totals()
    /// Inputs of which something was read, and empty ones, in order.
    var files: [FileTotals] = []
    /// Whether an input could not be read to its end.
    var hasFailed = false
  }

  private let settings: Settings
  private let literals: Literals
  private let afterBatch: @Sendable (Totals) -> Void
  private let stopRequest = StopRequest()
  private let state = NIOLockedValueBox(Counted())

  /// - Parameter afterBatch: Receives the running totals after each batch; it must not wait.
  init(_ settings: Settings, afterBatch: @escaping @Sendable (Totals) -> Void) {
    self.settings = settings
    self.afterBatch = afterBatch
    literals = Literals(settings.texts)
  }

  var counted: Counted { state.withLockedValue { $0 } }

  /// Begins to read, and calls `whenDone` at the end.
  func start(whenDone: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "reading").async { [self] in
      readAll()
      whenDone()
    }
  }

  /// Asks that reading ends with what has arrived.
  func stop() {
    stopRequest.make()
  }

  private func readAll() {
    var progress = StandardStreams.errorIsTerminal ? ProgressLine(write: StandardStreams.terminal) : nil
    for path in settings.inputs where !stopRequest.isMade {
      do {
        try count(path) { progress?.show($0, at: .now) }
      } catch {
        progress?.clear()
        StandardStreams.complain("\(error)")
        state.withLockedValue { $0.hasFailed = true }
      }
    }
    progress?.clear()
  }

  private func count(_ path: String, show: (Totals) -> Void) throws {
    let before = counted.totals
    let after = try withInputLines(of: path, until: stopRequest) { lines in
      for (index, batch) in lines.counted(matching: literals, every: settings.batch).enumerated() {
        let totals = before.adding(batch, batches: index + 1)
        note(totals, FileTotals(path: path, lines: batch.lines, matches: batch.matches))
        afterBatch(totals)
        show(totals)
        if stopRequest.isMade { break }
      }
    }
  }
}
