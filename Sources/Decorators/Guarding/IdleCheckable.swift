/// An object with state that can tell whether it is as good as new.
///
/// ``Keyed`` drops only idle objects: the next call of such a key makes a new object, and no caller can notice. A closed
/// circuit breaker with an empty window is idle, a bulkhead in which nobody runs or waits, and a token bucket that is full.
public protocol IdleCheckable: Sendable {
  /// Whether a new object with the same settings would treat every call as this one does.
  ///
  /// Asking takes constant time and changes nothing. An object that has calls in flight is not idle.
  var isIdle: Bool { get }
}
