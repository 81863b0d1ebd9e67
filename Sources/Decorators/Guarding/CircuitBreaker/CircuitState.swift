/// What a circuit does with calls.
public enum CircuitState: String, Sendable, Hashable, CaseIterable {
  /// Calls run, and their outcomes are counted.
  case closed
  /// Calls are refused until the open time is over.
  case open
  /// A few calls run as probes, to find out whether the circuit can close. The others are refused.
  case halfOpen = "half_open"
  /// Calls are refused until ``CircuitBreaker/close(fileID:function:line:)``.
  case isolated
  /// Calls run, and their outcomes are counted, but the circuit does not open.
  case disabled

  /// The value of the gauge `circuit_state`.
  var level: Int {
    switch self {
    case .closed: 0
    case .halfOpen: 1
    case .open: 2
    case .isolated: 3
    case .disabled: 4
    }
  }
}
