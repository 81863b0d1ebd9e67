/// Reports arguments that `@Retrying` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Retrying<Judge, Randomness, TimeSource>(
  _ first: Any? = nil,
  times: Int? = nil,
  tries: Int? = nil,
  retries: Int? = nil,
  maxAttempts: Int? = nil,
  maxRetries: Int? = nil,
  max_attempts: Int? = nil,
  max_tries: Int? = nil,
  max_retries: Int? = nil,
  stop: Int? = nil,
  attempts: Int?? = nil,
  delay: Mistaken.Time = 0,
  wait: Mistaken.Time = 0,
  interval: Mistaken.Time = 0,
  backoff: Mistaken.Delays = .none,
  timeout: Mistaken.Time = 0,
  within: Mistaken.Time = 0,
  eachAttempt: Mistaken.Time = 0,
  exceptions: (any Error.Type)? = nil,
  _ other: (any Error.Type)? = nil,
  on: (any Error.Type)? = nil,
  _ another: (any Error.Type)? = nil,
  onResult: Judge? = Optional<Never>.none,
  serverDelays: ServerDelays? = nil,
  generator: Randomness? = Optional<Never>.none,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports settings beside a policy.
@_documentation(visibility: private)
@attached(peer)
public macro Retrying<Policy: RetryPolicyArgument, Judge, Randomness, TimeSource>(
  _ policy: Policy?,
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within: Duration? = nil,
  eachAttempt: Duration? = nil,
  on: (any Error.Type)?...,
  when: (@Sendable (any Error) -> RetryDecision)? = nil,
  onResult: Judge? = Optional<Never>.none,
  idempotent: Bool? = nil,
  serverDelays: ServerDelays? = nil,
  budget: (any RetryBudgetArgument)?? = nil,
  keepingErrors: Int? = nil,
  generator: Randomness? = Optional<Never>.none,
  logger: (any LoggerArgument)?? = nil,
  metrics: RetryMetrics?? = nil,
  willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
  didRecover: (@Sendable (RetryRecovery) -> Void)? = nil,
  didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
  named: String?? = nil,
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Retrying(
  _ policy: Mistaken.Path = Mistaken.path,
  attempts: Int?? = nil,
  on: (any Error.Type)?...,
  budget: Mistaken.Path = Mistaken.path,
  generator: Mistaken.Path = Mistaken.path,
  logger: Mistaken.Path = Mistaken.path,
  clock: Mistaken.Path = Mistaken.path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Retrying` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Retrying(
  allowing: DecoratorHazard? = nil,
  clock: Any = 0,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  generator: Any = 0,
  keepingErrors: Int?? = nil,
  serverDelays: ServerDelays?? = nil,
  idempotent: Bool?? = nil,
  onResult: Any = 0,
  on: Any? = nil,
  exceptions: Any?? = nil,
  eachAttempt: Mistaken.Time = 0,
  within: Mistaken.Time = 0,
  timeout: Mistaken.Time? = nil,
  backoff: Mistaken.Delays = .none,
  interval: Mistaken.Time? = nil,
  wait: Mistaken.Time? = nil,
  delay: Mistaken.Time? = nil,
  attempts: Int??? = nil,
  stop: Int?? = nil,
  max_retries: Int?? = nil,
  max_tries: Int?? = nil,
  max_attempts: Int?? = nil,
  maxRetries: Int?? = nil,
  maxAttempts: Int?? = nil,
  retries: Int?? = nil,
  tries: Int?? = nil,
  times: Int?? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a clock without its type.
@_documentation(visibility: private)
@attached(peer)
public macro Retrying(
  attempts: Int?? = nil,
  backoff: Backoff? = nil,
  within: Duration?? = nil,
  on: Any...,
  named: String?? = nil,
  clock: Mistaken.Clock,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
