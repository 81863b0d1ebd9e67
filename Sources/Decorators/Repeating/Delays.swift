/// The delays of one call. It is an iterator over a ``Backoff``, which itself never changes (R11).
public struct Delays: Sequence, IteratorProtocol {
  private let backoff: Backoff
  private var generator: any RandomNumberGenerator
  private var retries = 0
  private var previous: Double?

  init(_ backoff: Backoff, generator: any RandomNumberGenerator) {
    self.backoff = backoff
    self.generator = generator
  }

  /// Returns the delay before the next retry, or `nil` if the backoff has no more delays.
  public mutating func next() -> Duration? {
    guard let nominal = nominalDelay() else { return nil }
    retries += 1
    let delay = backoff.jitter.applied(to: nominal, using: &generator)
    previous = delay
    return .nanoseconds(Int64((delay * 1e9).rounded()))
  }

  /// Restarts the sequence with the first delay.
  mutating func restart() {
    retries = 0
    previous = nil
  }

  /// Adds jitter to a delay that a server asked for: up to a tenth of it, and at most one second. So the retry may be
  /// later than the server asked, but never earlier (R9).
  mutating func spread(_ directed: Duration) -> Duration {
    guard backoff.isRandomised else { return directed }
    return directed + .seconds(Double.random(in: 0...Swift.min(1, directed / .seconds(10)), using: &generator))
  }

  private mutating func nominalDelay() -> Double? {
    switch backoff.shape {
    case .constant(let delay):
      return delay.seconds
    case .linear(let first, let increment, let cap):
      return Swift.min(cap.seconds, first.seconds + increment.seconds * Double(retries))
    case .exponential(let first, let factor, let cap):
      return Self.exponential(from: first.seconds, factor: factor, retries: retries, cap: cap.seconds)
    case .decorrelated(let first, let cap):
      let longest = Swift.min(cap.seconds, (previous ?? first.seconds) * 3)
      return .random(in: first.seconds...Swift.max(first.seconds, longest), using: &generator)
    case .list(let delays):
      return retries < delays.count ? delays[retries].seconds : nil
    }
  }

  private static func exponential(from first: Double, factor: Double, retries: Int, cap: Double) -> Double {
    guard first > 0 else { return 0 }
    var delay = first
    for _ in 0..<retries where factor > 1 {
      delay *= factor
      if delay >= cap { break }
    }
    return Swift.min(cap, delay)
  }
}

extension Duration {
  /// The duration in seconds as a floating-point number, cut to the longest delay of a backoff (R3).
  fileprivate var seconds: Double { min(self, Backoff.longestDelay) / .seconds(1) }
}
