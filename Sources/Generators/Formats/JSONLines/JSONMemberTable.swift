internal import CByteScan

/// Where the members of a large object are, by their keys.
final class JSONMemberTable {
  /// Objects of more members have a table. Smaller ones are searched in the same time.
  static let threshold = Int(JSON_MEMBERS_LIMIT)

  private let tokens: JSONTokens
  /// The numbers of keys, at their hashes or behind them; 0 is none.
  private var slots: [UInt32]

  /// A table of the object with the number `object`, for as long as the tokens are there.
  init(_ tokens: JSONTokens, object: Int) {
    self.tokens = tokens
    var capacity = 64
    while capacity < 2 * tokens.count(object) { capacity *= 2 }
    slots = Array(repeating: 0, count: capacity)
    var key = object + 1
    while key < tokens.next(object) {
      let slot = withText(key) { self.slot($0) }
      if slots[slot] == 0 || tokens.keepsLast { slots[slot] = UInt32(key) }
      key = tokens.next(key + 1)
    }
  }

  /// The number of the value of a key.
  func value(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    let found = slots[slot(key)]
    return found == 0 ? nil : Int(found) + 1
  }

  /// The slot of a key: its own, or the empty one where it would be.
  private func slot(_ key: UnsafeBufferPointer<UInt8>) -> Int {
    // Seeded at random, so that no document can be made of keys that collide.
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(key))
    var slot = hasher.finalize() & (slots.count - 1)
    while slots[slot] != 0, !isText(key, at: slot) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// Calls `body` with the text of a key.
  private func withText<Result>(_ key: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let (text, hasEscapes) = tokens.quoted(key)
    guard hasEscapes else { return body(text) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { unescaped in
      let count = json_unescape(text.baseAddress, text.count, unescaped.baseAddress)
      return body(UnsafeBufferPointer(rebasing: unescaped[..<count]))
    }
  }

  private func isText(_ key: UnsafeBufferPointer<UInt8>, at slot: Int) -> Bool {
    json_token_equals(tokens.base, tokens.tokens + Int(slots[slot]), key.baseAddress, key.count)
  }
}
