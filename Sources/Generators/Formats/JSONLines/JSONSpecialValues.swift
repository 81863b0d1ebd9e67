#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension JSONDocument {
  /// Whether a type decodes itself as something else than people write: types of Foundation and ``Timestamp``.
  static func isSpecial(_ type: Any.Type) -> Bool {
    type == Date.self || type == Timestamp.self || type == URL.self || type == Data.self || type == Decimal.self
  }

  /// A value of such a type: a `URL` is a string, `Data` a string in Base64 (RFC 4648), a `Decimal` a number, and a `Date`
  /// and a ``Timestamp`` what the format says.
  func specialValue<Value>(_ type: Value.Type, _ value: Int) throws -> Value {
    let result: any Sendable =
      if type == Date.self {
        try Date(timestamp(value, Date.self))
      } else if type == Timestamp.self {
        try timestamp(value, Timestamp.self)
      } else if type == URL.self {
        try checked(URL(string: string(value, URL.self)), value)
      } else if type == Data.self {
        try checked(Data(base64Encoded: string(value, Data.self)), value)
      } else {
        try decimal(value)
      }
    return result as! Value
  }

  private func timestamp(_ value: Int, _ type: Any.Type) throws -> Timestamp {
    let result: Result<Timestamp, TimestampFault>
    switch tokens.kind(value) {
    case .number: result = Result { () throws(TimestampFault) in try format.dates.parse(tokens.bytes(value)) }
    case .string:
      var text = tokens.text(value)
      result = text.withUTF8 { text in Result { () throws(TimestampFault) in try format.dates.parse(text) } }
    default: throw mismatch(value, type)
    }
    switch result {
    case .success(let time): return time
    case .failure(let fault):
      throw corrupted(value, type, "\(fault.reason). It is expected as \(format.dates.example)")
    }
  }

  private func decimal(_ value: Int) throws -> Decimal {
    guard tokens.kind(value) == .number else { throw mismatch(value, Decimal.self) }
    do throws(NumberFault) {
      return try NumberFormat.standard.decimal(tokens.bytes(value))
    } catch {
      throw corrupted(value, Decimal.self, error.reason)
    }
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
