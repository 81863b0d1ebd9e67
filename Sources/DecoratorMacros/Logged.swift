public import Logging

/// Logs each call of the function: one record before it, one when it ends.
///
/// ```swift
/// struct Accounts {
///   let logger: Logger
///   @Logged(arguments: .only("id"), level: .info, logger: \Self.logger)
///   func delete(id: String, password: String) async throws { … }
/// }
/// ```
///
/// The body becomes that of a call of `withLogging`. By default records show no argument, no result and no error's
/// description, since each may hold a secret. A choice of arguments that is written here is settled when the program is
/// built, so a name that the function does not have does not compile. Closures, packs, isolated parameters and values that
/// are borrowed are never shown; of an `inout` parameter, which has to be named, the value that the call began with.
///
/// - Parameters:
///   - arguments: Which arguments are shown, by their names inside the function; by default none.
///   - level: The level of the records of calls and successes; `.debug` by default. Failures are errors.
///   - levels: The level of each record, in place of `level:`.
///   - logger: The logger, as a global or static value, or as a property of the instance, `\Self.logger`; by default
///     `Logger.current`, fetched for each call.
///   - result: Whether results are shown; by default not.
///   - errors: What is shown of errors; by default the type alone.
///   - duration: Which calls are measured; by default those whose call or success record is due.
///   - valueLimit: How many characters of a value are shown, at least 1; 256 by default.
///   - callID: Makes what tells a call from others.
///   - name: The function's name; by default type, name and labels (L7).
///   - clock: The clock that measures, as a global or static value, or as a property of the instance, `\Self.clock`.
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
  callID: @escaping @Sendable () -> String = LoggingPolicy.randomCallID,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock()
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "LoggedMacro")

/// Logs each call of the function as a policy says.
///
/// ```swift
/// let audit = LoggingPolicy(levels: LogLevels(success: .notice), arguments: .all(redacting: "password"))
/// @Logged(audit) func delete(id: String, password: String) async throws { … }
/// ```
///
/// - Parameters:
///   - policy: What the records show and at which levels, as a global or static value, or as `\Self.audit`.
///   - logger: The logger, as in the form with settings; by default the policy's.
///   - name: The function's name; by default type, name and labels (L7).
///   - clock: The clock that measures, as in the form with settings.
@attached(body)
@attached(peer)
public macro Logged<TimeSource>(
  _ policy: any LoggingPolicyArgument,
  logger: (any LoggerArgument)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock()
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "LoggedMacro")

/// Puts ``Logged(arguments:level:levels:logger:result:errors:duration:valueLimit:callID:named:clock:)`` on every function of
/// the type or extension that has none of its own.
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
/// It is outermost, whatever attributes a function has. Functions of the type's extensions are not its members. No
/// arguments are shown: which are no secret is for each function to say, with a `@Logged` of its own. The attribute stands
/// outside the type, so `Self` is not the type there, and a property is named by ``InstanceProperty``.
@attached(memberAttribute)
public macro LoggedMembers<TimeSource>(
  level: Logger.Level = .debug,
  levels: LogLevels = LogLevels(),
  logger: (any LoggerArgument)? = nil,
  result: LoggingPolicy.ResultLogging = .none,
  errors: LoggingPolicy.ErrorLogging = .type,
  duration: LoggingPolicy.DurationLogging = .whenLogged,
  valueLimit: Int = 256,
  callID: @escaping @Sendable () -> String = LoggingPolicy.randomCallID,
  clock: TimeSource = ContinuousClock()
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "LoggedMembersMacro")

/// Leaves the function out of its type's
/// ``LoggedMembers(level:levels:logger:result:errors:duration:valueLimit:callID:clock:)``.
@attached(peer)
public macro NotLogged() = #externalMacro(module: "DecoratorMacrosPlugin", type: "NotLoggedMacro")
