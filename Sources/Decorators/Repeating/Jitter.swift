/// How a delay is randomised, so that callers which failed together do not come back together.
public enum Jitter: Sendable, Hashable {
  /// The delay as it is.
  case none
  /// Anything between 0 and the delay (R1). The default: it spreads callers best.
  case full
  /// Anything between half the delay and the delay.
  case equal

  @inlinable
  func applied(to seconds: Double, using generator: inout any RandomNumberGenerator) -> Double {
    switch self {
    case .none: seconds
    case .full: .random(in: 0...seconds, using: &generator)
    case .equal: .random(in: seconds / 2...seconds, using: &generator)
    }
  }
}
