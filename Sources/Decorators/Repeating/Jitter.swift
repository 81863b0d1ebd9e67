/// How a delay is randomized. Jitter makes callers that failed together retry at different times.
public enum Jitter: Sendable, Hashable {
  /// The exact delay, without randomness.
  case none
  /// A random delay between 0 and the delay (R1). This is the default, because it spreads callers best.
  case full
  /// A random delay between half of the delay and the delay.
  case equal

  func applied(to seconds: Double, using generator: inout any RandomNumberGenerator) -> Double {
    switch self {
    case .none: seconds
    case .full: .random(in: 0...seconds, using: &generator)
    case .equal: .random(in: seconds / 2...seconds, using: &generator)
    }
  }
}
