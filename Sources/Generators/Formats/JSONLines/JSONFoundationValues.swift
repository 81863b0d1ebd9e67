#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension JSONDocument {
  /// A value of a type of Foundation that decodes itself as something else than people write; nil for other types.
  ///
  /// A `URL` is a string, `Data` a string in Base64 (RFC 4648), a `Decimal` a number, and a `Date` what the format says.
  @inline(__always)
  func foundationValue<Value>(_ type: Value.Type, _ value: Int) throws -> Value? {
    if type == Date.self { return try date(value) as! Value? }
    if type == URL.self { return try checked(URL(string: string(value, URL.self)), value) as! Value? }
    if type == Data.self { return try checked(Data(base64Encoded: string(value, Data.self)), value) as! Value? }
    if type == Decimal.self { return try decimal(value) as! Value? }
    return nil
  }

  private func date(_ value: Int) throws -> Date {
    switch format.dates {
    case .secondsSince1970: try Date(timeIntervalSince1970: double(value))
    case .millisecondsSince1970: try Date(timeIntervalSince1970: double(value) / 1000)
    case .deferredToDate: try Date(timeIntervalSinceReferenceDate: double(value))
    case .rfc3339: try checked(Self.rfc3339(string(value, Date.self)), value)
    }
  }

  private static func rfc3339(_ text: String) -> Date? {
    // What stands behind a date is passed over by the parsing.
    let end = text.utf8.suffix(6)
    let isWhole = end.last == UInt8(ascii: "Z") || end.contains(UInt8(ascii: "+")) || end.contains(UInt8(ascii: "-"))
    guard isWhole, text.utf8.allSatisfy({ "0123456789-:.TZ+".utf8.contains($0) }) else { return nil }
    return (try? Date.ISO8601FormatStyle().parse(text))
      ?? (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
  }

  private func decimal(_ value: Int) throws -> Decimal {
    guard kind(value) == .number else { throw mismatch(value, Decimal.self) }
    // A decimal number holds 38 digits, and would be rounded to them.
    guard JSONNumber.significantDigits(bytes(value)) <= 38 else { throw corrupted(value, Decimal.self) }
    let number = Decimal(string: String(decoding: bytes(value), as: UTF8.self))
    return try checked(number.flatMap { $0.isNaN ? nil : $0 }, value)
  }

  private func string(_ value: Int, _ type: Any.Type) throws -> String {
    guard kind(value) == .string else { throw mismatch(value, type) }
    return text(value)
  }

  private func checked<Value>(_ result: Value?, _ value: Int) throws -> Value {
    guard let result else { throw corrupted(value, Value.self) }
    return result
  }
}
