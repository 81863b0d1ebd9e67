internal import Decorators

/// Why one attempt of a push was not acknowledged.
enum PushFailure: Error, Equatable {
  /// The server answered with a status that is no acknowledgement.
  case answered(status: UInt, reason: String, retryAfter: Duration? = nil)
  /// No complete answer came in time.
  case timedOut(after: Duration)
  /// The connection was refused, reset or closed early, or the host was not found.
  case disconnected(String)
  /// Anything else: the server cannot be talked to as things stand.
  case impossible(String)
}

extension PushFailure: RetryClassifiable {
  /// Retried are 5xx, 408 and 429, time-outs and lost connections (S10); other answers would only come again.
  ///
  /// A delay that the server asks for takes the place of the backoff (R9).
  var retryDecision: RetryDecision {
    switch self {
    case .answered(let status, _, let retryAfter) where status == 408 || status == 429 || (500...599).contains(status):
      retryAfter.map { .retry(after: $0) } ?? .retry
    case .timedOut, .disconnected: .retry
    case .answered, .impossible: .giveUp
    }
  }
}

extension PushFailure {
  /// Whether the same push would only fail the same way again.
  var isRefusal: Bool { retryDecision == .giveUp }
}

extension PushFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .answered(let status, let reason, _): reason.isEmpty ? "HTTP \(status)" : "HTTP \(status), \(reason)"
    case .timedOut(let limit): "no answer within \(limit)"
    case .disconnected(let reason), .impossible(let reason): reason
    }
  }
}
