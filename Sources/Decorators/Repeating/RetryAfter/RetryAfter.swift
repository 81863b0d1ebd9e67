/// How long a server asks its client to wait, in the headers of an answer of HTTP (U7).
///
/// ```swift
/// struct StatusError: RetryClassifiable {
///   let status: Int
///   let retryAfter: RetryAfter?
///
///   init(_ response: Response) {
///     status = response.status
///     retryAfter = RetryAfter(
///       response.headers["retry-after"],
///       milliseconds: response.headers["retry-after-ms"],
///       responseDate: response.headers["date"]
///     )
///   }
///
///   var retryDecision: RetryDecision {
///     .forHTTPStatus(status, retryAfter: retryAfter?.delay)
///   }
/// }
/// ```
///
/// Make it when the answer arrives: its ``delay`` counts from then. A policy's ``ServerDelays`` say how long a delay may be.
///
/// The forms are those of RFC 9110, 10.2.3 and 5.6.7.
public struct RetryAfter: Sendable, Hashable {
  /// How long to wait, more than zero.
  public let delay: Duration

  /// Reads the headers of an answer.
  ///
  /// `Retry-After` is a number of seconds, one to ten digits, or a date in one of the three forms of HTTP. A date is
  /// compared with the answer's own `Date`, so that it does not matter what the clock of this machine says. If there is no
  /// `Date`, it is compared with `now`.
  ///
  /// - Parameters:
  ///   - value: The header `Retry-After`.
  ///   - milliseconds: The header `retry-after-ms`, which some servers send; if it has one to ten digits, it counts instead.
  ///   - date: The header `Date` of the same answer.
  ///   - now: The time of day in whole seconds since 1970, if you want it to count where the answer has no `Date`.
  /// - Returns: `nil` if there is no hint: no header, zero, a date that is not in the future, or a text of another form, such
  ///   as `-3`, `1.5` or an empty one. Then the backoff's delay counts.
  public init?(_ value: String?, milliseconds: String? = nil, responseDate date: String? = nil, now: Int64? = nil) {
    if let delay = milliseconds.flatMap(Self.number), delay > 0 {
      self.delay = .milliseconds(delay)
      return
    }
    guard let value else { return nil }
    guard let seconds = Self.number(value) ?? Self.seconds(until: value, since: date, now: now), seconds > 0 else {
      return nil
    }
    delay = .seconds(seconds)
  }

  /// Whether `Retry-After` says when to repeat a request that was answered with a status: 413, 429, 503 and redirections
  /// (U8).
  ///
  /// - Parameter status: The status of the answer.
  public static func isHonored(onStatus status: Int) -> Bool {
    [413, 429, 503].contains(status) || (300...399).contains(status)
  }

  /// One to ten digits and nothing else.
  static func number(_ text: some StringProtocol) -> Int64? {
    var reader = HTTPDate.Reader(text)
    guard let number = reader.number(of: 1...10), reader.isAtEnd else { return nil }
    return number
  }

  private static func seconds(until value: String, since date: String?, now: Int64?) -> Int64? {
    guard let start = start(date, now: now) else { return nil }
    return HTTPDate.seconds(value, around: start).map { $0 - start }
  }

  /// When an answer was made, in seconds since 1970: its `Date`, or else a time that was given.
  static func start(_ date: String?, now: Int64?) -> Int64? {
    let now = now.flatMap { (0...HTTPDate.last).contains($0) ? $0 : nil }
    return date.flatMap { HTTPDate.seconds($0, around: now) } ?? now
  }
}

extension RetryAfter: CustomStringConvertible {
  /// The delay: `retry after 120.0 seconds`.
  public var description: String { "retry after \(delay)" }
}
