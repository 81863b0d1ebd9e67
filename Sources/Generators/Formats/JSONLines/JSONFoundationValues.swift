#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension JSONDocument {
  /// Whether a type is one of Foundation that decodes itself as something else than people write.
  @inline(__always)
  func isOfFoundation(_ type: Any.Type) -> Bool {
    type == Date.self || type == URL.self || type == Data.self || type == Decimal.self
  }

  /// A value of such a type: a `URL` is a string, `Data` a string in Base64 (RFC 4648), a `Decimal` a number, and a `Date`
  /// what the format says.
  func foundationValue<Value>(_ type: Value.Type, _ value: Int) throws -> Value {
    let result: any Sendable =
      if type == Date.self {
        try date(value)
      } else if type == URL.self {
        try checked(URL(string: string(value, URL.self)), value)
      } else if type == Data.self {
        try checked(Data(base64Encoded: string(value, Data.self)), value)
      } else {
        try decimal(value)
      }
    return result as! Value
  }

  private func date(_ value: Int) throws -> Date {
    switch format.dates {
    case .secondsSince1970: try Date(timeIntervalSince1970: double(value, tokens))
    case .millisecondsSince1970: try Date(timeIntervalSince1970: double(value, tokens) / 1000)
    case .deferredToDate: try Date(timeIntervalSinceReferenceDate: double(value, tokens))
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
    guard tokens.kind(value) == .number else { throw mismatch(value, Decimal.self) }
    // A decimal number holds 38 digits, and would be rounded to them.
    guard JSONNumber.significantDigits(tokens.bytes(value)) <= 38 else { throw corrupted(value, Decimal.self) }
    let number = Decimal(string: String(decoding: tokens.bytes(value), as: UTF8.self))
    return try checked(number.flatMap { $0.isNaN ? nil : $0 }, value)
  }

  private func string(_ value: Int, _ type: Any.Type) throws -> String {
    guard tokens.kind(value) == .string else { throw mismatch(value, type) }
    return tokens.text(value)
  }

  private func checked<Value>(_ result: Value?, _ value: Int) throws -> Value {
    guard let result else { throw corrupted(value, Value.self) }
    return result
  }
}
