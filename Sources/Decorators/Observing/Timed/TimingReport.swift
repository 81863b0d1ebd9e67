/// Reports each call of one function. It has two forms, so that each sink can use the one that costs less.
///
/// Both closures are always present. Unwrapping an optional closure would retain it on each call.
struct TimingReport: Sendable {
  /// Receives the duration and the outcome, and a closure that makes the ``TimedCall``. A metric, or a log line that is
  /// not written, does not need the ``TimedCall`` and saves its cost.
  typealias PartsReceiver = @Sendable (Duration, CallOutcome, _ makeCall: () -> TimedCall) -> Void
  typealias CallReceiver = @Sendable (consuming TimedCall) -> Void

  private let takesCalls: Bool
  private let receiveCall: CallReceiver
  private let receiveParts: PartsReceiver

  init(_ receive: @escaping PartsReceiver) {
    takesCalls = false
    receiveCall = { call in receive(call.duration, call.outcome) { call } }
    receiveParts = receive
  }

  init(_ receive: @escaping CallReceiver) {
    takesCalls = true
    receiveCall = receive
    receiveParts = { _, _, makeCall in receive(makeCall()) }
  }

  @inline(__always)
  func receive(_ duration: Duration, _ outcome: CallOutcome, _ makeCall: () -> TimedCall) {
    if takesCalls { receiveCall(makeCall()) } else { receiveParts(duration, outcome, makeCall) }
  }
}
