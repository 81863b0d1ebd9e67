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
    literals = Literals(bytes: settings.texts.map(\.bytes))
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
        // Data that the request itself cut short is no fault of the input.
        if stopRequest.isMade { break }
        progress?.clear()
        StandardStreams.complain("\(error)")
        state.withLockedValue { $0.hasFailed = true }
      }
    }
    progress?.clear()
  }

  private func count(_ path: ArgumentText, show: (Totals) -> Void) throws {
    // Not all that was counted: a copy of the list of files would grow with each file.
    let (before, index) = state.withLockedValue { ($0.totals, $0.files.count) }
    var batches = 0
    try withInputLines(of: path, until: stopRequest) { lines in
      for file in lines.counted(matching: literals, every: settings.batch) {
        batches += 1
        let totals = before.adding(file, batches: batches)
        note(totals, FileTotals(path: path, lines: file.lines, matches: file.matches), at: index)
        afterBatch(totals)
        show(totals)
        if stopRequest.isMade { break }
      }
    }
    if batches == 0 { note(before, FileTotals(path: path), at: index) }
  }

  private func note(_ totals: Totals, _ file: FileTotals, at index: Int) {
    state.withLockedValue { state in
      state.totals = totals
      state.files.replaceSubrange(index..., with: CollectionOfOne(file))
    }
  }
}

extension Totals {
  /// These totals and those of one more input so far.
  fileprivate func adding(_ file: LineTotals, batches: Int) -> Totals {
    Totals(
      lines: lines + file.lines,
      matches: matches + file.matches,
      bytes: bytes + file.bytes,
      batches: self.batches + batches
    )
  }
}
