/// Remembers what the function returned for its arguments, in a bounded cache declared beside it.
///
/// ```swift
/// @Memoized(capacity: 128) func fib(_ n: Int) -> Int { n < 2 ? n : fib(n - 1) + fib(n - 2) }
/// fib(90)
/// fibCache().cacheInfo      // hits: 88, misses: 91, …
/// fibCache().removeAll()
///
/// final class Users: Sendable {
///   @Memoized(capacity: 256, timeToLive: .seconds(60))
///   func user(_ id: String) async throws -> User { … }   // who asks together shares one query
/// }
/// users.userCache.invalidate("42")
/// ```
///
/// The cache is a ``FunctionCache`` named after the function: for a global or static function a function `fibCache()` beside
/// it, whose parameters are the types of the function's, so that overloads have theirs: `priceCache(item: String.self)`; for
/// an instance method of a class or an actor a property `userCache` of each instance, which does not keep it alive. Where a
/// declaration beside the function is not possible or would do harm, in a struct's or enum's instance method, an extension,
/// generic code, a `Codable` class, a distributed actor, or for the second of two methods of one name, name a cache of your
/// own: ``Memoized(in:ignoring:key:)``.
///
/// A synchronous function runs on the caller, an asynchronous one in a task of the cache's, isolated as it was written;
/// errors are not remembered, and cancellation is as in `MemoCache.value(for:_:)`.
///
/// - Parameters:
///   - capacity: The most values the cache keeps, from 0 to 2,147,483,646; 128 by default.
///   - timeToLive: How long a value is kept, more than zero; by default as long as there is room (M10).
///   - ignored: Parameters that are not part of the key, by their names inside the function.
///   - key: Makes the key instead: a closure that takes all parameters and says their types and its own, `{ (request:
///     Request, trace: Trace) -> String in request.id }`.
///   - onEviction: Called with each entry that leaves the cache, and why; a closure that says its parameters' types.
///   - name: What errors call the cache; by default type, name and labels (L7).
///   - clock: What the age of a value is measured on: a global or static value, or a property of the instance,
///     `\Self.clock`, of the call that comes first.
@attached(body)
@attached(peer, names: suffixed(Cache))
public macro Memoized<KeyMaker, Listener, TimeSource>(
  capacity: Int = 128,
  timeToLive: Duration? = nil,
  ignoring ignored: String...,
  key: KeyMaker = Optional<Never>.none,
  onEviction: Listener = Optional<Never>.none,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock()
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MemoizedMacro")

/// Remembers what the function returned in a cache that you declare.
///
/// ```swift
/// struct Catalogue {
///   let users = MemoCache<String, User>(capacity: 256, timeToLive: .seconds(60))
///   @Memoized(in: \Self.users) func user(_ id: String) async throws -> User { … }
/// }
/// catalogue.users.invalidate("42")
/// ```
///
/// A property of the instance has another name than the function's with `Cache` behind, `userCache`: the attribute may itself
/// declare that name, and a key path to it would be a circular reference.
///
/// - Parameters:
///   - cache: A `MemoCache`, as a global or static value, or as a property of the instance, `\Self.users`. Its key is the
///     function's only parameter, the ``Arguments`` of several, or what `key:` makes.
///   - ignored: Parameters that are not part of the key, by their names inside the function.
///   - key: Makes the key instead: a closure that takes all parameters and says their types.
@attached(body)
@attached(peer, names: suffixed(Cache))
public macro Memoized<Cache, KeyMaker>(
  in cache: Cache,
  ignoring ignored: String...,
  key: KeyMaker = Optional<Never>.none
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MemoizedMacro")
