/// Caches the function's results by its arguments, in a bounded cache next to the function.
///
/// ```swift
/// @Memoized(capacity: 128) func fib(_ n: Int) -> Int { n < 2 ? n : fib(n - 1) + fib(n - 2) }
/// fib(90)
/// fibCache().cacheInfo      // hits: 88, misses: 91, …
/// fibCache().removeAll()
///
/// final class Users: Sendable {
///   @Memoized(capacity: 256, timeToLive: .seconds(60))
///   func user(_ id: String) async throws -> User { … }   // concurrent calls share one query
/// }
/// users.userCache.remove("42")
/// ```
///
/// The cache is a `FunctionCache` whose name comes from the function:
///
/// - For a global or static function, the macro declares a function such as `fibCache()` next to it. Its arguments are
///   the parameter types of the memoized function, so that each overload has its own cache:
///   `priceCache(item: String.self)`. A mark tells an asynchronous or a variadic overload from others:
///   `priceCache(item: String.self, async: ())`.
/// - A `static` or `class` function of a class that is not `final` has a cache for each class on which it is called,
///   because `Self` differs in subclasses.
/// - For an instance method of a class or an actor, the macro declares a property such as `userCache` in each instance.
///   The cache does not keep the instance alive.
///
/// In some places the macro cannot declare a cache, or a declaration would do harm: for an instance method of a struct
/// or an enum, in an extension, in generic code, in a `Codable` class, in a distributed actor, and for the second of
/// two methods with the same name. Declare a cache yourself there and use ``Memoized(in:ignoring:key:)``.
///
/// A synchronous function runs on the caller. An asynchronous function runs in a task of the cache, with the isolation
/// that it is written with. Errors are not cached. For cancellation see `MemoCache.value(for:_:)`.
///
/// - Parameters:
///   - capacity: The maximum number of values in the cache, from 0 to 2,147,483,646. The default is 128.
///   - timeToLive: The time until a value expires, more than zero. By default values do not expire (M10).
///   - ignored: The parameters that are not part of the key, by their internal names.
///   - key: Computes the key from the arguments: a closure that takes all parameters and states their types and its
///     result type, `{ (request: Request, trace: Trace) -> String in request.id }`.
///   - abandoned: What happens to a load of an asynchronous function when all of its callers are cancelled. The default
///     cancels it (M4). A synchronous function does not take it.
///   - onEviction: Called with each entry that leaves the cache and with the reason: a closure that states the types of
///     its parameters.
///   - name: The name of the cache in errors. The default is the function's type, name and labels (L7).
///   - clock: The clock that measures the age of a value: a global or static value, or a property of the instance,
///     `\Self.clock`. The cache uses the clock of the first call.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer, names: suffixed(Cache))
public macro Memoized<KeyMaker, Listener, TimeSource>(
  capacity: Int = 128,
  timeToLive: Duration? = nil,
  ignoring ignored: String...,
  key: KeyMaker = Optional<Never>.none,
  abandoned: AbandonedLoads = .cancel,
  onEviction: Listener = Optional<Never>.none,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MemoizedMacro")

/// Caches the results of the function in a cache for 128 values next to the function.
///
/// It is the form without settings of
/// ``Memoized(capacity:timeToLive:ignoring:key:abandoned:onEviction:named:clock:allowing:)``.
@attached(body)
@attached(peer, names: suffixed(Cache))
public macro Memoized() = #externalMacro(module: "DecoratorMacrosPlugin", type: "MemoizedMacro")

/// Caches the function's results in a cache that you declare.
///
/// ```swift
/// struct Catalogue {
///   let users = MemoCache<String, User>(capacity: 256, timeToLive: .seconds(60))
///   @Memoized(in: \Self.users) func user(_ id: String) async throws -> User { … }
/// }
/// catalogue.users.remove("42")
/// ```
///
/// Do not name a property of the instance after the function with the suffix `Cache`, such as `userCache`. The
/// attribute may declare that name itself, so a key path to the property would be a circular reference.
///
/// - Parameters:
///   - cache: A `MemoCache`: a global or static value, or a property of the instance, `\Self.users`. Its key is the
///     only parameter of the function, the `Arguments` of several parameters, or the result of `key:`. If a parameter of the
///     key has a property wrapper that hides a secret, create the cache with `redactingKeys: true`.
///   - ignored: The parameters that are not part of the key, by their internal names.
///   - key: Computes the key from the arguments: a closure that takes all parameters and states their types.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer, names: suffixed(Cache))
public macro Memoized<Cache: MemoCacheArgument, KeyMaker>(
  in cache: Cache,
  ignoring ignored: String...,
  key: KeyMaker = Optional<Never>.none,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MemoizedMacro")
