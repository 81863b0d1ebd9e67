// MARK: A closure last

/// Wraps a function so that it caches its results; the key is all arguments.
///
/// ```swift
/// let slug = memoized(capacity: 256, named: "slug") { (title: String) in title.lowercased() }
/// print(slug("Release Notes"))  // no `try`: the closure does not throw
/// ```
///
/// Errors are not remembered (M1). A call for equal arguments inside the function itself throws ``RecursiveLoadError``. If
/// the failure type cannot hold that error, the inner call computes without the cache (M8). Calls for other arguments are
/// fine. Outermost in a stack, memoizing keeps the final success only: `fetch.retrying(attempts: 3).memoized(capacity: 256)`.
///
/// - Parameters:
///   - capacity: The maximum number of values, from 0 to 2,147,483,646; 128 by default.
///   - timeToLive: How long a value is kept, more than zero. The default is nil: values do not expire, and no clock is
///     read (M10).
///   - name: The function's name; by default module, file and line of this call (L7).
///   - clock: The clock that measures the age of a value.
///   - onEviction: Called with each entry that is dropped, and why, outside the lock.
///   - fileID: The module and file of this call.
///   - line: The line of this call.
///   - function: What to wrap. Its arguments are `Hashable`; to leave some out, use `key:`.
/// - Returns: The function as a value, with `cacheInfo`, `peek`, `remove` and `removeAll`.
@inlinable
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  capacity: Int = 128,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> MemoizedFunction<repeat each Argument, Output, Failure> {
  Function(named: name, fileID: fileID, line: line, function)
    .memoized(capacity: capacity, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}

/// Wraps a function so that it remembers what it returned, by a key made of its arguments.
///
/// ```swift
/// let getUser = memoized(capacity: 256, key: { id, _ in id }) { (id: String, database: Database) throws -> User in
///   try database.user(id)
/// }
/// ```
///
/// The arguments need not be `Hashable`, only the key. Calls with equal keys share a value. The other parameters are those
/// of the form without `key:`.
@inlinable
public func memoized<each Argument: Sendable, Key: Hashable & Sendable, Output: Sendable, Failure: Error>(
  capacity: Int = 128,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Key, Output, EvictionCause) -> Void)? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> MemoizedFunction<repeat each Argument, Output, Failure> {
  Function(named: name, fileID: fileID, line: line, function)
    .memoized(capacity: capacity, key: key, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}

/// Wraps an asynchronous function so that it remembers what it returned, and runs once for all callers that ask at the
/// same time.
///
/// ```swift
/// let getUser = memoized(capacity: 256, named: "get_user") { (id: String) async throws -> User in
///   try await database.user(id)
/// }
/// let user = try await getUser("42")
/// ```
///
/// A hit neither suspends nor hops. On a miss the function runs in a task of the cache; callers with equal arguments that
/// arrive during the load wait for its result. Cancellation, recursion and errors are as in ``MemoCache/value(for:_:)``.
/// The parameters are those of the synchronous form, and one more:
///
/// - Parameter abandoned: What happens to a load when all of its callers are cancelled. The default cancels it (M4).
@_disfavoredOverload
@inlinable
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  capacity: Int = 128,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  abandoned: AbandonedLoads = .cancel,
  onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .memoized(
      capacity: capacity,
      timeToLive: timeToLive,
      clock: clock,
      abandoned: abandoned,
      onEviction: onEviction
    )
}

/// Wraps an asynchronous function so that it remembers what it returned, by a key made of its arguments.
///
/// The arguments need not be `Hashable`, only the key. Calls with equal keys share a value and a load. The other parameters
/// are those of the form without `key:`.
@_disfavoredOverload
@inlinable
public func memoized<each Argument: Sendable, Key: Hashable & Sendable, Output: Sendable, Failure: Error>(
  capacity: Int = 128,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  abandoned: AbandonedLoads = .cancel,
  onEviction: (@Sendable (Key, Output, EvictionCause) -> Void)? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .memoized(
      capacity: capacity,
      key: key,
      timeToLive: timeToLive,
      clock: clock,
      abandoned: abandoned,
      onEviction: onEviction
    )
}

// MARK: Methods

extension Callable {
  /// Remembers what the function returns, by all of its arguments: `fetch.memoized(capacity: 256)`.
  ///
  /// The parameters are those of the form with a closure last. To leave arguments out of the key, use `key:`.
  @inlinable
  public func memoized<each Argument: Hashable & Sendable>(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil
  ) -> MemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    let identity = identity.memoized(
      named: name,
      capacity: capacity,
      timeToLive: timeToLive,
      hasKey: false,
      clock: clock,
      hasListener: onEviction != nil
    )
    let cache = MemoCache<Arguments<repeat each Argument>, Output>(
      capacity: capacity,
      timeToLive: timeToLive,
      named: identity.name,
      clock: clock,
      onEviction: onEviction
    )
    let body = body
    return MemoizedFunction(identity: identity, original: original, control: MemoControl(cache) { $0 }) {
      (call: Arguments<repeat each Argument>) throws(Failure) in
      let hash = cache.keyHash(call)
      if let value = cache.hit(call, hash: hash) { return value }
      return try cache.loaded(call, hash: hash) { () throws(Failure) in try body(call) }
    }
  }

  /// Remembers what the function returns, by a key made of its arguments.
  ///
  /// Calls with equal keys share a value. The other parameters are those of the form with a closure last.
  @inlinable
  public func memoized<each Argument: Sendable, Key: Hashable & Sendable>(
    capacity: Int = 128,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    onEviction: (@Sendable (Key, Output, EvictionCause) -> Void)? = nil
  ) -> MemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    let identity = identity.memoized(
      named: name,
      capacity: capacity,
      timeToLive: timeToLive,
      hasKey: true,
      clock: clock,
      hasListener: onEviction != nil
    )
    let cache = MemoCache<Key, Output>(
      capacity: capacity,
      timeToLive: timeToLive,
      named: identity.name,
      clock: clock,
      onEviction: onEviction
    )
    return remembering(in: cache, key: key, as: identity)
  }

  /// Remembers what the function returns in a cache of your own, by a key made of its arguments.
  ///
  /// ```swift
  /// let prices = MemoCache<Arguments<String, Int>, Double>(capacity: 256, named: "prices")
  /// let price = Function(look).memoized(in: prices, key: { Arguments($0, $1) })
  /// prices.insert(9.5, for: Arguments("tea", 2))   // price("tea", 2) is 9.5 now
  /// ```
  ///
  /// Callers that use the cache itself, or another function in it, find the same values, counts and loads in flight (M4).
  /// Capacity, time to live and listener are the cache's.
  ///
  /// - Parameters:
  ///   - cache: Where the values are kept.
  ///   - key: Makes the key; calls with equal keys share a value. The arguments need not be `Hashable`.
  ///   - name: A new name for the function; by default it keeps its own.
  @inlinable
  public func memoized<each Argument: Sendable, Key: Hashable & Sendable>(
    in cache: MemoCache<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    named name: String? = nil
  ) -> MemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    remembering(
      in: cache,
      key: key,
      as: identity.memoized(in: cache, named: name)
    )
  }

  /// Remembers what a function of one argument returns in a cache of your own, by that argument.
  ///
  /// ```swift
  /// let users = MemoCache<String, User>(capacity: 256, named: "users")
  /// let getUser = Function(fetchUser).memoized(in: users)
  /// users.remove("42")
  /// ```
  ///
  /// The parameters are those of the form with `key:`.
  @inlinable
  public func memoized<Argument: Hashable & Sendable>(
    in cache: MemoCache<Argument, Output>,
    named name: String? = nil
  ) -> MemoizedFunction<Argument, Output, Failure> where Input == Arguments<Argument>, Output: Sendable {
    memoized(in: cache, key: { $0 }, named: name)
  }

  /// Remembers what the function returns in a cache of your own, by all of its arguments.
  ///
  /// ```swift
  /// let price = Function(look).memoized(in: MemoCache(capacity: 256, freshness: Freshness(timeToLive: .seconds(60))))
  /// ```
  ///
  /// The key is the ``Arguments`` of the call. The parameters are those of the form with `key:`.
  @_disfavoredOverload
  @inlinable
  public func memoized<each Argument: Hashable & Sendable>(
    in cache: MemoCache<Arguments<repeat each Argument>, Output>,
    named name: String? = nil
  ) -> MemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    let body = body
    let identity = identity.memoized(in: cache, named: name)
    return MemoizedFunction(identity: identity, original: original, control: MemoControl(cache) { $0 }) {
      (call: Arguments<repeat each Argument>) throws(Failure) in
      let hash = cache.keyHash(call)
      if let value = cache.hit(call, hash: hash) { return value }
      return try cache.loaded(call, hash: hash) { () throws(Failure) in try body(call) }
    }
  }

  @inlinable
  func remembering<each Argument: Sendable, Key: Hashable & Sendable>(
    in cache: MemoCache<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    as identity: FunctionIdentity
  ) -> MemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    let body = body
    let control = MemoControl<Arguments<repeat each Argument>, Output>(cache) { key(repeat each $0.values) }
    return MemoizedFunction(identity: identity, original: original, control: control) {
      (call: Arguments<repeat each Argument>) throws(Failure) in
      let key = key(repeat each call.values)
      let hash = cache.keyHash(key)
      if let value = cache.hit(key, hash: hash) { return value }
      return try cache.loaded(key, hash: hash) { () throws(Failure) in try body(call) }
    }
  }
}

extension AsyncCallable {
  /// Remembers what the function returns, by all of its arguments: `fetch.memoized(capacity: 256)`.
  ///
  /// The parameters are those of the form with a closure last. To leave arguments out of the key, use `key:`.
  @inlinable
  public func memoized<each Argument: Hashable & Sendable>(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    abandoned: AbandonedLoads = .cancel,
    onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    let identity = identity.memoized(
      named: name,
      capacity: capacity,
      timeToLive: timeToLive,
      hasKey: false,
      clock: clock,
      hasListener: onEviction != nil,
      abandoned: abandoned
    )
    let cache = MemoCache<Arguments<repeat each Argument>, Output>(
      capacity: capacity,
      timeToLive: timeToLive,
      named: identity.name,
      clock: clock,
      abandoned: abandoned,
      onEviction: onEviction
    )
    let body = body
    return AsyncMemoizedFunction(identity: identity, original: original, control: MemoControl(cache) { $0 }) {
      (call: Arguments<repeat each Argument>) async throws(Failure) in
      let hash = cache.keyHash(call)
      if let value = cache.hit(call, hash: hash) { return value }
      return try await cache.shared(call, hash: hash) { () async throws(Failure) in try await body(call) }
    }
  }

  /// Remembers what the function returns, by a key made of its arguments.
  ///
  /// Calls with equal keys share a value. The other parameters are those of the form with a closure last.
  @inlinable
  public func memoized<each Argument: Sendable, Key: Hashable & Sendable>(
    capacity: Int = 128,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    abandoned: AbandonedLoads = .cancel,
    onEviction: (@Sendable (Key, Output, EvictionCause) -> Void)? = nil
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    let identity = identity.memoized(
      named: name,
      capacity: capacity,
      timeToLive: timeToLive,
      hasKey: true,
      clock: clock,
      hasListener: onEviction != nil,
      abandoned: abandoned
    )
    let cache = MemoCache<Key, Output>(
      capacity: capacity,
      timeToLive: timeToLive,
      named: identity.name,
      clock: clock,
      abandoned: abandoned,
      onEviction: onEviction
    )
    return remembering(in: cache, key: key, as: identity)
  }

  /// Remembers what the function returns in a cache of your own, by a key made of its arguments.
  ///
  /// ```swift
  /// let prices = MemoCache<Arguments<String, Int>, Double>(capacity: 256, named: "prices")
  /// let price = AsyncFunction(look).memoized(in: prices, key: { Arguments($0, $1) })
  /// prices.insert(9.5, for: Arguments("tea", 2))   // price("tea", 2) is 9.5 now
  /// ```
  ///
  /// Callers that use the cache itself, or another function in it, find the same values, counts and loads in flight (M4).
  /// Capacity, time to live and listener are the cache's.
  ///
  /// - Parameters:
  ///   - cache: Where the values are kept.
  ///   - key: Makes the key; calls with equal keys share a value. The arguments need not be `Hashable`.
  ///   - name: A new name for the function; by default it keeps its own.
  @inlinable
  public func memoized<each Argument: Sendable, Key: Hashable & Sendable>(
    in cache: MemoCache<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    named name: String? = nil
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    remembering(
      in: cache,
      key: key,
      as: identity.memoized(in: cache, named: name)
    )
  }

  /// Remembers what a function of one argument returns in a cache of your own, by that argument.
  ///
  /// ```swift
  /// let users = MemoCache<String, User>(capacity: 256, named: "users")
  /// let getUser = AsyncFunction(fetchUser).memoized(in: users)
  /// users.remove("42")
  /// ```
  ///
  /// The parameters are those of the form with `key:`.
  @inlinable
  public func memoized<Argument: Hashable & Sendable>(
    in cache: MemoCache<Argument, Output>,
    named name: String? = nil
  ) -> AsyncMemoizedFunction<Argument, Output, Failure> where Input == Arguments<Argument> {
    memoized(in: cache, key: { $0 }, named: name)
  }

  /// Remembers what the function returns in a cache of your own, by all of its arguments.
  ///
  /// ```swift
  /// let price = AsyncFunction(look).memoized(in: MemoCache(capacity: 256, freshness: Freshness(timeToLive: .seconds(60))))
  /// ```
  ///
  /// The key is the ``Arguments`` of the call. The parameters are those of the form with `key:`.
  @_disfavoredOverload
  @inlinable
  public func memoized<each Argument: Hashable & Sendable>(
    in cache: MemoCache<Arguments<repeat each Argument>, Output>,
    named name: String? = nil
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    let body = body
    let identity = identity.memoized(in: cache, named: name)
    return AsyncMemoizedFunction(identity: identity, original: original, control: MemoControl(cache) { $0 }) {
      (call: Arguments<repeat each Argument>) async throws(Failure) in
      let hash = cache.keyHash(call)
      if let value = cache.hit(call, hash: hash) { return value }
      return try await cache.shared(call, hash: hash) { () async throws(Failure) in try await body(call) }
    }
  }

  @inlinable
  func remembering<each Argument: Sendable, Key: Hashable & Sendable>(
    in cache: MemoCache<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    as identity: FunctionIdentity
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    let body = body
    let control = MemoControl<Arguments<repeat each Argument>, Output>(cache) { key(repeat each $0.values) }
    return AsyncMemoizedFunction(identity: identity, original: original, control: control) {
      (call: Arguments<repeat each Argument>) async throws(Failure) in
      let key = key(repeat each call.values)
      let hash = cache.keyHash(key)
      if let value = cache.hit(key, hash: hash) { return value }
      return try await cache.shared(key, hash: hash) { () async throws(Failure) in try await body(call) }
    }
  }
}

extension FunctionIdentity {
  /// The identity of a function that is memoized in a cache of the user's.
  @usableFromInline
  func memoized<Key, Value>(in cache: MemoCache<Key, Value>, named name: String?) -> FunctionIdentity {
    decorated(
      by: "memoized(in: \(cache.name))",
      with: DecoratorTraits(.memoized, object: ObjectIdentifier(cache), name: cache.name),
      named: name
    )
  }

  /// The identity of a memoized function, with every setting in effect.
  @usableFromInline
  func memoized(
    named name: String?,
    capacity: Int,
    timeToLive: Duration?,
    hasKey: Bool,
    clock: any Clock<Duration>,
    hasListener: Bool,
    abandoned: AbandonedLoads = .cancel
  ) -> FunctionIdentity {
    var shown = ["capacity: \(capacity)"]
    if hasKey { shown.append("key: a closure") }
    if let timeToLive { shown += ["timeToLive: \(timeToLive)"] + DecoratorClock(clock).setting }
    if abandoned == .keep { shown.append("abandoned: .keep") }
    if hasListener { shown.append("onEviction: a closure") }
    return decorated(by: "memoized(\(shown.joined(separator: ", ")))", with: DecoratorTraits(.memoized), named: name)
  }
}
