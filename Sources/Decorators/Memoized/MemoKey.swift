/// Checks, where a function is memoized, that its parameters can be a key and its result can be kept.
///
/// `@Memoized` calls these once for each parameter, so that what only types can show is said at that very parameter.
public enum MemoKey {
  /// A part of the key: the parameter itself.
  @inlinable @inline(__always)
  public static func part<Value: Hashable & Sendable>(_ value: Value) -> Value { value }

  /// Refuses a parameter that is not `Hashable`.
  @available(
    *,
    unavailable,
    message: """
      this parameter is part of the key of '@Memoized', and its type is not Hashable: leave it out with 'ignoring:', \
      or make a key with 'key:'
      """
  )
  public static func part<Value: Sendable>(_ value: Value) -> Value { value }

  /// Refuses a parameter that is not `Sendable`.
  @available(
    *,
    unavailable,
    message: """
      this parameter is part of the key of '@Memoized', and its type is not Sendable: leave it out with 'ignoring:', \
      or make a key with 'key:'
      """
  )
  public static func part<Value: Hashable>(_ value: Value) -> Value { value }

  /// Refuses a parameter that is neither.
  @available(
    *,
    unavailable,
    message: """
      this parameter is part of the key of '@Memoized', and its type is neither Hashable nor Sendable: leave it out with \
      'ignoring:', or make a key with 'key:'
      """
  )
  public static func part<Value>(_ value: Value) -> Value { value }

  /// Lets a result pass that can be kept.
  @inlinable @inline(__always)
  public static func keeps<Value: Sendable>(_ type: Value.Type) {}

  /// Refuses a result that is not `Sendable`.
  @available(
    *,
    unavailable,
    message: """
      '@Memoized' keeps the result for callers anywhere, and its type is not Sendable: make it Sendable, or return a part \
      of it that is
      """
  )
  public static func keeps<Value>(_ type: Value.Type) {}
}

/// What stands for the cache of a function whose values cannot be kept: every call computes.
///
/// The compiler goes on with it after ``MemoKey`` has said what is wrong, so that nothing more is said.
public struct NoCache<Key, Value> {
  /// Computes.
  public func value<Failure: Error>(for key: Key, _ load: () throws(Failure) -> Value) throws(Failure) -> Value {
    try load()
  }

  /// Computes on the caller's actor.
  @_disfavoredOverload
  nonisolated(nonsending) public func value<Failure: Error>(
    for key: Key,
    _ load: nonisolated(nonsending) () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await load()
  }
}

extension FunctionCache {
  /// Stands for a cache of what cannot be kept.
  @_disfavoredOverload
  public func cache(clock: some Clock<Duration> = ContinuousClock()) -> NoCache<Key, Value> {
    NoCache()
  }
}
