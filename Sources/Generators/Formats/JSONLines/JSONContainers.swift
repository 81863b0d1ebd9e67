/// Decodes the members of an object by their keys.
struct JSONKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let object: JSONObject

  init(_ object: JSONObject) { self.object = object }

  private var tokens: JSONTokens { object.tokens }

  var codingPath: [any CodingKey] { object.withDocument { $0.path(object.number) } }
  var allKeys: [Key] {
    var keys: [Key] = []
    keys.reserveCapacity(tokens.count(object.number))
    var key = object.number + 1
    while key < tokens.next(object.number) {
      let name = tokens.text(key)
      // Of several of one name one counts.
      if object.member(name) == key + 1, let key = Key(stringValue: name) { keys.append(key) }
      key = tokens.next(key + 1)
    }
    return keys
  }

  func contains(_ key: Key) -> Bool { member(key) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { tokens.isNull(try value(key)) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let value = try value(key)
    return try object.withDocument { try $0.decode(type, value, tokens) }
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let value = valueIfPresent(key) else { return nil }
    return try object.withDocument { try $0.decode(type, value, tokens) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try decoder(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    let key = JSONKey("super")
    guard let value = object.member(key.stringValue) else { throw isMissing(key) }
    return object.withDocument { JSONValueDecoder(document: $0, value: value) }
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

  private func decoder(_ key: Key) throws -> JSONValueDecoder {
    let value = try value(key)
    return object.withDocument { JSONValueDecoder(document: $0, value: value) }
  }

  @inline(__always)
  private func member(_ key: Key) -> Int? { object.member(key.stringValue) }

  @inline(__always)
  private func value(_ key: Key) throws -> Int {
    guard let value = member(key) else { throw isMissing(key) }
    return value
  }

  /// The number of the value of a key; nil where there is none, or it is null.
  @inline(__always)
  private func valueIfPresent(_ key: Key) -> Int? {
    guard let value = member(key), !tokens.isNull(value) else { return nil }
    return value
  }

  private func isMissing(_ key: some CodingKey) -> DecodingError {
    let reason = "the object has no key \"\(key.stringValue)\""
    return .keyNotFound(key, object.withDocument { $0.context(object.number, reason) })
  }
}

// The types that the protocol names are decoded without a look at what type it is, and an optional value without looking
// for the key three times.
extension JSONKeyedContainer {
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try object.decode(type, value(key)) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try object.decode(type, value(key)) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try object.decode(type, value(key)) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try object.decode(type, value(key)) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try object.decode(type, value(key)) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try object.decode(type, value(key)) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try object.decode(type, value(key)) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try object.decode(type, value(key)) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try object.decode(type, value(key)) }
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try object.decode(type, value(key)) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try object.decode(type, value(key)) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try object.decode(type, value(key)) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try object.decode(type, value(key)) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try object.decode(type, value(key)) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try object.decode(type, value(key)) }
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try object.decode(type, value(key)) }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
  func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? {
    try object.decodeIfPresent(type, valueIfPresent(key))
  }
}

/// Decodes the elements of an array one after the other. It is small enough to need no memory of its own.
struct JSONUnkeyedContainer: UnkeyedDecodingContainer {
  private let document: JSONDocument
  /// The number of its token.
  private let array: UInt32
  /// The number of the token of the next element.
  private var next: UInt32

  init(_ document: JSONDocument, array: Int) {
    self.document = document
    self.array = UInt32(array)
    next = UInt32(array) + 1
  }

  private var tokens: JSONTokens { document.tokens }
  private var element: Int { Int(next) }

  var codingPath: [any CodingKey] { document.path(Int(array)) }
  var count: Int? { tokens.count(Int(array)) }
  var isAtEnd: Bool { element == tokens.next(Int(array)) }
  var currentIndex: Int { isAtEnd ? tokens.count(Int(array)) : tokens.index(element) }

  mutating func decodeNil() throws -> Bool {
    try check(Any?.self)
    guard tokens.isNull(element) else { return false }
    advance()
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try check(type)
    let value = try document.decode(type, element, tokens)
    advance()
    return value
  }

  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let container = try decoder().container(keyedBy: type)
    advance()
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try decoder().unkeyedContainer()
    advance()
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try decoder()
    advance()
    return decoder
  }

  private func decoder() throws -> JSONValueDecoder {
    try check((any Decoder).self)
    return JSONValueDecoder(document: document, value: element)
  }

  private mutating func advance() {
    next = UInt32(tokens.next(element))
  }

  private func check(_ type: Any.Type) throws {
    guard isAtEnd else { return }
    let reason = "the array has only \(currentIndex) \(currentIndex == 1 ? "element" : "elements")"
    let context = document.context(Int(array), reason)
    throw DecodingError.valueNotFound(
      type,
      .init(
        codingPath: context.codingPath + [JSONKey(index: currentIndex)],
        debugDescription: reason,
        underlyingError: context.underlyingError
      )
    )
  }
}
