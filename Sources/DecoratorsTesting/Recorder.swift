import DecoratorPrimitives

/// What a test sees from any thread or task, in the order in which it happened.
///
/// ```swift
/// let delays = Recorder<Duration>()
/// let policy = RetryPolicy(attempts: 3, willRetry: { delays.append($0.delay) })
/// ```
public final class Recorder<Value: Sendable>: Sendable {
  private let recorded = Locked<[Value]>([])

  /// Starts with nothing recorded.
  public init() {}

  /// What was recorded so far, oldest first.
  public var values: [Value] { recorded.withLock { $0 } }

  /// Records one more value. O(1) on average.
  public func append(_ value: Value) {
    recorded.withLock { $0.append(value) }
  }
}
