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
  /// - Throws: `EncodingError` for a time that the format of dates cannot hold, and for a number that is none.
  @inline(__always)
  init?<Value>(_ value: Value, dates: TimestampFormat, path: () -> [any CodingKey]) throws {
    if Value.self == Date.self {
      guard let time = Timestamp(value as! Date) else {
        throw Self.invalid(value, path, "the date is not finite, or too far from 1970")
      }
      self = try .init(time, dates, path)
    } else if Value.self == Timestamp.self {
      self = try .init(value as! Timestamp, dates, path)
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

  private init(_ time: Timestamp, _ dates: TimestampFormat, _ path: () -> [any CodingKey]) throws {
    do throws(TimestampWritingError) {
      let (text, isNumber) = try dates.write(time)
      self = isNumber ? .number(text.string) : .text(text.string)
    } catch {
      throw Self.invalid(time, path, error.explanation)
    }
  }

  private static func invalid(_ value: Any, _ path: () -> [any CodingKey], _ reason: String) -> EncodingError {
    .invalidValue(value, .init(codingPath: path(), debugDescription: reason))
  }
}
