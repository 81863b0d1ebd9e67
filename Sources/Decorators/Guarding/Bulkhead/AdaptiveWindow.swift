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
  private var durations = Duration.zero
  private var returned = 0
  private var dropped = 0

  init(_ limit: AdaptiveLimit) { gradient = Gradient2(from: limit.start, in: limit.range) }

  mutating func restart(from limit: Int) { gradient.restart(from: limit) }

  /// Adds a call that has ended, and ends the window if it is long enough.
  ///
  /// - Parameters:
  ///   - sample: How the call counts.
  ///   - now: When it ended.
  ///   - inFlight: The most that ran at once since the window began.
  /// - Returns: Whether the window has ended.
  mutating func add(_ sample: Sample, at now: Duration, inFlight: @autoclosure () -> Int) -> Bool {
    let start = self.start ?? now
    self.start = start
    switch sample {
    case .returned(let duration):
      durations += duration
      returned += 1
    case .dropped: dropped += 1
    }
    guard returned + dropped >= Self.fewest, now - start >= Self.shortest else { return false }
    gradient.windowEnded(
      short: returned > 0 ? durations / .seconds(1) / Double(returned) : nil,
      inFlight: inFlight(),
      dropped: dropped > 0
    )
    (self.start, durations, returned, dropped) = (now, .zero, 0, 0)
    return true
  }
}
