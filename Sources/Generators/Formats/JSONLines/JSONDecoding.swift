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
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(self, format)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: error.reason, underlyingError: error)
      )
    }
    return try document.decode(type, JSONDocument.root, document.tokens)
  }
}
