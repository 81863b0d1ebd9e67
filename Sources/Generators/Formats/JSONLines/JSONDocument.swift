internal import CByteScan

/// A JSON document that has been checked as a whole, as tokens over its bytes: what a value is decoded from.
///
/// It owns the tokens and keeps the bytes, so that a decoder may outlive the call that made it.
final class JSONDocument {
  let format: JSONFormat
  private let bytes: ByteSlice
  private let base: UnsafePointer<UInt8>
  private let tokens: UnsafeMutablePointer<json_token>
  private var tables: [Int: JSONMemberTable] = [:]

  /// The number of the token of the whole document.
  static let root = 0

  /// - Throws: ``JSONError`` for what is no JSON.
  init(_ bytes: ByteSlice, _ format: JSONFormat) throws(JSONError) {
    self.format = format
    self.bytes = bytes
    // The block stays where it is as long as the slice refers to it.
    base = bytes.withBytes { $0.baseAddress! }
    var parse = json_parse()
    parse.bytes = base
    parse.count = bytes.count
    parse.at = ByteOrderMark.begins(bytes) ? ByteOrderMark.bytes.count : 0
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
    self.tokens = tokens
    guard outcome == json_is_parsed else { throw JSONError(parse) }
    if format.duplicateKeys == .fail, let key = repeatedKey(upTo: parse.token_count) {
      throw error(key, "the key \"\(text(key))\" is repeated in its object")
    }
  }

  deinit { tokens.deallocate() }

  // MARK: Tokens

  @inline(__always)
  private func token(_ number: Int) -> json_token { tokens[number] }

  /// What a value is.
  @inline(__always)
  func kind(_ number: Int) -> JSONField.Kind {
    switch base[Int(token(number).start)] {
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }

  @inline(__always)
  func isNull(_ number: Int) -> Bool { base[Int(token(number).start)] == UInt8(ascii: "n") }

  /// The number of the token behind a value and behind everything in it.
  @inline(__always)
  func next(_ number: Int) -> Int { Int(token(number).next) }

  /// How many elements or members a container has.
  @inline(__always)
  func count(_ number: Int) -> Int { Int(token(number).detail) }

  /// Which element or member of its container a value is.
  func index(_ number: Int) -> Int { Int(token(number).index) }

  /// The bytes of a value.
  @inline(__always)
  func bytes(_ number: Int) -> UnsafeBufferPointer<UInt8> {
    let token = token(number)
    return UnsafeBufferPointer(start: base + Int(token.start), count: Int(token.end - token.start))
  }

  /// The text of a string or a key.
  func text(_ number: Int) -> String {
    let quoted = bytes(number)
    let text = UnsafeBufferPointer(start: quoted.baseAddress! + 1, count: quoted.count - 2)
    guard token(number).detail != 0 else { return String(decoding: text, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: text.count) { json_unescape(text.baseAddress, text.count, $0.baseAddress) }
  }

  // MARK: Members

  /// The number of the value of a key; nil where the object has none.
  func member(_ key: String, of object: Int) -> Int? {
    var key = key
    return key.withUTF8 { key in
      let isLast = format.duplicateKeys == .last
      if count(object) > JSONMemberTable.threshold { return table(object).value(key) }
      let number = json_tokens_find(base, tokens, UInt32(object), key.baseAddress, key.count, isLast)
      return number == 0 ? nil : Int(number)
    }
  }

  /// The numbers of the keys that count.
  func keys(of object: Int) -> [Int] {
    var keys: [Int] = []
    keys.reserveCapacity(count(object))
    var key = object + 1
    while key < next(object) {
      // Of several of one name one counts.
      if member(text(key), of: object) == key + 1 { keys.append(key) }
      key = next(key + 1)
    }
    return keys
  }

  private func table(_ object: Int) -> JSONMemberTable {
    if let table = tables[object] { return table }
    let table = JSONMemberTable(base, tokens, object: object, keepsLast: format.duplicateKeys == .last)
    tables[object] = table
    return table
  }

  /// A key that another one before it in its object equals.
  private func repeatedKey(upTo count: Int) -> Int? {
    for object in 0..<count where kind(object) == .object {
      var key = object + 1
      while key < next(object) {
        if member(text(key), of: object) != key + 1 { return key }
        key = next(key + 1)
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
      let parent = Int(token(number).parent)
      path.append(kind(parent) == .object ? JSONKey(text(number - 1)) : JSONKey(index: index(number)))
      number = parent
    }
    return path.reversed()
  }

  func error(_ number: Int, _ reason: String) -> JSONError {
    JSONError(reason: reason, offset: Int(token(number).start))
  }

  func context(_ number: Int, _ reason: String) -> DecodingError.Context {
    .init(codingPath: path(number), debugDescription: reason, underlyingError: error(number, reason))
  }

  /// The error for a value that is of another kind than `type`.
  func mismatch(_ number: Int, _ type: Any.Type) -> DecodingError {
    if isNull(number) {
      return .valueNotFound(type, context(number, "a value of type \(type) is expected, not null"))
    }
    return .typeMismatch(type, context(number, "a value of type \(type) is expected, not \(described(kind(number)))"))
  }

  /// The error for a value that is of the kind of `type`, and none of its values.
  func corrupted(_ number: Int, _ type: Any.Type) -> DecodingError {
    let text = String(decoding: bytes(number).prefix(80), as: UTF8.self)
    return .dataCorrupted(context(number, "\(text) is not a value of type \(type)"))
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
