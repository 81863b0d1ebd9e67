/// A call that got a substitute, or whose fallback failed too. The hook `didFallBack` receives it.
public struct FallbackEvent: Sendable {
  /// Why a fallback ran, as the metric says it.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// The function failed.
    case failed
    /// A decorator inside refused the call, such as an open circuit. The function did not run.
    case rejected
  }

  /// The name of the function.
  public let name: String
  /// Why the fallback ran.
  public let reason: Reason
  /// What the function threw.
  public let error: any Error
  /// What the fallback threw; nil if the caller got a value.
  public let fallbackError: (any Error)?
}
