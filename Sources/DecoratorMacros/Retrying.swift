/// Repeats the function's body while it fails.
///
/// ```swift
/// @Retrying(attempts: 5, backoff: .exponential(from: .milliseconds(250)), on: TimeoutError.self, ConnectionError.self)
/// func push(name: String, value: Int) async throws { … }
/// ```
///
/// The body becomes that of a call of `withRetry`, whose settings and defaults these are. Name, signature and isolation stay
/// the function's own, and `throws(E)` stays `throws(E)`. On cancellation a wait ends at once and the last error comes back
/// (R5). A synchronous function waits by blocking its thread: in an actor that is warned of.
///
/// - Parameters:
///   - attempts: How many calls are made in total, at least 1 (R4); 3 by default.
///   - backoff: The delays between them; by default exponential from 100 ms to 30 s with full jitter.
///   - limit: How long the whole call may take (R6); no limit by default.
///   - types: The errors that are retried. None means all (R14).
///   - classify: Decides about each error of those types.
///   - isRefused: Whether a result is worth a retry: a closure that says its parameter's type, `{ (response: Response) in
///     response.status == 503 }`. Without it the function must throw.
///   - serverDelays: How far delays are followed that a server asks for (R9).
///   - generator: Where jitter comes from, as a global or static value, or as a property of the instance,
///     `\Self.generator`. Each call takes a copy.
///   - logger: Gets a warning before each wait and an error when the call gives up: a value or `\Self.logger`.
///   - willRetry: Called before each wait.
///   - didGiveUp: Called once when a call gives up, with what every attempt threw.
///   - name: What hooks and log lines call the function; by default type, name and labels (L7).
///   - clock: What waits and the limit are measured on: a global or static value, or `\Self.clock`. A synchronous function
///     needs a `BlockingClock`.
///   - hazards: What is not to be warned of.
@attached(body)
@attached(peer)
public macro Retrying<TimeSource, Randomness, Judge>(
  attempts: Int = 3,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  onResult isRefused: Judge = Optional<Never>.none,
  serverDelays: ServerDelays = .capped(at: .seconds(60)),
  generator: Randomness = SystemRandomNumberGenerator(),
  logger: (any LoggerArgument)? = nil,
  willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
  didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: RetryingHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "RetryingMacro")

/// Repeats the function's body while a policy retries what it throws.
///
/// ```swift
/// let gateway = RetryPolicy(attempts: 5, on: TimeoutError.self)
/// @Retrying(gateway) func push(_ totals: Totals) async throws { … }
/// ```
///
/// - Parameters:
///   - policy: All settings, as a global or static value, or as a property of the instance, `\Self.policy`.
///   - isRefused: Whether a result is worth a retry, as in the form with settings.
///   - name: What hooks and log lines call the function; by default type, name and labels (L7).
///   - clock: What waits and the limit are measured on, as in the form with settings.
///   - hazards: What is not to be warned of.
@attached(body)
@attached(peer)
public macro Retrying<TimeSource, Judge>(
  _ policy: any RetryPolicyArgument,
  onResult isRefused: Judge = Optional<Never>.none,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: RetryingHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "RetryingMacro")
