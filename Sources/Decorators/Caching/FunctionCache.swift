public import Synchronization

/// The cache of one declared function, which is there before anybody has said whether its values can be kept.
///
/// `@Memoized` declares one beside the function. It needs no clock until the first call, so that an instance can bring its
/// own, and its types need be neither `Hashable` nor `Sendable` to be named.
///
/// ```swift
/// final class Users: Sendable {
///   @Memoized(capacity: 256) func user(_ id: String) async throws -> User { … }
/// }
/// users.userCache.cacheInfo         // hits, misses, evictions, count, capacity
/// users.userCache.peek("42")        // the kept value, if any; changes nothing
/// users.userCache.invalidate("42")
/// users.userCache.removeAll()
/// ```
///
/// The key of a function of one parameter is that parameter, of several it is their ``Arguments``. Where no declaration
/// needs it, a ``MemoCache`` is the plainer thing to have.
public final class FunctionCache<Key, Value>: @unchecked Sendable {
  /// What the cache is called in errors.
  public let name: String

  /// The most values it keeps.
  public let capacity: Int

  /// How long a value is kept from the moment it was computed; nil is for as long as there is room.
  public let timeToLive: Duration?

  @usableFromInline let onEviction: (@Sendable (Key, Value, EvictionCause) -> Void)?

  /// The `MemoCache` once it was made, owned by this object and never changed again.
  @usableFromInline let made = Atomic<UnsafeRawPointer?>(nil)

  /// Describes the cache; memory for it is taken at the first call.
  ///
  /// - Parameters:
  ///   - capacity: The most values it keeps, from 0 to 2,147,483,646; 128 by default.
  ///   - timeToLive: How long a value is kept, more than zero; nil, the default, sets no limit (M10).
  ///   - name: What the cache is called in errors; by default the place of this call.
  ///   - onEviction: Called with each entry that leaves the cache, and why, outside the lock.
  public init(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    onEviction: (@Sendable (_ key: Key, _ value: Value, _ cause: EvictionCause) -> Void)? = nil,
    fileID: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.name = name ?? SourceLocation(fileID: "\(fileID)", line: line).description
    self.capacity = capacity
    self.timeToLive = timeToLive
    self.onEviction = onEviction
  }

  deinit {
    if let made = made.load(ordering: .acquiring) { Unmanaged<AnyObject>.fromOpaque(made).release() }
  }
}

extension FunctionCache where Key: Hashable & Sendable, Value: Sendable {
  /// The cache itself, made by the first call.
  ///
  /// - Parameter clock: What the age of values is measured on, if this call makes the cache; by default the
  ///   `ContinuousClock`.
  public func cache(clock: some Clock<Duration> = ContinuousClock()) -> MemoCache<Key, Value> {
    existing ?? make(clock)
  }

  private var existing: MemoCache<Key, Value>? {
    guard let made = made.load(ordering: .acquiring) else { return nil }
    return Unmanaged<MemoCache<Key, Value>>.fromOpaque(made).takeUnretainedValue()
  }

  /// Makes the cache, unless another thread was first.
  private func make(_ clock: some Clock<Duration>) -> MemoCache<Key, Value> {
    let cache = MemoCache<Key, Value>(
      capacity: capacity,
      timeToLive: timeToLive,
      named: name,
      clock: clock,
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
  /// The value for the key, as ``MemoCache/value(for:_:)`` gives it.
  @inlinable @inline(__always)
  public func value<Failure: Error>(
    for key: Key,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    if let value = hit(key) { return value }
    return try cache().value(for: key, load)
  }

  /// The value for the key, where the first call brings the clock that the age of values is measured on.
  @inlinable @inline(__always)
  public func value<Failure: Error>(
    for key: Key,
    clock: some Clock<Duration>,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    if let value = hit(key) { return value }
    return try cache(clock: clock).value(for: key, load)
  }

  /// The value for the key, as the asynchronous ``MemoCache/value(for:_:)`` gives it.
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

  /// The value for the key, asynchronously, where the first call brings the clock.
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

  /// The fresh value for the key, counted as a hit, without a retain of the cache.
  @inlinable @inline(__always)
  func hit(_ key: Key) -> Value? {
    guard let made = made.load(ordering: .acquiring) else { return nil }
    return Unmanaged<MemoCache<Key, Value>>.fromOpaque(made)._withUnsafeGuaranteedRef { cache in
      cache.hit(key, hash: cache.keys(key))
    }
  }
}

// MARK: - Looking and changing

extension FunctionCache where Key: Hashable & Sendable, Value: Sendable {
  /// Hits, misses and evictions so far, and what is held now.
  public var cacheInfo: CacheInfo { existing?.cacheInfo ?? CacheInfo(capacity: capacity) }

  /// The value kept for the key, if there is a fresh one; neither recency nor a count changes (M9).
  public func peek(_ key: Key) -> Value? { existing?.peek(key) }

  /// The value kept for the arguments, if there is a fresh one; neither recency nor a count changes (M9).
  public func peek<each Argument>(_ argument: repeat each Argument) -> Value?
  where Key == Arguments<repeat each Argument> {
    peek(Arguments(repeat each argument))
  }

  /// Forgets the value of the key. A load that runs now still answers those who wait, and is not stored (M3).
  public func invalidate(_ key: Key) { existing?.invalidate(key) }

  /// Forgets the value for the arguments, as the form that takes the key does.
  public func invalidate<each Argument>(_ argument: repeat each Argument)
  where Key == Arguments<repeat each Argument> {
    invalidate(Arguments(repeat each argument))
  }

  /// Forgets every value; the counts of hits, misses and evictions stay.
  public func removeAll() { existing?.removeAll() }
}

// MARK: - What cannot be kept

// The value is `Sendable` here too: one that says it is not would make this the better choice, and nothing be kept.
extension FunctionCache where Value: Sendable {
  /// Computes, since the key is not `Hashable`: what the compiler goes on with after it has said so at the parameter.
  @_disfavoredOverload
  public func value<Failure: Error>(
    for key: Key,
    clock: (any Clock<Duration>)? = nil,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try load()
  }

  /// Computes on the caller's actor, since the key is not `Hashable`.
  @_disfavoredOverload
  nonisolated(nonsending) public func value<Failure: Error>(
    for key: Key,
    clock: (any Clock<Duration>)? = nil,
    _ load: nonisolated(nonsending) () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await load()
  }
}
