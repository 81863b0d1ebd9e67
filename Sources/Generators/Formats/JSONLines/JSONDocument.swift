internal import CByteScan

/// A JSON document that has been checked as a whole, as tokens over its bytes: what a value is decoded from.
///
/// It owns the tokens and keeps the bytes, so that a decoder may outlive the call that made it.
final class JSONDocument {
  let format: JSONFormat
  let hasDecodings: Bool
  let tokens: JSONTokens
  private let bytes: ByteSlice
  private var tables: [Int: JSONMemberTable] = [:]

  /// The number of the token of the whole document.
  static let root = 0

  /// - Throws: ``JSONError`` for what is no JSON.
  init(_ bytes: ByteSlice, _ format: JSONFormat) throws(JSONError) {
    self.format = format
    hasDecodings = !format.decodings.isEmpty
    self.bytes = bytes
    var parse = json_parse()
    // The block stays where it is as long as the slice refers to it.
    parse.bytes = bytes.withBytes { $0.baseAddress! }
    parse.count = bytes.count
    parse.at = json_document_start(parse.bytes, parse.count)
    parse.depth_limit = UInt32(format.depthLimit)
    parse.token_capacity = bytes.count / 8 + 16
    var tokens = UnsafeMutablePointer<json_token>.allocate(capacity: parse.token_capacity)
    parse.tokens = tokens
    var outcome = json_parse_run(&parse)
    while outcome == json_needs_room {
      let larger = UnsafeMutablePointer<json_token>.allocate(capacity: 2 * parse.token_capacity)
      larger.initialize(from: tokens, count: parse.token_count)
      tokens.deallocate()
      tokens = larger
      parse.tokens = larger
      parse.token_capacity *= 2
      outcome = json_parse_run(&parse)
    }
    self.tokens = JSONTokens(base: parse.bytes, tokens: tokens, keepsLast: format.duplicateKeys == .last)
    guard outcome == json_is_parsed else { throw JSONError(parse) }
    if format.duplicateKeys == .fail, let key = repeatedKey(upTo: parse.token_count) {
      throw error(key, "the key \"\(self.tokens.text(key))\" is repeated in its object")
    }
  }

  deinit { tokens.deallocate() }

  // MARK: Members

  /// The number of the value of a key in a large object; nil where it has none.
  func member(_ key: UnsafeBufferPointer<UInt8>, ofLarge object: Int) -> Int? {
    if let table = tables[object] { return table.value(key) }
    let table = JSONMemberTable(tokens, object: object)
    tables[object] = table
    return table.value(key)
  }

  /// The number of the value of a key; nil where the object has none.
  func member(_ key: String, of object: Int) -> Int? {
    var key = key
    return key.withUTF8 { key in
      tokens.isLarge(object) ? member(key, ofLarge: object) : tokens.member(key, of: object)
    }
  }

  /// A key that another one before it in its object equals.
  private func repeatedKey(upTo count: Int) -> Int? {
    for object in 0..<count where tokens.kind(object) == .object {
      var key = object + 1
      while key < tokens.next(object) {
        if member(tokens.text(key), of: object) != key + 1 { return key }
        key = tokens.next(key + 1)
      }
      tables[object] = nil
    }
    return nil
  }

  // MARK: Errors

  /// The keys and indices that lead to a value.
  func path(_ number: Int) -> [any CodingKey] {
    var path: [any CodingKey] = []
    var number = number
    while number != Self.root {
      let parent = tokens.parent(number)
      path.append(
        tokens.kind(parent) == .object ? JSONKey(tokens.text(number - 1)) : JSONKey(index: tokens.index(number))
      )
      number = parent
    }
    return path.reversed()
  }

  func error(_ number: Int, _ reason: String) -> JSONError {
    JSONError(reason: reason, offset: tokens.start(number))
  }

  func context(_ number: Int, _ reason: String) -> DecodingError.Context {
    .init(codingPath: path(number), debugDescription: reason, underlyingError: error(number, reason))
  }

  /// The error for a value that is of another kind than `type`.
  func mismatch(_ number: Int, _ type: Any.Type) -> DecodingError {
    if tokens.isNull(number) {
      return .valueNotFound(type, context(number, "a value of type \(type) is expected, not null"))
    }
    return .typeMismatch(
      type,
      context(number, "a value of type \(type) is expected, not \(described(tokens.kind(number)))")
    )
  }

  /// The error for a value that is of the kind of `type`, and none of its values.
  ///
  /// - Parameter reason: Why it is none, if there is more to say.
  func corrupted(_ number: Int, _ type: Any.Type, _ reason: String? = nil) -> DecodingError {
    let text = String(decoding: tokens.bytes(number).prefix(80), as: UTF8.self)
    let end = reason.map { ": \($0)" } ?? ""
    return .dataCorrupted(context(number, "\(text) is not a value of type \(type)\(end)"))
  }

  private func described(_ kind: JSONField.Kind) -> String {
    switch kind {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .boolean: "a Boolean"
    case .null: "null"
    }
  }
}

/// A key of a JSON object, or an index of an array.
struct JSONKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) { (stringValue, intValue) = (name, nil) }
  init(index: Int) { (stringValue, intValue) = ("Index \(index)", index) }
  init(stringValue: String) { self.init(stringValue) }
  init(intValue: Int) { self.init(index: intValue) }
}
