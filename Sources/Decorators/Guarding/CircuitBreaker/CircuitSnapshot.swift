/// What a ``CircuitBreaker`` knew at one moment.
public struct CircuitSnapshot: Sendable {
  /// The name of the circuit breaker.
  public let name: String
  /// What the next call would meet. An open circuit whose open time is over is `.halfOpen` here.
  public let state: CircuitState
  /// How many calls count: those of the window, or in a half-open circuit the probes that have ended.
  public let calls: Int
  /// How many of ``calls`` failed.
  public let failures: Int
  /// How many of ``calls`` were slow. A call can be slow and a failure.
  public let slow: Int
  /// How many probes are running.
  public let runningProbes: Int
  /// How often the circuit has opened again since it was last closed.
  public let reopenings: Int
  /// How long a refused call should wait, as in ``CircuitOpenError/retryAfter``; `nil` if the next call would run, or
  /// if the circuit is isolated.
  public let retryAfter: Duration?
  /// The share of calls that a closed circuit lets in: 1, or less while it lets calls back in gradually (B12).
  public let admittedShare: Double
  /// The type of the last error before the circuit opened; `nil` if it is closed, or if no error opened it.
  public let openedBy: (any Error.Type)?
  /// The reason why the circuit is isolated.
  public let isolationReason: String?
  /// How many calls the breaker has refused so far.
  public let refused: Int
  /// How many outcomes came too late to count: the circuit had changed since their calls began (B2).
  public let stale: Int
  /// How many probes have lost their place because they took too long (B8).
  public let lostProbes: Int

  /// The share of ``calls`` that failed; `nil` if there are none.
  public var failureRate: Double? { OutcomeCounts(calls: calls, failures: failures, slow: slow).failureRate }
  /// The share of ``calls`` that were slow; `nil` if there are none.
  public var slowRate: Double? { OutcomeCounts(calls: calls, failures: failures, slow: slow).slowRate }
}
