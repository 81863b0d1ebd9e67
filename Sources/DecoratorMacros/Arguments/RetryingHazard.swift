/// A warning of `@Retrying` that `allowing:` disables: `@Retrying(attempts: 3, allowing: .blockedActor)`.
public struct RetryingHazard: Sendable, Hashable {
  private enum Kind: Sendable, Hashable {
    case blockedActor
    case memoizedInside
  }

  private let kind: Kind

  /// A synchronous function of an actor blocks the actor while it waits between attempts.
  public static let blockedActor = Self(kind: .blockedActor)

  /// `@Retrying` is around `@Memoized`: each attempt looks in the cache, and callers share only one attempt.
  public static let memoizedInside = Self(kind: .memoizedInside)
}
