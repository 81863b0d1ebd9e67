// Forms of memoizing that look right and do not exist. Each is here so that the compiler's error names the form to write.

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "the settings are 'capacity:' and 'timeToLive:': write 'memoized(capacity: 128, timeToLive: .seconds(60)) { … }'"
)
public func memoized<each Argument, Output, Failure: Error>(
  _ number: Int? = nil,
  maxsize: Int? = nil,
  maxSize: Int? = nil,
  size: Int? = nil,
  capacity: Int? = nil,
  ttl: Duration? = nil,
  maxAge: Duration? = nil,
  expiresAfter: Duration? = nil,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "the settings are 'capacity:' and 'timeToLive:': write 'memoized(capacity: 128, timeToLive: .seconds(60)) { … }'"
)
public func memoized<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ number: Int? = nil,
  maxsize: Int? = nil,
  maxSize: Int? = nil,
  size: Int? = nil,
  capacity: Int? = nil,
  ttl: Duration? = nil,
  maxAge: Duration? = nil,
  expiresAfter: Duration? = nil,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

extension Callable {
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message:
      "make the cache: write 'memoized(in: MemoCache(freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600))))'"
  )
  public func memoized(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    staleFor: Duration,
    retryingAfter: Duration? = nil,
    refreshingAfter: Duration? = nil,
    patience: Duration? = nil,
    named name: String? = nil
  ) -> Self { self }

  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "the settings are 'capacity:' and 'timeToLive:': write 'memoized(capacity: 128, timeToLive: .seconds(60))'"
  )
  public func memoized(
    _ number: Int? = nil,
    maxsize: Int? = nil,
    maxSize: Int? = nil,
    size: Int? = nil,
    capacity: Int? = nil,
    ttl: Duration? = nil,
    maxAge: Duration? = nil,
    expiresAfter: Duration? = nil,
    timeToLive: Duration? = nil,
    named name: String? = nil
  ) -> Self { self }
}

extension AsyncCallable {
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message:
      "make the cache: write 'memoized(in: MemoCache(freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600))))'"
  )
  public func memoized(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    staleFor: Duration,
    retryingAfter: Duration? = nil,
    refreshingAfter: Duration? = nil,
    patience: Duration? = nil,
    named name: String? = nil
  ) -> Self { self }

  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "the settings are 'capacity:' and 'timeToLive:': write 'memoized(capacity: 128, timeToLive: .seconds(60))'"
  )
  public func memoized(
    _ number: Int? = nil,
    maxsize: Int? = nil,
    maxSize: Int? = nil,
    size: Int? = nil,
    capacity: Int? = nil,
    ttl: Duration? = nil,
    maxAge: Duration? = nil,
    expiresAfter: Duration? = nil,
    timeToLive: Duration? = nil,
    named name: String? = nil
  ) -> Self { self }
}

@_disfavoredOverload
@available(*, unavailable, message: "wrap the function first: write 'Function { … }.memoized(in: cache)'")
public func memoized<each Argument, Output, Failure: Error>(
  in cache: some AnyObject,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(*, unavailable, message: "wrap the function first: write 'AsyncFunction { … }.memoized(in: cache)'")
public func memoized<each Argument: Sendable, Output: Sendable, Failure: Error>(
  in cache: some AnyObject,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "'onEviction:' takes a closure of the key, the value and the cause: write '{ (key, value, cause) in … }'"
)
public func memoized<each Argument, Output, Failure: Error, Listener>(
  capacity: Int = 128,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: Listener,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "'onEviction:' takes a closure of the key, the value and the cause: write '{ (key, value, cause) in … }'"
)
public func memoized<each Argument: Sendable, Output: Sendable, Failure: Error, Listener>(
  capacity: Int = 128,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  abandoned: AbandonedLoads = .cancel,
  onEviction: Listener,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

extension Callable {
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "'onEviction:' takes a closure of the key, the value and the cause: write '{ (key, value, cause) in … }'"
  )
  public func memoized<Listener>(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    onEviction: Listener
  ) -> Self { self }
}

extension AsyncCallable {
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "'onEviction:' takes a closure of the key, the value and the cause: write '{ (key, value, cause) in … }'"
  )
  public func memoized<Listener>(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    abandoned: AbandonedLoads = .cancel,
    onEviction: Listener
  ) -> Self { self }
}

// MARK: A setting of asynchronous functions

extension Callable {
  @available(
    *,
    unavailable,
    message:
      "'abandoned:' is about loads in flight, which only an asynchronous function has: leave it out, or write 'AsyncFunction(…).memoized(abandoned: .keep)'"
  )
  public func memoized(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    abandoned: AbandonedLoads,
    onEviction: (@Sendable (Input, Output, EvictionCause) -> Void)? = nil
  ) -> Self { self }
}

// MARK: A plain function as the result

@available(
  *,
  unavailable,
  message: "'memoized' makes a 'MemoizedFunction', for its cache: write 'Function(memoized { … })' for the plain type"
)
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  capacity: Int = 128,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@available(
  *,
  unavailable,
  message:
    "'memoized' makes an 'AsyncMemoizedFunction', for its cache: write 'AsyncFunction(memoized { … })' for the plain type"
)
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  capacity: Int = 128,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  abandoned: AbandonedLoads = .cancel,
  onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

extension Callable {
  @available(
    *,
    unavailable,
    message: "'memoized' makes a 'MemoizedFunction', for its cache: write 'Function(f.memoized(…))' for the plain type"
  )
  public func memoized<each Argument: Hashable & Sendable>(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock()
  ) -> Function<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    Function(memoized(key: { (_: repeat each Argument) in 0 }))
  }
}

extension AsyncCallable {
  @available(
    *,
    unavailable,
    message:
      "'memoized' makes an 'AsyncMemoizedFunction', for its cache: write 'AsyncFunction(f.memoized(…))' for the plain type"
  )
  public func memoized<each Argument: Hashable & Sendable>(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock()
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    AsyncFunction(memoized(key: { (_: repeat each Argument) in 0 }))
  }
}

extension MemoCache {
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "say it in 'freshness:': write 'freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600))'"
  )
  public convenience init(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    staleFor: Duration,
    retryingAfter: Duration? = nil,
    refreshingAfter: Duration? = nil,
    patience: Duration? = nil,
    named name: String? = nil
  ) { self.init(abandoned: .cancel) }

  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message:
      "say it in 'freshness:': write 'freshness: Freshness(timeToLive: .seconds(60), refreshingAfter: .seconds(45))'"
  )
  public convenience init(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    refreshingAfter: Duration,
    named name: String? = nil
  ) { self.init(abandoned: .cancel) }

  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message:
      "the settings are 'capacity:' and 'timeToLive:': write 'MemoCache(capacity: 128, timeToLive: .seconds(60))'"
  )
  public convenience init(
    _ number: Int? = nil,
    maxsize: Int? = nil,
    maxSize: Int? = nil,
    size: Int? = nil,
    capacity: Int? = nil,
    ttl: Duration? = nil,
    maxAge: Duration? = nil,
    expiresAfter: Duration? = nil,
    timeToLive: Duration? = nil,
    named name: String? = nil
  ) { self.init(abandoned: .cancel) }

  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "'onEviction:' takes a closure of the key, the value and the cause: write '{ (key, value, cause) in … }'"
  )
  public convenience init<Listener>(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    abandoned: AbandonedLoads = .cancel,
    onEviction: Listener
  ) { self.init(abandoned: abandoned) }

  @available(
    *,
    unavailable,
    message: "write 'value(for: key) { … }' to look up or load, 'peek(key)' to look, or 'insert(value, for: key)'"
  )
  public subscript(_ key: Key) -> Value? {
    get { nil }
    set {}
  }
}
