/// Reports arguments that `@Retrying` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Retrying<First, Judge, Randomness, TimeSource>(
  _ first: First? = Optional<Never>.none,
  times: Int? = nil,
  tries: Int? = nil,
  retries: Int? = nil,
  maxAttempts: Int? = nil,
  maxRetries: Int? = nil,
  max_attempts: Int? = nil,
  stop: Int? = nil,
  attempts: Int?? = nil,
  delay: Mistaken.Time = 0,
  wait: Mistaken.Time = 0,
  interval: Mistaken.Time = 0,
  backoff: Mistaken.Time = 0,
  timeout: Mistaken.Time = 0,
  within: Mistaken.Time = 0,
  exceptions: (any Error.Type)?...,
  on: (any Error.Type)?...,
  onResult: Judge? = Optional<Never>.none,
  serverDelays: ServerDelays? = nil,
  generator: Randomness? = Optional<Never>.none,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Retrying` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Retrying<Judge, Randomness, TimeSource>(
  allowing: DecoratorHazard??...,
  clock: TimeSource?? = Optional<Never>.none,
  named: String?? = nil,
  name: Mistaken.Name? = nil,
  didGiveUp: (@Sendable (RetryGiveUp) -> Void)?? = nil,
  didRecover: (@Sendable (RetryRecovery) -> Void)?? = nil,
  willRetry: (@Sendable (RetryEvent) -> Void)?? = nil,
  logger: (any LoggerArgument)?? = nil,
  generator: Randomness?? = Optional<Never>.none,
  keepingErrors: Int?? = nil,
  serverDelays: ServerDelays?? = nil,
  onResult: Judge?? = Optional<Never>.none,
  when: (@Sendable (any Error) -> RetryDecision)?? = nil,
  on: Any??...,
  exceptions: (any Error.Type)??...,
  within: Duration?? = nil,
  timeout: Mistaken.Time? = nil,
  backoff: Mistaken.Delays = .none,
  interval: Mistaken.Time? = nil,
  wait: Mistaken.Time? = nil,
  delay: Mistaken.Time? = nil,
  attempts: Int??? = nil,
  stop: Int?? = nil,
  max_attempts: Int?? = nil,
  maxRetries: Int?? = nil,
  maxAttempts: Int?? = nil,
  retries: Int?? = nil,
  tries: Int?? = nil,
  times: Int?? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Retrying(
  _ policy: Mistaken.Path = Mistaken.path,
  attempts: Int?? = nil,
  on: (any Error.Type)?...,
  generator: Mistaken.Path = Mistaken.path,
  logger: Mistaken.Path = Mistaken.path,
  clock: Mistaken.Path = Mistaken.path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
