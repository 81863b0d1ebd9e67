/// The estimate of an adaptive ``Bulkhead``: how many calls may run at once.
///
/// It is the algorithm Gradient2 of Netflix' concurrency-limits with three changes (K10). Queueing shows as calls that take
/// longer than they did on average. With *g = clamp(1.5 · long / short, ½, 1)*, where *short* is the mean duration of the
/// calls of a window and *long* its exponential average over about 600 windows:
///
/// - *g < 1*: L' = 0.8 · L + 0.2 · L · g
/// - *g = 1*: L' = 0.8 · L + 0.2 · (L + 4), so that the limit grows slowly while there is no queueing
///
/// 1. Netflix adds the 4 in every window. Then the limit tends to 4 / (1 - g), and under a mild overload it grows (Netflix
///    #134).
/// 2. Netflix' *long* learns from every window. Under an overload that lasts, the average follows the queueing, and the limit
///    rises to its upper bound. Here it learns longer durations only from windows that show no queueing (short ≤ 1.2 · long)
///    or do not use the limit, and at the lowest limit, where it learns fast: what takes long without concurrency has become slow.
/// 3. The limit may fall to 1 instead of 20.
///
/// A window in which a call was dropped (a time limit, a 429, a 503) counts as g = ½, whatever the durations: L' = 0.9 · L.
struct Gradient2: Sendable, Equatable {
  /// The limit with its fraction.
  private(set) var limit: Double
  /// The average duration of a call in seconds.
  private(set) var long = 0.0
  /// How many windows ``long`` contains, up to ``warmUp``.
  private var windows = 0
  let range: ClosedRange<Int>

  static let tolerance = 1.5
  /// Up to which ratio of short to long the difference is chance.
  static let usual = 1.2
  static let smoothing = 0.2
  static let headroom = 4.0
  static let longWindows = 600.0
  static let warmUp = 10

  init(from start: Int, in range: ClosedRange<Int>) {
    limit = Double(start)
    self.range = range
  }

  /// The limit in whole calls.
  var wholeLimit: Int { min(max(Int(min(limit, 1e15)), range.lowerBound), range.upperBound) }

  /// Goes on from another limit.
  mutating func restart(from limit: Int) { self.limit = Double(limit) }

  /// A window has ended.
  ///
  /// - Parameters:
  ///   - short: The mean duration of its calls in seconds; nil if all were dropped.
  ///   - inFlight: The most calls that ran at once in it.
  ///   - dropped: Whether one of them was dropped.
  mutating func windowEnded(short: Double?, inFlight: Int, dropped: Bool) {
    if let short { average(short, inFlight: inFlight) }
    if dropped {
      limit = Self.clamp(Self.shrunk(limit, by: 0.5), to: range)
      return
    }
    guard let short else { return }
    limit = Self.clamp(Self.next(limit, long: long, short: short, inFlight: inFlight), to: range)
    if long > 2 * short { long *= 0.95 }
  }

  private mutating func average(_ short: Double, inFlight: Int) {
    windows = min(windows + 1, Self.warmUp + 1)
    long += (short - long) * share(of: short, inFlight: inFlight)
  }

  /// How much of the average the newest window makes.
  private func share(of short: Double, inFlight: Int) -> Double {
    if windows <= Self.warmUp { return 1 / Double(windows) }
    let showsNoQueueing = short <= Self.usual * long || Double(inFlight) < limit / 2
    if showsNoQueueing { return 2 / (Self.longWindows + 1) }
    return wholeLimit == range.lowerBound ? 0.1 : 0
  }

  /// The next limit, not yet in the range.
  ///
  /// A limit that is not used is not changed: nothing shows whether a larger one would be too large.
  static func next(_ limit: Double, long: Double, short: Double, inFlight: Int) -> Double {
    guard Double(inFlight) >= limit / 2 else { return limit }
    let gradient = short > 0 ? min(max(tolerance * long / short, 0.5), 1) : 1
    return gradient < 1 ? shrunk(limit, by: gradient) : limit * (1 - smoothing) + (limit + headroom) * smoothing
  }

  private static func shrunk(_ limit: Double, by gradient: Double) -> Double {
    limit * (1 - smoothing) + limit * gradient * smoothing
  }

  private static func clamp(_ limit: Double, to range: ClosedRange<Int>) -> Double {
    min(max(limit, Double(range.lowerBound)), Double(range.upperBound))
  }
}
