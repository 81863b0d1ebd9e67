/// The limits for delays that a server asks for (R9).
public struct ServerDelays: Sendable, Hashable {
  /// The longest delay that a call accepts from a server. A longer delay is cut to it. Jitter is added afterwards.
  public let cap: Duration

  /// How many server delays in one call cost no attempt.
  ///
  /// Each further server delay costs one attempt. So a server that always says "later" cannot hold a caller forever.
  public let count: Int

  /// Accepts server delays of up to `cap`. The first `count` of them in a call cost no attempt.
  ///
  /// - Parameters:
  ///   - cap: The longest delay, 0 or more.
  ///   - count: How many server delays cost no attempt in one call, 0 or more. The default is 10.
  public static func capped(at cap: Duration, count: Int = 10) -> Self {
    require(cap >= .zero, "The cap of server delays must not be negative; it was \(cap).")
    require(count >= 0, "The count of server delays must not be negative; it was \(count).")
    return Self(cap: min(cap, Backoff.longestDelay), count: count)
  }
}

extension ServerDelays: CustomStringConvertible {
  /// The settings as they read in source: `capped(at: 60.0 seconds, count: 10)`.
  public var description: String { "capped(at: \(cap), count: \(count))" }
}
