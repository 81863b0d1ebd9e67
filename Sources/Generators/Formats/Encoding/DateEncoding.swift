/// How a `Date` is written as JSON or in a field of CSV.
public enum DateEncoding: Hashable, Sendable {
  /// As text with a time zone, such as `2026-01-02T03:04:05.678Z` (RFC 3339). Writers use UTC, and as many digits of a
  /// fraction as the date needs, nine at most.
  case rfc3339
  /// As a number of seconds since 1970.
  case epochSeconds
  /// As a number of milliseconds since 1970.
  case epochMilliseconds
}
