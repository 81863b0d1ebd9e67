import Decorators

/// A `MemoCache` with `EvictionPolicy.windowTinyLFU`.
struct Ours: EvictionSimulation {
  private let cache: MemoCache<Int, Int>

  init(capacity: Int) { cache = MemoCache(capacity: capacity, eviction: .windowTinyLFU) }

  mutating func access(_ key: Int) -> Bool {
    var isHit = true
    _ = cache.value(for: key) {
      isHit = false
      return key
    }
    return isHit
  }
}
