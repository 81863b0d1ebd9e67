extension Callable {
  /// Remembers what the function returns, by all of its arguments.
  ///
  /// The settings are those of the form that takes a closure last. To leave arguments out of the key, use `key:`.
  @inlinable
  public func memoized<each Argument: Hashable & Sendable>(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil
  ) -> MemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    let identity = memoizedIdentity(named: name, capacity: capacity, timeToLive: timeToLive)
    let cache = MemoCache<Arguments<repeat each Argument>, Output>(
      capacity: capacity,
      timeToLive: timeToLive,
      named: identity.name,
      clock: clock,
      onEviction: onEviction
    )
    return remembering(in: cache, as: identity)
  }

  /// Remembers what the function returns, by a key made of its arguments.
  ///
  /// - Parameters:
  ///   - key: Makes the key; calls with equal keys share a value.
  ///
  /// The other settings are those of the form that takes a closure last.
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
    let identity = memoizedIdentity(named: name, capacity: capacity, timeToLive: timeToLive)
    let cache = MemoCache<Key, Output>(
      capacity: capacity,
      timeToLive: timeToLive,
      named: identity.name,
      clock: clock,
      onEviction: onEviction
    )
    return remembering(in: cache, key: key, as: identity)
  }

  @inlinable
  func remembering<each Argument: Hashable & Sendable>(
    in cache: MemoCache<Arguments<repeat each Argument>, Output>,
    as identity: FunctionIdentity
  ) -> MemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    let body = body
    return MemoizedFunction(identity: identity, original: original, control: MemoControl(cache) { $0 }) {
      (call: Arguments<repeat each Argument>) throws(Failure) in
      let hash = cache.keys(call)
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
      let hash = cache.keys(key)
      if let value = cache.hit(key, hash: hash) { return value }
      return try cache.loaded(key, hash: hash) { () throws(Failure) in try body(call) }
    }
  }

  @usableFromInline
  func memoizedIdentity(named name: String?, capacity: Int, timeToLive: Duration?) -> FunctionIdentity {
    let limit = timeToLive.map { ", timeToLive: \($0)" } ?? ""
    return identity.decorated(by: "memoized(capacity: \(capacity)\(limit))", named: name)
  }
}

/// Remembers what a function that is already wrapped returns, by whatever it is wrapped.
@inlinable
public func memoized<Wrapped: Callable, each Argument: Hashable & Sendable>(
  _ wrapped: Wrapped,
  capacity: Int,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Arguments<repeat each Argument>, Wrapped.Output, EvictionCause) -> Void)? = nil
) -> MemoizedFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument>, Wrapped.Output: Sendable {
  wrapped.memoized(
    capacity: capacity,
    timeToLive: timeToLive,
    named: name,
    clock: clock,
    onEviction: onEviction
  )
}

/// Remembers what a function that is already wrapped returns, by whatever it is wrapped, by a key made of its arguments.
@inlinable
public func memoized<Wrapped: Callable, each Argument: Sendable, Key: Hashable & Sendable>(
  _ wrapped: Wrapped,
  capacity: Int,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Key, Wrapped.Output, EvictionCause) -> Void)? = nil
) -> MemoizedFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument>, Wrapped.Output: Sendable {
  wrapped.memoized(
    capacity: capacity,
    key: key,
    timeToLive: timeToLive,
    named: name,
    clock: clock,
    onEviction: onEviction
  )
}

extension AsyncCallable {
  /// Remembers what the function returns, by all of its arguments.
  ///
  /// The settings are those of the form that takes a closure last. To leave arguments out of the key, use `key:`.
  @inlinable
  public func memoized<each Argument: Hashable & Sendable>(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    let identity = memoizedIdentity(named: name, capacity: capacity, timeToLive: timeToLive)
    let cache = MemoCache<Arguments<repeat each Argument>, Output>(
      capacity: capacity,
      timeToLive: timeToLive,
      named: identity.name,
      clock: clock,
      onEviction: onEviction
    )
    return remembering(in: cache, as: identity)
  }

  /// Remembers what the function returns, by a key made of its arguments.
  ///
  /// - Parameters:
  ///   - key: Makes the key; calls with equal keys share a value.
  ///
  /// The other settings are those of the form that takes a closure last.
  @inlinable
  public func memoized<each Argument: Sendable, Key: Hashable & Sendable>(
    capacity: Int = 128,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    onEviction: (@Sendable (Key, Output, EvictionCause) -> Void)? = nil
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    let identity = memoizedIdentity(named: name, capacity: capacity, timeToLive: timeToLive)
    let cache = MemoCache<Key, Output>(
      capacity: capacity,
      timeToLive: timeToLive,
      named: identity.name,
      clock: clock,
      onEviction: onEviction
    )
    return remembering(in: cache, key: key, as: identity)
  }

  @inlinable
  func remembering<each Argument: Hashable & Sendable>(
    in cache: MemoCache<Arguments<repeat each Argument>, Output>,
    as identity: FunctionIdentity
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    let body = body
    return AsyncMemoizedFunction(identity: identity, original: original, control: MemoControl(cache) { $0 }) {
      (call: Arguments<repeat each Argument>) async throws(Failure) in
      let hash = cache.keys(call)
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
      let hash = cache.keys(key)
      if let value = cache.hit(key, hash: hash) { return value }
      return try await cache.shared(key, hash: hash) { () async throws(Failure) in try await body(call) }
    }
  }

  @usableFromInline
  func memoizedIdentity(named name: String?, capacity: Int, timeToLive: Duration?) -> FunctionIdentity {
    let limit = timeToLive.map { ", timeToLive: \($0)" } ?? ""
    return identity.decorated(by: "memoized(capacity: \(capacity)\(limit))", named: name)
  }
}

/// Remembers what an asynchronous function that is already wrapped returns, by whatever it is wrapped.
@inlinable
public func memoized<Wrapped: AsyncCallable, each Argument: Hashable & Sendable>(
  _ wrapped: Wrapped,
  capacity: Int,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Arguments<repeat each Argument>, Wrapped.Output, EvictionCause) -> Void)? = nil
) -> AsyncMemoizedFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.memoized(
    capacity: capacity,
    timeToLive: timeToLive,
    named: name,
    clock: clock,
    onEviction: onEviction
  )
}

/// Remembers what an asynchronous function that is already wrapped returns, by whatever it is wrapped, by a key made of its arguments.
@inlinable
public func memoized<Wrapped: AsyncCallable, each Argument: Sendable, Key: Hashable & Sendable>(
  _ wrapped: Wrapped,
  capacity: Int,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Key, Wrapped.Output, EvictionCause) -> Void)? = nil
) -> AsyncMemoizedFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.memoized(
    capacity: capacity,
    key: key,
    timeToLive: timeToLive,
    named: name,
    clock: clock,
    onEviction: onEviction
  )
}
