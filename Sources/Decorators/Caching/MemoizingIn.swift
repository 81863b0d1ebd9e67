/// Wraps a function so that it remembers what it returned in a cache that exists, by all of its arguments.
///
/// ```swift
/// let prices = MemoCache<Arguments<String, Int>, Double>(capacity: 256, named: "prices")
/// let price = memoized(in: prices) { (item: String, count: Int) in list[item, default: 0] * Double(count) }
/// prices.insert(9.5, for: Arguments("tea", 2))  // price("tea", 2) is 9.5 now
/// ```
///
/// Who asks the cache itself, or through another function in it, finds the same values, counts and loads in flight (M4).
/// Capacity, time to live and listener are the cache's.
///
/// - Parameters:
///   - cache: Where the values are kept.
///   - name: The function's name; by default module, file and line of this call.
///   - function: What to wrap. Its arguments are `Hashable`; to leave some out, use `key:`.
/// - Returns: The function as a value, with the `cacheInfo`, `peek`, `invalidate` and `removeAll` of the cache.
@inlinable
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  in cache: MemoCache<Arguments<repeat each Argument>, Output>,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> MemoizedFunction<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line).memoized(in: cache)
}

/// Wraps a function of one argument so that it remembers what it returned in a cache that exists, by that argument.
///
/// ```swift
/// let slugs = MemoCache<String, String>(capacity: 256, named: "slugs")
/// let slug = memoized(in: slugs) { (title: String) in title.lowercased() }
/// ```
///
/// Otherwise as the form whose cache is of ``Arguments``.
@inlinable
public func memoized<Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  in cache: MemoCache<Argument, Output>,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (Argument) throws(Failure) -> Output
) -> MemoizedFunction<Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line).memoized(in: cache)
}

/// Wraps a function so that it remembers what it returned in a cache that exists, by a key made of its arguments.
///
/// - Parameters:
///   - cache: Where the values are kept.
///   - key: Makes the key; calls with equal keys share a value. The arguments need not be `Hashable`.
///   - name: The function's name; by default module, file and line of this call.
///   - function: What to wrap.
@inlinable
public func memoized<each Argument: Sendable, Key: Hashable & Sendable, Output: Sendable, Failure: Error>(
  in cache: MemoCache<Key, Output>,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> MemoizedFunction<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line).memoized(in: cache, key: key)
}

/// Wraps an asynchronous function so that it remembers what it returned in a cache that exists, by all of its arguments.
///
/// The settings are those of the synchronous form; a miss is as in ``MemoCache/value(for:_:)``.
@_disfavoredOverload
@inlinable
public func memoized<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  in cache: MemoCache<Arguments<repeat each Argument>, Output>,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line).memoized(in: cache)
}

/// Wraps an asynchronous function of one argument so that it remembers what it returned in a cache that exists.
///
/// ```swift
/// let users = MemoCache<String, User>(capacity: 256, named: "users")
/// let getUser = memoized(in: users) { (id: String) async throws -> User in try await database.user(id) }
/// let user = try await getUser("42")
/// let same = try await users.value(for: "42") { try await database.user("42") }  // a hit
/// ```
///
/// The settings are those of the synchronous form; a miss is as in ``MemoCache/value(for:_:)``.
@_disfavoredOverload
@inlinable
public func memoized<Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  in cache: MemoCache<Argument, Output>,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (Argument) async throws(Failure) -> Output
) -> AsyncMemoizedFunction<Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line).memoized(in: cache)
}

/// Wraps an asynchronous function so that it remembers what it returned in a cache that exists, by a key.
///
/// ```swift
/// let getUser = memoized(in: users, key: { id, _ in id }) { (id: String, trace: Trace) async throws -> User in
///   try await database.user(id, trace)
/// }
/// ```
///
/// The settings are those of the synchronous form; a miss is as in ``MemoCache/value(for:_:)``.
@_disfavoredOverload
@inlinable
public func memoized<each Argument: Sendable, Key: Hashable & Sendable, Output: Sendable, Failure: Error>(
  in cache: MemoCache<Key, Output>,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line).memoized(in: cache, key: key)
}
