internal import CByteScan

/// An object of a document, which finds its members by their keys.
final class JSONObject {
  /// The document, which is there for as long as this is used: while it is decoded, or because ``keep(_:)`` was called.
  @exclusivity(unchecked) private var document: Unmanaged<JSONDocument>
  private var keptDocument: JSONDocument?
  @exclusivity(unchecked) private(set) var tokens: JSONTokens
  /// The number of its token.
  @exclusivity(unchecked) private(set) var number: Int
  @exclusivity(unchecked) private var members = json_members()

  /// The object with the number `number` of a document that is being decoded.
  init(_ number: Int, _ document: JSONDocument) {
    self.document = Unmanaged.passUnretained(document)
    tokens = document.tokens
    self.number = number
  }

  /// Becomes another object.
  @inline(__always)
  func become(_ number: Int, _ document: JSONDocument) {
    self.document = Unmanaged.passUnretained(document)
    tokens = document.tokens
    self.number = number
    members.is_filled = false
  }

  /// Keeps the document for as long as this is there.
  func keep(_ document: JSONDocument) { keptDocument = document }

  /// Calls `body` with the document.
  @inline(__always)
  func withDocument<Result>(_ body: (JSONDocument) throws -> Result) rethrows -> Result {
    try document._withUnsafeGuaranteedRef(body)
  }

  /// The number of the value of a key; nil where the object has none.
  @inline(__always)
  func member(_ key: String) -> Int? {
    var key = key
    return key.withUTF8 { member($0) }
  }

  private func member(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    guard !tokens.isLarge(number) else { return withDocument { $0.member(key, ofLarge: number) } }
    let object = UInt32(truncatingIfNeeded: number)
    let found = json_members_find(
      &members,
      tokens.base,
      tokens.tokens,
      object,
      key.baseAddress,
      key.count,
      tokens.keepsLast
    )
    return found == 0 ? nil : Int(found)
  }
}

extension JSONObject {
  /// A member decoded, for the types that the protocol of containers names.
  @inline(__always)
  func decode<Value: Decodable>(_ type: Value.Type, _ value: Int) throws -> Value {
    try withDocument { try $0.decode(type, value, tokens) }
  }

  /// A member decoded, if there is one.
  @inline(__always)
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, _ value: Int?) throws -> Value? {
    guard let value else { return nil }
    return try decode(type, value)
  }
}
