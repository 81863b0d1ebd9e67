/// A call that asks whether a fault should happen to it. The closure of ``Faults/init(clock:enabled:_:)`` receives it.
public struct FaultedCall: Sendable, Hashable {
  /// The number of the call, counted from 1: among the calls with the same ``key``, if there is one, else among all
  /// calls without a key.
  public let number: Int
  /// The text of the call's key, if the function has `key:`.
  public let key: String?
  /// The name of the function.
  public let function: String
  /// How long ago the faults were made, on their clock.
  public let elapsed: Duration
}

/// A fault that happened to a call. ``Faults/log`` lists them.
public struct InjectedFault: Sendable, CustomStringConvertible {
  /// The call.
  public let call: FaultedCall
  /// The fault.
  public let fault: Fault

  /// The call and the fault: `fetch #3: error(ServerDown())`, `fetch("42") #1: hang`.
  public var description: String {
    "\(call.function)\(call.key.map { "(\"\($0)\")" } ?? "") #\(call.number): \(fault)"
  }
}
