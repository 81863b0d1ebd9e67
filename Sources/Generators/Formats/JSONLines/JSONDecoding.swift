#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension JSONField {
  /// The value decoded, as `JSONDecoder` does by default.
  ///
  /// ```swift
  /// let zones = try line.field("server_zones")?.decode(as: [String: Zone].self)
  /// ```
  ///
  /// - Throws: `DecodingError` where it cannot be.
  public func decode<Value: Decodable>(as type: Value.Type) throws -> Value { try bytes.decodeJSON(type) }
}

extension ByteSlice {
  /// Decodes one JSON document, without a copy of the bytes.
  func decodeJSON<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try withBytes { bytes in
      let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress!)
      return try jsonDecoder.decode(type, from: Data(bytesNoCopy: start, count: bytes.count, deallocator: .none))
    }
  }
}

private let jsonDecoder = JSONDecoder()
