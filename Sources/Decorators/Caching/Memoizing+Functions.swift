/// Remembers what a function that exists returns: `memoized(fetchUser, capacity: 256)`.
///
/// The settings are those of the form that takes a closure last.
@inlinable
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  capacity: Int,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> MemoizedFunction<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line)
    .memoized(capacity: capacity, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}

/// Remembers what a function that exists returns, by a key made of its arguments: `memoized(fetchUser, capacity: 256, key: { id, _ in id })`.
///
/// The settings are those of the form that takes a closure last.
@inlinable
public func memoized<each Argument: Sendable, Key: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  capacity: Int,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Key, Output, EvictionCause) -> Void)? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> MemoizedFunction<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line)
    .memoized(capacity: capacity, key: key, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}

/// Remembers what an asynchronous function that exists returns: `memoized(fetchUser, capacity: 256)`.
///
/// The settings are those of the form that takes a closure last.
@_disfavoredOverload
@inlinable
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  capacity: Int,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .memoized(capacity: capacity, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}

/// Remembers what an asynchronous function that exists returns, by a key made of its arguments: `memoized(fetchUser, capacity: 256, key: { id, _ in id })`.
///
/// The settings are those of the form that takes a closure last.
@_disfavoredOverload
@inlinable
public func memoized<each Argument: Sendable, Key: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  capacity: Int,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Key, Output, EvictionCause) -> Void)? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .memoized(capacity: capacity, key: key, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}
