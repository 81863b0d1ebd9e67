/// What a call does about the delays that a server asks for (R9).
///
/// ```swift
/// RetryPolicy(serverDelays: .accepted(upTo: .seconds(120)))   // waits up to two minutes, or gives up at once
/// RetryPolicy(serverDelays: .capped(at: .seconds(5)))         // waits five seconds at most, and calls too early
/// ```
public struct ServerDelays: Sendable, Hashable {
  /// The longest delay that a call waits for a server. Jitter is added afterwards.
  public let longest: Duration

  /// Whether a longer delay is cut to ``longest``. Otherwise the call gives up.
  public let cutsLongerDelays: Bool

  /// Waits as long as the server asks, up to `longest`. If the server asks for more, the call gives up at once with
  /// the reason ``RetryGiveUp/Reason/serverDelayTooLong``: an earlier call would only be refused again.
  ///
  /// - Parameter longest: The longest delay, 0 or more.
  public static func accepted(upTo longest: Duration) -> Self { Self(checking: longest, cutsLongerDelays: false) }

  /// Waits as long as the server asks, but never longer than `longest`. If the server asks for more, the call is made
  /// too early. Use it for a server whose delays are not to be trusted.
  ///
  /// - Parameter longest: The longest delay, 0 or more. With 0, what the server asks for is ignored: the backoff's
  ///   delays count.
  public static func capped(at longest: Duration) -> Self { Self(checking: longest, cutsLongerDelays: true) }

  private init(checking longest: Duration, cutsLongerDelays: Bool) {
    require(longest >= .zero, "The longest server delay must not be negative; it was \(longest).")
    self.longest = min(longest, Backoff.longestDelay)
    self.cutsLongerDelays = cutsLongerDelays
  }

  /// Whether the backoff's delays count, whatever the server asks for. Waits of zero would make the retries free.
  var areIgnored: Bool { cutsLongerDelays && longest == .zero }

  /// How long to wait if the server asks for a delay; `nil` to give up.
  func wait(for asked: Duration) -> Duration? {
    if asked <= longest { return asked }
    return cutsLongerDelays ? longest : nil
  }
}

extension ServerDelays: CustomStringConvertible {
  /// The setting as it reads in source: `accepted(upTo: 60.0 seconds)`.
  public var description: String { cutsLongerDelays ? "capped(at: \(longest))" : "accepted(upTo: \(longest))" }
}
