internal import DecoratorPrimitives

extension JSONField {
  /// The value decoded.
  ///
  /// ```swift
  /// let zones = try line.field("server_zones")?.decode(as: [String: Zone].self)
  /// ```
  ///
  /// The value is checked as a whole. What is before it and behind it in its document is not.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the value is written; by default as ``JSONFormat/standard``.
  /// - Throws: `DecodingError`, whose context has a ``JSONError`` with the place in ``bytes``, and what the type throws.
  public func decode<Value: Decodable>(as type: Value.Type, _ format: JSONFormat = .standard) throws -> Value {
    try bytes.decodeJSON(type, format)
  }
}

extension ByteSlice {
  /// Decodes one JSON document.
  func decodeJSON<Value: Decodable>(_ type: Value.Type, _ format: JSONFormat) throws -> Value {
    let document = JSONDocument(format)
    defer { _ = document.close() }
    return try document.decode(type, from: self)
  }
}

extension JSONDocument {
  /// Reads the next document and decodes it.
  @inline(__always)
  fileprivate func decode<Value: Decodable>(_ type: Value.Type, from bytes: ByteSlice) throws -> Value {
    do throws(JSONError) {
      try read(bytes)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: error.reason, underlyingError: error)
      )
    }
    return try decode(type, Self.root, tokens)
  }
}

/// Decodes JSON documents one after the other, also on several threads, with the memory of the one before where nothing
/// refers to it.
final class JSONDocuments: Sendable {
  private let format: JSONFormat
  private let spare = Locked<JSONDocument?>(nil)

  init(_ format: JSONFormat) { self.format = format }

  /// Decodes one JSON document.
  func decode<Value: Decodable>(_ type: Value.Type, from bytes: ByteSlice) throws -> Value {
    var document = spare.withLock { $0.take() } ?? JSONDocument(format)
    defer {
      // A decoder may refer to it as well.
      if document.close(), isKnownUniquelyReferenced(&document) {
        document.clear()
        spare.withLock { $0 = document }
      }
    }
    return try document.decode(type, from: bytes)
  }
}
