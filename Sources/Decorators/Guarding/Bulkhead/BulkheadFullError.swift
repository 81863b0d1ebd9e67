/// The error of a call that a ``Bulkhead`` refused: the function did not run.
///
/// It is a ``Rejection``: a retry around the bulkhead gives up, bereason a full bulkhead does not get emptier by more
/// calls, and a circuit breaker around it counts nothing.
public struct BulkheadFullError: Rejection, Hashable, CustomStringConvertible {
  /// Why a bulkhead refuses a call.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// All places were taken, and so were all places of the queue.
    case queueFull
    /// The call waited as long as the bulkhead lets one wait.
    case waitedTooLong
  }

  /// The name of the bulkhead.
  public let name: String
  /// Why it refused the call.
  public let reason: Reason
  /// How much ran at that time: the number of calls, or the sum of their costs.
  public let running: Int
  /// How many calls waited at that time.
  public let waiting: Int

  /// Creates an error. Use it in tests of code that handles it.
  public init(name: String, reason: Reason, running: Int, waiting: Int) {
    self.name = name
    self.reason = reason
    self.running = running
    self.waiting = waiting
  }

  /// Always `nil`: a bulkhead cannot know when its calls end.
  public var retryAfter: Duration? { nil }

  public var description: String {
    switch reason {
    case .queueFull:
      "the bulkhead '\(name)' is full: \(running) running, \(waiting) waiting. Call again when there is less to do, "
        + "or give it more places with atMost: or waiting:"
    case .waitedTooLong:
      "the bulkhead '\(name)' let the call wait as long as it may, and it is still full: \(running) running, "
        + "\(waiting) waiting. Call again when there is less to do, or give it more places with atMost:"
    }
  }
}
