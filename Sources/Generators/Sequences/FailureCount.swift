import DecoratorPrimitives

/// Counts the elements that `skippingFailures(of:countedBy:)` leaves out, and keeps the last error.
///
/// One object can count for several sequences. You can read it while they are iterated.
public final class FailureCount: Sendable {
  private let state = Locked<(count: Int, last: (any Error)?)>((0, nil))

  /// Creates a count of 0.
  public init() {}

  /// How many elements have been left out so far.
  public var count: Int { state.withLock { $0.count } }

  /// The error of the last element that was left out, or nil if there is none.
  public var last: (any Error)? { state.withLock { $0.last } }

  /// Counts one more element, as `skippingFailures` does.
  public func add(_ error: any Error) {
    state.withLock { $0 = ($0.count + 1, error) }
  }
}
