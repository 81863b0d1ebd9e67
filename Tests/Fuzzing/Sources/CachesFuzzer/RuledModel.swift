/// What a cache with rules must do, as plainly as it can be said: an array, most recent entry first.
struct RuledModel<Key: Hashable> {
  struct Entry {
    let key: Key
    var value: Int
    var weight: Int
    var freshUntil: Int
    var usableUntil: Int
    var retryAt = 0
  }

  /// What a lookup finds.
  enum Found: Equatable {
    case fresh(Int)
    /// Whether the value may be loaded again.
    case stale(Int, isDue: Bool)
    case nothing
  }

  var capacity: Int
  let isWeighed: Bool
  let timeToLive: Int
  let staleFor: Int
  let retryingAfter: Int
  private(set) var entries: [Entry] = []

  init(capacity: Int, isWeighed: Bool, timeToLive: Int, staleFor: Int, retryingAfter: Int) {
    self.capacity = capacity
    self.isWeighed = isWeighed
    self.timeToLive = timeToLive
    self.staleFor = staleFor
    self.retryingAfter = retryingAfter
  }

  var weight: Int { entries.reduce(0) { $0 + $1.weight } }

  func freshKeys(at now: Int) -> [Key] { entries.filter { $0.freshUntil > now }.map(\.key) }

  /// Looks a key up, and makes its entry the most recent one. An entry that cannot be used leaves.
  mutating func find(_ key: Key, at now: Int) -> Found {
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return .nothing }
    let entry = entries.remove(at: index)
    guard entry.usableUntil > now else { return .nothing }
    entries.insert(entry, at: 0)
    return entry.freshUntil > now ? .fresh(entry.value) : .stale(entry.value, isDue: entry.retryAt <= now)
  }

  /// Notes that a load failed.
  mutating func fail(_ key: Key, at now: Int) {
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return }
    entries[index].retryAt = now + retryingAfter
  }

  /// Stores a value, unless it is too heavy or no lookup could find it. Entries that cannot be used leave before the
  /// least recent ones.
  mutating func insert(_ value: Int, weight: Int, for key: Key, at now: Int) {
    guard key == key else { return }
    let weight = isWeighed ? max(1, weight) : 1
    entries.removeAll { $0.key == key }
    guard weight <= capacity else { return }
    makeRoom(for: weight, at: now)
    let freshUntil = now + timeToLive
    let entry =
      Entry(key: key, value: value, weight: weight, freshUntil: freshUntil, usableUntil: freshUntil + staleFor)
    entries.insert(entry, at: 0)
  }

  private mutating func makeRoom(for weight: Int, at now: Int) {
    while self.weight + weight > capacity {
      let dead = entries.indices.filter { entries[$0].usableUntil <= now }
      entries.remove(at: dead.min { entries[$0].usableUntil < entries[$1].usableUntil } ?? entries.count - 1)
    }
  }

  mutating func resize(to capacity: Int, at now: Int) {
    self.capacity = capacity
    makeRoom(for: 0, at: now)
  }

  /// Returns how many entries left.
  mutating func removeExpired(at now: Int) -> Int {
    let count = entries.count
    entries.removeAll { $0.usableUntil <= now }
    return count - entries.count
  }

  mutating func remove(_ key: Key) { entries.removeAll { $0.key == key } }

  mutating func removeAll() { entries.removeAll() }
}
