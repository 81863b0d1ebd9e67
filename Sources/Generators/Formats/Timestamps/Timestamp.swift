/// A point in time: seconds and nanoseconds since 1970-01-01T00:00:00Z.
///
/// ```swift
/// let time = try Timestamp("2026-01-02T03:04:05.25+01:00")
/// print(time.secondsSinceEpoch, time.nanoseconds)     // 1767319445 250000000
/// print(time)                                         // 2026-01-02T02:04:05.25Z
/// let date = Date(timeIntervalSince1970: time.timeIntervalSince1970)
/// ```
///
/// Days have 86,400 seconds, as in POSIX. A leap second, `23:59:60`, is the first second of the next day.
///
/// As `Codable`, a time stamp is a text in RFC 3339. The decoders and writers of this package use their `dates` format.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// The whole seconds since 1970-01-01T00:00:00Z, rounded down: negative before it.
  public let secondsSinceEpoch: Int64
  private let fraction: UInt32

  /// - Parameters:
  ///   - seconds: The whole seconds since 1970-01-01T00:00:00Z, negative before it.
  ///   - nanoseconds: How long after that second: 0 to 999,999,999 nanoseconds; by default 0.
  public init(secondsSinceEpoch seconds: Int64, nanoseconds: Int = 0) {
    require(
      (0..<1_000_000_000).contains(nanoseconds),
      "A time stamp has 0 to 999,999,999 nanoseconds, not \(nanoseconds). Add whole seconds to its seconds."
    )
    secondsSinceEpoch = seconds
    fraction = UInt32(truncatingIfNeeded: nanoseconds)
  }

  init(unchecked seconds: Int64, _ fraction: UInt32) {
    secondsSinceEpoch = seconds
    self.fraction = fraction
  }

  /// - Parameter duration: The time since 1970-01-01T00:00:00Z, rounded down to nanoseconds. One that is further away than
  ///   a time stamp can be, 292 billion years, is the first or the last time stamp.
  public init(sinceEpoch duration: Duration) {
    let attosecondsPerSecond: Int128 = 1_000_000_000_000_000_000
    var (seconds, attoseconds) = duration.attoseconds.quotientAndRemainder(dividingBy: attosecondsPerSecond)
    if attoseconds < 0 { (seconds, attoseconds) = (seconds - 1, attoseconds + attosecondsPerSecond) }
    secondsSinceEpoch = Int64(clamping: seconds)
    fraction =
      switch seconds {
      case ..<Int128(Int64.min): 0
      case (Int128(Int64.max) + 1)...: 999_999_999
      default: UInt32(attoseconds / 1_000_000_000)
      }
  }

  /// How many nanoseconds it is after ``secondsSinceEpoch``: 0 to 999,999,999.
  public var nanoseconds: Int { Int(fraction) }

  /// The time since 1970-01-01T00:00:00Z, exactly: what `windows(over:at:)` asks for.
  public var sinceEpoch: Duration {
    Duration(secondsComponent: secondsSinceEpoch, attosecondsComponent: Int64(fraction) * 1_000_000_000)
  }

  /// The seconds since 1970-01-01T00:00:00Z as `Date` takes them, rounded to a `Double`: to less than a microsecond for
  /// the years from 1900 to 2100.
  public var timeIntervalSince1970: Double { Double(secondsSinceEpoch) + Double(fraction) / 1e9 }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.secondsSinceEpoch, left.fraction) < (right.secondsSinceEpoch, right.fraction)
  }
}

extension Timestamp: CustomStringConvertible {
  /// The time in RFC 3339, in UTC, with as many digits of a fraction as it needs.
  ///
  /// RFC 3339 has the years 0000 to 9999. Other years are written with a sign, as ISO 8601 extends it.
  public var description: String {
    var text = TimestampText()
    text.append(rfc3339: self)
    return text.string
  }
}

extension Timestamp: Codable {
  /// - Throws: `DecodingError` if there is no text, or one that is not a time in RFC 3339.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      self = try Timestamp(container.decode(String.self))
    } catch let error as TimestampError {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  /// - Throws: `EncodingError` for a year that RFC 3339 does not have: before 0000 and after 9999.
  public func encode(to encoder: any Encoder) throws {
    guard CivilDay.secondsOfRFC3339.contains(secondsSinceEpoch) else {
      throw EncodingError.invalidValue(
        self,
        .init(codingPath: encoder.codingPath, debugDescription: "RFC 3339 has the years 0000 to 9999, and not \(self).")
      )
    }
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Days of the Gregorian calendar, counted from 1970-01-01.
enum CivilDay {
  /// From 0000-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
  static let secondsOfRFC3339 = Int64(-62_167_219_200)...253_402_300_799

  /// The days in 400 years, after which the calendar repeats.
  private static let daysOfCycle = 146_097
  /// The days from 1 March of the year 0 to 1970-01-01.
  private static let daysToEpoch = 719_468

  /// The day of a date in the years 0 to 9999.
  ///
  /// Years are counted from March here, so that a leap day is the last day of its year.
  static func day(year: Int, month: Int, day: Int) -> Int64 {
    let isAfterFebruary = month > 2
    // One cycle more, so that no number is negative.
    let year = year + (isAfterFebruary ? 400 : 399)
    let month = isAfterFebruary ? month - 3 : month + 9
    let leapDays = year / 4 - year / 100 + year / 400
    let daysBeforeMonth = (153 * month + 2) / 5
    return Int64(365 * year + leapDays + daysBeforeMonth + day - 1 - daysToEpoch - daysOfCycle)
  }

  /// The date of a day.
  static func date(onDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (cycle, dayOfCycle) = (day + Int64(daysToEpoch)).flooredQuotientAndRemainder(dividingBy: Int64(daysOfCycle))
    let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let month = (5 * dayOfYear + 2) / 153
    let year = 400 * cycle + yearOfCycle
    return (
      month < 10 ? year : year + 1, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1
    )
  }

  @inline(__always)
  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// How many days a month has, from 1 to 12.
  @inline(__always)
  static func days(inMonth month: Int, of year: Int) -> Int {
    // Two bits for each month: how many days over 28.
    month == 2 ? (isLeap(year) ? 29 : 28) : 28 + (0x3BB_EECC >> (2 * month)) & 3
  }
}

extension Int64 {
  func flooredQuotientAndRemainder(dividingBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
