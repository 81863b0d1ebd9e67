/// A limit of a ``Bulkhead`` that follows the durations of its calls, between two bounds.
///
/// ```swift
/// let search = Bulkhead(named: "search", atMost: .adaptive(from: 20, in: 1...200), waiting: 50)
/// ```
///
/// When calls take longer than they did on average, they queue somewhere, and the limit falls. While they do not, it
/// rises. It changes at most once in a window of one second or more with ten calls or more, and only while at least half
/// of it is used. The formula is Gradient2 of Netflix' concurrency-limits with three changes: K10 in Semantics.
///
/// Only calls that returned count, and calls that were dropped (K11). A call is dropped if it ended in a time limit inside
/// the bulkhead, or if `isOverload:` says so. Other errors, rejections and cancellations say nothing about the load: a
/// dependency that fails at once would raise the limit.
///
/// **Cost.** A call that is measured reads the clock twice and takes a short lock. The first 256 calls of each window are
/// measured, and then about every eighth one. Every dropped call counts.
///
/// Use an adaptive limit where all calls to a resource pass: on a server, or in a client for each host. With many clients,
/// each sees the queueing that the others cause.
public struct AdaptiveLimit: Sendable, CustomStringConvertible {
  /// The first limit.
  public let start: Int
  /// The bounds of the limit.
  public let range: ClosedRange<Int>

  let isOverload: @Sendable (any Error) -> Bool

  /// A limit that follows the durations of the calls.
  ///
  /// - Parameters:
  ///   - start: The first limit; by default 20.
  ///   - range: The bounds of the limit; by default 1 to 200.
  ///   - isOverload: Whether an error of a call means that the callee has too much to do, such as a 429 or a 503; by
  ///     default only time limits do.
  public static func adaptive(
    from start: Int = 20,
    in range: ClosedRange<Int> = 1...200,
    isOverload: @escaping @Sendable (any Error) -> Bool = { _ in false }
  ) -> Self {
    require(range.lowerBound >= 1, "An adaptive limit must allow 1 call or more; its lowest was \(range.lowerBound).")
    require(
      range.contains(start),
      "An adaptive limit must start between its bounds: \(start) is not in \(range.lowerBound)...\(range.upperBound)."
    )
    return Self(start: start, range: range, isOverload: isOverload)
  }

  /// Whether the error of a call is one of the callee's load: the call began and ran into a time limit, or the user says so.
  func isDrop(_ error: any Error) -> Bool {
    if let rejection = error as? any Rejection, rejection.didRun { return true }
    return isOverload(error)
  }

  /// The setting as it reads in source: `adaptive(from: 20, in: 1...200)`.
  public var description: String { "adaptive(from: \(start), in: \(range.lowerBound)...\(range.upperBound))" }
}
