/// Decodes one value of a document.
struct JSONValueDecoder: Decoder, SingleValueDecodingContainer {
  let document: JSONDocument
  /// The number of its token.
  let value: Int

  var codingPath: [any CodingKey] { document.path(value) }
  var userInfo: [CodingUserInfoKey: Any] { document.format.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard document.kind(value) == .object else { throw document.mismatch(value, [String: Any].self) }
    return KeyedDecodingContainer(JSONKeyedContainer(document: document, object: value))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard document.kind(value) == .array else { throw document.mismatch(value, [Any].self) }
    return JSONUnkeyedContainer(document: document, array: value)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { document.isNull(value) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try document.decode(type, value) }
}

extension JSONDocument {
  /// A value decoded: numbers, strings and Booleans from their bytes, types of Foundation by the format, and others by
  /// themselves.
  @inline(__always)
  func decode<Value: Decodable>(_ type: Value.Type, _ value: Int) throws -> Value {
    // In the forms for the types of the protocols one comparison is left.
    if type == String.self { return try same(string(value), as: type) }
    if type == Int.self { return try same(integer(Int.self, value), as: type) }
    if type == Double.self { return try same(double(value), as: type) }
    if type == Bool.self { return try same(bool(value), as: type) }
    if type == Float.self { return try same(float(value), as: type) }
    if type == Int64.self { return try same(integer(Int64.self, value), as: type) }
    if type == UInt64.self { return try same(integer(UInt64.self, value), as: type) }
    if type == Int32.self { return try same(integer(Int32.self, value), as: type) }
    if type == UInt32.self { return try same(integer(UInt32.self, value), as: type) }
    if type == Int16.self { return try same(integer(Int16.self, value), as: type) }
    if type == UInt16.self { return try same(integer(UInt16.self, value), as: type) }
    if type == Int8.self { return try same(integer(Int8.self, value), as: type) }
    if type == UInt8.self { return try same(integer(UInt8.self, value), as: type) }
    if type == UInt.self { return try same(integer(UInt.self, value), as: type) }
    if type == Int128.self { return try same(integer(Int128.self, value), as: type) }
    if type == UInt128.self { return try same(integer(UInt128.self, value), as: type) }
    return try decodeOther(type, value)
  }

  private func decodeOther<Value: Decodable>(_ type: Value.Type, _ value: Int) throws -> Value {
    let decoder = JSONValueDecoder(document: self, value: value)
    if !format.decodings.isEmpty, let decode = format.decodings[ObjectIdentifier(type)] {
      return try decode(decoder) as! Value
    }
    if let special = try foundationValue(type, value) { return special }
    return try Value(from: decoder)
  }

  /// The value as the type that it has already.
  @inline(__always)
  private func same<Value, Other>(_ value: Value, as type: Other.Type) -> Other { unsafeBitCast(value, to: Other.self) }

  // MARK: Values

  private func string(_ value: Int) throws -> String {
    guard kind(value) == .string else { throw mismatch(value, String.self) }
    return text(value)
  }

  private func bool(_ value: Int) throws -> Bool {
    guard kind(value) == .boolean else { throw mismatch(value, Bool.self) }
    return bytes(value).count == 4
  }

  private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type, _ value: Int) throws -> Integer {
    guard kind(value) == .number else { throw mismatch(value, type) }
    guard let number = JSONNumber.integer(bytes(value), as: type) else { throw corrupted(value, type) }
    return number
  }

  func double(_ value: Int) throws -> Double {
    guard kind(value) == .number else { throw mismatch(value, Double.self) }
    guard let number = JSONNumber.double(bytes(value)) else { throw corrupted(value, Double.self) }
    return number
  }

  private func float(_ value: Int) throws -> Float {
    guard kind(value) == .number else { throw mismatch(value, Float.self) }
    guard let number = JSONNumber.float(bytes(value)) else { throw corrupted(value, Float.self) }
    return number
  }
}
