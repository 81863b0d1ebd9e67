/// Counts how often keys were seen, approximately and with less weight for what is long ago: a count-min sketch with
/// four counters of four bits for each key. All counters are halved after ten times as many additions as the cache has
/// keys.
struct FrequencySketch {
  private var counters: [UInt8]
  private let mask: Int
  private let additionsInPeriod: Int
  private var additions = 0

  init(capacity: Int) {
    var size = 16
    while size < capacity { size *= 2 }
    // As many counters as Caffeine has: a word of sixteen for each key.
    counters = Array(repeating: 0, count: size * 16)
    mask = size * 16 - 1
    additionsInPeriod = 10 * capacity
  }

  subscript(key: Int) -> Int {
    var least = 15
    for row in 0..<4 { least = min(least, Int(counters[index(of: key, row: row)])) }
    return least
  }

  mutating func add(_ key: Int, times: Int = 1) {
    for _ in 0..<times {
      var isAdded = false
      for row in 0..<4 {
        let index = index(of: key, row: row)
        if counters[index] < 15 {
          counters[index] += 1
          isAdded = true
        }
      }
      if isAdded {
        additions += 1
        if additions == additionsInPeriod { age() }
      }
    }
  }

  private mutating func age() {
    for index in counters.indices { counters[index] /= 2 }
    additions /= 2
  }

  private func index(of key: Int, row: Int) -> Int {
    var hash = UInt64(bitPattern: Int64(key)) &+ UInt64(row + 1) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (hash ^ hash >> 31) >> 8) & mask
  }
}
