import DecoratorPrimitives

/// A thread-safe list of values that a test collects, in the order in which they were appended.
///
/// Any thread or task can append to it, so hooks and wrapped functions can report what they saw.
///
/// ```swift
/// let delays = ValueRecorder<Duration>()
/// let policy = RetryPolicy(attempts: 3, willRetry: { delays.append($0.delay) })
/// ```
public final class ValueRecorder<Value: Sendable>: Sendable {
  private let recorded = Locked<[Value]>([])

  /// Creates a recorder without values.
  public init() {}

  /// The values recorded so far, oldest first. Each access makes a snapshot: later values do not change it.
  public var values: [Value] { recorded.withLock { $0 } }

  /// Adds a value at the end. O(1) on average.
  public func append(_ value: Value) {
    recorded.withLock { $0.append(value) }
  }
}
