/// How far a call follows the delays that a server asks for (R9).
public struct ServerDelays: Sendable, Hashable {
  /// The longest delay that is followed; a longer one is cut to it, before jitter makes it up to a tenth later.
  public let cap: Duration

  /// How many such delays cost no attempt in one call; those after them cost one each, so that a server which always
  /// says "later" cannot hold a caller for ever.
  public let count: Int

  /// Delays of up to `cap`, of which `count` cost no attempt.
  ///
  /// - Parameters:
  ///   - cap: The longest delay, 0 or more.
  ///   - count: How many are free in one call, 0 or more; 10 by default.
  public static func capped(at cap: Duration, count: Int = 10) -> Self {
    precondition(cap >= .zero, "The cap of server-directed delays must not be negative, and \(cap) is.")
    precondition(count >= 0, "The count of server-directed delays must not be negative, and \(count) is.")
    return Self(cap: min(cap, Backoff.longestDelay), count: count)
  }
}

extension ServerDelays: CustomStringConvertible {
  /// The settings as they read in source: `capped(at: 60.0 seconds, count: 10)`.
  public var description: String { "capped(at: \(cap), count: \(count))" }
}
