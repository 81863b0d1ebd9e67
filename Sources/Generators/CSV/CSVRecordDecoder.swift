/// Decodes a record by the names of its fields.
struct CSVRecordDecoder: Decoder {
  let record: CSVRecord
  let header: CSVHeader

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(CSVFieldsContainer(record: record, header: header))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw Self.error([], "a record is decoded by names, not as a list")
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    throw Self.error([], "a record is decoded by names, not as one value")
  }

  static func error(_ path: [any CodingKey], _ text: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: path, debugDescription: text))
  }
}

/// The fields of a record by name.
private struct CSVFieldsContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let record: CSVRecord
  let header: CSVHeader

  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { header.names.compactMap(Key.init(stringValue:)).filter(contains) }

  private func find(_ key: Key) -> ByteSlice? { header.index(of: key.stringValue).flatMap(record.field) }

  private func value(_ key: Key) throws -> CSVFieldDecoder {
    guard let field = find(key) else {
      throw DecodingError.keyNotFound(key, DecodingError.Context(codingPath: [], debugDescription: "no such field"))
    }
    return CSVFieldDecoder(field: field, key: key)
  }

  func contains(_ key: Key) -> Bool { find(key) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try value(key).decodeNil() }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).number() }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).number() }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).number() }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).number() }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key).number() }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key).number() }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key).number() }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).number() }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key).number() }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key).number() }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key).number() }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key).number() }

  @available(macOS 15.0, iOS 18.0, watchOS 11.0, tvOS 18.0, visionOS 2.0, *)
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try value(key).number() }

  @available(macOS 15.0, iOS 18.0, watchOS 11.0, tvOS 18.0, visionOS 2.0, *)
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try value(key).number() }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try value(key).decode(type) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try value(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try value(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { CSVRecordDecoder(record: record, header: header) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try value(key) }
}
