/// Checks, where a function is memoized, that its parameters can be a key, or what a closure makes of them.
///
/// `@Memoized` passes each parameter through, so that what only types can show is said at that very parameter.
public enum MemoKey {
  /// A part of the key: the parameter itself.
  @inlinable @inline(__always)
  public static func part<Value: Hashable & Sendable>(_ value: Value) -> Value { value }

  /// Refuses a parameter that is not `Hashable`.
  @available(
    *,
    unavailable,
    message: """
      '@Memoized' uses this parameter in the key, but its type is not Hashable: make the type Hashable, exclude the \
      parameter with 'ignoring:', or compute a key with 'key:'
      """
  )
  public static func part<Value>(_ value: Value) -> Value { value }

  /// The whole key, as a closure made it.
  @inlinable @inline(__always)
  public static func whole<Value: Hashable & Sendable>(_ key: Value) -> Value { key }

  /// Refuses a key that is not `Hashable`, with which nothing would be kept.
  @available(
    *,
    unavailable,
    message: """
      the 'key:' closure must return a Hashable key, but this key type is not Hashable: return a key of another type
      """
  )
  public static func whole<Value>(_ key: Value) -> Value { key }
}
