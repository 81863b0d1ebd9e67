#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Decodes a single value from the text of one field.
struct TextFieldDecoder<Field: TextField>: Decoder, SingleValueDecodingContainer {
  let field: Field
  let key: any CodingKey
  let formats: FieldFormats

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

  func decodeNil() -> Bool { field.isNull }
  func decode(_ type: String.Type) -> String { field.string }

  func decode(_ type: Double.Type) throws -> Double {
    try number { bytes throws(NumberFault) in try formats.numbers.double(bytes) }
  }

  func decode(_ type: Float.Type) throws -> Float {
    try number { bytes throws(NumberFault) in try formats.numbers.float(bytes) }
  }

  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }

  func decode(_ type: Bool.Type) throws -> Bool {
    if field.isFlag { return true }
    return try parsed(type) { Bool(fieldText: $0) }
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    // These decode themselves as something else than a text.
    let value: Any
    if type == Timestamp.self {
      value = try timestamp(type)
    } else if type == Date.self {
      value = Date(try timestamp(type))
    } else if type == URL.self {
      value = try parsed(URL.self) { URL(string: $0) }
    } else if type == Decimal.self {
      value = try number { bytes throws(NumberFault) in try formats.numbers.decimal(bytes) }
    } else {
      return try T(from: self)
    }
    return value as! T
  }

  // MARK: Reading the text

  private func parsed<T>(_ type: T.Type, _ parse: (String) -> T?) throws -> T {
    let text = field.string
    guard !text.isEmpty, let value = parse(text) else { throw failure(type, "is no \(type)") }
    return value
  }

  private func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    try number { bytes throws(NumberFault) in try formats.numbers.integer(bytes) }
  }

  private func number<Number>(
    _ parse: (UnsafeBufferPointer<UInt8>) throws(NumberFault) -> Number
  ) throws -> Number {
    let result: Result<Number, NumberFault> = field.withText { bytes in
      Result { () throws(NumberFault) in try parse(bytes) }
    }
    switch result {
    case .success(let number): return number
    case .failure(let fault):
      throw failure(Number.self, "is no \(Number.self)" + (fault.reason.map { ": \($0)" } ?? ""))
    }
  }

  private func timestamp<T>(_ type: T.Type) throws -> Timestamp {
    let result: Result<Timestamp, TimestampFault> = field.withText { bytes in
      Result { () throws(TimestampFault) in try formats.dates.parse(bytes) }
    }
    switch result {
    case .success(let time): return time
    case .failure(let fault):
      throw failure(type, "is no \(type): \(fault.reason). It is expected as \(formats.dates.example)")
    }
  }

  private func failure<T>(_ type: T.Type, _ reason: String) -> DecodingError {
    let text = field.string
    let context = DecodingError.Context(codingPath: codingPath, debugDescription: "\"\(text)\" \(reason)")
    return text.isEmpty ? .valueNotFound(type, context) : .dataCorrupted(context)
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
