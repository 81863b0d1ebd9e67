/// Remembers in a cache that exists what a function that exists returns, by all of its arguments:
/// `memoized(fetchUser, in: users)`.
///
/// The settings are those of the form that takes a closure last.
@inlinable
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  in cache: MemoCache<Arguments<repeat each Argument>, Output>,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> MemoizedFunction<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line).memoized(in: cache)
}

/// Remembers in a cache that exists what a function that exists returns, by its only argument:
/// `memoized(fetchUser, in: users)`.
///
/// The settings are those of the form that takes a closure last.
@inlinable
public func memoized<Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (Argument) throws(Failure) -> Output,
  in cache: MemoCache<Argument, Output>,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> MemoizedFunction<Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line).memoized(in: cache)
}

/// Remembers in a cache that exists what a function that exists returns, by a key:
/// `memoized(fetchUser, in: users, key: { id, _ in id })`.
///
/// The settings are those of the form that takes a closure last.
@inlinable
public func memoized<each Argument: Sendable, Key: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  in cache: MemoCache<Key, Output>,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> MemoizedFunction<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line).memoized(in: cache, key: key)
}

/// Remembers in a cache that exists what an asynchronous function that exists returns, by all of its arguments:
/// `memoized(fetchUser, in: users)`.
///
/// The settings are those of the form that takes a closure last.
@_disfavoredOverload
@inlinable
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  in cache: MemoCache<Arguments<repeat each Argument>, Output>,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line).memoized(in: cache)
}

/// Remembers in a cache that exists what an asynchronous function that exists returns, by its only argument:
/// `memoized(fetchUser, in: users)`.
///
/// The settings are those of the form that takes a closure last.
@_disfavoredOverload
@inlinable
public func memoized<Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (Argument) async throws(Failure) -> Output,
  in cache: MemoCache<Argument, Output>,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> AsyncMemoizedFunction<Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line).memoized(in: cache)
}

/// Remembers in a cache that exists what an asynchronous function that exists returns, by a key:
/// `memoized(fetchUser, in: users, key: { id, _ in id })`.
///
/// The settings are those of the form that takes a closure last.
@_disfavoredOverload
@inlinable
public func memoized<each Argument: Sendable, Key: Hashable & Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  in cache: MemoCache<Key, Output>,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line).memoized(in: cache, key: key)
}
