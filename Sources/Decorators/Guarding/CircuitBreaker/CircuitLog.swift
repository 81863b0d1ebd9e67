import Logging

extension LogKey {
  static let circuit = "call.circuit"
  static let circuitState = "call.circuit.state"
  static let circuitFrom = "call.circuit.from"
  static let circuitTo = "call.circuit.to"
  static let circuitCalls = "call.circuit.calls"
  static let circuitFailures = "call.circuit.failures"
  static let circuitSlow = "call.circuit.slow"
  static let circuitRefused = "call.circuit.refused"
  static let circuitIsolation = "call.circuit.isolation"
  static let circuitProbeAge = "call.circuit.probe.age.seconds"
  static let retryAfter = "call.retry.after.seconds"
}

/// The log lines of a circuit breaker (V9).
struct CircuitLog: Sendable {
  let logger: Logger

  /// A warning, and a notice if the circuit has closed.
  func write(_ change: CircuitChange) {
    let counts = change.before
    var metadata = metadata(of: change.after)
    metadata[LogKey.circuitFrom] = .string(change.from.rawValue)
    metadata[LogKey.circuitTo] = .string(change.to.rawValue)
    metadata[LogKey.reason] = .string(change.reason.rawValue)
    metadata[LogKey.retryAfter] = change.after.retryAfter.map { .seconds($0) }
    metadata[LogKey.circuitIsolation] = change.after.isolationReason.map { .escaped($0) }
    switch change.reason {
    case .failureRate, .slowRate, .probesFailed, .probesSlow, .probesSucceeded:
      metadata[LogKey.circuitCalls] = .stringConvertible(counts.calls)
      metadata[LogKey.circuitFailures] = .stringConvertible(counts.failures)
      metadata[LogKey.circuitSlow] = .stringConvertible(counts.slow)
    case .openTimeOver, .isolated, .closed, .disabled:
      break
    }
    if change.to == .open, let type = change.after.openedBy {
      metadata[LogKey.errorType] = .string(stableName(of: type))
    }
    write("circuit \(change.to.rawValue)", at: change.to == .closed ? .notice : .warning, metadata, change.place)
  }

  func write(_ loss: CircuitProbeLoss) {
    var metadata = metadata(of: loss.after)
    metadata[LogKey.circuitProbeAge] = .seconds(loss.age)
    write("circuit lost a probe", at: .warning, metadata, loss.place)
  }

  /// One line for all calls that were refused since the last line.
  func write(refusing count: Int, _ error: CircuitOpenError, at place: CallPlace) {
    var metadata: Logger.Metadata = [LogKey.circuit: .escaped(error.name)]
    metadata[LogKey.circuitRefused] = .stringConvertible(count)
    metadata[LogKey.circuitState] = .string(error.state.rawValue)
    metadata[LogKey.retryAfter] = error.retryAfter.map { .seconds($0) }
    write("circuit refuses calls", at: .warning, metadata, place)
  }

  private func metadata(of snapshot: CircuitSnapshot) -> Logger.Metadata {
    [LogKey.circuit: .escaped(snapshot.name), LogKey.circuitRefused: .stringConvertible(snapshot.refused)]
  }

  private func write(_ message: String, at level: Logger.Level, _ metadata: Logger.Metadata, _ place: CallPlace) {
    logger.log(
      level: level,
      "\(message)",
      metadata: metadata,
      file: place.fileIDText,
      function: place.functionText,
      line: place.line
    )
  }
}
