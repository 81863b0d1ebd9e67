public import Synchronization

/// The cache of a function that is declared with `@Memoized`. The attribute declares it next to the function.
///
/// It differs from a ``MemoCache`` in two ways. It takes its clock at the first call, so an instance can provide one.
/// And its type can be written for a key that is not `Hashable` or a value that is not `Sendable`, so that the compiler
/// can report the problem at the parameter. If no declaration needs this, use a ``MemoCache``.
///
/// ```swift
/// final class Users: Sendable {
///   @Memoized(capacity: 256) func user(_ id: String) async throws -> User { … }
/// }
/// users.userCache.cacheInfo         // hits, misses, evictions, count, capacity
/// users.userCache.peek("42")        // the fresh value, if there is one
/// users.userCache.remove("42")
/// users.userCache.removeAll()
/// ```
///
/// If the function has one parameter, the key is that parameter. If it has several, the key is their ``Arguments``.
public final class FunctionCache<Key, Value>: @unchecked Sendable {
  /// The name of the cache in errors.
  public let name: String

  /// The most values that the cache keeps.
  public let capacity: Int

  /// How long a value stays fresh after it was stored. Nil means that values never expire.
  public let timeToLive: Duration?

  /// What happens to an asynchronous load when all of its callers are cancelled.
  public let abandoned: AbandonedLoads

  private let redactsKeys: Bool

  @usableFromInline let onEviction: (@Sendable (Key, Value, EvictionCause) -> Void)?

  /// The `MemoCache`, or nil before the first call. This object owns it. It is set once.
  @usableFromInline let made = Atomic<UnsafeRawPointer?>(nil)

  /// Creates the description of a cache. The first call of the function allocates the memory.
  ///
  /// - Parameters:
  ///   - capacity: The most values that the cache keeps, from 0 to 2,147,483,646. The default is 128.
  ///   - timeToLive: How long a value stays fresh, more than zero. The default, nil, means that values never expire
  ///     (M10).
  ///   - redactingKeys: Whether ``RecursiveLoadError`` shows `<redacted>` instead of a key. The default is false.
  ///   - name: The name of the cache in errors. The default is the module, file and line of this call.
  ///   - abandoned: What happens to an asynchronous load when all of its callers are cancelled. The default cancels it
  ///     (M4).
  ///   - onEviction: Called with each entry that leaves the cache, and the cause. It runs outside the lock.
  ///   - fileID: The module and file for the default name.
  ///   - line: The line for the default name.
  public init(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    redactingKeys: Bool = false,
    named name: String? = nil,
    abandoned: AbandonedLoads = .cancel,
    onEviction: (@Sendable (_ key: Key, _ value: Value, _ cause: EvictionCause) -> Void)? = nil,
    fileID: StaticString = #fileID,
    line: UInt = #line
  ) {
    requireCacheCapacity(capacity)
    if let timeToLive { requireTimeToLive(timeToLive) }
    self.name = name ?? SourceLocation(fileID: "\(fileID)", line: line).description
    self.capacity = capacity
    self.timeToLive = timeToLive
    redactsKeys = redactingKeys
    self.abandoned = abandoned
    self.onEviction = onEviction
  }

  deinit {
    if let made = made.load(ordering: .acquiring) { Unmanaged<AnyObject>.fromOpaque(made).release() }
  }
}

extension FunctionCache where Key: Hashable & Sendable, Value: Sendable {
  /// Returns the cache. The first call creates it.
  ///
  /// - Parameter clock: The clock that measures the age of values. Only the call that creates the cache uses it. The
  ///   default is the `ContinuousClock`.
  public func cache(clock: some Clock<Duration> = ContinuousClock()) -> MemoCache<Key, Value> {
    existing ?? make(clock)
  }

  private var existing: MemoCache<Key, Value>? {
    guard let made = made.load(ordering: .acquiring) else { return nil }
    return Unmanaged<MemoCache<Key, Value>>.fromOpaque(made).takeUnretainedValue()
  }

  /// Creates the cache. If another thread created it first, returns that one.
  private func make(_ clock: some Clock<Duration>) -> MemoCache<Key, Value> {
    let cache = MemoCache<Key, Value>(
      capacity: capacity,
      timeToLive: timeToLive,
      redactingKeys: redactsKeys,
      named: name,
      clock: clock,
      abandoned: abandoned,
      onEviction: onEviction
    )
    let mine = Unmanaged.passRetained(cache)
    let (isFirst, other) = made.compareExchange(
      expected: nil,
      desired: mine.toOpaque(),
      ordering: .acquiringAndReleasing
    )
    guard !isFirst, let other else { return cache }
    mine.release()
    return Unmanaged<MemoCache<Key, Value>>.fromOpaque(other).takeUnretainedValue()
  }
}

// MARK: - Computing

extension FunctionCache where Key: Hashable & Sendable, Value: Sendable {
  /// Returns the value for the key, as ``MemoCache/value(for:_:)`` does.
  @inlinable @inline(__always)
  public func value<Failure: Error>(
    for key: Key,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    if let value = hit(key) { return value }
    return try cache().value(for: key, load)
  }

  /// Returns the value for the key. The first call sets the clock that measures the age of values.
  @inlinable @inline(__always)
  public func value<Failure: Error>(
    for key: Key,
    clock: some Clock<Duration>,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    if let value = hit(key) { return value }
    return try cache(clock: clock).value(for: key, load)
  }

  /// Returns the value for the key, as the asynchronous ``MemoCache/value(for:_:)`` does.
  @_disfavoredOverload
  @inlinable @inline(__always)
  nonisolated(nonsending) public func value<Failure: Error>(
    for key: Key,
    @_inheritActorContext @_implicitSelfCapture
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    if let value = hit(key) { return value }
    return try await cache().value(for: key, load)
  }

  /// Returns the value for the key asynchronously. The first call sets the clock that measures the age of values.
  @_disfavoredOverload
  @inlinable @inline(__always)
  nonisolated(nonsending) public func value<Failure: Error>(
    for key: Key,
    clock: some Clock<Duration>,
    @_inheritActorContext @_implicitSelfCapture
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    if let value = hit(key) { return value }
    return try await cache(clock: clock).value(for: key, load)
  }

  /// Returns the fresh value for the key and counts a hit. It does not retain the cache.
  @inlinable @inline(__always)
  func hit(_ key: Key) -> Value? {
    guard let made = made.load(ordering: .acquiring) else { return nil }
    return Unmanaged<MemoCache<Key, Value>>.fromOpaque(made)._withUnsafeGuaranteedRef { cache in
      cache.hit(key, hash: cache.keyHash(key))
    }
  }
}

// MARK: - Looking and changing

extension FunctionCache where Key: Hashable & Sendable, Value: Sendable {
  /// The hits, misses and evictions so far, and the number of entries now.
  public var cacheInfo: CacheInfo { existing?.cacheInfo ?? CacheInfo(capacity: capacity) }

  /// How the loads ended, as ``MemoCache/loadStatistics`` says.
  public var loadStatistics: LoadStatistics { existing?.loadStatistics ?? LoadStatistics() }

  /// Adds what has happened since the last report to the cache's metrics, as ``MemoCache/report()`` does.
  public func report() { existing?.report() }

  /// Sets the counts of hits, misses and evictions and the statistics of loads to zero. The entries stay.
  public func resetCounts() { existing?.resetCounts() }

  /// The number of entries. It includes expired entries that no lookup has removed yet.
  public var count: Int { existing?.count ?? 0 }

  /// Whether the cache has no entries.
  public var isEmpty: Bool { count == 0 }

  /// The keys of the fresh values, from the most recent to the least recent. It is a snapshot, as
  /// ``MemoCache/keys`` is.
  public var keys: [Key] { existing?.keys ?? [] }

  /// Whether there is a fresh value for the key. It changes neither the recency of the entry nor the counts (M9).
  public func contains(_ key: Key) -> Bool { peek(key) != nil }

  /// Whether there is a fresh value for the arguments. It changes neither the recency of the entry nor the counts (M9).
  public func contains<each Argument>(_ argument: repeat each Argument) -> Bool
  where Key == Arguments<repeat each Argument> {
    contains(Arguments(repeat each argument))
  }

  /// Returns the value for the key if there is a fresh one. It changes neither the recency of the entry nor the counts
  /// (M9).
  public func peek(_ key: Key) -> Value? { existing?.peek(key) }

  /// Returns the value for the arguments if there is a fresh one. It changes neither the recency of the entry nor the
  /// counts (M9).
  public func peek<each Argument>(_ argument: repeat each Argument) -> Value?
  where Key == Arguments<repeat each Argument> {
    peek(Arguments(repeat each argument))
  }

  /// Removes the value of the key. A load in flight still gives its result to its waiters, but the cache does not store
  /// it (M3).
  ///
  /// - Returns: The removed value. Nil if there was none, or if it had expired.
  @discardableResult
  public func remove(_ key: Key) -> Value? { existing?.remove(key) }

  /// Removes the value for the arguments. A load in flight still gives its result to its waiters, but the cache does
  /// not store it (M3).
  ///
  /// - Returns: The removed value. Nil if there was none, or if it had expired.
  @discardableResult
  public func remove<each Argument>(_ argument: repeat each Argument) -> Value?
  where Key == Arguments<repeat each Argument> {
    remove(Arguments(repeat each argument))
  }

  /// Removes all values and frees their memory. The counts of hits, misses and evictions stay.
  public func removeAll() { existing?.removeAll() }

  /// Removes the values that have expired, as ``MemoCache/removeExpired()`` does.
  ///
  /// - Returns: The number of values that were removed.
  @discardableResult
  public func removeExpired() -> Int { existing?.removeExpired() ?? 0 }

  /// Removes the values whose keys satisfy the condition, as ``MemoCache/removeAll(where:)`` does.
  ///
  /// - Parameter condition: Returns whether to remove the value of this key.
  /// - Throws: What `condition` throws, unchanged. Then the cache is as before.
  public func removeAll<Failure: Error>(
    where condition: (Key) throws(Failure) -> Bool
  ) throws(Failure) {
    try existing?.removeAll(where: condition)
  }
}

// MARK: - What cannot be kept

// `Value: Sendable` is required here too. Without it the compiler would choose these methods for a value that is not
// `Sendable`, and the cache would silently keep nothing.
extension FunctionCache where Value: Sendable {
  /// Runs `load` without a cache, because the key is not `Hashable`. The compiler reports that at the parameter. This
  /// method keeps it from reporting a second error here.
  @_disfavoredOverload
  public func value<Failure: Error>(
    for key: Key,
    clock: (any Clock<Duration>)? = nil,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try load()
  }

  /// Runs `load` on the caller's actor without a cache, because the key is not `Hashable`.
  @_disfavoredOverload
  nonisolated(nonsending) public func value<Failure: Error>(
    for key: Key,
    clock: (any Clock<Duration>)? = nil,
    _ load: nonisolated(nonsending) () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await load()
  }
}
