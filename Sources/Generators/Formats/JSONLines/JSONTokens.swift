internal import CByteScan

/// The tokens of a checked JSON document: a view that does not keep them alive. Its ``JSONDocument`` does.
struct JSONTokens {
  var base: UnsafePointer<UInt8>
  var tokens: UnsafeMutablePointer<json_token>
  /// Whether the last of several members of one name counts, and not the first.
  let keepsLast: Bool

  /// Room for no tokens.
  init(keepsLast: Bool) {
    tokens = .allocate(capacity: 0)
    base = UnsafePointer(UnsafeRawPointer(tokens).assumingMemoryBound(to: UInt8.self))
    self.keepsLast = keepsLast
  }

  func deallocate() { tokens.deallocate() }

  /// What a value is.
  @inline(__always)
  func kind(_ number: Int) -> JSONField.Kind {
    switch base[start(number)] {
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }

  @inline(__always)
  func isNull(_ number: Int) -> Bool { base[start(number)] == UInt8(ascii: "n") }

  /// Where the bytes of a value start.
  @inline(__always)
  func start(_ number: Int) -> Int { Int(tokens[number].start) }

  /// The number of the token behind a value and behind everything in it.
  @inline(__always)
  func next(_ number: Int) -> Int { Int(tokens[number].next) }

  /// The number of the container of a value.
  func parent(_ number: Int) -> Int { Int(tokens[number].parent) }

  /// How many elements or members a container has.
  @inline(__always)
  func count(_ number: Int) -> Int { Int(tokens[number].detail) }

  /// Which element or member of its container a value is.
  @inline(__always)
  func index(_ number: Int) -> Int { Int(tokens[number].index) }

  /// The bytes of a value.
  @inline(__always)
  func bytes(_ number: Int) -> UnsafeBufferPointer<UInt8> {
    let token = tokens[number]
    return UnsafeBufferPointer(start: base + Int(token.start), count: Int(token.end &- token.start))
  }

  /// What is between the quotes of a string or a key, and whether it has escapes.
  @inline(__always)
  func quoted(_ number: Int) -> (bytes: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) {
    let token = tokens[number]
    let text = UnsafeBufferPointer(start: base + Int(token.start) + 1, count: Int(token.end &- token.start) &- 2)
    return (text, token.detail != 0)
  }

  /// The text of a string or a key.
  @inline(__always)
  func text(_ number: Int) -> String {
    let (text, hasEscapes) = quoted(number)
    return hasEscapes ? Self.unescaped(text) : String(decoding: text, as: UTF8.self)
  }

  private static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> String {
    String(unsafeUninitializedCapacity: text.count) { json_unescape(text.baseAddress, text.count, $0.baseAddress) }
  }

  // MARK: Members

  /// Whether an object has so many members that it is searched by a ``JSONMemberTable``.
  @inline(__always)
  func isLarge(_ object: Int) -> Bool { count(object) > JSONMemberTable.threshold }
}
