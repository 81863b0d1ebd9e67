/// Starts another attempt of a call that is slow, and takes the first value.
///
/// ```swift
/// @Hedged(after: .milliseconds(50))
/// func page(_ id: String) async throws -> Page { try await replicas.page(id) }
/// ```
///
/// Only for what is safe to run twice (H1): the body runs in tasks, several of them at once, and captures only `Sendable`
/// values, as that of an asynchronous `@Memoized` does. The function must be `async throws`.
///
/// - Parameters:
///   - delay: How long an attempt runs before the next one starts.
///   - attempts: The maximum number of attempts, including the first, at least 2. The default is 2.
///   - budget: The budget that is asked before each further attempt: a global or static value, or a property of the instance,
///     `\Self.budget` (H7).
///   - name: The function's name; by default type, name and labels (L7).
///   - clock: The clock that measures: a global or static value, or a property of the instance, `\Self.clock`. The
///     default is `ContinuousClock`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Hedged<TimeSource>(
  after delay: Duration,
  attempts: Int = 2,
  budget: (any RetryBudgetArgument)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "HedgedMacro")
