/// Lets calls of the function begin only as fast as a token bucket gives out tokens.
///
/// ```swift
/// struct Search {
///   static let quota = TokenBucket(named: "search", 10, per: .seconds(1), burst: 20)
///
///   @RateLimited(by: Self.quota, waitingAtMost: .seconds(1))
///   func search(_ text: String) async throws -> [Hit] { … }
/// }
/// ```
///
/// If the wait for a token would be longer than `waitingAtMost:`, the call throws a `RateLimitedError` at once. So the function
/// must be `throws`, or `throws(E)` with `orThrow:`. A synchronous function waits by blocking its thread.
///
/// - Parameters:
///   - bucket: The bucket: a global or static value, `Self.bucket`, or a property of the instance, `\Self.bucket`.
///   - cost: How many tokens a call takes, at least 1. The default is 1.
///   - limit: The longest wait, 0 or more. The default, nil, waits as long as it takes; `.zero` never waits.
///   - hints: Whether the errors of the function slow the bucket down (Q9). By default they do not.
///   - logger: The logger for refusals: a global or static value, or a property of the instance, `\Self.logger`.
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.unavailable($0) }` (A4). A
///     function that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro RateLimited<C: Clock<Duration>>(
  by bucket: TokenBucket<C>,
  cost: Int = 1,
  waitingAtMost limit: Duration? = nil,
  hints: RateLimitHints = .ignored,
  logger: (any LoggerArgument)? = nil,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "RateLimitedMacro")

/// Lets calls begin as fast as a token bucket of the instance gives out tokens: `@RateLimited(by: \Self.quota)`.
///
/// - Parameters:
///   - bucket: A property of the instance.
///   - cost: How many tokens a call takes, at least 1. The default is 1.
///   - limit: The longest wait, 0 or more. The default, nil, waits as long as it takes; `.zero` never waits.
///   - hints: Whether the errors of the function slow the bucket down (Q9). By default they do not.
///   - logger: The logger for refusals: a global or static value, or a property of the instance, `\Self.logger`.
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.unavailable($0) }` (A4). A
///     function that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro RateLimited<Instance, C: Clock<Duration>>(
  by bucket: KeyPath<Instance, TokenBucket<C>>,
  cost: Int = 1,
  waitingAtMost limit: Duration? = nil,
  hints: RateLimitHints = .ignored,
  logger: (any LoggerArgument)? = nil,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "RateLimitedMacro")

/// Lets calls begin as fast as a token bucket of the instance that no key path can name gives out tokens: `@RateLimited(by: InstanceProperty("bucket"))`.
///
/// - Parameters:
///   - bucket: A property of the instance.
///   - cost: How many tokens a call takes, at least 1. The default is 1.
///   - limit: The longest wait, 0 or more. The default, nil, waits as long as it takes; `.zero` never waits.
///   - hints: Whether the errors of the function slow the bucket down (Q9). By default they do not.
///   - logger: The logger for refusals: a global or static value, or a property of the instance, `\Self.logger`.
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.unavailable($0) }` (A4). A
///     function that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro RateLimited(
  by bucket: InstanceProperty,
  cost: Int = 1,
  waitingAtMost limit: Duration? = nil,
  hints: RateLimitHints = .ignored,
  logger: (any LoggerArgument)? = nil,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "RateLimitedMacro")
