/// SIEVE (Zhang et al., NSDI 2024): a hand passes from the oldest key to the newest, spares keys that were used since
/// it last passed, and evicts the first that was not.
struct Sieve: EvictionSimulation {
  private let capacity: Int
  private var keys = LinkedKeys()
  private var used: [Int: Bool] = [:]
  private var hand: Int?

  init(capacity: Int) { self.capacity = capacity }

  mutating func access(_ key: Int) -> Bool {
    if used[key] != nil {
      used[key] = true
      return true
    }
    if keys.count == capacity { evict() }
    keys.append(key)
    used[key] = false
    return false
  }

  private mutating func evict() {
    var victim = hand ?? keys.first!
    while used[victim] == true {
      used[victim] = false
      victim = keys.after(victim) ?? keys.first!
    }
    hand = keys.after(victim)
    keys.remove(victim)
    used[victim] = nil
  }
}
