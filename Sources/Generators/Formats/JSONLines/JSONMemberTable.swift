internal import CByteScan

/// Where the members of a large object are, by their keys.
final class JSONMemberTable {
  /// Objects of more members have a table. Smaller ones are searched in the same time.
  static let threshold = 32

  private let base: UnsafePointer<UInt8>
  private let tokens: UnsafeMutablePointer<json_token>
  /// The numbers of keys, at their hashes or behind them; 0 is none.
  private var slots: [UInt32]

  /// A table of the object with the number `object`, for as long as the tokens are there.
  init(_ base: UnsafePointer<UInt8>, _ tokens: UnsafeMutablePointer<json_token>, object: Int, keepsLast: Bool) {
    self.base = base
    self.tokens = tokens
    var capacity = 64
    while capacity < 2 * Int(tokens[object].detail) { capacity *= 2 }
    slots = Array(repeating: 0, count: capacity)
    var key = object + 1
    while key < Int(tokens[object].next) {
      let slot = withText(key) { self.slot($0) }
      if slots[slot] == 0 || keepsLast { slots[slot] = UInt32(key) }
      key = Int(tokens[key + 1].next)
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
    while slots[slot] != 0, !json_token_equals(base, tokens + Int(slots[slot]), key.baseAddress, key.count) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// Calls `body` with the text of a key.
  private func withText<Result>(_ key: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let token = tokens[key]
    let text = UnsafeBufferPointer(start: base + Int(token.start) + 1, count: Int(token.end - token.start) - 2)
    guard token.detail != 0 else { return body(text) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { unescaped in
      let count = json_unescape(text.baseAddress, text.count, unescaped.baseAddress)
      return body(UnsafeBufferPointer(rebasing: unescaped[..<count]))
    }
  }
}
