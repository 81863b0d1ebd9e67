/// What was measured of one call; a closure given as ``TimingSink/call(slowerThan:_:)`` receives it.
public struct TimedCall: Sendable {
  /// The function's name.
  public let name: String

  /// How long the call took on the policy's clock, suspensions included (L3).
  public let duration: Duration

  /// How it ended.
  public let outcome: CallOutcome

  /// What it threw, if it threw.
  public let error: (any Error)?

  /// Where the user's code wrapped the function, or ran it (L9).
  public var location: SourceLocation { site.location }

  let site: CallSite
}
