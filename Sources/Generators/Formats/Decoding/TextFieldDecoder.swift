#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Decodes a single value from the text of one field.
struct TextFieldDecoder<Field: TextField>: Decoder, SingleValueDecodingContainer {
  let field: Field
  let key: any CodingKey

  var codingPath: [any CodingKey] { [key] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> { throw isOneValue }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw isOneValue }
  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  private var isOneValue: DecodingError {
    .dataCorrupted(
      .init(codingPath: codingPath, debugDescription: "a field is a single value, not a list and nothing with keys")
    )
  }

  func decodeNil() -> Bool { field.isEmpty }
  func decode(_ type: String.Type) -> String { field.string }
  func decode(_ type: Double.Type) throws -> Double { try parsed(type) { Double($0) } }
  func decode(_ type: Float.Type) throws -> Float { try parsed(type) { Float($0) } }
  func decode(_ type: Int.Type) throws -> Int { try parsed(type) { Int($0) } }
  func decode(_ type: Int8.Type) throws -> Int8 { try parsed(type) { Int8($0) } }
  func decode(_ type: Int16.Type) throws -> Int16 { try parsed(type) { Int16($0) } }
  func decode(_ type: Int32.Type) throws -> Int32 { try parsed(type) { Int32($0) } }
  func decode(_ type: Int64.Type) throws -> Int64 { try parsed(type) { Int64($0) } }
  func decode(_ type: Int128.Type) throws -> Int128 { try parsed(type) { Int128($0) } }
  func decode(_ type: UInt.Type) throws -> UInt { try parsed(type) { UInt($0) } }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try parsed(type) { UInt8($0) } }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try parsed(type) { UInt16($0) } }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try parsed(type) { UInt32($0) } }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try parsed(type) { UInt64($0) } }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try parsed(type) { UInt128($0) } }

  func decode(_ type: Bool.Type) throws -> Bool {
    if field.isFlag { return true }
    return try parsed(type) { Bool(fieldText: $0) }
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    // These decode themselves as something else than a text.
    let value: Any
    if type == Date.self {
      value = try parsed(Date.self) { Self.date($0) }
    } else if type == URL.self {
      value = try parsed(URL.self) { URL(string: $0) }
    } else if type == Decimal.self {
      value = try parsed(Decimal.self) { Self.decimal($0) }
    } else {
      return try T(from: self)
    }
    return value as! T
  }

  private func parsed<T>(_ type: T.Type, _ parse: (String) -> T?) throws -> T {
    let text = field.string
    if let value = parse(text), !text.isEmpty { return value }
    let context = DecodingError.Context(codingPath: codingPath, debugDescription: "\"\(text)\" is no \(type)")
    throw text.isEmpty ? DecodingError.valueNotFound(type, context) : DecodingError.dataCorrupted(context)
  }

  /// A date as ISO 8601 and RFC 3339 have it, with a time zone, with or without fractions of a second.
  private static func date(_ text: String) -> Date? {
    // What stands behind a date is passed over by the parsing.
    let end = text.utf8.suffix(6)
    let isWhole = end.last == UInt8(ascii: "Z") || end.contains(UInt8(ascii: "+")) || end.contains(UInt8(ascii: "-"))
    guard isWhole, text.utf8.allSatisfy({ "0123456789-:.TZ+".utf8.contains($0) }) else { return nil }
    return (try? Date.ISO8601FormatStyle().parse(text))
      ?? (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
  }

  private static func decimal(_ text: String) -> Decimal? {
    // What stands behind a number is passed over by the parsing.
    guard Double(text) != nil, text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    return Decimal(string: text)
  }
}

extension Bool {
  /// What a text says as people and programs write truth values.
  init?(fieldText text: String) {
    switch text {
    case "true", "True", "TRUE", "1": self = true
    case "false", "False", "FALSE", "0": self = false
    default: return nil
    }
  }
}
