/// The delays of one call. It is an iterator over a ``Backoff``, which itself never changes (R11).
public struct Delays: Sequence, IteratorProtocol {
  private let backoff: Backoff
  private var generator: any RandomNumberGenerator
  /// The delay before this one, without jitter, in seconds. The next one is made from it, so that it costs the same at
  /// any attempt.
  private var previous: Double?
  private var given: (any IteratorProtocol<Duration>)?

  init(_ backoff: Backoff, generator: any RandomNumberGenerator) {
    self.backoff = backoff
    self.generator = generator
  }

  /// Returns the delay before the next retry, or `nil` if the backoff has no more delays.
  public mutating func next() -> Duration? {
    guard let nominal = nominalDelay() else { return nil }
    previous = nominal
    let delay = backoff.jitter.applied(to: nominal, using: &generator)
    return .nanoseconds(Int64((delay * 1e9).rounded()))
  }

  /// Restarts the sequence with the first delay.
  mutating func restart() {
    previous = nil
    given = nil
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
      return Swift.min(cap.seconds, previous.map { $0 + increment.seconds } ?? first.seconds)
    case .exponential(let first, let factor, let cap):
      return Swift.min(cap.seconds, previous.map { $0 * factor } ?? first.seconds)
    case .decorrelated(let first, let cap):
      let longest = Swift.min(cap.seconds, (previous ?? first.seconds) * 3)
      return .random(in: first.seconds...Swift.max(first.seconds, longest), using: &generator)
    case .given(let delays):
      if given == nil { given = delays.makeIterator() }
      return given?.next().map { Backoff.checked($0, "delay").seconds }
    }
  }
}

extension Duration {
  /// The duration in seconds as a floating-point number, cut to the longest delay of a backoff (R3).
  fileprivate var seconds: Double { min(self, Backoff.longestDelay) / .seconds(1) }
}

/// The delays that the user gave, to be read by each call from their start.
struct GivenDelays: Sendable {
  let description: String
  let makeIterator: @Sendable () -> any IteratorProtocol<Duration>

  init(description: String, _ makeIterator: @escaping @Sendable () -> any IteratorProtocol<Duration>) {
    self.description = description
    self.makeIterator = makeIterator
  }
}
