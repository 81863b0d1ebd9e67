/// What `@Retrying` warns of, to say that it is meant: `@Retrying(attempts: 3, allowing: .blockedActor)`.
public struct RetryingHazard: Sendable, Hashable {
  private enum Kind: Sendable, Hashable {
    case blockedActor
    case memoizedInside
  }

  private let kind: Kind

  /// A synchronous function of an actor blocks that actor while it waits between attempts.
  public static let blockedActor = Self(kind: .blockedActor)

  /// `@Retrying` stands around `@Memoized`: each attempt goes through the cache, and callers share one attempt only.
  public static let memoizedInside = Self(kind: .memoizedInside)
}
