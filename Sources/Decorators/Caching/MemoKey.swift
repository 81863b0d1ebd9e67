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
      '@Memoized' makes this parameter part of the key, and its type is not Hashable: make it so, \
      leave the parameter out with 'ignoring:', or make a key with 'key:'
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
    message: "'key:' makes the key of '@Memoized', and the type of this one is not Hashable: make one of parts that are"
  )
  public static func whole<Value>(_ key: Value) -> Value { key }
}
