/// The delays between the attempts of a call, as a sequence: each delay is capped first and randomised after (R1).
///
/// ```swift
/// .exponential(from: .milliseconds(250))                     // up to 250 ms, 500 ms, 1 s … 30 s, each U(0, d)
/// .constant(.seconds(1), jitter: .none)                      // exactly 1 s
/// .delays([.seconds(1), .seconds(5)], jitter: .none)         // two retries and no more
/// ```
///
/// Nothing overflows at any attempt number, and no delay is longer than ``longestDelay`` (R3).
public struct Backoff: Sendable {
  @usableFromInline
  enum Shape: Sendable, Hashable {
    case constant(Duration)
    case linear(from: Duration, by: Duration, cap: Duration)
    case exponential(from: Duration, factor: Double, cap: Duration)
    case decorrelated(from: Duration, cap: Duration)
    case list([Duration])
  }

  @usableFromInline let shape: Shape
  @usableFromInline let jitter: Jitter

  @inlinable
  init(_ shape: Shape, jitter: Jitter) {
    self.shape = shape
    self.jitter = jitter
  }

  /// No waiting between attempts.
  public static var none: Backoff { Backoff(.constant(.zero), jitter: .none) }

  /// The same delay before each retry.
  ///
  /// - Parameters:
  ///   - delay: The delay, 0 or more.
  ///   - jitter: How it is randomised; the default is a delay between 0 and `delay`.
  @inlinable
  public static func constant(_ delay: Duration, jitter: Jitter = .full) -> Backoff {
    Backoff(.constant(checked(delay, "delay")), jitter: jitter)
  }

  /// Delays that grow by the same amount: `from`, `from + by`, `from + 2 by` …
  ///
  /// - Parameters:
  ///   - first: The first delay, 0 or more.
  ///   - increment: What each retry adds; the default is `first`.
  ///   - cap: The longest delay before jitter; 30 s by default.
  ///   - jitter: How each delay is randomised, after the cap.
  @inlinable
  public static func linear(
    from first: Duration,
    by increment: Duration? = nil,
    cap: Duration = .seconds(30),
    jitter: Jitter = .full
  ) -> Backoff {
    let shape = Shape.linear(
      from: checked(first, "first delay"),
      by: checked(increment ?? first, "increment"),
      cap: checked(cap, "cap")
    )
    return Backoff(shape, jitter: jitter)
  }

  /// Delays that grow by a factor: `from`, `from · factor`, `from · factor²` …
  ///
  /// - Parameters:
  ///   - first: The first delay, 0 or more.
  ///   - factor: What each retry multiplies the delay by, at least 1; 2 by default.
  ///   - cap: The longest delay before jitter; 30 s by default.
  ///   - jitter: How each delay is randomised, after the cap.
  @inlinable
  public static func exponential(
    from first: Duration,
    factor: Double = 2,
    cap: Duration = .seconds(30),
    jitter: Jitter = .full
  ) -> Backoff {
    precondition(factor >= 1 && factor.isFinite, "A backoff's factor must be a number of at least 1, not \(factor).")
    let shape = Shape.exponential(
      from: checked(first, "first delay"),
      factor: factor,
      cap: checked(cap, "cap")
    )
    return Backoff(shape, jitter: jitter)
  }

  /// Delays drawn between `from` and three times the delay before, whatever the attempt's number (R2).
  ///
  /// - Parameters:
  ///   - first: The shortest delay, 0 or more.
  ///   - cap: The longest delay, at least `first`; 30 s by default. The range is capped, and the delay drawn after, so
  ///     that delays stay spread at the cap.
  @inlinable
  public static func decorrelated(from first: Duration, cap: Duration = .seconds(30)) -> Backoff {
    precondition(cap >= first, "A decorrelated backoff's cap (\(cap)) must not be below its first delay (\(first)).")
    return Backoff(.decorrelated(from: checked(first, "first delay"), cap: checked(cap, "cap")), jitter: .none)
  }

  /// Delays of one's own; when they end, the call gives up.
  ///
  /// - Parameters:
  ///   - delays: The delays in order, each 0 or more.
  ///   - jitter: How each is randomised.
  @inlinable
  public static func delays(_ delays: some Sequence<Duration>, jitter: Jitter = .full) -> Backoff {
    Backoff(.list(delays.map { checked($0, "delay") }), jitter: jitter)
  }

  /// The longest delay that a backoff gives, a hundred years; whatever is longer is cut to it (R3).
  public static var longestDelay: Duration { .seconds(3_155_760_000) }

  /// The delays of one call.
  ///
  /// - Parameter generator: Where jitter comes from.
  public func delays(using generator: any RandomNumberGenerator = SystemRandomNumberGenerator()) -> Delays {
    Delays(self, generator: generator)
  }

  /// Whether callers that failed together come back apart.
  var isRandomised: Bool {
    if case .decorrelated = shape { true } else { jitter != .none }
  }

  @inlinable
  static func checked(_ duration: Duration, _ role: StaticString) -> Duration {
    precondition(duration >= .zero, "A backoff's \(role) must not be negative, and \(duration) is.")
    return duration
  }
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
      case .list(let delays): "delays(\(delays.map(\.description).joined(separator: ", ")))"
      }
    return jitter == .none ? shape : "\(shape), \(jitter) jitter"
  }
}
