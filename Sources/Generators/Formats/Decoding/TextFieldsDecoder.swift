/// Decodes a value by the names of text fields, each of which is a single value: a text, a number, a truth value, a
/// date, or a type made of one of these such as an enumeration with raw values.
///
/// The empty text is nil for an optional value, and the empty text for a `String`.
struct TextFieldsDecoder<Fields: TextFields>: Decoder {
  let fields: Fields
  let formats: FieldFormats

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func decode<Value: Decodable>(_ type: Value.Type, from fields: Fields, _ formats: FieldFormats) throws -> Value
  {
    try Value(from: TextFieldsDecoder(fields: fields, formats: formats))
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(TextFieldsContainer(fields: fields, formats: formats))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw isNeither("a list") }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw isNeither("one value") }

  private func isNeither(_ kind: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: [], debugDescription: "its fields are decoded by names, not as \(kind)"))
  }
}

private struct TextFieldsContainer<Fields: TextFields, Key: CodingKey>: KeyedDecodingContainerProtocol {
  let fields: Fields
  let formats: FieldFormats

  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { fields.names.compactMap(Key.init(stringValue:)).filter(contains) }

  private func find(_ key: Key) throws -> TextFieldDecoder<Fields.Field> {
    guard let field = fields.field(named: key.stringValue) else {
      throw DecodingError.keyNotFound(key, .init(codingPath: [], debugDescription: "there is no such field"))
    }
    return TextFieldDecoder(field: field, key: key, formats: formats)
  }

  func contains(_ key: Key) -> Bool { fields.field(named: key.stringValue) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try find(key).decodeNil() }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try find(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try find(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try find(key).decode(type) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try find(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try find(key).decode(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try find(key).decode(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try find(key).decode(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try find(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try find(key).decode(type) }
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try find(key).decode(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try find(key).decode(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try find(key).decode(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try find(key).decode(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try find(key).decode(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try find(key).decode(type) }
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try find(key).decode(type) }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try find(key).decode(type) }

  /// A name without a value is true, and not nil as for other types.
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    guard let field = fields.field(named: key.stringValue), field.isFlag || !field.isNull else { return nil }
    return try TextFieldDecoder(field: field, key: key, formats: formats).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try find(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try find(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { TextFieldsDecoder(fields: fields, formats: formats) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try find(key) }
}
