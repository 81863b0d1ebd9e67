/// A cache without values: it says of each key whether it had it, and decides what to keep.
protocol EvictionSimulation {
  init(capacity: Int)

  /// Returns whether the key was in the cache. Afterwards it is, unless the policy does not admit it.
  mutating func access(_ key: Int) -> Bool
}

/// Keys in an order, with constant time for each change.
struct LinkedKeys {
  private struct Links {
    var before: Int?
    var after: Int?
  }
  private var links: [Int: Links] = [:]
  private(set) var first: Int?
  private(set) var last: Int?

  var count: Int { links.count }

  func contains(_ key: Int) -> Bool { links[key] != nil }

  /// The key that was added next after this one.
  func after(_ key: Int) -> Int? { links[key]?.after }

  mutating func append(_ key: Int) {
    links[key] = Links(before: last, after: nil)
    if let last { links[last]!.after = key } else { first = key }
    last = key
  }

  mutating func remove(_ key: Int) {
    guard let removed = links.removeValue(forKey: key) else { return }
    if let before = removed.before { links[before]!.after = removed.after } else { first = removed.after }
    if let after = removed.after { links[after]!.before = removed.before } else { last = removed.before }
  }

  mutating func removeFirst() -> Int? {
    guard let key = first else { return nil }
    remove(key)
    return key
  }

  mutating func moveToEnd(_ key: Int) {
    remove(key)
    append(key)
  }
}
