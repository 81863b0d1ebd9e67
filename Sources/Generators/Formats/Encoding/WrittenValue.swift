#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What a value is written as whose type encodes itself as something else than the format asks for.
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
    } else if Value.self == Timestamp.self, dates != .rfc3339 {
      let seconds = (value as! Timestamp).timeIntervalSince1970
      self = .number((dates == .epochSeconds ? seconds : seconds * 1000).description)
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
    case .epochSeconds: self = .number(date.timeIntervalSince1970.description)
    case .epochMilliseconds: self = .number((date.timeIntervalSince1970 * 1000).description)
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
    let seconds = Int64(time.rounded(.down))
    let fraction = time - Double(seconds)
    // As few digits as give the same time.
    var nanoseconds = Int64(0)
    for (scale, unit) in [(1, 1_000_000_000), (1_000, 1_000_000), (1_000_000, 1_000), (1_000_000_000, 1)] {
      let count = (fraction * Double(scale)).rounded()
      nanoseconds = Int64(count) * Int64(unit)
      if Double(seconds) + count / Double(scale) == time { break }
    }
    let sinceEpoch = seconds + 978_307_200 + nanoseconds / 1_000_000_000
    guard CivilDay.secondsOfRFC3339.contains(sinceEpoch) else { return nil }
    return Timestamp(secondsSinceEpoch: sinceEpoch, nanoseconds: Int(nanoseconds % 1_000_000_000)).description
  }
}
