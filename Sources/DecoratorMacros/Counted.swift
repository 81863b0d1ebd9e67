/// Counts the calls of the function by their outcomes.
///
/// ```swift
/// @Counted
/// @Retrying(attempts: 5, on: TimeoutError.self)
/// func push(_ totals: Totals) async throws { … }
/// ```
///
/// It costs less than `@Timed`, which counts too: it reads no clock. Each call adds one to one metric: on return, on a thrown
/// error and on cancellation (L2).
///
/// - Parameters:
///   - name: The name of the function. The default is its type, name and labels (L7). The name is the value of a dimension of
///     the metric.
///   - label: The label of the metric. The default is `function_calls`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Counted(
  named name: String? = nil,
  label: String = "function_calls",
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "CountedMacro")

/// Counts the calls of the function by their outcomes.
///
/// It is the form without settings of ``Counted(named:label:allowing:)``.
@attached(body)
@attached(peer)
public macro Counted() = #externalMacro(module: "DecoratorMacrosPlugin", type: "CountedMacro")
