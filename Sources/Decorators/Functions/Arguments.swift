/// The arguments of one call of a wrapped function, as one value.
///
/// Equal and hashable where each of them is, so it is also the key of a memoized call.
///
/// ```swift
/// Arguments("app_errors", 12).values.0  // "app_errors"
/// ```
public struct Arguments<each Value> {
  /// The arguments in the order of the function's parameters.
  public let values: (repeat each Value)

  /// Gathers the arguments of one call.
  @inlinable
  public init(_ value: repeat each Value) {
    values = (repeat each value)
  }
}

extension Arguments: Sendable where repeat each Value: Sendable {}

extension Arguments: Equatable where repeat each Value: Equatable {
  @inlinable
  public static func == (left: Self, right: Self) -> Bool {
    for (leftValue, rightValue) in repeat (each left.values, each right.values) {
      if leftValue != rightValue { return false }
    }
    return true
  }
}

extension Arguments: Hashable where repeat each Value: Hashable {
  @inlinable
  public func hash(into hasher: inout Hasher) {
    for value in repeat each values { value.hash(into: &hasher) }
  }
}
