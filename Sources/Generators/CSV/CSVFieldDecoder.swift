/// Decodes one field as a single value.
struct CSVFieldDecoder: Decoder, SingleValueDecodingContainer {
  let field: ByteSlice
  let key: any CodingKey

  var codingPath: [any CodingKey] { [key] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> { throw isNoContainer }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw isNoContainer }
  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  private var isNoContainer: DecodingError {
    CSVRecordDecoder.error(codingPath, "a CSV field is a single value, not a list and nothing with keys")
  }

  func number<Number: LosslessStringConvertible>() throws -> Number { try parsed(Number.init) }

  private func parsed<Value>(_ parse: (String) -> Value?) throws -> Value {
    let text = field.string
    if let value = parse(text) { return value }
    guard text.isEmpty else { throw CSVRecordDecoder.error(codingPath, "\"\(text)\" is no \(Value.self)") }
    throw DecodingError.valueNotFound(
      Value.self,
      DecodingError.Context(codingPath: codingPath, debugDescription: "the field is empty")
    )
  }

  func decodeNil() -> Bool { field.isEmpty }
  func decode(_ type: String.Type) -> String { field.string }
  func decode(_ type: Double.Type) throws -> Double { try number() }
  func decode(_ type: Float.Type) throws -> Float { try number() }
  func decode(_ type: Int.Type) throws -> Int { try number() }
  func decode(_ type: Int8.Type) throws -> Int8 { try number() }
  func decode(_ type: Int16.Type) throws -> Int16 { try number() }
  func decode(_ type: Int32.Type) throws -> Int32 { try number() }
  func decode(_ type: Int64.Type) throws -> Int64 { try number() }
  func decode(_ type: UInt.Type) throws -> UInt { try number() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try number() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try number() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try number() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try number() }

  @available(macOS 15.0, iOS 18.0, watchOS 11.0, tvOS 18.0, visionOS 2.0, *)
  func decode(_ type: Int128.Type) throws -> Int128 { try number() }

  @available(macOS 15.0, iOS 18.0, watchOS 11.0, tvOS 18.0, visionOS 2.0, *)
  func decode(_ type: UInt128.Type) throws -> UInt128 { try number() }

  func decode(_ type: Bool.Type) throws -> Bool {
    try parsed { text in
      switch text.lowercased() {
      case "true", "1": true
      case "false", "0": false
      default: nil
      }
    }
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }
}
