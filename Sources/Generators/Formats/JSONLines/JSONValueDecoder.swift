/// Decodes one value of a document.
struct JSONValueDecoder: Decoder, SingleValueDecodingContainer {
  let document: JSONDocument
  /// The number of its token.
  let value: Int

  private var tokens: JSONTokens { document.tokens }

  var codingPath: [any CodingKey] { document.path(value) }
  var userInfo: [CodingUserInfoKey: Any] { document.format.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard tokens.kind(value) == .object else { throw document.mismatch(value, [String: Any].self) }
    return document.container(keyedBy: type, of: value)
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard tokens.kind(value) == .array else { throw document.mismatch(value, [Any].self) }
    return JSONUnkeyedContainer(document, array: value)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { tokens.isNull(value) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try document.decode(type, value, tokens) }
}

extension JSONDocument {
  /// A value decoded: numbers, strings and Booleans from their bytes, dates and types of Foundation by the format, and others by
  /// themselves.
  ///
  /// - Parameter tokens: Those of the document. A container has them at hand, without a reference to count.
  @inline(__always)
  func decode<Value: Decodable>(_ type: Value.Type, _ value: Int, _ tokens: JSONTokens) throws -> Value {
    // In the forms for the types that the protocols name, one comparison is left.
    if type == String.self { return try same(string(value, tokens), as: type) }
    if type == Int.self { return try same(integer(Int.self, value, tokens), as: type) }
    if type == Double.self { return try same(double(value, tokens), as: type) }
    if type == Bool.self { return try same(bool(value, tokens), as: type) }
    if type == Float.self { return try same(float(value, tokens), as: type) }
    if type == Int64.self { return try same(integer(Int64.self, value, tokens), as: type) }
    if type == UInt64.self { return try same(integer(UInt64.self, value, tokens), as: type) }
    if type == Int32.self { return try same(integer(Int32.self, value, tokens), as: type) }
    if type == UInt32.self { return try same(integer(UInt32.self, value, tokens), as: type) }
    if type == Int16.self { return try same(integer(Int16.self, value, tokens), as: type) }
    if type == UInt16.self { return try same(integer(UInt16.self, value, tokens), as: type) }
    if type == Int8.self { return try same(integer(Int8.self, value, tokens), as: type) }
    if type == UInt8.self { return try same(integer(UInt8.self, value, tokens), as: type) }
    if type == UInt.self { return try same(integer(UInt.self, value, tokens), as: type) }
    if type == Int128.self { return try same(integer(Int128.self, value, tokens), as: type) }
    if type == UInt128.self { return try same(integer(UInt128.self, value, tokens), as: type) }
    return try decodeOther(type, value)
  }

  private func decodeOther<Value: Decodable>(_ type: Value.Type, _ value: Int) throws -> Value {
    let plan = plan(for: type)
    if case .special = plan { return try specialValue(type, value) }
    do {
      switch plan {
      case .own(let decode): return try decode(JSONValueDecoder(document: self, value: value)) as! Value
      case .collection(let collection) where collection.kind == tokens.kind(value):
        return try collection.decode(type, value, of: self)
      default: return try Value(from: JSONValueDecoder(document: self, value: value))
      }
    } catch let error as DecodingError where error.jsonError == nil {
      throw error.with(self.error(value, error.context?.debugDescription ?? "the value cannot be decoded"))
    }
  }

  /// The value as the type that it has already.
  @inline(__always)
  private func same<Value, Other>(_ value: Value, as type: Other.Type) -> Other { unsafeBitCast(value, to: Other.self) }

  // MARK: Values

  @inline(__always)
  func string(_ value: Int, _ tokens: JSONTokens) throws -> String {
    guard tokens.kind(value) == .string else { throw mismatch(value, String.self) }
    return tokens.text(value)
  }

  @inline(__always)
  func bool(_ value: Int, _ tokens: JSONTokens) throws -> Bool {
    guard tokens.kind(value) == .boolean else { throw mismatch(value, Bool.self) }
    return tokens.bytes(value).count == 4
  }

  @inline(__always)
  func integer<Integer: FixedWidthInteger>(
    _ type: Integer.Type,
    _ value: Int,
    _ tokens: JSONTokens
  ) throws -> Integer {
    guard tokens.kind(value) == .number else { throw mismatch(value, type) }
    do throws(NumberFault) {
      return try NumberFormat.standard.integer(tokens.bytes(value))
    } catch {
      throw corrupted(value, type, error.reason)
    }
  }

  @inline(__always)
  func double(_ value: Int, _ tokens: JSONTokens) throws -> Double {
    guard tokens.kind(value) == .number else { throw mismatch(value, Double.self) }
    do throws(NumberFault) {
      return try NumberFormat.standard.double(tokens.bytes(value))
    } catch {
      throw corrupted(value, Double.self, error.reason)
    }
  }

  func float(_ value: Int, _ tokens: JSONTokens) throws -> Float {
    guard tokens.kind(value) == .number else { throw mismatch(value, Float.self) }
    do throws(NumberFault) {
      return try NumberFormat.standard.float(tokens.bytes(value))
    } catch {
      throw corrupted(value, Float.self, error.reason)
    }
  }
}
