import DecoratorPrimitives

/// The settings by which a circuit decides.
struct CircuitRules: Sendable {
  var failureRate: Double
  var slowRate: Double?
  var minimumCalls: Int
  var window: CircuitWindow
  var openFor: Duration
  var longestOpen: Duration
  var jitter: Double
  var probes: Int
  var probeLease: Duration
  var recovery: CircuitRecovery

  /// The same with no time longer than the longest wait, so that no sum overflows.
  var limited: Self {
    var limited = self
    limited.openFor = min(openFor, .longestWait)
    limited.longestOpen = min(longestOpen, .longestWait)
    limited.probeLease = min(probeLease, .longestWait)
    if case .gradually(let time) = recovery { limited.recovery = .gradually(over: min(time, .longestWait)) }
    return limited
  }

  /// The failed probes that open the circuit again.
  var failedProbesToOpen: Int { leastCount(of: probes, reaching: failureRate) }

  /// The slow probes that open the circuit again.
  var slowProbesToOpen: Int? { slowRate.map { leastCount(of: probes, reaching: $0) } }

  /// How long the circuit stays open (B6).
  ///
  /// - Parameters:
  ///   - reopenings: How often it has opened again since it was closed: the time doubles with each.
  ///   - hint: The delay that the error asked for. The circuit obeys up to its longest time.
  ///   - draw: From 0 to 1: the share of the jitter.
  func openTime(reopenings: Int, hint: Duration?, draw: Double) -> Duration {
    var time = openFor
    var doublings = 0
    while doublings < reopenings, time < longestOpen {
      time += time
      doublings += 1
    }
    time = max(min(time, longestOpen), min(hint ?? .zero, longestOpen))
    return jitter > 0 ? time + time * (jitter * draw) : time
  }
}
