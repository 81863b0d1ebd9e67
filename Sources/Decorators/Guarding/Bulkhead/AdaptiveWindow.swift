/// The calls of the current window of an adaptive limit. A plain value, guarded by the bulkhead's lock.
struct AdaptiveWindow: Sendable {
  /// How a call counts (K11).
  enum Sample: Sendable {
    case returned(Duration)
    case dropped
  }

  static let shortest = Duration.seconds(1)
  static let fewest = 10

  private(set) var gradient: Gradient2
  private var start: Duration?
  private var durations = 0.0
  private var returned = 0
  private var dropped = 0
  private var inFlight = 0

  init(_ limit: AdaptiveLimit) { gradient = Gradient2(from: limit.start, in: limit.range) }

  mutating func restart(from limit: Int) { gradient.restart(from: limit) }

  /// Adds a call that has ended, and ends the window if it is long enough.
  ///
  /// - Parameters:
  ///   - sample: How the call counts.
  ///   - running: How much ran until it ended, the call included.
  ///   - now: When it ended.
  mutating func add(_ sample: Sample, running: Int, at now: Duration) {
    let start = self.start ?? now
    self.start = start
    inFlight = max(inFlight, running)
    switch sample {
    case .returned(let duration):
      durations += duration / .seconds(1)
      returned += 1
    case .dropped: dropped += 1
    }
    guard returned + dropped >= Self.fewest, now - start >= Self.shortest else { return }
    gradient.windowEnded(
      short: returned > 0 ? durations / Double(returned) : nil,
      inFlight: inFlight,
      dropped: dropped > 0
    )
    (self.start, durations, returned, dropped, inFlight) = (now, 0, 0, 0, 0)
  }
}
