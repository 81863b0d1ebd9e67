/// Wraps a function so that it remembers what it returned, by all of its arguments.
///
/// ```swift
/// let slug = memoized(capacity: 256, named: "slug") { (title: String) in title.lowercased() }
/// print(slug("Release Notes"))  // no `try`: the closure does not throw
/// ```
///
/// Errors are not remembered (M1). A call for equal arguments inside the function itself throws ``RecursiveLoadError``, or
/// stops the program where the failure type cannot hold it (M8); calls for others are fine. Outermost of a stack,
/// memoizing keeps the final success only: `memoized(retrying(fetch, attempts: 3), capacity: 256)`.
///
/// - Parameters:
///   - capacity: The most values it keeps, from 0 to 2,147,483,646; 128 by default.
///   - timeToLive: How long a value is kept, more than zero; nil, the default, sets no limit and reads no clock (M10).
///   - name: The function's name; by default module, file and line of this call.
///   - clock: What the age of a value is measured on.
///   - onEviction: Called with each entry that is dropped, and why, outside the lock.
///   - function: What to wrap. Its arguments are `Hashable`; to leave some out, use `key:`.
/// - Returns: The function as a value, with `cacheInfo`, `peek`, `invalidate` and `removeAll`.
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
  Function(function, named: name, fileID: fileID, line: line)
    .memoized(capacity: capacity, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}

/// Remembers what a function returns, by a key made of its arguments.
///
/// ```swift
/// let getUser = memoized(capacity: 256, key: { id, _ in id }) { (id: String, database: Database) throws -> User in
///   try database.user(id)
/// }
/// ```
///
/// The arguments need not be `Hashable`, only the key. The other settings are those of the form without `key:`.
///
/// - Parameters:
///   - key: Makes the key; calls with equal keys share a value.
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
  Function(function, named: name, fileID: fileID, line: line)
    .memoized(capacity: capacity, key: key, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}

/// Wraps an asynchronous function so that it remembers what it returned, and runs once for all who ask meanwhile.
///
/// ```swift
/// let getUser = memoized(capacity: 256, named: "get_user") { (id: String) async throws -> User in
///   try await database.user(id)
/// }
/// _ = try await getUser("42")
/// ```
///
/// A hit neither suspends nor hops. On a miss the function runs in a task of the cache's own; who calls with equal
/// arguments meanwhile waits for the same result. Cancellation, recursion and what is thrown are as in
/// ``MemoCache/value(for:_:)``; the settings are those of the synchronous form.
@_disfavoredOverload
@inlinable
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  capacity: Int = 128,
  timeToLive: Duration? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> = ContinuousClock(),
  onEviction: (@Sendable (Arguments<repeat each Argument>, Output, EvictionCause) -> Void)? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .memoized(capacity: capacity, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}

/// Remembers what an asynchronous function returns, by a key made of its arguments.
///
/// ```swift
/// let getUser = memoized(capacity: 256, key: { id, _ in id }) { (id: String, database: Database) async throws -> User in
///   try await database.user(id)
/// }
/// ```
///
/// The arguments need not be `Hashable`, only the key. The other settings are those of the form without `key:`.
///
/// - Parameters:
///   - key: Makes the key; calls with equal keys share a value.
@_disfavoredOverload
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
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .memoized(capacity: capacity, key: key, timeToLive: timeToLive, clock: clock, onEviction: onEviction)
}
