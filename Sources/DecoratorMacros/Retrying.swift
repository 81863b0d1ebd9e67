/// Retries the function's body when it fails.
///
/// ```swift
/// @Retrying(attempts: 5, backoff: .exponential(from: .milliseconds(250)), on: TimeoutError.self, ConnectionError.self)
/// func push(name: String, value: Int) async throws { … }
/// ```
///
/// The macro moves the function's body into a call of `withRetry`, which has the same settings and defaults. The
/// function keeps its name, signature and isolation, and `throws(E)` stays `throws(E)`. If the task is cancelled, a
/// wait ends at once and the function throws the last error (R5). A synchronous function waits by blocking its thread.
/// In an actor this produces a warning.
///
/// - Parameters:
///   - attempts: The maximum number of attempts, including the first, at least 1 (R4). The default is 3, or no count if
///     `within:` is given.
///   - backoff: The delays between the attempts. The default is exponential from 100 ms to 30 s with full jitter.
///   - limit: The time limit of the whole call (R6). The default is no limit.
///   - attemptLimit: The time limit of each attempt, more than zero (T7). The function must then be `async throws`, or
///     `async throws(E)` with `orThrow:`. The default is no limit.
///   - types: The errors to retry: types, protocols (`(any Transient).self`) and arrays of them. If none is given, all
///     errors are retried (R14).
///   - classify: Decides whether to retry an error of these types.
///   - isRefused: Returns whether to retry a result: a closure that states the type of its parameter,
///     `{ (response: Response) in response.status == 503 }`. Without it the function must throw.
///   - idempotent: Whether the function may run again although its work may have been done. The default is true. With false,
///     only errors that prove that nothing was done are retried (U9).
///   - serverDelays: What to do about the delays that a server requests. By default up to 60 s are waited (R9).
///   - budget: The budget that is asked before each retry: a global or static value, or a property of the instance,
///     `\Self.budget` (U3).
///   - errorLimit: How many errors of a call are kept for the hooks: the first one and the latest ones. The default is 10.
///   - generator: The random number generator for jitter: a global or static value, or a property of the instance,
///     `\Self.generator`. Each call uses a copy.
///   - logger: The logger for a warning before each wait, for a success after retries and for an error when the call gives
///     up: a global or static value, or a property of the instance, `\Self.logger`, which can be optional.
///   - metrics: The metrics of the function's retries, `RetryMetrics(named: "push")`.
///   - willRetry: Called before each wait.
///   - didRecover: Called once when a call succeeds after at least one retry.
///   - didGiveUp: Called once when a call gives up, with the errors of its attempts.
///   - replacement: Makes an error of a `throws(E)` function of the one that says that an attempt's time was over (A4). Only
///     with `eachAttempt:`.
///   - name: The name of the function in hooks and log lines. The default is its type, name and labels (L7).
///   - clock: The clock for the waits and the limit: a global or static value, or a property of the instance,
///     `\Self.clock`. A synchronous function needs a `BlockingClock`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Retrying<TimeSource, Randomness, Judge>(
  attempts: Int? = nil,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  eachAttempt attemptLimit: Duration? = nil,
  on types: Any...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  onResult isRefused: Judge = Optional<Never>.none,
  idempotent: Bool = true,
  serverDelays: ServerDelays = .accepted(upTo: .seconds(60)),
  budget: (any RetryBudgetArgument)? = nil,
  keepingErrors errorLimit: Int = 10,
  generator: Randomness = SystemRandomNumberGenerator(),
  logger: (any LoggerArgument)? = nil,
  metrics: RetryMetrics? = nil,
  willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
  didRecover: (@Sendable (RetryRecovery) -> Void)? = nil,
  didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "RetryingMacro")

/// Retries the function's body when it fails, at most three times in all, with the default delays.
///
/// It is the form without settings of
/// ``Retrying(attempts:backoff:within:eachAttempt:on:when:onResult:idempotent:serverDelays:budget:keepingErrors:generator:logger:metrics:willRetry:didRecover:didGiveUp:orThrow:named:clock:allowing:)``.
@attached(body)
@attached(peer)
public macro Retrying() = #externalMacro(module: "DecoratorMacrosPlugin", type: "RetryingMacro")

/// Retries the function's body when it fails, with the settings of a policy.
///
/// ```swift
/// let gateway = RetryPolicy(attempts: 5, on: TimeoutError.self)
/// @Retrying(gateway) func push(_ totals: Totals) async throws { … }
/// ```
///
/// - Parameters:
///   - policy: The policy with all settings: a global or static value, or a property of the instance, `\Self.policy`.
///   - isRefused: Returns whether to retry a result, as in the form with settings.
///   - name: The name of the function in hooks and log lines. The default is its type, name and labels (L7).
///   - clock: The clock for the waits and the limit, as in the form with settings.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Retrying<TimeSource, Judge>(
  _ policy: any RetryPolicyArgument,
  onResult isRefused: Judge = Optional<Never>.none,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "RetryingMacro")

/// Retries the function's body when it fails, with the settings of a policy that is a static property of `RetryPolicy`:
/// `@Retrying(.gateway)`.
///
/// - Parameters:
///   - policy: The policy with all settings.
///   - isRefused: Returns whether to retry a result, as in the form with settings.
///   - name: The name of the function in hooks and log lines. The default is its type, name and labels (L7).
///   - clock: The clock for the waits and the limit, as in the form with settings.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Retrying<TimeSource, Judge>(
  _ policy: RetryPolicy,
  onResult isRefused: Judge = Optional<Never>.none,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "RetryingMacro")
