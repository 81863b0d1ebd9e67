/// A line on a terminal that shows running totals and is written over in place.
struct ProgressLine: Sendable {
  /// How often the line changes.
  static let interval = Duration.milliseconds(100)

  private let write: @Sendable (String) -> Void
  private var shown: ContinuousClock.Instant?

  /// - Parameter write: Puts text on the terminal.
  init(write: @escaping @Sendable (String) -> Void) {
    self.write = write
  }

  /// Shows totals, unless others were shown a moment ago.
  mutating func show(_ totals: Totals, at now: ContinuousClock.Instant) {
    if let shown, now - shown < Self.interval { return }
    shown = now
    write("\r\u{1B}[K\(totals.lines) lines, \(totals.matches) matches")
  }

  /// Takes the line away, so that something else can be written.
  mutating func clear() {
    if shown != nil { write("\r\u{1B}[K") }
    shown = nil
  }
}
