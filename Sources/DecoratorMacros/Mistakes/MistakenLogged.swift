public import Logging

/// Reports arguments that `@Logged` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Logged<TimeSource>(
  _ first: Mistaken.LoggedSetting? = nil,
  args: Mistaken.LoggedSetting = "",
  arguments: Mistaken.Choice = "",
  redacting: String?...,
  excluding: String?...,
  level: Logger.Level? = nil,
  levels: LogLevels? = nil,
  valueLimit: Int? = nil,
  message: Mistaken.Name = "",
  label: Mistaken.Name = "",
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Logged` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Logged<TimeSource>(
  allowing: DecoratorHazard??...,
  clock: TimeSource?? = Optional<Never>.none,
  named: String?? = nil,
  name: Mistaken.Name? = nil,
  label: Mistaken.Name? = nil,
  message: Mistaken.Name? = nil,
  callID: (@Sendable () -> String)?? = nil,
  valueLimit: Int?? = nil,
  duration: LoggingPolicy.DurationLogging?? = nil,
  errors: LoggingPolicy.ErrorLogging?? = nil,
  result: Mistaken.Result = .none,
  logger: (any LoggerArgument)?? = nil,
  levels: LogLevels?? = nil,
  level: Logger.Level?? = nil,
  excluding: String??...,
  redacting: String??...,
  arguments: Mistaken.Arguments = .none,
  args: Mistaken.LoggedSetting? = nil
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
