import Decorators

/// What a cache must do, as plainly as it can be said: an array, most recent entry first.
struct ModelCache<Key: Hashable> {
  struct Entry {
    let key: Key
    var value: Int
    var expiry: Int
  }

  let capacity: Int
  /// How long a value stays fresh, in ticks.
  let timeToLive: Int?
  private(set) var entries: [Entry] = []

  init(capacity: Int, timeToLive: Int?) {
    self.capacity = capacity
    self.timeToLive = timeToLive
  }

  mutating func value(for key: Key, at now: Int) -> Int? {
    guard let index = entries.firstIndex(where: { $0.key == key }), entries[index].expiry > now else { return nil }
    let entry = entries.remove(at: index)
    entries.insert(entry, at: 0)
    return entry.value
  }

  func peek(_ key: Key, at now: Int) -> Int? {
    entries.first { $0.key == key && $0.expiry > now }?.value
  }

  /// Stores a value, unless no lookup could find it (M12). If there is no room, an expired entry goes before the least
  /// recent one (M10).
  mutating func insert(_ value: Int, for key: Key, at now: Int) {
    guard capacity > 0, key == key else { return }
    let expiry = timeToLive.map { now + $0 } ?? .max
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries.remove(at: index)
    } else if entries.count == capacity {
      let expired = entries.indices.filter { entries[$0].expiry <= now }.min { entries[$0].expiry < entries[$1].expiry }
      entries.remove(at: expired ?? entries.count - 1)
    }
    entries.insert(Entry(key: key, value: value, expiry: expiry), at: 0)
  }

  mutating func remove(_ key: Key) {
    entries.removeAll { $0.key == key }
  }

  mutating func removeAll() {
    entries.removeAll()
  }
}
