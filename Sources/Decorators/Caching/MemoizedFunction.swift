/// A synchronous function as a value that remembers what it returned.
///
/// ```swift
/// let slug = memoized(capacity: 256, named: "slug") { (title: String) in title.lowercased() }
/// slug("Release Notes")     // computed
/// slug("Release Notes")     // remembered
/// slug.cacheInfo            // hits: 1, misses: 1, evictions: 0, count: 1, capacity: 256
/// ```
///
/// Every combinator takes it, and copies share the cache. To keep it in a property whose type does not say how it was
/// made, use `Function(slug)`.
public struct MemoizedFunction<each Argument, Output: Sendable, Failure: Error>: Callable {
  public typealias Input = Arguments<repeat each Argument>
  public typealias Body = @Sendable (Arguments<repeat each Argument>) throws(Failure) -> Output

  public let identity: FunctionIdentity
  public let original: Body
  public let body: Body
  @usableFromInline let control: MemoControl<Arguments<repeat each Argument>, Output>

  @inlinable
  init(
    identity: FunctionIdentity,
    original: @escaping Body,
    control: MemoControl<Arguments<repeat each Argument>, Output>,
    body: @escaping Body
  ) {
    self.identity = identity
    self.original = original
    self.control = control
    self.body = body
  }

  /// Hits, misses and evictions so far, and the number of entries now.
  public var cacheInfo: CacheInfo { control.info() }

  /// How the loads ended, as ``MemoCache/loadStatistics`` says.
  public var loadStatistics: LoadStatistics { control.loadStatistics() }

  /// Adds what has happened since the last report to the cache's metrics, as ``MemoCache/report()`` does.
  public func report() { control.report() }

  /// Sets the counts of hits, misses and evictions and the statistics of loads to zero. The entries stay.
  public func resetCounts() { control.resetCounts() }

  /// Whether there is a fresh value for the arguments. It changes neither recency nor counts (M9).
  @inlinable
  public func contains(_ argument: repeat each Argument) -> Bool {
    control.peek(Arguments(repeat each argument)) != nil
  }

  /// The remembered value for the arguments, if there is a fresh one. It changes neither recency nor counts (M9).
  @inlinable
  public func peek(_ argument: repeat each Argument) -> Output? {
    control.peek(Arguments(repeat each argument))
  }

  /// Removes the value for the arguments; one that is being computed is not stored (M3).
  ///
  /// - Returns: The removed value. Nil if there was none, or if it had expired.
  @inlinable
  @discardableResult
  public func remove(_ argument: repeat each Argument) -> Output? {
    control.remove(Arguments(repeat each argument))
  }

  /// Removes every value.
  public func removeAll() { control.removeAll() }

  /// Removes the values that have expired, as ``MemoCache/removeExpired()`` does.
  ///
  /// - Returns: The number of values that were removed.
  @discardableResult
  public func removeExpired() -> Int { control.removeExpired() }

  /// The function as it was before any decorator, without the cache.
  public var undecorated: Function<repeat each Argument, Output, Failure> {
    Function(
      identity: FunctionIdentity(name: identity.name, location: identity.location),
      original: original,
      body: original
    )
  }
}

/// An asynchronous function as a value that remembers what it returned, and that runs once for all concurrent callers.
///
/// ```swift
/// let getUser = memoized(capacity: 256, named: "get_user") { (id: String) async throws -> User in
///   try await database.user(id)
/// }
/// try await getUser("42")
/// getUser.cacheInfo     // hits, misses, evictions, count, capacity
/// getUser.removeAll()
/// ```
///
/// Every combinator takes it, and copies share the cache. To keep it in a property whose type does not say how it was
/// made, use `AsyncFunction(getUser)`.
public struct AsyncMemoizedFunction<each Argument: Sendable, Output: Sendable, Failure: Error>: AsyncCallable {
  public typealias Input = Arguments<repeat each Argument>
  public typealias Body =
    nonisolated(nonsending) @Sendable (Arguments<repeat each Argument>) async throws(Failure) -> Output

  public let identity: FunctionIdentity
  public let original: Body
  public let body: Body
  @usableFromInline let control: MemoControl<Arguments<repeat each Argument>, Output>

  @inlinable
  init(
    identity: FunctionIdentity,
    original: @escaping Body,
    control: MemoControl<Arguments<repeat each Argument>, Output>,
    body: @escaping Body
  ) {
    self.identity = identity
    self.original = original
    self.control = control
    self.body = body
  }

  /// Hits, misses and evictions so far, and the number of entries now.
  public var cacheInfo: CacheInfo { control.info() }

  /// How the loads ended, as ``MemoCache/loadStatistics`` says.
  public var loadStatistics: LoadStatistics { control.loadStatistics() }

  /// Adds what has happened since the last report to the cache's metrics, as ``MemoCache/report()`` does.
  public func report() { control.report() }

  /// Sets the counts of hits, misses and evictions and the statistics of loads to zero. The entries stay.
  public func resetCounts() { control.resetCounts() }

  /// Whether there is a fresh value for the arguments. It changes neither recency nor counts (M9).
  @inlinable
  public func contains(_ argument: repeat each Argument) -> Bool {
    control.peek(Arguments(repeat each argument)) != nil
  }

  /// The remembered value for the arguments, if there is a fresh one. It changes neither recency nor counts (M9).
  @inlinable
  public func peek(_ argument: repeat each Argument) -> Output? {
    control.peek(Arguments(repeat each argument))
  }

  /// Removes the value for the arguments. A load in flight still gives its result to its waiters, and is not stored
  /// (M3).
  ///
  /// - Returns: The removed value. Nil if there was none, or if it had expired.
  @inlinable
  @discardableResult
  public func remove(_ argument: repeat each Argument) -> Output? {
    control.remove(Arguments(repeat each argument))
  }

  /// Removes every value. Loads in flight are not stored.
  public func removeAll() { control.removeAll() }

  /// Removes the values that have expired, as ``MemoCache/removeExpired()`` does.
  ///
  /// - Returns: The number of values that were removed.
  @discardableResult
  public func removeExpired() -> Int { control.removeExpired() }

  /// The function as it was before any decorator, without the cache.
  public var undecorated: AsyncFunction<repeat each Argument, Output, Failure> {
    AsyncFunction(
      identity: FunctionIdentity(name: identity.name, location: identity.location),
      original: original,
      body: original
    )
  }
}

/// A cache as a memoized function offers it, whatever the key that is made of the arguments.
@usableFromInline
struct MemoControl<Input, Output: Sendable>: Sendable {
  @usableFromInline let info: @Sendable () -> CacheInfo
  @usableFromInline let resetCounts: @Sendable () -> Void
  @usableFromInline let peek: @Sendable (Input) -> Output?
  @usableFromInline let remove: @Sendable (Input) -> Output?
  @usableFromInline let removeAll: @Sendable () -> Void
  @usableFromInline let removeExpired: @Sendable () -> Int
  @usableFromInline let loadStatistics: @Sendable () -> LoadStatistics
  @usableFromInline let report: @Sendable () -> Void

  @inlinable
  init<Key>(_ cache: MemoCache<Key, Output>, key: @escaping @Sendable (Input) -> Key) {
    info = { cache.cacheInfo }
    resetCounts = { cache.resetCounts() }
    peek = { cache.peek(key($0)) }
    remove = { cache.remove(key($0)) }
    removeAll = { cache.removeAll() }
    removeExpired = { cache.removeExpired() }
    loadStatistics = { cache.loadStatistics }
    report = { cache.report() }
  }
}
