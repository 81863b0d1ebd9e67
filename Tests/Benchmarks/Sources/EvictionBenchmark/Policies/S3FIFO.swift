/// S3-FIFO (Yang et al., SOSP 2023): a small queue for a tenth of the keys, a main queue that keeps used keys for
/// another round, and a queue of the keys that left the small one.
struct S3FIFO: EvictionSimulation {
  private let capacity: Int
  private let smallCapacity: Int
  private var small = LinkedKeys()
  private var main = LinkedKeys()
  private var ghosts = LinkedKeys()
  private var uses: [Int: Int] = [:]

  init(capacity: Int) {
    self.capacity = capacity
    smallCapacity = max(1, capacity / 10)
  }

  mutating func access(_ key: Int) -> Bool {
    if let count = uses[key] {
      uses[key] = min(3, count + 1)
      return true
    }
    while small.count + main.count >= capacity {
      if small.count >= smallCapacity || main.count == 0 { evictFromSmall() } else { evictFromMain() }
    }
    if ghosts.contains(key) {
      ghosts.remove(key)
      main.append(key)
    } else {
      small.append(key)
    }
    uses[key] = 0
    return false
  }

  private mutating func evictFromSmall() {
    guard let key = small.removeFirst() else { return }
    if uses[key]! > 1 {
      main.append(key)
      uses[key] = 0
      if small.count + main.count > capacity { evictFromMain() }
    } else {
      uses[key] = nil
      ghosts.append(key)
      if ghosts.count > capacity - smallCapacity { _ = ghosts.removeFirst() }
    }
  }

  private mutating func evictFromMain() {
    while let key = main.removeFirst() {
      guard uses[key]! > 0 else {
        uses[key] = nil
        return
      }
      uses[key]! -= 1
      main.append(key)
    }
  }
}
