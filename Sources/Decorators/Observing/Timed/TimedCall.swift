/// The measurements of one call. The closure of ``TimingSink/call(slowerThan:_:)`` receives it.
public struct TimedCall: Sendable {
  /// The name of the function.
  public let name: String

  /// How long the call took, measured on the injected clock. Suspensions count (L3).
  public let duration: Duration

  /// How the call ended.
  public let outcome: CallOutcome

  /// The error that the call threw, if any.
  public let error: (any Error)?

  /// Where your code wrapped the function, or ran it (L9).
  public var location: SourceLocation { place.location }

  let place: CallPlace
}
