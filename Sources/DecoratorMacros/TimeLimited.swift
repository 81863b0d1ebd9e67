/// Limits the time of each call of an asynchronous function.
///
/// ```swift
/// @TimeLimited(within: .seconds(30))                              // the whole call
/// @Retrying(attempts: 3, on: TimeLimitExceeded.self)
/// @TimeLimited(within: .seconds(5))                               // each attempt
/// func load(_ id: String) async throws -> Page { … }
/// ```
///
/// When the time is over, the body's task is cancelled, and the call ends when the body has ended. A value that comes late is
/// returned, and a late error becomes a `TimeLimitExceeded` (T4). So the function must be `async throws`, or
/// `async throws(E)` with `orThrow:`. Nothing can stop a synchronous function (T9).
///
/// Inside `@Retrying` the limit is that of an attempt, outside that of the whole call. A function can have both.
///
/// - Parameters:
///   - limit: The time of a call, more than zero. Nil is no limit, and costs nothing (T11).
///   - lateResults: What happens to a value that comes late. By default it is returned.
///   - isPropagating: Whether the body can read what is left of the time, to send it to a server (T12). The default is
///     false.
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
  lateResults: TimeLimit.LateResults = .returned,
  propagating isPropagating: Bool = false,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimeLimitedMacro")
