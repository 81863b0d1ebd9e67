import DecoratorPrimitives

/// How many elements `skippingFailures(of:countedBy:)` has left out, and why the last one was.
///
/// One may count for several sequences, and can be read while they are.
public final class FailureCount: Sendable {
  private let state = Locked<(count: Int, last: (any Error)?)>((0, nil))

  /// Creates a count of 0.
  public init() {}

  /// How many there have been so far.
  public var count: Int { state.withLock { $0.count } }

  /// The last one's error; nil if there has been none.
  public var last: (any Error)? { state.withLock { $0.last } }

  /// Counts one more, as `skippingFailures` does.
  public func add(_ error: any Error) {
    state.withLock { $0 = ($0.count + 1, error) }
  }
}
