/// The delays of one call: an iterator over a ``Backoff``, which itself never changes (R11).
public struct Delays: Sequence, IteratorProtocol {
  private let backoff: Backoff
  private var generator: any RandomNumberGenerator
  private var retries = 0
  private var previous: Double?

  init(_ backoff: Backoff, generator: any RandomNumberGenerator) {
    self.backoff = backoff
    self.generator = generator
  }

  /// The delay before the next retry, or `nil` when the backoff has no more.
  public mutating func next() -> Duration? {
    guard let nominal = nominalDelay() else { return nil }
    retries += 1
    let delay = backoff.jitter.applied(to: nominal, using: &generator)
    previous = delay
    return .nanoseconds(Int64((delay * 1e9).rounded()))
  }

  /// Starts again with the first delay.
  mutating func restart() {
    retries = 0
    previous = nil
  }

  /// Adds up to a tenth, and at most a second, to a delay that a server asked for: later than asked, never earlier (R9).
  mutating func spread(_ directed: Duration) -> Duration {
    guard backoff.jitter != .none else { return directed }
    return directed + .seconds(Double.random(in: 0...Swift.min(1, directed / .seconds(10)), using: &generator))
  }

  private mutating func nominalDelay() -> Double? {
    switch backoff.shape {
    case .constant(let delay):
      return delay
    case .linear(let first, let increment, let cap):
      return Swift.min(cap, first + increment * Double(retries))
    case .exponential(let first, let factor, let cap):
      return Self.exponential(from: first, factor: factor, retries: retries, cap: cap)
    case .decorrelated(let first, let cap):
      return .random(in: first...Swift.max(first, Swift.min(cap, (previous ?? first) * 3)), using: &generator)
    case .list(let delays):
      return retries < delays.count ? delays[retries] : nil
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
