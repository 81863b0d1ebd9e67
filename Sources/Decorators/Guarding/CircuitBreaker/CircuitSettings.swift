import CoreMetrics
import DecoratorPrimitives
import Logging

/// What a circuit breaker was made with. It never changes.
struct CircuitSettings: Sendable {
  let name: String
  let rules: CircuitRules
  let slowLimit: Duration?
  let counting: (@Sendable (any Error) -> CircuitVerdict)?
  let didChange: (@Sendable (CircuitChange) -> Void)?
  let didLoseProbe: (@Sendable (CircuitProbeLoss) -> Void)?
  let log: CircuitLog?
  let metricsFactory: (any MetricsFactory)?
  /// The type of a generator that is not the system's.
  let generator: String?
  let clock: DecoratorClock

  /// The word that a call reads before it asks.
  func admission(to circuit: Circuit) -> UInt64 {
    circuit.generation << 2 | (slowLimit == nil ? 2 : 0) | (circuit.admitsAll ? 1 : 0)
  }

  /// Stops the program if no breaker can have these settings (A10).
  func check() {
    let mistake = mistake
    require(mistake == nil, mistake ?? "")
  }

  /// A sentence about the first setting that no breaker can have.
  var mistake: String? {
    if name.isEmpty { return "The name of a circuit breaker must not be empty, because it labels metrics and errors." }
    if rules.minimumCalls < 1 {
      return "The minimum calls of a circuit breaker must be at least 1; they were \(rules.minimumCalls)."
    }
    if !(0...1 ~= rules.jitter) {
      return "The jitter of a circuit breaker must be from 0 to 1; it was \(rules.jitter)."
    }
    if !(1...100 ~= rules.probes) { return "A circuit breaker needs 1 to 100 probes; they were \(rules.probes)." }
    return mistake(inRate: rules.failureRate, "opensAt") ?? mistake(inRate: rules.slowRate, "slowRate")
      ?? rules.window.mistake(minimumCalls: rules.minimumCalls)
      ?? mistake(inTime: slowLimit, "slowerThan") ?? mistake(inTime: rules.openFor, "openFor") ?? mistakeInLongestOpen
      ?? mistake(inTime: rules.probeLease, "probeLease") ?? mistake(inTime: rampTime, "recovery")
  }

  private var mistakeInLongestOpen: String? {
    rules.longestOpen >= rules.openFor
      ? nil : "'upTo:' of a circuit breaker must be at least 'openFor:', \(rules.openFor); it was \(rules.longestOpen)."
  }

  private var rampTime: Duration? {
    if case .gradually(let time) = rules.recovery { time } else { nil }
  }

  private func mistake(inRate rate: Double?, _ label: String) -> String? {
    guard let rate, !(rate > 0 && rate <= 1) else { return nil }
    return "'\(label):' of a circuit breaker must be above 0 and at most 1; it was \(rate)."
  }

  private func mistake(inTime time: Duration?, _ label: String) -> String? {
    guard let time, time <= .zero else { return nil }
    return "'\(label):' of a circuit breaker must be longer than 0; it was \(time)."
  }

  /// Every setting in effect, as it reads in source.
  var shown: String {
    var shown = ["named: \"\(LogText.escaped(name))\"", "opensAt: \(rules.failureRate)"]
    shown.append("minimumCalls: \(rules.minimumCalls)")
    shown.append("window: \(rules.window)")
    if let slowLimit { shown.append("slowerThan: \(slowLimit)") }
    if let rate = rules.slowRate { shown.append("slowRate: \(rate)") }
    shown.append("openFor: \(rules.openFor)")
    shown.append("upTo: \(rules.longestOpen)")
    shown.append("jitter: \(rules.jitter)")
    shown.append("probes: \(rules.probes)")
    shown.append("probeLease: \(rules.probeLease)")
    if let rampTime { shown.append("recovery: .gradually(over: \(rampTime))") }
    if counting != nil { shown.append("counting: a closure") }
    if didChange != nil { shown.append("didChange: a closure") }
    if didLoseProbe != nil { shown.append("didLoseProbe: a closure") }
    if let log { shown.append("logger: \(log.logger.label)") }
    if let metricsFactory { shown.append("metricsFactory: \(type(of: metricsFactory))") }
    if let generator { shown.append("generator: \(generator)") }
    return "CircuitBreaker(\((shown + clock.setting).joined(separator: ", ")))"
  }
}
