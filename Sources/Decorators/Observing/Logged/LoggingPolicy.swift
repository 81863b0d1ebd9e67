public import Logging

/// What the records of a logged call show, and at which levels.
///
/// ```swift
/// let audit = LoggingPolicy(levels: LogLevels(success: .info), arguments: .only("id"))
///
/// func delete(_ id: String) async throws {
///   try await withLogging(audit, named: "delete_user", arguments: ["id": id]) { try await database.delete(id) }
/// }
/// let remove = decorated(by: audit.with(argumentNames: ["id"]), named: "delete_user") { (id: String) async throws in
///   try await database.delete(id)
/// }
/// ```
///
/// A call writes two records, one before it and one when it ends, with this metadata:
///
/// | key | record | value |
/// |---|---|---|
/// | `call.function` | both | the function's name |
/// | `call.id` | both | an identifier of this call |
/// | `call.arguments` | call, else result | those that ``ArgumentLogging`` chose, by name |
/// | `call.outcome` | result | `success`, `failure`, `rejected` or `cancelled` |
/// | `call.duration.seconds` | result | how long the call took, if it was measured |
/// | `call.result` | success | the value, if asked for |
/// | `call.error.type` | failure, rejected, cancelled | the error's type |
/// | `call.error.description` | failure, rejected, cancelled | its description, if asked for |
///
/// A key of a record wins over the same key in the logger's own metadata (L10). Control characters in names and values
/// are escaped (L11).
///
/// By default records show no argument, no result and no error's description, since each may hold a secret.
/// It is a ``CallObserver``. Many functions can share a policy.
///
/// While the levels of call and success records are off, a call that returns costs one look at the logger's level: nothing
/// is formatted or allocated, and no clock is read unless ``DurationLogging/always`` asks for it.
public struct LoggingPolicy: Sendable {
  /// Whether the result of a call is logged.
  public enum ResultLogging: Sendable, Hashable {
    /// The result is not logged.
    case none
    /// The description of the result is logged.
    case value
  }

  /// Which part of an error is logged.
  public enum ErrorLogging: Sendable, Hashable {
    /// Its type alone.
    case type
    /// Its type and its description.
    case description
  }

  /// Which calls are measured.
  public enum DurationLogging: Sendable, Hashable {
    /// Calls that write a call or success record. If both are off, no clock is read and the record of a failure has no
    /// duration.
    case whenLogged
    /// Every call, at the cost of two readings of the clock.
    case always
  }

  /// The policy of a call without its own policy: `Logger.current`, default levels, and nothing shown that may be a
  /// secret.
  public static let `default` = LoggingPolicy()

  /// The logger; `nil` stands for `Logger.current` at each call.
  public private(set) var logger: Logger?
  /// The level of each record.
  public let levels: LogLevels
  /// Which arguments are shown.
  public let arguments: ArgumentLogging
  /// Whether results are shown.
  public let result: ResultLogging
  /// What is shown of errors.
  public let errors: ErrorLogging
  /// Which calls are measured.
  public let duration: DurationLogging
  /// How many bytes of UTF-8 of a value are shown.
  public let valueLimit: Int
  /// The names of a wrapped function's arguments, in order. If empty, arguments are named by position.
  public private(set) var argumentNames: [String] = []

  private(set) var clock: DecoratorClock
  /// Makes what tells a call from others; `nil` for random digits.
  let callID: (@Sendable () -> String)?
  @usableFromInline let levelOfReturningCall: Logger.Level?

  /// Makes a policy.
  ///
  /// - Parameters:
  ///   - logger: The logger; by default `Logger.current`, fetched for each call. Where none is bound, that is the
  ///     fallback of swift-log with an empty label, which writes to the backend that `LoggingSystem` had when the
  ///     fallback was first used.
  ///   - levels: The level of each record; by default `.debug`, `.error` for failures and `.warning` for rejections.
  ///   - arguments: Which arguments are shown; by default none.
  ///   - result: Whether results are shown; by default not.
  ///   - errors: What is shown of errors; by default the type alone.
  ///   - duration: Which calls are measured; by default those whose call or success record is due.
  ///   - valueLimit: How many bytes of UTF-8 of an argument, a result or an error's description are shown, at least 1;
  ///     256 by default. A longer text is cut before the character that does not fit, and ends in `…`.
  ///   - callID: Creates the identifier of a call. It runs only if a record is written. The default is 16 random
  ///     hexadecimal digits.
  ///   - clock: The clock that measures; by default the `ContinuousClock`.
  public init(
    logger: Logger? = nil,
    levels: LogLevels = LogLevels(),
    arguments: ArgumentLogging = .none,
    result: ResultLogging = .none,
    errors: ErrorLogging = .type,
    duration: DurationLogging = .whenLogged,
    valueLimit: Int = 256,
    callID: (@Sendable () -> String)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    require(valueLimit >= 1, "A logging policy's valueLimit must be at least 1 byte, not \(valueLimit).")
    self.logger = logger
    self.levels = levels
    self.arguments = arguments
    self.result = result
    self.errors = errors
    self.duration = duration
    self.valueLimit = valueLimit
    self.clock = DecoratorClock(clock)
    self.callID = callID
    levelOfReturningCall = levels.ofReturningCall
  }

  /// 64 random bits as 16 hexadecimal digits.
  static func randomCallID() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Whether a call that returns leaves no trace, and so needs neither a clock nor a record.
  @inlinable @inline(__always)
  func ignoresReturningCalls(on callLogger: Logger?) -> Bool {
    guard duration == .whenLogged else { return false }
    guard let levelOfReturningCall else { return true }
    if let callLogger { return callLogger.logLevel > levelOfReturningCall }
    if let logger { return logger.logLevel > levelOfReturningCall }
    return Logger.current.logLevel > levelOfReturningCall
  }

  /// The same, out of line: ``withLogging(_:logger:named:clock:arguments:fileID:function:line:_:)`` stands in many callers,
  /// where its code counts more than two nanoseconds.
  @usableFromInline @inline(never)
  func ignoresReturningCallsOutOfLine(on callLogger: Logger?) -> Bool { ignoresReturningCalls(on: callLogger) }

  /// The same policy for a function whose arguments have these names.
  ///
  /// ```swift
  /// let policy = LoggingPolicy(arguments: .all(redacting: "password"))
  /// let signIn = AsyncFunction(signIn).decorated(by: policy.with(argumentNames: ["user", "password"]))
  /// ```
  ///
  /// Without names, the arguments of a wrapped function are named by their positions, `"0"`, `"1"` …. If the count
  /// differs from that of the function, a name is there twice, or the policy chooses a missing argument, the program
  /// stops where the function is wrapped.
  ///
  /// - Parameter names: The names of all arguments, in order.
  public func with(argumentNames names: [String]) -> Self {
    var copy = self
    copy.argumentNames = names
    return copy
  }

  /// The same policy with another logger.
  ///
  /// ```swift
  /// let fetch = AsyncFunction(fetchUser).decorated(by: audit.with(logger: logger), named: "fetch_user")
  /// ```
  ///
  /// - Parameter logger: The logger.
  public func with(logger: Logger) -> Self {
    var copy = self
    copy.logger = logger
    return copy
  }

  /// The same policy on another clock.
  ///
  /// - Parameter clock: The clock that measures.
  public func with(clock: any Clock<Duration>) -> Self {
    var copy = self
    copy.clock = DecoratorClock(clock)
    return copy
  }
}

// MARK: The decorator

extension LoggingPolicy: CallObserver {
  /// The state of a logged call; empty if no call or success record is written.
  @frozen
  public struct Span {
    @usableFromInline let call: LoggedCall?

    @inlinable @inline(__always)
    init(call: LoggedCall?) { self.call = call }
  }

  @inlinable @inline(__always)
  public func begin<Input>(_ input: Input, at site: CallSite) -> Span {
    if ignoresReturningCalls(on: nil) { return Span(call: nil) }
    return Span(call: begun(input, at: site))
  }

  @inlinable @inline(__always)
  public func end<Input, Output>(
    _ span: consuming Span,
    of input: Input,
    returning output: Output,
    at site: CallSite
  ) {
    if let call = span.call { end(call, of: input, returning: output) }
  }

  @usableFromInline @inline(never)
  func begun<Input>(_ input: Input, at site: CallSite) -> LoggedCall {
    begun(on: nil, logger: nil, at: site) { LoggedArguments(input, names: argumentNames) }
  }

  @usableFromInline @inline(never)
  func end<Input, Output>(_ call: LoggedCall, of input: Input, returning output: Output) {
    call.end(returning: output) { LoggedArguments(input, names: argumentNames) }
  }

  @inline(never)
  public func end<Input>(
    _ span: consuming Span,
    of input: Input,
    throwing error: any Error,
    at site: CallSite
  ) {
    end(span.call, throwing: error, logger: nil, at: site) { LoggedArguments(input, names: argumentNames) }
  }
}

// MARK: One call, with its logger and its arguments

extension LoggingPolicy {
  @usableFromInline @inline(never)
  func begun(
    on clock: (any Clock<Duration>)?,
    logger: Logger?,
    at site: CallSite,
    _ arguments: () -> LoggedArguments
  ) -> LoggedCall {
    let call = LoggedCall(self, logger: logger, at: site)
    call.begin(on: self.clock.replaced(by: clock), arguments)
    return call
  }

  @usableFromInline @inline(never)
  func end(
    _ call: LoggedCall?,
    throwing error: any Error,
    logger: Logger?,
    at site: CallSite,
    _ arguments: () -> LoggedArguments
  ) {
    (call ?? LoggedCall(self, logger: logger, at: site)).end(throwing: error, arguments)
  }
}

extension LoggingPolicy {
  public var traits: DecoratorTraits { DecoratorTraits(.logged) }
}

extension LoggingPolicy: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `logged(levels: call debug, success debug, failure error, …)`.
  public var description: String {
    var settings: [String] = []
    if let logger { settings.append("logger: \(logger.label)") }
    settings.append("levels: \(levels)")
    if !arguments.isNone { settings.append("arguments: \(arguments)") }
    if !argumentNames.isEmpty { settings.append("argumentNames: " + argumentNames.joined(separator: ", ")) }
    if result != .none { settings.append("result: \(result)") }
    if errors != .type { settings.append("errors: \(errors)") }
    if duration != .whenLogged { settings.append("duration: \(duration)") }
    settings.append("valueLimit: \(valueLimit)")
    if callID != nil { settings.append("callID: a closure") }
    return "logged(\((settings + clock.setting).joined(separator: ", ")))"
  }
}
