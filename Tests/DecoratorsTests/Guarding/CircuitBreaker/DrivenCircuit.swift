import DecoratorsTesting

@testable import Decorators

/// A circuit without a breaker, driven by a test that gives the time in seconds.
final class DrivenCircuit {
  /// A call that was let in.
  struct Call {
    let generation: UInt64
    let ticket: UInt64
    let refusal: CircuitOpenError?
    var isAdmitted: Bool { refusal == nil }
  }

  static let place = CallPlace(fileID: #fileID, function: #function, line: #line)
  var circuit: Circuit
  private(set) var events: [CircuitEvent] = []

  var changes: [CircuitChange] {
    events.compactMap { if case .changed(let change) = $0 { change } else { nil } }
  }

  init(_ change: (inout CircuitRules) -> Void) {
    var rules = CircuitRules.test
    change(&rules)
    circuit = Circuit(name: "test", rules: rules)
  }

  func ask(at time: Double) -> Call {
    let answer = circuit.ask(at: instant(time), from: Self.place)
    events += circuit.takeEvents()
    switch answer {
    case .admitted(let ticket): return Call(generation: circuit.generation, ticket: ticket, refusal: nil)
    case .refused(let error): return Call(generation: 0, ticket: 0, refusal: error)
    }
  }

  @discardableResult
  func end(
    _ call: Call,
    _ kind: CircuitOutcome.Kind,
    isSlow: Bool = false,
    at time: Double,
    error: (any Error.Type)? = nil
  ) -> CircuitCallKind {
    let outcome = CircuitOutcome(kind: kind, isSlow: isSlow, error: error)
    let counted = circuit.record(
      outcome,
      of: call.generation,
      ticket: call.ticket,
      at: instant(time),
      from: Self.place
    )
    events += circuit.takeEvents()
    return counted
  }

  /// Makes a call that ends at once, if it is let in.
  func call(
    _ kind: CircuitOutcome.Kind,
    isSlow: Bool = false,
    at time: Double,
    error: (any Error.Type)? = nil
  ) {
    let call = ask(at: time)
    if call.isAdmitted { end(call, kind, isSlow: isSlow, at: time, error: error) }
  }

  func isolate(_ reason: String, at time: Double) {
    circuit.isolate(reason: reason, at: instant(time), from: Self.place)
    events += circuit.takeEvents()
  }

  func close(at time: Double) {
    circuit.close(at: instant(time), from: Self.place)
    events += circuit.takeEvents()
  }

  func disable(at time: Double) {
    circuit.disable(at: instant(time), from: Self.place)
    events += circuit.takeEvents()
  }

  func state(at time: Double) -> CircuitState { circuit.state(at: instant(time)) }
  func snapshot(at time: Double) -> CircuitSnapshot { circuit.snapshot(at: instant(time)) }
}

/// Whole microseconds, so that 5.999 is exact.
private func instant(_ seconds: Double) -> Duration { .microseconds(Int64((seconds * 1_000_000).rounded())) }

extension CircuitRules {
  /// The defaults, without jitter.
  static var test: CircuitRules {
    CircuitRules(
      failureRate: 0.5,
      slowRate: nil,
      minimumCalls: 20,
      window: .time(.seconds(30)),
      openFor: .seconds(5),
      longestOpen: .seconds(60),
      jitter: 0,
      probes: 3,
      probeLease: .seconds(30),
      recovery: .atOnce
    )
  }
}
