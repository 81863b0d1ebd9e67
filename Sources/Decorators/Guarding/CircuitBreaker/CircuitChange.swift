/// A change of a ``CircuitBreaker`` from one state to another. The hook `didChange` receives it.
public struct CircuitChange: Sendable {
  /// Why a circuit changed.
  public enum Reason: String, Sendable, Hashable {
    /// Too many calls of the window failed.
    case failureRate
    /// Too many calls of the window were slow.
    case slowRate
    /// The open time was over, and a call asked.
    case openTimeOver
    /// Too many probes failed.
    case probesFailed
    /// Too many probes were slow.
    case probesSlow
    /// Enough probes succeeded.
    case probesSucceeded
    /// ``CircuitBreaker/isolate(reason:fileID:function:line:)`` was called.
    case isolated
    /// ``CircuitBreaker/close(fileID:function:line:)`` was called.
    case closed
    /// ``CircuitBreaker/disable(fileID:function:line:)`` was called.
    case disabled
  }

  /// The number of the event: the first one of a breaker is 1. Changes and lost probes are numbered together.
  public let number: Int
  /// The state before.
  public let from: CircuitState
  /// The state after.
  public let to: CircuitState
  /// Why it changed.
  public let reason: Reason
  /// What the breaker knew just before the change, so that the counts are those which caused it.
  public let before: CircuitSnapshot
  /// What the breaker knew just after the change.
  public let after: CircuitSnapshot

  let place: CallPlace

  /// The name of the circuit breaker.
  public var name: String { after.name }

  /// Where your code made the call that caused the change, or called the breaker.
  public var location: SourceLocation { place.location }
}

/// A probe of a half-open ``CircuitBreaker`` that ran longer than its lease, so that another call took its place (B8).
/// The hook `didLoseProbe` receives it.
public struct CircuitProbeLoss: Sendable {
  /// The number of the event: the first one of a breaker is 1. Changes and lost probes are numbered together.
  public let number: Int
  /// How long the probe has been running.
  public let age: Duration
  /// What the breaker knew just after.
  public let after: CircuitSnapshot

  let place: CallPlace

  /// The name of the circuit breaker.
  public var name: String { after.name }

  /// Where your code made the call that took the place.
  public var location: SourceLocation { place.location }
}

/// What a circuit reports, in the order in which it happened.
enum CircuitEvent: Sendable {
  /// The breaker was made. The first call reports it, so that the gauge shows a circuit that never changed.
  case made
  case changed(CircuitChange)
  case lostProbe(CircuitProbeLoss)
}
