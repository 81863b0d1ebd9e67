/// What is done with each call of one function, in the form that costs least.
///
/// Neither form is optional: unwrapping a closure would retain it on each call.
struct TimingReport: Sendable {
  /// Receives what every sink needs, and what makes the rest: a metric, or a line that is not due, costs less than a
  /// ``TimedCall``.
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
