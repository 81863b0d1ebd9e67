import Decorators

struct TimeoutError: Error, Equatable { var number = 0 }
struct ConnectionError: Error, Equatable {}
struct ProgrammingError: Error, Equatable {}

/// An answer of a server that says itself whether it is worth another call.
struct StatusError: RetryClassifiable, Equatable {
  var status: Int
  var retryAfter: Duration?

  var retryDecision: RetryDecision {
    guard status >= 500 || status == 429 else { return .giveUp }
    return retryAfter.map { .retry(after: $0) } ?? .retry
  }
}

extension RetryPolicy {
  /// Waits of exactly a second, so that tests read.
  static func everySecond(
    _ attempts: Int,
    within limit: Duration? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) -> RetryPolicy {
    RetryPolicy(attempts: attempts, backoff: .constant(.seconds(1), jitter: .none), within: limit, clock: clock)
  }
}
