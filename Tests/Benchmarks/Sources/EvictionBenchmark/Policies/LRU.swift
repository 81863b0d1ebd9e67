/// The key that was used least recently leaves.
struct LRU: EvictionSimulation {
  private let capacity: Int
  private var keys = LinkedKeys()

  init(capacity: Int) { self.capacity = capacity }

  mutating func access(_ key: Int) -> Bool {
    if keys.contains(key) {
      keys.moveToEnd(key)
      return true
    }
    if keys.count == capacity { _ = keys.removeFirst() }
    keys.append(key)
    return false
  }
}
