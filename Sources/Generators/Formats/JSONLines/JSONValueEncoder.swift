/// Encodes one value of a document.
struct JSONValueEncoder: Encoder, SingleValueEncodingContainer {
  let composer: JSONComposer
  let slot: Int
  let path: JSONCodingPath?

  var codingPath: [any CodingKey] { path.keys }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    guard let container = composer.container(of: slot, isObject: true) else {
      return KeyedEncodingContainer(RefusingContainer(path: codingPath))
    }
    return KeyedEncodingContainer(JSONObjectContainer(composer: composer, container: container, path: path))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    guard let container = composer.container(of: slot, isObject: false) else {
      return RefusingContainer<IndexKey>(path: codingPath)
    }
    return JSONArrayContainer(composer: composer, container: container, path: path)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() throws { try composer.fill(slot, path) { composer.appendNull() } }
  func encode(_ value: Bool) throws { try composer.fill(slot, path) { composer.buffer.append(value) } }
  func encode(_ value: String) throws { try composer.fill(slot, path) { composer.appendString(value) } }
  func encode(_ value: Double) throws { try composer.fill(slot, path) { try composer.append(value, at: path) } }
  func encode(_ value: Float) throws { try composer.fill(slot, path) { try composer.append(value, at: path) } }
  func encode(_ value: Int) throws { try integer(value) }
  func encode(_ value: Int8) throws { try integer(value) }
  func encode(_ value: Int16) throws { try integer(value) }
  func encode(_ value: Int32) throws { try integer(value) }
  func encode(_ value: Int64) throws { try integer(value) }
  func encode(_ value: Int128) throws { try integer(value) }
  func encode(_ value: UInt) throws { try integer(value) }
  func encode(_ value: UInt8) throws { try integer(value) }
  func encode(_ value: UInt16) throws { try integer(value) }
  func encode(_ value: UInt32) throws { try integer(value) }
  func encode(_ value: UInt64) throws { try integer(value) }
  func encode(_ value: UInt128) throws { try integer(value) }
  func encode(_ value: some Encodable) throws { try composer.fill(slot, path) { try composer.encode(value, at: path) } }

  private func integer(_ value: some BinaryInteger) throws {
    try composer.fill(slot, path) { composer.buffer.append(digitsOf: value) }
  }
}

/// Encodes the members of an object.
struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let composer: JSONComposer
  let container: Int
  let path: JSONCodingPath?

  var codingPath: [any CodingKey] { path.keys }

  func encodeNil(forKey key: Key) throws { try add(key) { $0.appendNull() } }
  func encode(_ value: Bool, forKey key: Key) throws { try add(key) { $0.buffer.append(value) } }
  func encode(_ value: String, forKey key: Key) throws { try add(key) { $0.appendString(value) } }
  func encode(_ value: Double, forKey key: Key) throws { try number(value, key) }
  func encode(_ value: Float, forKey key: Key) throws { try number(value, key) }
  func encode(_ value: Int, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int8, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int16, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int32, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int64, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int128, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt8, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt16, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt32, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt64, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt128, forKey key: Key) throws { try add(key) { $0.buffer.append(digitsOf: value) } }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try add(key) { try $0.encode(value, at: JSONCodingPath(key, in: path)) }
  }

  @inline(__always)
  private func add(_ key: Key, _ value: (JSONComposer) throws -> Void) throws {
    try composer.addElement(to: container, key, path, value)
  }

  private func number(_ value: some BinaryFloatingPoint & CustomStringConvertible, _ key: Key) throws {
    guard value.isFinite else { return try composer.append(value, at: JSONCodingPath(key, in: path)) }
    try add(key) { try $0.append(value, at: nil) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    let path = JSONCodingPath(key, in: path)
    guard let nested = composer.addContainer(to: container, key, isObject: true) else {
      return KeyedEncodingContainer(RefusingContainer(path: codingPath))
    }
    return KeyedEncodingContainer(JSONObjectContainer<Nested>(composer: composer, container: nested, path: path))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    guard let nested = composer.addContainer(to: container, key, isObject: false) else {
      return RefusingContainer<IndexKey>(path: codingPath)
    }
    return JSONArrayContainer(composer: composer, container: nested, path: JSONCodingPath(key, in: path))
  }

  func superEncoder() -> any Encoder {
    JSONElementEncoder(composer: composer, parent: container, key: SuperKey(), path: path)
  }

  func superEncoder(forKey key: Key) -> any Encoder {
    JSONElementEncoder(composer: composer, parent: container, key: key, path: path)
  }
}

/// Encodes the elements of an array.
struct JSONArrayContainer: UnkeyedEncodingContainer {
  let composer: JSONComposer
  let container: Int
  let path: JSONCodingPath?
  private(set) var count = 0

  init(composer: JSONComposer, container: Int, path: JSONCodingPath?) {
    (self.composer, self.container, self.path) = (composer, container, path)
  }

  var codingPath: [any CodingKey] { path.keys }

  mutating func encodeNil() throws { try add { $0.appendNull() } }
  mutating func encode(_ value: Bool) throws { try add { $0.buffer.append(value) } }
  mutating func encode(_ value: String) throws { try add { $0.appendString(value) } }
  mutating func encode(_ value: Double) throws { try number(value) }
  mutating func encode(_ value: Float) throws { try number(value) }
  mutating func encode(_ value: Int) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: Int8) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: Int16) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: Int32) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: Int64) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: Int128) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: UInt) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: UInt8) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: UInt16) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: UInt32) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: UInt64) throws { try add { $0.buffer.append(digitsOf: value) } }
  mutating func encode(_ value: UInt128) throws { try add { $0.buffer.append(digitsOf: value) } }

  mutating func encode(_ value: some Encodable) throws {
    let path = JSONCodingPath(IndexKey(count), in: path)
    try add { try $0.encode(value, at: path) }
  }

  @inline(__always)
  private mutating func add(_ value: (JSONComposer) throws -> Void) throws {
    try composer.addElement(to: container, IndexKey?.none, path, value)
    count += 1
  }

  private mutating func number(_ value: some BinaryFloatingPoint & CustomStringConvertible) throws {
    guard value.isFinite else { return try composer.append(value, at: JSONCodingPath(IndexKey(count), in: path)) }
    try add { try $0.append(value, at: nil) }
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    guard let nested = composer.addContainer(to: container, IndexKey?.none, isObject: true) else {
      return KeyedEncodingContainer(RefusingContainer(path: codingPath))
    }
    defer { count += 1 }
    let path = JSONCodingPath(IndexKey(count), in: path)
    return KeyedEncodingContainer(JSONObjectContainer<Nested>(composer: composer, container: nested, path: path))
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    guard let nested = composer.addContainer(to: container, IndexKey?.none, isObject: false) else {
      return RefusingContainer<IndexKey>(path: codingPath)
    }
    defer { count += 1 }
    return JSONArrayContainer(composer: composer, container: nested, path: JSONCodingPath(IndexKey(count), in: path))
  }

  mutating func superEncoder() -> any Encoder {
    defer { count += 1 }
    return JSONElementEncoder(
      composer: composer,
      parent: container,
      key: IndexKey?.none,
      path: JSONCodingPath(IndexKey(count), in: path)
    )
  }
}

/// Encodes a value that becomes an element of a container when it begins to encode itself, as a superclass does.
private final class JSONElementEncoder<Key: CodingKey>: Encoder, SingleValueEncodingContainer {
  private let composer: JSONComposer
  private let parent: Int
  private let key: Key?
  private let path: JSONCodingPath?
  private var container: (number: Int, isObject: Bool)?

  init(composer: JSONComposer, parent: Int, key: Key?, path: JSONCodingPath?) {
    (self.composer, self.parent, self.key) = (composer, parent, key)
    self.path = key.map { JSONCodingPath($0, in: path) } ?? path
  }

  var codingPath: [any CodingKey] { path.keys }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    guard let container = container(isObject: true) else {
      return KeyedEncodingContainer(RefusingContainer(path: codingPath))
    }
    return KeyedEncodingContainer(JSONObjectContainer<Nested>(composer: composer, container: container, path: path))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    guard let container = container(isObject: false) else { return RefusingContainer<IndexKey>(path: codingPath) }
    return JSONArrayContainer(composer: composer, container: container, path: path)
  }

  private func container(isObject: Bool) -> Int? {
    if let container { return container.isObject == isObject ? container.number : nil }
    guard let number = composer.addContainer(to: parent, key, isObject: isObject) else { return nil }
    container = (number, isObject)
    return number
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() throws { try add { $0.appendNull() } }
  func encode(_ value: some Encodable) throws { try add { try $0.encode(value, at: self.path) } }
  func encode(_ value: Bool) throws { try add { $0.buffer.append(value) } }
  func encode(_ value: String) throws { try add { $0.appendString(value) } }
  func encode(_ value: Double) throws { try add { try $0.append(value, at: self.path) } }
  func encode(_ value: Float) throws { try add { try $0.append(value, at: self.path) } }
  func encode(_ value: Int) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int8) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int16) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int32) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int64) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt8) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt16) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt32) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt64) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: Int128) throws { try add { $0.buffer.append(digitsOf: value) } }
  func encode(_ value: UInt128) throws { try add { $0.buffer.append(digitsOf: value) } }

  private func add(_ value: (JSONComposer) throws -> Void) throws {
    try composer.addElement(to: parent, key, path, value)
  }
}

/// The key of what a superclass encodes, as the standard library names it.
private struct SuperKey: CodingKey {
  var stringValue: String { "super" }
  var intValue: Int? { nil }

  init() {}
  init?(stringValue: String) { return nil }
  init?(intValue: Int) { return nil }
}
