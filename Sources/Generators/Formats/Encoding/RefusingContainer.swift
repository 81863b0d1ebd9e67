/// A container that takes nothing, for values that an encoder has refused.
struct RefusingContainer<Key: CodingKey>: KeyedEncodingContainerProtocol, UnkeyedEncodingContainer,
  SingleValueEncodingContainer, Encoder
{
  let path: [any CodingKey]

  var codingPath: [any CodingKey] { path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  var count: Int { 0 }

  private var refusal: EncodingError {
    .invalidValue(Self.self, .init(codingPath: path, debugDescription: "nothing can be encoded here"))
  }

  func encodeNil() throws { throw refusal }
  func encodeNil(forKey key: Key) throws { throw refusal }
  func encode(_ value: some Encodable) throws { throw refusal }
  func encode(_ value: some Encodable, forKey key: Key) throws { throw refusal }

  func encode(_ value: Bool) throws { throw refusal }
  func encode(_ value: String) throws { throw refusal }
  func encode(_ value: Double) throws { throw refusal }
  func encode(_ value: Float) throws { throw refusal }
  func encode(_ value: Int) throws { throw refusal }
  func encode(_ value: Int8) throws { throw refusal }
  func encode(_ value: Int16) throws { throw refusal }
  func encode(_ value: Int32) throws { throw refusal }
  func encode(_ value: Int64) throws { throw refusal }
  func encode(_ value: UInt) throws { throw refusal }
  func encode(_ value: UInt8) throws { throw refusal }
  func encode(_ value: UInt16) throws { throw refusal }
  func encode(_ value: UInt32) throws { throw refusal }
  func encode(_ value: UInt64) throws { throw refusal }

  func encode(_ value: Bool, forKey key: Key) throws { throw refusal }
  func encode(_ value: String, forKey key: Key) throws { throw refusal }
  func encode(_ value: Double, forKey key: Key) throws { throw refusal }
  func encode(_ value: Float, forKey key: Key) throws { throw refusal }
  func encode(_ value: Int, forKey key: Key) throws { throw refusal }
  func encode(_ value: Int8, forKey key: Key) throws { throw refusal }
  func encode(_ value: Int16, forKey key: Key) throws { throw refusal }
  func encode(_ value: Int32, forKey key: Key) throws { throw refusal }
  func encode(_ value: Int64, forKey key: Key) throws { throw refusal }
  func encode(_ value: UInt, forKey key: Key) throws { throw refusal }
  func encode(_ value: UInt8, forKey key: Key) throws { throw refusal }
  func encode(_ value: UInt16, forKey key: Key) throws { throw refusal }
  func encode(_ value: UInt32, forKey key: Key) throws { throw refusal }
  func encode(_ value: UInt64, forKey key: Key) throws { throw refusal }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(RefusingContainer<Nested>(path: path))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(RefusingContainer<Nested>(path: path))
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { self }
  func superEncoder() -> any Encoder { self }
  func superEncoder(forKey key: Key) -> any Encoder { self }

  func container<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(RefusingContainer<Nested>(path: path))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { self }
  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}
