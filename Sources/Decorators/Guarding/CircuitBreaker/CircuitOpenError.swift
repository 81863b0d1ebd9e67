/// The error of a call that a ``CircuitBreaker`` refused: the function did not run (B10).
///
/// ```swift
/// do {
///   return try await recommendations(for: user)
/// } catch is CircuitOpenError {
///   return bestsellers
/// }
/// ```
///
/// It is a ``Rejection``: a retry around the breaker gives up, and another breaker around it does not count it.
public struct CircuitOpenError: Rejection {
  /// The name of the circuit breaker.
  public let name: String

  /// What the circuit did when it refused the call: `.open`, `.isolated`, `.halfOpen` if all probes were running, or
  /// `.closed` if it lets calls back in gradually.
  public let state: CircuitState

  /// How long to wait before a new call makes sense, never negative; `nil` if the circuit is isolated.
  ///
  /// If the circuit is open, that is until its open time is over. If all probes are running, it is until the oldest of
  /// them has to give its place up.
  public let retryAfter: Duration?

  /// The type of the last error before the circuit opened; `nil` if there was none, because results or slow calls
  /// opened it, or if the circuit is isolated.
  public let openedBy: (any Error.Type)?

  /// The reason that ``CircuitBreaker/isolate(reason:fileID:function:line:)`` was given.
  public let isolationReason: String?

  /// Makes an error, for tests of code that handles it.
  ///
  /// - Parameters:
  ///   - name: The name of the circuit breaker.
  ///   - state: What the circuit did when it refused the call.
  ///   - retryAfter: How long to wait before a new call makes sense.
  ///   - openedBy: The type of the last error before the circuit opened.
  ///   - isolationReason: Why the circuit was isolated.
  public init(
    name: String,
    state: CircuitState = .open,
    retryAfter: Duration? = nil,
    openedBy: (any Error.Type)? = nil,
    isolationReason: String? = nil
  ) {
    self.name = name
    self.state = state
    self.retryAfter = retryAfter
    self.openedBy = openedBy
    self.isolationReason = isolationReason
  }
}

extension CircuitOpenError: CustomStringConvertible {
  /// Which circuit refused the call, why, and what to do.
  public var description: String {
    "circuit '\(LogText.escaped(name))' \(why), so the call was not made: \(wayOut)"
  }

  private var why: String {
    switch state {
    case .open: "is open" + (openedBy.map { " since calls failed with \(stableName(of: $0))" } ?? "")
    case .halfOpen: "is half-open and its probes are running"
    case .isolated: "is isolated" + (isolationReason.map { " (\(LogText.escaped($0)))" } ?? "")
    case .closed: "has closed and lets calls back in gradually"
    case .disabled: "is disabled"
    }
  }

  private var wayOut: String {
    let rest = state == .isolated ? "answer without it until it is closed" : "try again later, or answer without it"
    return retryAfter.map { "try again in \($0), or answer without it" } ?? rest
  }
}
