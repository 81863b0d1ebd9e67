/// Makes text fields of the values that encode themselves: one field for each key.
///
/// The keys of the first value are the names of the fields, in the order in which it encodes them, unless names are
/// given.
final class CSVValueEncoder {
  let dates: TimestampFormat
  private(set) var names: [String] = []
  private var indices: [String: Int] = [:]
  private(set) var areNamesKnown = false
  /// The text of each field in `bytes`; nil where it has no value.
  private var fields: [Range<Int>?] = []
  private var bytes = OutputBuffer()
  /// The index that the next key is likely to have.
  private var next = 0
  /// Why the value cannot be made into fields.
  fileprivate var refusal: EncodingError?

  init(dates: TimestampFormat) { self.dates = dates }

  /// Sets the names of the fields.
  func use(_ names: [String]) {
    areNamesKnown = true
    guard names != self.names else { return }
    self.names = names
    indices = Dictionary(zip(names, names.indices)) { first, _ in first }
    fields = Array(repeating: nil, count: names.count)
  }

  /// Removes what is left of a value that failed.
  func forget(areNamesKnown: Bool) {
    self.areNamesKnown = areNamesKnown
    if !areNamesKnown { (names, indices, fields) = ([], [:], []) }
  }

  /// Makes the fields of a value.
  func encode(_ value: some Encodable) throws {
    for index in fields.indices { fields[index] = nil }
    (next, refusal) = (0, nil)
    bytes.removeAll()
    do {
      try value.encode(to: CSVRecordEncoder(encoder: self))
    } catch {
      throw refusal ?? error
    }
    if let refusal { throw refusal }
    guard !names.isEmpty else {
      throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "it encodes no fields"))
    }
    areNamesKnown = true
  }

  /// Calls `body` with the text of each field, in the order of the names; nil where it has no value.
  func forEachField(_ body: (UnsafeBufferPointer<UInt8>?) throws -> Void) throws {
    let text = bytes.bytes.bindMemory(to: UInt8.self)
    for field in fields { try body(field.map { UnsafeBufferPointer(rebasing: text[$0]) }) }
  }

  /// The index of the field for a key.
  fileprivate func index(of key: some CodingKey) throws -> Int {
    let name = key.stringValue
    if next < names.count, names[next] == name {
      next += 1
      return next - 1
    }
    if let index = indices[name] {
      next = index + 1
      return index
    }
    guard !areNamesKnown else {
      throw EncodingError.invalidValue(
        name,
        .init(codingPath: [], debugDescription: "the header has no field \"\(name)\", and a record cannot add one")
      )
    }
    indices[name] = names.count
    names.append(name)
    fields.append(nil)
    next = names.count
    return next - 1
  }

  fileprivate func setNull(_ index: Int) { fields[index] = nil }

  /// Makes a field of what `put` appends.
  @inline(__always)
  fileprivate func set(_ index: Int, _ put: (OutputBuffer) -> Void) {
    let start = bytes.count
    put(bytes)
    fields[index] = start..<bytes.count
  }

  fileprivate func refuse(_ path: [any CodingKey], _ reason: String) {
    guard refusal == nil else { return }
    refusal = .invalidValue(path, .init(codingPath: path, debugDescription: reason))
  }

  fileprivate func set<Value: Encodable>(_ index: Int, _ value: Value, _ key: any CodingKey) throws {
    if let text = try WrittenValue(value, dates: dates, path: { [key] }) {
      switch text {
      case .text(let text), .number(let text): set(index) { $0.append(text) }
      case .base64:
        throw EncodingError.invalidValue(
          value,
          .init(codingPath: [key], debugDescription: "a field is text, and not data. Encode it as text")
        )
      }
      return
    }
    try value.encode(to: CSVFieldEncoder(encoder: self, index: index, key: key))
  }
}

// MARK: A record

/// Encodes a value with keys into the fields of a record.
private struct CSVRecordEncoder: Encoder {
  let encoder: CSVValueEncoder

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(CSVFieldsContainer(encoder: encoder))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    encoder.refuse([], "its fields are encoded by names, not as a list")
    return RefusingContainer<IndexKey>(path: [])
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    encoder.refuse([], "its fields are encoded by names, not as one value")
    return RefusingContainer<IndexKey>(path: [])
  }
}

private struct CSVFieldsContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: CSVValueEncoder

  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) throws { encoder.setNull(try encoder.index(of: key)) }
  func encode(_ value: Bool, forKey key: Key) throws { encoder.set(try encoder.index(of: key)) { $0.append(value) } }
  func encode(_ value: String, forKey key: Key) throws { encoder.set(try encoder.index(of: key)) { $0.append(value) } }
  func encode(_ value: Double, forKey key: Key) throws { try description(value, key) }
  func encode(_ value: Float, forKey key: Key) throws { try description(value, key) }
  func encode(_ value: Int, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: Int8, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: Int16, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: Int32, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: Int64, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: Int128, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt8, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt16, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt32, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt64, forKey key: Key) throws { try integer(value, key) }
  func encode(_ value: UInt128, forKey key: Key) throws { try integer(value, key) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try encoder.set(encoder.index(of: key), value, key)
  }

  private func integer(_ value: some BinaryInteger, _ key: Key) throws {
    encoder.set(try encoder.index(of: key)) { $0.append(digitsOf: value) }
  }

  private func description(_ value: some BinaryFloatingPoint & CustomStringConvertible, _ key: Key) throws {
    encoder.set(try encoder.index(of: key)) { $0.append(value.description) }
  }

  // The key of a nil value has a field too.

  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: Int128?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent(_ value: UInt128?, forKey key: Key) throws { try optional(value, key) }
  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws { try optional(value, key) }

  private func optional<Value: Encodable>(_ value: Value?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder.refuse([key], CSVFieldEncoder.isOneValue)
    return KeyedEncodingContainer(RefusingContainer(path: [key]))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder.refuse([key], CSVFieldEncoder.isOneValue)
    return RefusingContainer<IndexKey>(path: [key])
  }

  /// The fields of a class and of its superclass are those of one record.
  func superEncoder() -> any Encoder { CSVRecordEncoder(encoder: encoder) }

  func superEncoder(forKey key: Key) -> any Encoder {
    do {
      return CSVFieldEncoder(encoder: encoder, index: try encoder.index(of: key), key: key)
    } catch {
      encoder.refuse([key], "the header has no such field, and a record cannot add one")
      return CSVFieldEncoder(encoder: encoder, index: nil, key: key)
    }
  }
}

// MARK: A field

/// Encodes a single value into the text of one field.
private struct CSVFieldEncoder: Encoder, SingleValueEncodingContainer {
  static let isOneValue = "a field is a single value, not a list and nothing with keys"

  let encoder: CSVValueEncoder
  /// Nil where the record has no such field.
  let index: Int?
  let key: any CodingKey

  var codingPath: [any CodingKey] { [key] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    encoder.refuse(codingPath, Self.isOneValue)
    return KeyedEncodingContainer(RefusingContainer(path: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    encoder.refuse(codingPath, Self.isOneValue)
    return RefusingContainer<IndexKey>(path: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() { if let index { encoder.setNull(index) } }
  func encode(_ value: Bool) { put { $0.append(value) } }
  func encode(_ value: String) { put { $0.append(value) } }
  func encode(_ value: Double) { put { $0.append(value.description) } }
  func encode(_ value: Float) { put { $0.append(value.description) } }
  func encode(_ value: Int) { put { $0.append(digitsOf: value) } }
  func encode(_ value: Int8) { put { $0.append(digitsOf: value) } }
  func encode(_ value: Int16) { put { $0.append(digitsOf: value) } }
  func encode(_ value: Int32) { put { $0.append(digitsOf: value) } }
  func encode(_ value: Int64) { put { $0.append(digitsOf: value) } }
  func encode(_ value: Int128) { put { $0.append(digitsOf: value) } }
  func encode(_ value: UInt) { put { $0.append(digitsOf: value) } }
  func encode(_ value: UInt8) { put { $0.append(digitsOf: value) } }
  func encode(_ value: UInt16) { put { $0.append(digitsOf: value) } }
  func encode(_ value: UInt32) { put { $0.append(digitsOf: value) } }
  func encode(_ value: UInt64) { put { $0.append(digitsOf: value) } }
  func encode(_ value: UInt128) { put { $0.append(digitsOf: value) } }
  func encode(_ value: some Encodable) throws { if let index { try encoder.set(index, value, key) } }

  private func put(_ text: (OutputBuffer) -> Void) {
    if let index { encoder.set(index, text) }
  }
}

extension OutputBuffer {
  func append(_ truth: Bool) { append(truth ? "true" : "false" as StaticString) }
}

/// A key of a list.
struct IndexKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ index: Int) { (stringValue, intValue) = ("\(index)", index) }

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { self.init(intValue) }
}
