/// Checks that the parameters of a memoized function can be the key, or that the result of a `key:` closure can.
///
/// The code that `@Memoized` generates passes each parameter through these functions. So the compiler reports a type
/// that cannot be part of a key at that parameter.
public enum MemoKey {
  /// Returns the parameter, which is part of the key.
  @inlinable @inline(__always)
  public static func part<Value: Hashable & Sendable>(_ value: Value) -> Value { value }

  /// Rejects a parameter that is not `Hashable`, with a compile-time error.
  @available(
    *,
    unavailable,
    message: """
      '@Memoized' uses this parameter in the cache key, but its type is not Hashable: make the type Hashable, \
      leave the parameter out with 'ignoring:', or build the key with 'key:'
      """
  )
  public static func part<Value>(_ value: Value) -> Value { value }

  /// Returns the whole key, which the `key:` closure has built.
  @inlinable @inline(__always)
  public static func whole<Value: Hashable & Sendable>(_ key: Value) -> Value { key }

  /// Rejects a key that is not `Hashable`, with a compile-time error.
  @available(
    *,
    unavailable,
    message: "'key:' of '@Memoized' returns a type that is not Hashable: return a Hashable key"
  )
  public static func whole<Value>(_ key: Value) -> Value { key }
}
