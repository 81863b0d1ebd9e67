import DecoratorPrimitives

/// How long the attempts of hedged calls took in the last 10 to 20 seconds.
///
/// A ``HedgePolicy`` with `.percentile(0.95)` has statistics of its own. Make them yourself to share them between
/// policies of one dependency, or to read them:
///
/// ```swift
/// let latency = HedgeStatistics(named: "search")
/// let search = AsyncFunction(searchIndex).hedged(after: .percentile(0.95, of: latency, else: .milliseconds(50)))
/// latency.percentile(0.99)
/// ```
///
/// An attempt that succeeds by itself counts with its duration. One that was cancelled because another one won counts
/// with its age when it was cancelled, which it would have exceeded: without it, the slow ones would vanish from the
/// sample, and the delay would sink until every call were hedged (H6). Failures do not count.
///
/// There are two histograms, of the current 10 seconds and of those before. A percentile is the upper edge of its
/// bucket, so it is too long by a fifth at most. The object holds about a kilobyte. Each hedged call takes its lock two
/// or three times, and reads 192 numbers.
public final class HedgeStatistics: Sendable {
  private struct State {
    var latest = LatencyHistogram()
    var former = LatencyHistogram()
    /// The number of the turn of `latest`, counted in tens of seconds.
    var turn = 0

    mutating func turn(at now: Duration) {
      let number = Int(clamping: now.components.seconds / 10)
      guard number > turn else { return }
      if number == turn + 1 { swap(&latest, &former) } else { former.removeAll() }
      latest.removeAll()
      turn = number
    }
  }

  /// How many durations a percentile needs.
  static let leastCount = 20

  /// The name, as descriptions of policies show it.
  public let name: String
  private let timeline: Timeline
  private let state = Locked(State())

  /// Makes empty statistics.
  ///
  /// - Parameters:
  ///   - name: The name of what is measured. It must not be empty.
  ///   - clock: What the age of measurements is counted on; by default the `ContinuousClock`.
  public init(named name: String, clock: any Clock<Duration> = ContinuousClock()) {
    require(!name.isEmpty, "The name of the statistics of a hedge must not be empty.")
    self.name = name
    timeline = Timeline(clock)
  }

  /// Makes the statistics of one policy.
  init(_ clock: DecoratorClock) {
    name = ""
    timeline = Timeline(clock)
  }

  /// How many attempts of the last 10 to 20 seconds are counted.
  public var count: Int {
    let now = timeline.now
    return state.withLock { state in
      state.turn(at: now)
      return state.latest.count + state.former.count
    }
  }

  /// The duration within which this share of the attempts succeeded.
  ///
  /// - Parameter share: The share, more than 0 and at most 1.
  /// - Returns: The duration; nil if fewer than 20 attempts are counted.
  public func percentile(_ share: Double) -> Duration? {
    let now = timeline.now
    return state.withLock { state in
      state.turn(at: now)
      let count = state.latest.count + state.former.count
      guard count >= Self.leastCount else { return nil }
      var left = max(1, Int((share * Double(count)).rounded(.up)))
      for (index, edge) in LatencyHistogram.edges.enumerated() {
        left -= Int(state.latest.counts[index]) + Int(state.former.counts[index])
        if left <= 0 { return edge }
      }
      return LatencyHistogram.edges.last
    }
  }

  /// Counts the duration of an attempt, or the age at which it was cancelled.
  func record(_ duration: Duration) {
    let now = timeline.now
    state.withLock { state in
      state.turn(at: now)
      state.latest.add(duration)
    }
  }
}

extension HedgeStatistics: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `HedgeStatistics(named: "search")`.
  public var description: String {
    "HedgeStatistics(\((["named: \"\(name)\""] + timeline.clock.setting).joined(separator: ", ")))"
  }
}
