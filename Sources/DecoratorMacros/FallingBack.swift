/// Returns a substitute when the function's body, with all attributes inside, fails.
///
/// ```swift
/// @FallingBack(on: TimeLimitExceeded.self, CircuitOpenError.self, to: { (error: any Error, id: String) in Page.empty(id) })
/// @TimeLimited(within: .seconds(2))
/// @CircuitBroken(by: Self.breaker)
/// func page(_ id: String) async throws -> Page { … }
/// ```
///
/// Cancellation is never replaced (F1). Put it outside of what should see the failure: `@Retrying`, `@CircuitBroken` and
/// `@Memoized` around it take the substitute for a success.
///
/// - Parameters:
///   - types: The errors to replace: types, protocols (`(any Rejection).self`) and arrays of them (F1).
///   - condition: Returns whether to replace an error of these types.
///   - substitute: What the call returns instead of the error: a value, `Page.empty`, or a closure that takes the error and all
///     parameters and states their types, `{ (error: any Error, id: String) in lastPage(id) }`. It is made only when it is
///     needed, and can throw what the function throws.
///   - logger: The logger for a warning, once per minute and function (F5): a global or static value, or a property of the
///     instance, `\Self.logger`.
///   - didFallBack: Called with each error that was replaced.
///   - name: The function's name; by default type, name and labels (L7).
///   - clock: The clock that spaces the warnings: a global or static value, or a property of the instance, `\Self.clock`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro FallingBack<Substitute, TimeSource>(
  on types: Any...,
  when condition: (@Sendable (any Error) -> Bool)? = nil,
  to substitute: Substitute,
  logger: (any LoggerArgument)? = nil,
  didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "FallingBackMacro")

/// Returns a substitute when the function's body, with all attributes inside, fails with any error: `on: .any`.
///
/// - Parameters:
///   - errors: All errors, except for cancellations. It hides programming errors too.
///   - substitute: What the call returns instead of the error: a value, `Page.empty`, or a closure that takes the error and all
///     parameters and states their types, `{ (error: any Error, id: String) in lastPage(id) }`. It is made only when it is
///     needed, and can throw what the function throws.
///   - logger: The logger for a warning, once per minute and function (F5): a global or static value, or a property of the
///     instance, `\Self.logger`.
///   - didFallBack: Called with each error that was replaced.
///   - name: The function's name; by default type, name and labels (L7).
///   - clock: The clock that spaces the warnings: a global or static value, or a property of the instance, `\Self.clock`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro FallingBack<Substitute, TimeSource>(
  on errors: AllErrors,
  to substitute: Substitute,
  logger: (any LoggerArgument)? = nil,
  didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "FallingBackMacro")
