public import Logging

/// Logs each call of the function: one record before the call and one when it ends.
///
/// ```swift
/// struct Accounts {
///   let logger: Logger
///   @Logged(arguments: .only("id"), level: .info, logger: \Self.logger)
///   func delete(id: String, password: String) async throws { … }
/// }
/// ```
///
/// The macro moves the function's body into a call of `withLogging`. By default the records show no arguments, no
/// results and no error descriptions, because they may contain secrets. The compiler checks the argument names that are
/// written here: a name that the function does not have is an error. Closures, parameter packs, isolated parameters,
/// and `borrowing` or `consuming` parameters are never logged. An `inout` parameter is logged only if it is named, with
/// its value before the call. A parameter with a property wrapper is logged as `<redacted>`.
///
/// - Parameters:
///   - arguments: The arguments to show, by their internal names. The default is none.
///   - level: The level of the call and success records. The default is `.debug`. Failure records have the level
///     `.error`, and those of rejected calls `.warning`.
///   - levels: The level of each record. Use it instead of `level:`.
///   - logger: The logger: a global or static value, or a property of the instance, `\Self.logger`. The default,
///     and the value of an optional property that is nil, is `Logger.current`, which each call reads.
///   - result: Whether to show results. The default is not to show them.
///   - errors: The part of an error to show. The default is only its type.
///   - duration: The calls to measure. The default is the calls that write a call or success record.
///   - valueLimit: The maximum size of a value in bytes of UTF-8, at least 1. The default is 256.
///   - callID: Creates the identifier of a call.
///   - name: The name of the function. The default is its type, name and labels (L7).
///   - clock: The clock that measures: a global or static value, or a property of the instance, `\Self.clock`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Logged<TimeSource>(
  arguments: ArgumentLogging = .none,
  level: Logger.Level = .debug,
  levels: LogLevels = LogLevels(),
  logger: (any LoggerArgument)? = nil,
  result: LoggingPolicy.ResultLogging = .none,
  errors: LoggingPolicy.ErrorLogging = .type,
  duration: LoggingPolicy.DurationLogging = .whenLogged,
  valueLimit: Int = 256,
  callID: (@Sendable () -> String)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "LoggedMacro")

/// Logs each call of the function, with the default settings.
///
/// It is the form without settings of
/// ``Logged(arguments:level:levels:logger:result:errors:duration:valueLimit:callID:named:clock:allowing:)``.
@attached(body)
@attached(peer)
public macro Logged() = #externalMacro(module: "DecoratorMacrosPlugin", type: "LoggedMacro")

/// Logs each call of the function, with the settings of a policy.
///
/// ```swift
/// let audit = LoggingPolicy(levels: LogLevels(success: .notice), arguments: .all(redacting: "password"))
/// @Logged(audit) func delete(id: String, password: String) async throws { … }
/// ```
///
/// - Parameters:
///   - policy: The policy with the contents and levels of the records: a global or static value, or a property of the
///     instance, `\Self.audit`.
///   - logger: The logger, as in the form with settings. The default is the logger of the policy.
///   - name: The name of the function. The default is its type, name and labels (L7).
///   - clock: The clock that measures, as in the form with settings.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Logged<TimeSource>(
  _ policy: any LoggingPolicyArgument,
  logger: (any LoggerArgument)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "LoggedMacro")

/// Logs each call of the function, with the settings of a policy that is a static property of `LoggingPolicy`:
/// `@Logged(.audit)`.
///
/// - Parameters:
///   - policy: The policy with the contents and levels of the records.
///   - logger: The logger, as in the form with settings. The default is the logger of the policy.
///   - name: The name of the function. The default is its type, name and labels (L7).
///   - clock: The clock that measures, as in the form with settings.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Logged<TimeSource>(
  _ policy: LoggingPolicy,
  logger: (any LoggerArgument)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "LoggedMacro")

/// Adds ``Logged(arguments:level:levels:logger:result:errors:duration:valueLimit:callID:named:clock:allowing:)`` to every
/// function of the type or extension that does not have its own `@Logged`.
///
/// ```swift
/// @LoggedMembers(level: .info, logger: InstanceProperty("logger"))
/// struct Accounts {
///   let logger: Logger
///   func delete(id: String) async throws { … }
///   @NotLogged func checksum() -> Int { … }
/// }
/// ```
///
/// The added attribute is outermost. The macro does not add it to functions in extensions of the type. The records show
/// no arguments, because they may contain secrets. To show arguments of a function, use `@Logged` on that function. The
/// arguments of this attribute are resolved outside the type, so `Self` is not the type there. Name a property of the
/// instance with ``InstanceProperty``. `allowing:` disables errors and warnings for all functions.
@attached(memberAttribute)
public macro LoggedMembers<TimeSource>(
  level: Logger.Level = .debug,
  levels: LogLevels = LogLevels(),
  logger: (any LoggerArgument)? = nil,
  result: LoggingPolicy.ResultLogging = .none,
  errors: LoggingPolicy.ErrorLogging = .type,
  duration: LoggingPolicy.DurationLogging = .whenLogged,
  valueLimit: Int = 256,
  callID: (@Sendable () -> String)? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "LoggedMembersMacro")

/// Excludes the function from the
/// ``LoggedMembers(level:levels:logger:result:errors:duration:valueLimit:callID:clock:allowing:)`` of its type.
@attached(peer)
public macro NotLogged() = #externalMacro(module: "DecoratorMacrosPlugin", type: "NotLoggedMacro")
