public import CoreMetrics
import DecoratorPrimitives

/// A bounded, thread-safe cache for the results of a function. One call looks up a value and computes it if necessary.
///
/// ```swift
/// let users = MemoCache<String, User>(capacity: 256, named: "users")
/// let user = try await users.value(for: id) { try await database.user(id) }
/// users.remove(id)
/// ```
///
/// The cache keeps only values. It throws errors, including cancellation, to the callers and forgets them. So the next
/// call tries again (M1). A full cache evicts the least recently used entry, or the one that another ``EvictionPolicy``
/// chooses (M9).
///
/// The cache never holds its lock while your code runs (M7). The only exceptions are the `==` and `hash(into:)` of
/// keys, which must not use the cache.
///
/// **Cost.** A hit computes a hash, takes a lock and reads a few places in memory. Under
/// ``EvictionPolicy/windowTinyLFU``, the lock is one of the processor, so that hits of several threads do not wait for
/// each other. It allocates nothing, unless its key holds text that is not in normalization form C. No choice of keys
/// makes a lookup slow, unless their own `hash(into:)` gives many of them the same hash. The memory grows and shrinks
/// with the entries, a few with each call, so that no call takes long.
public final class MemoCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// The name of the cache in errors. The default is the module, file and line where the cache was created.
  public let name: String

  /// The most values that the cache keeps, or the greatest weight of all values together if it was created with
  /// `weighing:`. ``resize(to:)`` changes it.
  ///
  /// A cache of capacity zero keeps no values. Every call computes and counts a miss. Only an asynchronous call that
  /// finds a load of its key in flight joins that load and counts a hit (M4, M9).
  public var capacity: Int { state.withLock { $0.capacity } }

  /// Which entry leaves the cache when it is full.
  public let eviction: EvictionPolicy

  /// How long a value stays fresh after it was stored. Nil means that values never expire, or that each value has a
  /// time of its own.
  public let timeToLive: Duration?

  /// How long values can be used, if the cache was created with `freshness:`.
  public let freshness: Freshness<Key, Value>?

  /// What happens to an asynchronous load when all of its callers are cancelled.
  public let abandoned: AbandonedLoads

  /// Whether errors leave the keys out.
  let redactsKeys: Bool

  @usableFromInline let lifetime: Lifetime?
  /// Nil if the cache has no other settings than a capacity and one time to live for all values.
  @usableFromInline let rules: CacheRules<Key, Value>?
  @usableFromInline let onEviction: (@Sendable (Key, Value, EvictionCause) -> Void)?
  let reports: CacheReports
  let clock: DecoratorClock
  let isOrderedByStoring: Bool
  @usableFromInline let keyHash = KeyHash<Key>()
  @usableFromInline let state: MemoLock<Key, Value>
  /// Nil if every hit takes the lock, to move its entry to the front.
  @usableFromInline let readers: TableReaders<Key, MemoState<Key, Value>.Entry>?

  /// Creates an empty cache.
  ///
  /// ```swift
  /// let pages = MemoCache<URL, Data>(capacity: 64 << 20, weighing: { _, page in page.count })
  /// ```
  ///
  /// - Parameters:
  ///   - capacity: The most values that the cache keeps, from 0 to 2,147,483,646. The default is 128. Memory grows with
  ///     the values. With `weighing:`, it is the greatest weight of all values together, from 0 to 2^62.
  ///   - eviction: Which entry leaves the cache when it is full. The default is the one that was used least recently.
  ///   - timeToLive: How long a value stays fresh, more than zero. A value expires when its age reaches this duration.
  ///     The default, nil, means that values never expire. Then the cache never reads the clock (M10).
  ///   - redactingKeys: Whether ``RecursiveLoadError`` shows `<redacted>` instead of a key. The default is false. Keys
  ///     that are ``Sensitive`` need it not: they are always redacted.
  ///   - name: The name of the cache in errors and metrics. The default is the module, file and line of this call.
  ///   - clock: The clock that measures the age of values. The cache reads it when it looks up or stores a value. There
  ///     is no timer, so an expired value stays in memory until a lookup finds it or the cache needs its place. Expired
  ///     values leave before live ones.
  ///   - abandoned: What happens to an asynchronous load when all of its callers are cancelled. The default cancels it
  ///     (M4).
  ///   - onEviction: Called with each entry that leaves the cache, and the cause. It runs outside the lock, so it can
  ///     use the cache. If a synchronous call caused the eviction, it runs in that call. If an asynchronous load caused
  ///     it, it runs after the waiters of the load have got its result, so that it delays none of them.
  ///   - weighing: Returns the weight of an entry, such as its bytes. It runs once for each value that is stored, outside
  ///     the lock. A weight of less than 1 counts as 1, so that the number of entries has a bound too. A value that is
  ///     heavier than `capacity` is returned and not kept. The default is nil: each entry weighs 1.
  ///   - keepingErrors: Returns how long to keep an error. Until then, calls throw it and start no load. With nil or
  ///     zero, the cache does not keep it. It never keeps a cancellation or a ``RecursiveLoadError``, and no error of a
  ///     key whose value can still be used. The cache keeps at most as many errors as its capacity, and with `weighing:`
  ///     at most 1,024. The default is nil: it keeps none (M1).
  ///   - timingLoads: Whether ``loadStatistics`` says how long loads take. A miss then reads the clock two more times.
  ///     The default is false.
  ///   - metricsFactory: The metrics backend of ``report()``. The default is the current factory when it first reports.
  ///   - fileID: The module and file for the default name.
  ///   - line: The line for the default name.
  public convenience init(
    capacity: Int = 128,
    eviction: EvictionPolicy = .leastRecentlyUsed,
    timeToLive: Duration? = nil,
    redactingKeys: Bool = false,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    abandoned: AbandonedLoads = .cancel,
    onEviction: (@Sendable (_ key: Key, _ value: Value, _ cause: EvictionCause) -> Void)? = nil,
    weighing: (@Sendable (_ key: Key, _ value: Value) -> Int)? = nil,
    keepingErrors: (@Sendable (_ error: any Error) -> Duration?)? = nil,
    timingLoads: Bool = false,
    metricsFactory: (any MetricsFactory)? = nil,
    fileID: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.init(
      capacity,
      eviction,
      freshness: nil,
      plainly: timeToLive,
      redactingKeys,
      name ?? SourceLocation(fileID: "\(fileID)", line: line).description,
      clock,
      abandoned,
      onEviction,
      weighing,
      keepingErrors,
      timingLoads,
      metricsFactory
    )
  }

  init(
    _ capacity: Int,
    _ eviction: EvictionPolicy,
    freshness: Freshness<Key, Value>?,
    plainly timeToLive: Duration?,
    _ redactingKeys: Bool,
    _ name: String,
    _ clock: some Clock<Duration>,
    _ abandoned: AbandonedLoads,
    _ onEviction: (@Sendable (Key, Value, EvictionCause) -> Void)?,
    _ weighing: (@Sendable (Key, Value) -> Int)?,
    _ keepingErrors: (@Sendable (any Error) -> Duration?)?,
    _ timingLoads: Bool,
    _ metricsFactory: (any MetricsFactory)?
  ) {
    let isWeighed = weighing != nil
    requireCapacity(capacity, isWeighed: isWeighed)
    let hasLedger = isWeighed || keepingErrors != nil || freshness.map { !$0.isPlain } == true
    let times = hasLedger ? freshness ?? timeToLive.map { Freshness(timeToLive: $0) } : nil
    let rules =
      hasLedger || timingLoads
      ? CacheRules(
        freshness: times,
        weighing: weighing,
        keepingErrors: keepingErrors,
        timesLoads: timingLoads,
        clock: clock
      ) : nil
    isOrderedByStoring = timeToLive != nil && !hasLedger
    self.eviction = eviction
    let readers = eviction == .windowTinyLFU ? TableReaders<Key, MemoState<Key, Value>.Entry>() : nil
    self.readers = readers
    let values = LRUTable<Key, MemoState<Key, Value>.Entry>(
      limit: isWeighed ? mostCacheEntries : capacity,
      isOrderedByStoring: isOrderedByStoring,
      isRanked: eviction == .windowTinyLFU,
      readers: readers
    )
    let ledger = hasLedger ? EntryLedger<Key>(isWeighed: isWeighed, capacity: capacity) : nil
    state = MemoLock(MemoState(values: values, capacity: capacity, ledger: ledger))
    self.name = name
    self.timeToLive = timeToLive
    self.freshness = freshness
    self.rules = rules
    redactsKeys = redactingKeys
    self.abandoned = abandoned
    self.onEviction = onEviction
    self.clock = DecoratorClock(clock)
    reports = CacheReports(cache: name, factory: metricsFactory)
    if hasLedger {
      lifetime = times == nil ? nil : rules.map { Lifetime(now: $0.now) }
    } else {
      lifetime = timeToLive.map { Lifetime($0, on: clock) }
    }
  }

  deinit {
    let (values, loads) = state.withLock { ($0.values, $0.loads) }
    values.destroy()
    loads.destroy()
    readers?.destroy()
  }
}

// MARK: - Looking

extension MemoCache {
  /// Returns the value for the key if there is a fresh one. It computes nothing, and changes neither the recency of the
  /// entry nor the counts (M9).
  @inlinable
  public func peek(_ key: Key) -> Value? {
    let hash = keyHash(key)
    let now = lifetime?.now() ?? .min
    return state.withLock { state in
      guard
        let index = state.values.index(of: key, hash: hash, by: keyHash), state.isFresh(index, by: keyHash, now: now)
      else { return nil }
      return state.values[index].value
    }
  }
}

// MARK: - Changing

extension MemoCache {
  /// Stores a value for the key and makes the entry the most recent one.
  ///
  /// The cache does not store the results of loads of this key that are in flight, because they may be older. The
  /// waiters still get those results (M3).
  @inlinable
  public func insert(_ value: Value, for key: Key) {
    let hash = keyHash(key)
    if let rules { return insert(value, for: key, hash: hash, by: rules) }
    let (now, deadline) = lifespan()
    let eviction = state.withLock { state in
      state.supersedeLoads(of: key, hash: hash, by: keyHash)
      return state.store(value, for: key, hash: hash, by: keyHash, now: now, deadline: deadline)
    }
    notify(eviction)
  }
}

// MARK: - Parts of several

extension MemoCache {
  @inlinable
  func notify(_ eviction: Eviction<Key, Value>?) {
    if let eviction, let onEviction { onEviction(eviction.key, eviction.value, eviction.cause) }
  }

  /// Removes the value of the key if it is expired. A synchronous call does that before it registers its load, because
  /// the eviction listener may ask for the same key.
  @inlinable
  func dropExpired(_ key: Key, hash: UInt32) {
    guard let now = lifetime?.now() else { return }
    notify(state.withLock { $0.takeExpired(key, hash: hash, by: keyHash, now: now) })
  }

  /// The current time, and the time from which a value stored now is expired. Without a time to live the clock is not
  /// read.
  @inlinable
  func lifespan() -> (now: Int64, deadline: Int64) {
    guard let lifetime else { return (.min, .max) }
    let deadline = lifetime.deadline
    return (deadline &- lifetime.nanoseconds, deadline)
  }

  /// Returns the fresh value for the key and counts a hit, or returns nil.
  @inlinable
  @inline(__always)
  func hit(_ key: Key, hash: UInt32) -> Value? {
    let now = lifetime == nil ? .min : lifetime.unsafelyUnwrapped.now()
    // Without readers nobody has to be admitted again, so the lock itself suffices.
    guard let readers else { return state.locked.withLock { $0.hit(key, hash: hash, by: keyHash, now: now) } }
    return hit(key, hash: hash, now: now, beside: readers)
  }

  // A frame of its own, so that it takes no registers from hits that take the lock.
  @inlinable
  @inline(never)
  func hit(
    _ key: Key,
    hash: UInt32,
    now: Int64,
    beside readers: TableReaders<Key, MemoState<Key, Value>.Entry>
  ) -> Value? {
    readers.hit(key, hash: hash, by: keyHash) { node in
      node.pointee.value.deadline > now ? node.pointee.value.value : nil
    }
  }
}

extension MemoCache: CustomStringConvertible {
  /// The settings in effect, as source: `MemoCache(capacity: 256, timeToLive: 60.0 seconds, named: "users")`.
  public var description: String {
    var shown = ["capacity: \(capacity)"]
    if eviction != .leastRecentlyUsed { shown.append("eviction: .\(eviction)") }
    if let freshness, !freshness.isPlain {
      shown.append("freshness: \(freshness)")
    } else if let timeToLive {
      shown.append("timeToLive: \(timeToLive)")
    }
    if redactsKeys { shown.append("redactingKeys: true") }
    shown.append("named: \"\(name)\"")
    if lifetime != nil || rules != nil { shown += clock.setting }
    if abandoned == .keep { shown.append("abandoned: .keep") }
    if onEviction != nil { shown.append("onEviction: a closure") }
    if rules?.weighing != nil { shown.append("weighing: a closure") }
    if rules?.keepingErrors != nil { shown.append("keepingErrors: a closure") }
    if rules?.loadClock != nil { shown.append("timingLoads: true") }
    return "MemoCache(\(shown.joined(separator: ", ")))"
  }
}
