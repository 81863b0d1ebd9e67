/// Checks, where a function is memoized, that its parameters can be a key.
///
/// `@Memoized` passes each parameter through, so that what only types can show is said at that very parameter.
public enum MemoKey {
  /// A part of the key: the parameter itself.
  @inlinable @inline(__always)
  public static func part<Value: Hashable>(_ value: Value) -> Value { value }

  /// Refuses a parameter that is not `Hashable`.
  @available(
    *,
    unavailable,
    message: """
      '@Memoized' makes this parameter part of the key, and its type is not Hashable: make it so, \
      leave the parameter out with 'ignoring:', or make a key with 'key:'
      """
  )
  public static func part<Value>(_ value: Value) -> Value { value }
}
