/// Starts another attempt of a call that is slow, and takes the first value.
///
/// ```swift
/// @Hedged(after: .milliseconds(50))
/// func page(_ id: String) async throws -> Page { try await replicas.page(id) }
/// ```
///
/// Only for what is safe to run twice (H1): the body runs in tasks, several of them at once, and captures only `Sendable`
/// values, as that of an asynchronous `@Memoized` does. The function must be asynchronous. The function keeps its type of
/// errors.
///
/// - Parameters:
///   - delay: How long an attempt runs before the next one starts, `.milliseconds(50)`, or `.percentile(0.95)` of the measured
///     times.
///   - attempts: The maximum number of attempts, including the first, at least 2. The default is 2.
///   - types: The errors after which the next attempt starts at once: types, protocols and arrays of them. If none is given, all
///     errors are (H3). Any other error ends the call.
///   - classify: Decides whether an error of these types is one.
///   - budget: The budget that is asked before each further attempt: a global or static value, or a property of the instance,
///     `\Self.budget` (H7).
///   - logger: The logger for a line about each further attempt: a global or static value, or a property of the instance.
///   - didStart: Called when a further attempt starts.
///   - didEnd: Called when an attempt ends.
///   - loserDidOverrun: Called when an attempt that was cancelled delayed the winner (H4).
///   - discard: Called with the value of a loser, so that it can be closed.
///   - name: The function's name; by default type, name and labels (L7).
///   - clock: The clock that measures: a global or static value, or a property of the instance, `\Self.clock`. The
///     default is `ContinuousClock`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Hedged<TimeSource>(
  after delay: HedgeDelay,
  attempts: Int = 2,
  on types: Any...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  budget: (any RetryBudgetArgument)? = nil,
  logger: (any LoggerArgument)? = nil,
  didStart: (@Sendable (HedgeStart) -> Void)? = nil,
  didEnd: (@Sendable (HedgeEnd) -> Void)? = nil,
  loserDidOverrun: (@Sendable (HedgeOverrun) -> Void)? = nil,
  discarding discard: (@Sendable (any Sendable) async -> Void)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "HedgedMacro")
