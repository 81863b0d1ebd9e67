/// Stands for all errors, where a fallback must say which ones it answers.
///
/// ```swift
/// let rates = AsyncFunction(fetchRates).fallingBack(on: .any, to: { _, day in Rates.approximate(day) })
/// ```
public struct AllErrors: Sendable {
  /// All errors.
  public static var any: Self { Self() }
}
