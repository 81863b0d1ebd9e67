/// An error or a warning of an attribute that `allowing:` disables: `@Retrying(attempts: 3, allowing: .blockedActor)`.
///
/// One attribute of a function speaks for all of them.
public struct DecoratorHazard: Sendable, Hashable {
  private enum Kind: Sendable, Hashable {
    case blockedActor
    case inside(String)
    case otherErrors
    case attribute(String)
  }

  private let kind: Kind

  /// A synchronous `@Retrying` in an actor blocks the actor while it waits between attempts.
  public static let blockedActor = Self(kind: .blockedActor)

  /// `@Memoized` is inside `@Retrying`, each attempt of which looks in the cache, or inside `@Hedged`, whose attempts wait for
  /// the same load.
  public static let memoizedInside = Self(kind: .inside("memoized"))

  /// `@Retrying` is inside `@Bulkheaded`, which keeps its place during the waits, inside `@RateLimited`, which takes one token for all
  /// attempts, or inside `@Hedged`, whose attempts then multiply.
  public static let retryingInside = Self(kind: .inside("retrying"))

  /// `@FallingBack` is inside `@Retrying` or `@CircuitBroken`, which take the substitute for a success, or inside `@Memoized`, which
  /// keeps it.
  public static let fallingBackInside = Self(kind: .inside("fallingBack"))

  /// `@Hedged` is inside `@CircuitBroken`, which does not see its attempts, or inside `@Retrying` without a budget.
  public static let hedgedInside = Self(kind: .inside("hedged"))

  /// `@Coalesced` is inside `@Hedged`, whose attempts wait for the same call.
  public static let coalescedInside = Self(kind: .inside("coalesced"))

  /// `@TimeLimited(within:)` is inside `@Retrying`, which gives up when its time is over.
  public static let timeLimitedInside = Self(kind: .inside("timeLimited"))

  /// `@Bulkheaded` is inside the limit of an attempt, which counts the wait for a place.
  public static let bulkheadedInside = Self(kind: .inside("bulkheaded"))

  /// `@CircuitBroken` is inside the limit of an attempt, whose cancellations it does not count.
  public static let circuitBrokenInside = Self(kind: .inside("circuitBroken"))

  /// `on:` of `@Retrying` names only types that are not the error type of a `throws(E)` function, as far as their names
  /// show it. Allow it where one of them is a superclass or another name of that type.
  public static let otherErrors = Self(kind: .otherErrors)

  /// Another attribute has a name that a result builder or a macro that replaces the body usually has, but it is neither:
  /// `@SceneBuilder @Timed(allowing: .attribute("SceneBuilder")) func build() { … }`, where `SceneBuilder` is a global
  /// actor.
  ///
  /// - Parameter name: The attribute's name without `@` and without its module, as a string literal.
  public static func attribute(_ name: String) -> Self { Self(kind: .attribute(name)) }
}
