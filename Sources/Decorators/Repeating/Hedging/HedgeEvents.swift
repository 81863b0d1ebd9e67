/// One of the attempts of a hedged call. The body of `withHedging` receives it.
public struct HedgeAttempt: Sendable {
  /// The number of the attempt, to choose a replica by. The first attempt is 1.
  public let number: Int

  /// What the attempts of this call that ended before threw, in the order in which they ended.
  public let errors: [any Error]
}

/// An extra attempt that starts. The hook `didStart` receives it.
public struct HedgeStart: Sendable {
  /// Why a hedge starts another attempt.
  public enum Reason: String, Sendable, Hashable {
    /// The attempts that run have taken too long.
    case delay
    /// An attempt failed.
    case failure
  }

  /// The name of the function.
  public let name: String
  /// The number of the attempt, 2 or more.
  public let attempt: Int
  /// Why it starts.
  public let reason: Reason
  /// How long ago the first attempt started.
  public let elapsed: Duration
  /// What the attempts that have ended threw, in the order in which they ended.
  public let errors: [any Error]
}

/// The end of a call that made, or was refused, an extra attempt. The hook `didEnd` receives it.
public struct HedgeEnd: Sendable {
  /// The name of the function.
  public let name: String
  /// How many attempts the call made, the first included.
  public let attempts: Int
  /// The attempt whose value the caller gets; nil if the call threw.
  public let winner: Int?
  /// What the attempts threw before the call was decided, in the order in which they ended. If the call threw, its
  /// error is the last one.
  public let errors: [any Error]
  /// Whether the budget refused an extra attempt.
  public let wasRefused: Bool
  /// How long the call took, with the wait for its losers.
  public let elapsed: Duration
}

/// A loser that went on after it was cancelled, so that the caller waited for it. The hook `loserDidOverrun` receives it.
public struct HedgeOverrun: Sendable {
  /// The name of the function.
  public let name: String
  /// The number of the attempt.
  public let attempt: Int
  /// How long it ran after the call was decided, more than 1 ms.
  public let duration: Duration
}
