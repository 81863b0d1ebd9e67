/// Limits the time of each call of an asynchronous function.
///
/// ```swift
/// @TimeLimited(within: .seconds(30))        // the whole call
/// @Retrying(attempts: 3)
/// @TimeLimited(eachAttempt: .seconds(5))    // each attempt
/// func load(_ id: String) async throws -> Page { … }
/// ```
///
/// When the time is over, the body is cancelled, and the call ends when the body has ended. A value that comes late is
/// returned, and a late error becomes a `TimeLimitExceeded` (T4). So the function must be `async throws`, or
/// `async throws(E)` with `orThrow:`. Nothing can stop a synchronous function (T9).
///
/// A `@Retrying` around it gives up when the time of `within:` is over, and tries again after that of `eachAttempt:`.
///
/// - Parameters:
///   - limit: The time of a call, more than zero. Nil is no limit, and costs nothing (T11).
///   - lateResults: What happens to a value that comes late. By default it is returned (T4).
///   - isPropagating: Whether the body can read what is left of the time as `CallDeadline.current`, to send it to a server
///     (T12). The default is false.
///   - metrics: Counts the calls that were too late, and measures by how much.
///   - didOverrun: Called with each call that ended after the limit: with a value or an error, and how late.
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.slow($0) }` (A4). A function
///     that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - clock: The clock that measures: a global or static value, or a property of the instance, `\Self.clock`. The
///     default is `ContinuousClock`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro TimeLimited<TimeSource>(
  within limit: Duration?,
  lateResults: LateResults = .returned,
  propagating isPropagating: Bool = false,
  metrics: TimeLimitMetrics? = nil,
  didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimeLimitedMacro")

/// Limits the time of each attempt of an asynchronous function that is retried.
///
/// ```swift
/// @Retrying(attempts: 3)
/// @TimeLimited(eachAttempt: .seconds(5))
/// func load(_ id: String) async throws -> Page { … }
/// ```
///
/// It differs from ``TimeLimited(within:lateResults:propagating:metrics:didOverrun:orThrow:named:clock:allowing:)`` only in
/// the error: a retry around it tries again after it.
///
/// - Parameters:
///   - limit: The time of an attempt, more than zero. Nil is no limit, and costs nothing (T11).
///   - lateResults: What happens to a value that comes late. By default it is returned (T4).
///   - isPropagating: Whether the body can read what is left of the time as `CallDeadline.current`, to send it to a server
///     (T12). The default is false.
///   - metrics: Counts the calls that were too late, and measures by how much.
///   - didOverrun: Called with each call that ended after the limit: with a value or an error, and how late.
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.slow($0) }` (A4). A function
///     that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - clock: The clock that measures: a global or static value, or a property of the instance, `\Self.clock`. The
///     default is `ContinuousClock`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro TimeLimited<TimeSource>(
  eachAttempt limit: Duration?,
  lateResults: LateResults = .returned,
  propagating isPropagating: Bool = false,
  metrics: TimeLimitMetrics? = nil,
  didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimeLimitedMacro")
