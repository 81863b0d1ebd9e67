/// Why a text is not a time stamp.
///
/// Its description names the text and the way out:
///
/// ```
/// "2026-02-30T00:00:00Z" is no time stamp: its month has no such day. Write it as 2026-01-02T03:04:05Z, or choose another format.
/// ```
public struct TimestampError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text that was read, its first 100 bytes if it is longer.
  public let text: String
  private let reason: String
  private let example: String

  init(_ text: String, _ fault: TimestampFault, _ format: TimestampFormat) {
    self.text = text.utf8.count > 100 ? String(decoding: text.utf8.prefix(100), as: UTF8.self) + "…" : text
    reason = fault.reason
    example = format.example
  }

  public var description: String {
    "\"\(text)\" is no time stamp: \(reason). Write it as \(example), or choose another format."
  }
}

/// What is wrong with a time stamp, as its parsing throws it.
enum TimestampFault: UInt8, Error {
  case form
  case rest
  case month
  case day
  case hour
  case minute
  case second
  case leapSecond
  case offset
  case range
  case skipped
  case year

  var reason: String {
    switch self {
    case .form: "it is written in another way"
    case .rest: "there is something after it"
    case .month: "there is no such month"
    case .day: "its month has no such day"
    case .hour: "its hour is not in 0 to 23"
    case .minute: "its minute is not in 0 to 59"
    case .second: "its second is not in 0 to 60"
    case .leapSecond: "a second 60 ends the last day of a month, at 23:59 UTC"
    case .offset: "its distance from UTC is not in 00:00 to 23:59"
    case .range: "it is too far from 1970"
    case .skipped: "clocks in its zone skip this time"
    case .year: "its year is not in 0000 to 9999"
    }
  }
}
