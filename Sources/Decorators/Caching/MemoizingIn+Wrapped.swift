extension Callable {
  /// Remembers what the function returns in a cache that exists, by all of its arguments.
  ///
  /// The settings are those of the form that takes a closure last.
  @inlinable
  public func memoized<each Argument: Hashable & Sendable>(
    in cache: MemoCache<Arguments<repeat each Argument>, Output>,
    named name: String? = nil
  ) -> MemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    remembering(in: cache, as: identity.decorated(by: "memoized(in: \(cache.name))", named: name))
  }

  /// Remembers what the function returns in a cache that exists, by its only argument.
  ///
  /// The settings are those of the form that takes a closure last.
  @inlinable
  public func memoized<Argument: Hashable & Sendable>(
    in cache: MemoCache<Argument, Output>,
    named name: String? = nil
  ) -> MemoizedFunction<Argument, Output, Failure>
  where Input == Arguments<Argument>, Output: Sendable {
    remembering(in: cache, key: { $0 }, as: identity.decorated(by: "memoized(in: \(cache.name))", named: name))
  }

  /// Remembers what the function returns in a cache that exists, by a key made of its arguments.
  ///
  /// The settings are those of the form that takes a closure last.
  @inlinable
  public func memoized<each Argument: Sendable, Key: Hashable & Sendable>(
    in cache: MemoCache<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    named name: String? = nil
  ) -> MemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    remembering(in: cache, key: key, as: identity.decorated(by: "memoized(in: \(cache.name))", named: name))
  }
}

extension AsyncCallable {
  /// Remembers what the function returns in a cache that exists, by all of its arguments.
  ///
  /// The settings are those of the form that takes a closure last.
  @inlinable
  public func memoized<each Argument: Hashable & Sendable>(
    in cache: MemoCache<Arguments<repeat each Argument>, Output>,
    named name: String? = nil
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    remembering(in: cache, as: identity.decorated(by: "memoized(in: \(cache.name))", named: name))
  }

  /// Remembers what the function returns in a cache that exists, by its only argument.
  ///
  /// The settings are those of the form that takes a closure last.
  @inlinable
  public func memoized<Argument: Hashable & Sendable>(
    in cache: MemoCache<Argument, Output>,
    named name: String? = nil
  ) -> AsyncMemoizedFunction<Argument, Output, Failure>
  where Input == Arguments<Argument> {
    remembering(in: cache, key: { $0 }, as: identity.decorated(by: "memoized(in: \(cache.name))", named: name))
  }

  /// Remembers what the function returns in a cache that exists, by a key made of its arguments.
  ///
  /// The settings are those of the form that takes a closure last.
  @inlinable
  public func memoized<each Argument: Sendable, Key: Hashable & Sendable>(
    in cache: MemoCache<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    named name: String? = nil
  ) -> AsyncMemoizedFunction<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument> {
    remembering(in: cache, key: key, as: identity.decorated(by: "memoized(in: \(cache.name))", named: name))
  }
}

/// Remembers in a cache that exists what a function that is already wrapped returns, by all of its arguments.
@inlinable
public func memoized<Wrapped: Callable, each Argument: Hashable & Sendable>(
  _ wrapped: Wrapped,
  in cache: MemoCache<Arguments<repeat each Argument>, Wrapped.Output>,
  named name: String? = nil
) -> MemoizedFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument>, Wrapped.Output: Sendable {
  wrapped.memoized(in: cache, named: name)
}

/// Remembers in a cache that exists what a function that is already wrapped returns, by its only argument.
@inlinable
public func memoized<Wrapped: Callable, Argument: Hashable & Sendable>(
  _ wrapped: Wrapped,
  in cache: MemoCache<Argument, Wrapped.Output>,
  named name: String? = nil
) -> MemoizedFunction<Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<Argument>, Wrapped.Output: Sendable {
  wrapped.memoized(in: cache, named: name)
}

/// Remembers in a cache that exists what a function that is already wrapped returns, by a key made of its arguments.
@inlinable
public func memoized<Wrapped: Callable, each Argument: Sendable, Key: Hashable & Sendable>(
  _ wrapped: Wrapped,
  in cache: MemoCache<Key, Wrapped.Output>,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  named name: String? = nil
) -> MemoizedFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument>, Wrapped.Output: Sendable {
  wrapped.memoized(in: cache, key: key, named: name)
}

/// Remembers in a cache that exists what an asynchronous function that is already wrapped returns, by all of its arguments.
@inlinable
public func memoized<Wrapped: AsyncCallable, each Argument: Hashable & Sendable>(
  _ wrapped: Wrapped,
  in cache: MemoCache<Arguments<repeat each Argument>, Wrapped.Output>,
  named name: String? = nil
) -> AsyncMemoizedFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.memoized(in: cache, named: name)
}

/// Remembers in a cache that exists what an asynchronous function that is already wrapped returns, by its only argument.
@inlinable
public func memoized<Wrapped: AsyncCallable, Argument: Hashable & Sendable>(
  _ wrapped: Wrapped,
  in cache: MemoCache<Argument, Wrapped.Output>,
  named name: String? = nil
) -> AsyncMemoizedFunction<Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<Argument> {
  wrapped.memoized(in: cache, named: name)
}

/// Remembers in a cache that exists what an asynchronous function that is already wrapped returns, by a key made of its arguments.
@inlinable
public func memoized<Wrapped: AsyncCallable, each Argument: Sendable, Key: Hashable & Sendable>(
  _ wrapped: Wrapped,
  in cache: MemoCache<Key, Wrapped.Output>,
  key: @escaping @Sendable (repeat each Argument) -> Key,
  named name: String? = nil
) -> AsyncMemoizedFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.memoized(in: cache, key: key, named: name)
}
