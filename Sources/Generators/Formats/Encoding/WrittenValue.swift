#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How a `Date` is written.
public enum DateEncoding: Hashable, Sendable {
  /// As text in UTC, such as `2026-01-02T03:04:05.678Z` (RFC 3339), with the digits that it needs, nine at most.
  case rfc3339
  /// As a number of seconds since 1970.
  case secondsSince1970
  /// As a number of milliseconds since 1970.
  case millisecondsSince1970
}

/// What a value of a type of Foundation is written as, that encodes itself as something else than people write.
enum WrittenValue {
  case text(String)
  case number(String)
  case base64(String)

  /// Nil for a value of another type.
  ///
  /// - Throws: `EncodingError` for a date that cannot be written so.
  @inline(__always)
  init?<Value>(_ value: Value, dates: DateEncoding, path: () -> [any CodingKey]) throws {
    if Value.self == Date.self {
      self = try .init(value as! Date, dates, path)
    } else if Value.self == URL.self {
      self = .text((value as! URL).absoluteString)
    } else if Value.self == Data.self {
      self = .base64((value as! Data).base64EncodedString())
    } else if Value.self == Decimal.self {
      self = try .init(value as! Decimal, path)
    } else {
      return nil
    }
  }

  private init(_ number: Decimal, _ path: () -> [any CodingKey]) throws {
    guard !number.isNaN else { throw Self.invalid(number, path, "it is not a number") }
    self = .number(number.description)
  }

  private init(_ date: Date, _ dates: DateEncoding, _ path: () -> [any CodingKey]) throws {
    let seconds = date.timeIntervalSinceReferenceDate
    guard seconds.isFinite else { throw Self.invalid(date, path, "the date is not finite") }
    switch dates {
    case .secondsSince1970: self = .number(date.timeIntervalSince1970.description)
    case .millisecondsSince1970: self = .number((date.timeIntervalSince1970 * 1000).description)
    case .rfc3339:
      guard let text = Self.rfc3339(seconds) else {
        throw Self.invalid(date, path, "RFC 3339 has the years 0000 to 9999 only")
      }
      self = .text(text)
    }
  }

  private static func invalid(_ value: Any, _ path: () -> [any CodingKey], _ reason: String) -> EncodingError {
    .invalidValue(value, .init(codingPath: path(), debugDescription: reason))
  }

  /// The text of the time so many seconds after 2001-01-01T00:00:00Z; nil where its year has not four digits.
  private static func rfc3339(_ time: Double) -> String? {
    guard abs(time) < 1e12 else { return nil }
    var seconds = Int64(time.rounded(.down))
    let fraction = time - Double(seconds)
    // As few digits as give the same time.
    var (digits, number) = (0, Int64(0))
    for width in [0, 3, 6, 9] {
      let scale = [0: 1.0, 3: 1e3, 6: 1e6, 9: 1e9][width]!
      (digits, number) = (width, Int64((fraction * scale).rounded()))
      if Double(seconds) + Double(number) / scale == time { break }
    }
    if digits > 0, String(number).count > digits { (seconds, digits) = (seconds + 1, 0) }
    let (year, month, day) = date(ofDay: (seconds / 86_400) - (seconds % 86_400 < 0 ? 1 : 0))
    guard (0...9_999).contains(year) else { return nil }
    let second = (seconds % 86_400 + 86_400) % 86_400
    let time = "\(padded(second / 3_600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
    let point = digits > 0 ? "." + padded(number, digits) : ""
    return "\(padded(year, 4))-\(padded(month))-\(padded(day))T\(time)\(point)Z"
  }

  private static func padded(_ number: Int64, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: width - digits.count) + digits
  }

  /// The date of a day of the Gregorian calendar, counted from 2001-01-01.
  private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // From 0000-03-01, so that a leap day is the last of its year. The calendar repeats every 400 years.
    let sinceMarch = day + 730_791
    let dayOfCycle = (sinceMarch % 146_097 + 146_097) % 146_097
    let cycle = (sinceMarch - dayOfCycle) / 146_097
    let year = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let isNextYear = month >= 10
    return (
      400 * cycle + year + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }
}
