/// The sequence of delays between the attempts of a call. Each delay is capped first and then randomized (R1).
///
/// ```swift
/// .exponential(from: .milliseconds(250))                     // random: 0 to 250 ms, 0 to 500 ms … 0 to 30 s
/// .constant(.seconds(1), jitter: .none)                      // exactly 1 s
/// .delays([.seconds(1), .seconds(5)], jitter: .none)         // 1 s, then 5 s, then the call gives up
/// ```
///
/// No attempt number causes an overflow, and no delay is longer than ``longestDelay`` (R3).
public struct Backoff: Sendable {
  enum Shape: Sendable {
    case constant(Duration)
    case linear(from: Duration, by: Duration, cap: Duration)
    case exponential(from: Duration, factor: Double, cap: Duration)
    case decorrelated(from: Duration, cap: Duration)
    case given(GivenDelays)
  }

  let shape: Shape
  let jitter: Jitter

  init(_ shape: Shape, jitter: Jitter) {
    self.shape = shape
    self.jitter = jitter
  }

  /// Retries without a delay.
  public static var none: Backoff { Backoff(.constant(.zero), jitter: .none) }

  /// Waits for the same delay before each retry.
  ///
  /// - Parameters:
  ///   - delay: The delay, 0 or more.
  ///   - jitter: How each delay is randomized. The default, `.full`, gives a delay between 0 and `delay`.
  public static func constant(_ delay: Duration, jitter: Jitter = .full) -> Backoff {
    Backoff(.constant(checked(delay, "delay")), jitter: jitter)
  }

  /// Waits for delays that grow by a fixed amount: `from`, `from + by`, `from + 2 · by` …
  ///
  /// - Parameters:
  ///   - first: The first delay, 0 or more.
  ///   - increment: How much each retry adds to the delay, 0 or more. The default is `first`.
  ///   - cap: The longest delay before jitter, 0 or more. The default is 30 s, or ten times the longer of `from` and `by`
  ///     if that is more, so that the delays grow.
  ///   - jitter: How each delay is randomized, after the cap. The default is `.full`.
  public static func linear(
    from first: Duration,
    by increment: Duration? = nil,
    cap: Duration? = nil,
    jitter: Jitter = .full
  ) -> Backoff {
    let increment = increment ?? first
    let shape = Shape.linear(
      from: checked(first, "first delay"),
      by: checked(increment, "increment"),
      cap: checked(cap ?? defaultCap(for: max(first, increment)), "cap")
    )
    return Backoff(shape, jitter: jitter)
  }

  /// Waits for delays that grow by a factor: `from`, `from · factor`, `from · factor²` …
  ///
  /// - Parameters:
  ///   - first: The first delay, 0 or more.
  ///   - factor: The factor by which each retry multiplies the delay, at least 1. The default is 2.
  ///   - cap: The longest delay before jitter, 0 or more. The default is 30 s, or ten times `from` if that is more, so
  ///     that the delays grow.
  ///   - jitter: How each delay is randomized, after the cap. The default is `.full`.
  public static func exponential(
    from first: Duration,
    factor: Double = 2,
    cap: Duration? = nil,
    jitter: Jitter = .full
  ) -> Backoff {
    require(
      factor >= 1 && factor.isFinite,
      "The factor of a backoff must be a finite number of 1 or more; it was \(factor)."
    )
    let shape = Shape.exponential(
      from: checked(first, "first delay"),
      factor: factor,
      cap: checked(cap ?? defaultCap(for: first), "cap")
    )
    return Backoff(shape, jitter: jitter)
  }

  /// Waits for random delays between `from` and three times the previous delay. They do not depend on the attempt
  /// number (R2).
  ///
  /// - Parameters:
  ///   - first: The shortest delay, 0 or more.
  ///   - cap: The longest delay, at least `from`. The default is 30 s, or ten times `from` if that is more. The range is
  ///     capped before a delay is drawn from it, so delays stay spread even at the cap.
  public static func decorrelated(from first: Duration, cap: Duration? = nil) -> Backoff {
    let cap = cap ?? defaultCap(for: first)
    require(cap >= first, "The cap of a backoff must be at least its first delay, \(first); it was \(cap).")
    return Backoff(.decorrelated(from: checked(first, "first delay"), cap: checked(cap, "cap")), jitter: .none)
  }

  /// Waits for the given delays. After the last one, the call gives up.
  ///
  /// ```swift
  /// .delays([.seconds(1), .seconds(5)])
  /// ```
  ///
  /// - Parameters:
  ///   - delays: The delays in order, each 0 or more. Each call reads them from the start, one before each wait, so they
  ///     may be endless. A negative delay stops the program: at once if the delays are an array, and otherwise when it
  ///     comes.
  ///   - jitter: How each delay is randomized. The default is `.full`.
  public static func delays(_ delays: some Sequence<Duration> & Sendable, jitter: Jitter = .full) -> Backoff {
    let shown = (delays as? [Duration]).map { $0.map { checked($0, "delay").description }.joined(separator: ", ") }
    let given = GivenDelays(description: shown ?? "\(type(of: delays))") { delays.makeIterator() }
    return Backoff(.given(given), jitter: jitter)
  }

  /// Waits for the delays of a sequence that is made for each call. After the last one, the call gives up.
  ///
  /// ```swift
  /// .delays { sequence(first: .seconds(1)) { min($0 * 3, .seconds(60)) } }   // 1, 3, 9, 27, 60, 60 … seconds
  /// ```
  ///
  /// - Parameters:
  ///   - jitter: How each delay is randomized. The default is `.full`.
  ///   - makeDelays: Makes the delays of one call, each 0 or more. They are read one before each wait, so they may be
  ///     endless. A negative delay stops the program when it comes.
  public static func delays(
    jitter: Jitter = .full,
    _ makeDelays: @escaping @Sendable () -> any Sequence<Duration>
  ) -> Backoff {
    Backoff(.given(GivenDelays(description: "a closure") { makeDelays().makeIterator() }), jitter: jitter)
  }

  /// The longest delay of any backoff: 100 years. Longer delays are cut to it (R3).
  public static var longestDelay: Duration { .seconds(3_155_760_000) }

  /// Returns the delays of one call.
  ///
  /// - Parameter generator: The source of randomness for the jitter. The default is the generator of the system.
  public func delays(using generator: any RandomNumberGenerator = SystemRandomNumberGenerator()) -> Delays {
    Delays(self, generator: generator)
  }

  /// Whether the delays are random, so that callers that failed together retry at different times.
  var isRandomised: Bool {
    if case .decorrelated = shape { true } else { jitter != .none }
  }

  /// The sum of the first delays without jitter; nil if they are random or the user's, or too many to add up.
  func sum(ofFirst count: Int) -> Duration? {
    switch shape {
    case .decorrelated, .given: return nil
    case .constant, .linear, .exponential:
      guard count <= 1_000 else { return nil }
      return Backoff(shape, jitter: .none).delays().prefix(count).reduce(.zero, +)
    }
  }

  static func checked(_ duration: Duration, _ role: StaticString) -> Duration {
    require(duration >= .zero, "The \(role) of a backoff must not be negative; it was \(duration).")
    return duration
  }

  /// The cap of delays that begin or grow with this one.
  private static func defaultCap(for step: Duration) -> Duration { max(.seconds(30), min(step, longestDelay) * 10) }
}

extension Backoff: CustomStringConvertible {
  /// The shape and the jitter: `exponential(from: 0.25 seconds, factor: 2.0, cap: 30.0 seconds), full jitter`.
  public var description: String {
    let shape =
      switch shape {
      case .constant(.zero): "no delay"
      case .constant(let delay): "constant(\(delay))"
      case .linear(let first, let increment, let cap):
        "linear(from: \(first), by: \(increment), cap: \(cap))"
      case .exponential(let first, let factor, let cap):
        "exponential(from: \(first), factor: \(factor), cap: \(cap))"
      case .decorrelated(let first, let cap): "decorrelated(from: \(first), cap: \(cap))"
      case .given(let delays): "delays(\(delays.description))"
      }
    return jitter == .none ? shape : "\(shape), \(jitter) jitter"
  }
}
