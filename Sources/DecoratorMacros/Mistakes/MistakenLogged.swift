public import Logging

/// Reports arguments that `@Logged` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Logged<TimeSource>(
  _ first: Mistaken.LoggedSetting? = nil,
  args: Mistaken.LoggedSetting = "",
  arguments: Mistaken.Choice = "",
  redacting: String? = nil,
  _ other: String? = nil,
  excluding: String? = nil,
  _ another: String? = nil,
  level: Logger.Level? = nil,
  levels: LogLevels? = nil,
  valueLimit: Int? = nil,
  message: Mistaken.Name = "",
  label: Mistaken.Name = "",
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports settings beside a policy.
@_documentation(visibility: private)
@attached(peer)
public macro Logged<Policy: LoggingPolicyArgument, TimeSource>(
  _ policy: Policy?,
  arguments: ArgumentLogging? = nil,
  level: Logger.Level? = nil,
  levels: LogLevels? = nil,
  logger: (any LoggerArgument)?? = nil,
  result: LoggingPolicy.ResultLogging? = nil,
  errors: LoggingPolicy.ErrorLogging? = nil,
  duration: LoggingPolicy.DurationLogging? = nil,
  valueLimit: Int? = nil,
  callID: (@Sendable () -> String)? = nil,
  named: String?? = nil,
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Logged(
  _ policy: Mistaken.Path = Mistaken.path,
  level: Logger.Level? = nil,
  levels: LogLevels? = nil,
  logger: Mistaken.Path = Mistaken.path,
  clock: Mistaken.Path = Mistaken.path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Logged` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Logged(
  allowing: DecoratorHazard? = nil,
  clock: Any = 0,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  label: Mistaken.Name? = nil,
  message: Mistaken.Name? = nil,
  valueLimit: Int?? = nil,
  duration: LoggingPolicy.DurationLogging?? = nil,
  errors: LoggingPolicy.ErrorLogging?? = nil,
  result: Mistaken.Result = .none,
  levels: LogLevels?? = nil,
  level: Logger.Level?? = nil,
  excluding: String?? = nil,
  redacting: String?? = nil,
  arguments: Mistaken.Arguments = .none,
  args: Mistaken.LoggedSetting? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a clock without its type.
@_documentation(visibility: private)
@attached(peer)
public macro Logged(
  arguments: ArgumentLogging? = nil,
  level: Logger.Level? = nil,
  named: String?? = nil,
  clock: Mistaken.Clock,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
