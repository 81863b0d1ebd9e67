internal import CByteScan

/// A JSON document that has been checked as a whole, as tokens over its bytes: what a value is decoded from.
///
/// It owns the tokens and keeps the bytes, so that a decoder may outlive the call that made it. What no decoder refers to
/// after its call is used again for the next document: see ``JSONDocuments``.
final class JSONDocument {
  let format: JSONFormat
  @exclusivity(unchecked) private(set) var tokens: JSONTokens
  private var capacity = 0
  private var bytes: ByteSlice?
  private var tables: [Int: JSONMemberTable] = [:]
  @exclusivity(unchecked) private var containers = JSONContainerPool()
  @exclusivity(unchecked) private var plans: ContiguousArray<(type: ObjectIdentifier, plan: JSONDecodingPlan)> = []

  /// The number of the token of the whole document.
  static let root = 0

  /// Documents with more tokens are not used again, so that one large document does not take its memory for long.
  private static let reusableCapacity = 65_536

  init(_ format: JSONFormat) {
    self.format = format
    tokens = JSONTokens(keepsLast: format.duplicateKeys == .last)
  }

  deinit { tokens.deallocate() }

  /// Reads the next document.
  ///
  /// - Throws: ``JSONError`` for what is no JSON.
  func read(_ bytes: ByteSlice) throws(JSONError) {
    self.bytes = bytes
    containers.isOpen = true
    var parse = json_parse()
    // The block stays where it is as long as the slice refers to it.
    parse.bytes = bytes.withBytes { $0.baseAddress! }
    parse.count = bytes.count
    parse.at = json_document_start(parse.bytes, parse.count)
    parse.depth_limit = UInt32(format.depthLimit)
    if capacity < bytes.count / 8 + 16 { makeRoom(for: bytes.count / 8 + 16, keeping: 0) }
    tokens.base = parse.bytes
    (parse.tokens, parse.token_capacity) = (tokens.tokens, capacity)
    var outcome = json_parse_run(&parse)
    while outcome == json_needs_room {
      makeRoom(for: 2 * capacity, keeping: parse.token_count)
      (parse.tokens, parse.token_capacity) = (tokens.tokens, capacity)
      outcome = json_parse_run(&parse)
    }
    guard outcome == json_is_parsed else { throw JSONError(parse) }
    if format.duplicateKeys == .fail, let key = repeatedKey(upTo: parse.token_count) {
      throw error(key, "the key \"\(self.tokens.text(key))\" is repeated in its object")
    }
  }

  private func makeRoom(for capacity: Int, keeping count: Int) {
    let larger = UnsafeMutablePointer<json_token>.allocate(capacity: capacity)
    if count > 0 { larger.initialize(from: tokens.tokens, count: count) }
    tokens.deallocate()
    tokens.tokens = larger
    self.capacity = capacity
  }

  /// Ends the decoding of the document: containers that are still referred to keep it from now on.
  ///
  /// - Returns: Whether there are none, and the document is not too large to be used again.
  func close() -> Bool { containers.close(self) && capacity <= Self.reusableCapacity }

  /// Forgets the document, so that its memory does not stay until the next one is read. Nothing refers to this.
  func clear() {
    bytes = nil
    if !tables.isEmpty { tables = [:] }
  }

  // MARK: Decoding

  /// The members of an object as a container.
  @inline(__always)
  func container<Key: CodingKey>(keyedBy type: Key.Type, of object: Int) -> KeyedDecodingContainer<Key> {
    containers.container(keyedBy: type, of: object, self)
  }

  /// How values of a type are decoded that is none of those that the protocols name.
  @inline(__always)
  func plan<Value: Decodable>(for type: Value.Type) -> JSONDecodingPlan {
    let identifier = ObjectIdentifier(type)
    for index in plans.indices where plans[index].type == identifier { return plans[index].plan }
    let plan = JSONDecodingPlan(type, format)
    if plans.count < 32 { plans.append((identifier, plan)) }
    return plan
  }

  // MARK: Members

  /// The number of the value of a key in a large object; nil where it has none.
  func member(_ key: UnsafeBufferPointer<UInt8>, ofLarge object: Int) -> Int? {
    if let table = tables[object] { return table.value(key) }
    let table = JSONMemberTable(tokens, object: object)
    tables[object] = table
    return table.value(key)
  }

  /// A key that another one before it in its object equals.
  private func repeatedKey(upTo count: Int) -> Int? {
    let members = JSONObject(Self.root, self)
    for object in 0..<count where tokens.kind(object) == .object {
      members.become(object, self)
      var key = object + 1
      while key < tokens.next(object) {
        if members.member(tokens.text(key)) != key + 1 { return key }
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
