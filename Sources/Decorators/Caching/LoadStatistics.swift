/// How the loads of a cache ended, and how long they took.
///
/// ```swift
/// let users = MemoCache<String, User>(capacity: 256, timingLoads: true)
/// users.loadStatistics.averageTime
/// ```
public struct LoadStatistics: Sendable, Hashable {
  /// The number of loads that returned a value.
  public var successes: Int

  /// The number of loads that threw an error, rejections (A3) and cancellations (A12) excepted.
  public var failures: Int

  /// The number of loads that a decorator inside refused, such as an open circuit.
  public var rejected: Int

  /// The number of loads that were cancelled.
  public var cancelled: Int

  /// How long all loads together took. It is zero unless the cache was created with `timingLoads: true`.
  public var totalTime: Duration

  /// How long the longest load took. It is zero unless the cache was created with `timingLoads: true`.
  public var longestTime: Duration

  /// Creates a snapshot from its figures.
  @inlinable
  public init(
    successes: Int = 0,
    failures: Int = 0,
    rejected: Int = 0,
    cancelled: Int = 0,
    totalTime: Duration = .zero,
    longestTime: Duration = .zero
  ) {
    self.successes = successes
    self.failures = failures
    self.rejected = rejected
    self.cancelled = cancelled
    self.totalTime = totalTime
    self.longestTime = longestTime
  }

  /// The number of loads that have ended.
  public var count: Int { successes + failures + rejected + cancelled }

  /// How long a load took on average. It is zero before the first load has ended.
  public var averageTime: Duration { count == 0 ? .zero : totalTime / count }

  @inlinable
  mutating func add(_ outcome: CallOutcome, taking time: Int64?) {
    switch outcome {
    case .success: successes &+= 1
    case .failure: failures &+= 1
    case .rejected: rejected &+= 1
    case .cancelled: cancelled &+= 1
    }
    guard let time else { return }
    let duration = Duration.nanoseconds(max(0, time))
    totalTime += duration
    longestTime = max(longestTime, duration)
  }
}

extension LoadStatistics: CustomStringConvertible {
  /// The figures in one line.
  public var description: String {
    "successes: \(successes), failures: \(failures), rejected: \(rejected), cancelled: \(cancelled), "
      + "totalTime: \(totalTime), longestTime: \(longestTime)"
  }
}
