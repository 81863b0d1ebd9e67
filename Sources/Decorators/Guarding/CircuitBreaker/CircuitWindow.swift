/// The calls that a ``CircuitBreaker`` judges by.
public enum CircuitWindow: Sendable, Hashable {
  /// The calls that ended in the last stretch of time, which must be positive. It moves in ten steps.
  case time(Duration)

  /// The last calls that ended, whenever that was: 1 to 1,000,000. Each takes a byte.
  ///
  /// Use it for steady traffic only. With little traffic, failures of this morning and of yesterday add up.
  case calls(Int)

  /// A sentence about a window that no breaker can have.
  func mistake(minimumCalls: Int) -> String? {
    switch self {
    case .time(let duration) where duration <= .zero:
      "The window of a circuit breaker must be longer than 0; it was \(duration)."
    case .calls(let count) where !(1...1_000_000 ~= count):
      "The window of a circuit breaker must hold 1 to 1,000,000 calls; it was \(count)."
    case .calls(let count) where minimumCalls > count:
      "A window of \(count) calls never has the \(minimumCalls) that a breaker waits for: lower 'minimumCalls:'."
    case .time, .calls: nil
    }
  }
}

extension CircuitWindow: CustomStringConvertible {
  /// The window as it reads in source.
  public var description: String {
    switch self {
    case .time(let duration): ".time(\(duration))"
    case .calls(let count): ".calls(\(count))"
    }
  }
}

/// How a ``CircuitBreaker`` lets calls back in once it has closed.
public enum CircuitRecovery: Sendable, Hashable {
  /// All at once.
  case atOnce

  /// A share that rises evenly from none to all over a time, which must be positive. The other calls are refused (B12).
  case gradually(over: Duration)
}
