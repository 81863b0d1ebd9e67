/// Decodes the members of an object by their keys.
struct JSONKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let document: JSONDocument
  /// The number of its token.
  let object: Int

  var codingPath: [any CodingKey] { document.path(object) }
  var allKeys: [Key] { document.keys(of: object).compactMap { Key(stringValue: document.text($0)) } }

  func contains(_ key: Key) -> Bool { member(key) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { document.isNull(try value(key)) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try document.decode(type, value(key))
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let value = member(key), !document.isNull(value) else { return nil }
    return try document.decode(type, value)
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
    guard let value = document.member(key.stringValue, of: object) else { throw isMissing(key) }
    return JSONValueDecoder(document: document, value: value)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

  private func decoder(_ key: Key) throws -> JSONValueDecoder {
    JSONValueDecoder(document: document, value: try value(key))
  }

  @inline(__always)
  private func member(_ key: Key) -> Int? { document.member(key.stringValue, of: object) }

  @inline(__always)
  private func value(_ key: Key) throws -> Int {
    guard let value = member(key) else { throw isMissing(key) }
    return value
  }

  private func isMissing(_ key: some CodingKey) -> DecodingError {
    .keyNotFound(key, document.context(object, "the object has no key \"\(key.stringValue)\""))
  }
}

/// Decodes the elements of an array one after the other.
struct JSONUnkeyedContainer: UnkeyedDecodingContainer {
  let document: JSONDocument
  /// The number of its token.
  let array: Int
  private var element: Int

  private(set) var currentIndex = 0

  init(document: JSONDocument, array: Int) {
    self.document = document
    self.array = array
    element = array + 1
  }

  var codingPath: [any CodingKey] { document.path(array) }
  var count: Int? { document.count(array) }
  var isAtEnd: Bool { element == document.next(array) }

  mutating func decodeNil() throws -> Bool {
    try check(Any?.self)
    guard document.isNull(element) else { return false }
    advance()
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try check(type)
    let value = try document.decode(type, element)
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
    element = document.next(element)
    currentIndex += 1
  }

  private func check(_ type: Any.Type) throws {
    guard isAtEnd else { return }
    let reason = "the array has only \(currentIndex) \(currentIndex == 1 ? "element" : "elements")"
    let context = document.context(array, reason)
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
