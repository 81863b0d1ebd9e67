import DecoratorPrimitives

/// How long a hedge waits for an attempt before it starts another one.
///
/// ```swift
/// HedgePolicy(after: .milliseconds(100))
/// HedgePolicy(after: .percentile(0.95, else: .milliseconds(100)))   // what 95 % of the calls need, as measured
/// HedgePolicy(after: .fixed(configuration.hedgeDelay))
/// ```
public struct HedgeDelay: Sendable {
  enum Kind: Sendable {
    case fixed(Duration)
    case percentile(Double, of: HedgeStatistics?, otherwise: Duration?)
  }

  let kind: Kind

  /// The same delay for every call.
  ///
  /// - Parameter delay: The delay, 0 or more. With zero, all attempts start at once.
  public static func fixed(_ delay: Duration) -> Self {
    require(delay >= .zero, "The delay of a hedge must not be negative; it was \(delay).")
    return Self(kind: .fixed(delay))
  }

  /// So many seconds.
  public static func seconds(_ number: Double) -> Self { fixed(.seconds(number)) }

  /// So many milliseconds.
  public static func milliseconds(_ number: Int) -> Self { fixed(.milliseconds(number)) }

  /// So many microseconds.
  public static func microseconds(_ number: Int) -> Self { fixed(.microseconds(number)) }

  /// The duration within which this share of the attempts succeeded lately (H6).
  ///
  /// Waiting for the 95th percentile adds an extra attempt to about 5 % of the calls, and takes most of the time off
  /// the slowest ones: Dean and Barroso, "The Tail at Scale", CACM 2013.
  ///
  /// - Parameters:
  ///   - share: The share of the attempts, more than 0 and less than 1.
  ///   - statistics: What measures them. By default the policy measures its own calls. A policy that is used for
  ///     several functions measures them together, so give each function its own, or name the one that they share.
  ///   - delay: The delay while fewer than 20 attempts have been measured, 0 or more. Without one, there is no hedge
  ///     until then.
  public static func percentile(
    _ share: Double,
    of statistics: HedgeStatistics? = nil,
    else delay: Duration? = nil
  ) -> Self {
    require(share > 0 && share < 1, "The percentile of a hedge must be more than 0 and less than 1; it was \(share).")
    if let delay { require(delay >= .zero, "The delay of a hedge must not be negative; it was \(delay).") }
    return Self(kind: .percentile(share, of: statistics, otherwise: delay))
  }

  /// The delay if it is the same for every call.
  var fixedDelay: Duration? { if case .fixed(let delay) = kind { delay } else { nil } }

  /// The same with statistics that measure on the clock, if it needs some of its own.
  func measured(on clock: DecoratorClock) -> Self {
    guard case .percentile(let share, of: nil, let otherwise) = kind else { return self }
    return Self(kind: .percentile(share, of: HedgeStatistics(clock), otherwise: otherwise))
  }

  var statistics: HedgeStatistics? {
    if case .percentile(_, let statistics, _) = kind { statistics } else { nil }
  }

  /// The delay now; nil for no hedge because of time.
  var current: Duration? {
    switch kind {
    case .fixed(let delay): delay
    case .percentile(let share, let statistics, let otherwise):
      statistics?.percentile(share).map { max($0, .milliseconds(1)) } ?? otherwise
    }
  }
}

extension HedgeDelay: CustomStringConvertible {
  /// The setting as it reads in source: `percentile(0.95, else: 0.1 seconds)`.
  public var description: String {
    switch kind {
    case .fixed(let delay): return "\(delay)"
    case .percentile(let share, let statistics, let otherwise):
      let named = statistics.map(\.name).map { $0.isEmpty ? "" : ", of: \($0)" } ?? ""
      return "percentile(\(share)\(named)\(otherwise.map { ", else: \($0)" } ?? ""))"
    }
  }
}
