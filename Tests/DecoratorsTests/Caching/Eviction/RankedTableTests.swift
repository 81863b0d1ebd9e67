import DecoratorsTesting
import Testing

@testable import Decorators

@Suite("A table that ranks its entries by frequency")
struct RankedTableTests {
  private typealias Table = LRUTable<Int, Int>

  /// The same policy over arrays, with the same sketch and climber. Everything is in order from the oldest.
  private struct Model {
    let hash: (Int) -> UInt32
    var window: [Int] = []
    var main: [Int] = []
    var uses: [Int: Int] = [:]
    var hand: Int?
    var sketch = FrequencySketch()
    var climber = WindowClimber()

    var count: Int { window.count + main.count }

    mutating func insert(_ key: Int) {
      window.append(key)
      uses[key] = 0
      if count > sketch.entries { sketch.grow() }
      sketch.add(hash(key))
      settle(atMost: 4)
    }

    mutating func use(_ key: Int) { uses[key] = min(3, uses[key]! + 1) }

    mutating func remove(_ key: Int) {
      if hand == key { hand = newer(key) }
      window.removeAll { $0 == key }
      main.removeAll { $0 == key }
      uses[key] = nil
    }

    mutating func leaving() -> Int {
      sketch.period = 10 * count
      climber.evictions += 1
      if climber.evictions % 32 == 0 { climber.climb(count: count) }
      settle(atMost: 32)
      if window.count < climber.windowSize(of: count), !main.isEmpty { return victim() }
      for _ in 0..<32 {
        guard takeMarks(window[0]) else { break }
        window.append(window.removeFirst())
      }
      let candidate = window[0]
      if main.isEmpty { return candidate }
      let victim = victim()
      guard sketch.frequency(of: hash(candidate)) > sketch.frequency(of: hash(victim)) else { return candidate }
      main.append(window.removeFirst())
      return victim
    }

    private mutating func victim() -> Int {
      var key = hand ?? main[0]
      for _ in 0..<32 {
        guard takeMarks(key) else { break }
        key = newer(key) ?? main[0]
      }
      hand = key
      return key
    }

    private mutating func takeMarks(_ key: Int) -> Bool {
      guard let count = uses[key], count > 0 else { return false }
      sketch.add(hash(key), uses: count)
      uses[key] = 0
      return true
    }

    private mutating func settle(atMost most: Int) {
      for _ in 0..<most where window.count > climber.windowSize(of: count) { main.append(window.removeFirst()) }
    }

    private func newer(_ key: Int) -> Int? {
      main.firstIndex(of: key).flatMap { $0 + 1 < main.count ? main[$0 + 1] : nil }
    }
  }

  @Test("M14: every change leaves what the policy says, in its order, at every step of a move", arguments: 0..<8)
  func agreesWithAModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    // With these seeds every seventh key has the same hash, so many entries stand in the chains by Hasher.
    let keys = seed.isMultiple(of: 2) ? KeyHash<Int>() : KeyHash<Int>(seeds: HashSeeds(seed: 0, multiplier: 1))
    func key(_ number: Int) -> Int { number.isMultiple(of: 7) ? number << 32 : number }
    let capacity = [1, 2, 7, 100, 1_200, 1_300, 2_100, 2_200][Int(seed)]
    var table = Table(limit: capacity, isOrderedByStoring: true, isRanked: true)
    var model = Model { keys(key($0)) }
    defer {
      table.destroy()
      model.sketch.free()
    }
    func index(_ number: Int) -> Int? { table.index(of: key(number), hash: keys(key(number)), by: keys) }
    func insert(_ number: Int) {
      let hash = keys(key(number))
      if table.count < capacity {
        table.append(key(number), number, hash: hash, by: keys)
      } else {
        let leaving = table.leaving()
        let expected = model.leaving()
        #expect(table[leaving] == expected)
        let former = table.replace(at: leaving, with: key(number), number, hash: hash, by: keys)
        #expect(former == (key(expected), expected))
        model.remove(expected)
      }
      model.insert(number)
    }
    func check() {
      var numbers: [Int] = []
      table.forEach { numbers.append($1) }
      #expect(numbers == model.window.reversed() + model.main.reversed())
      #expect(table.count == model.count && table.ranking!.pointee.windowCount == model.window.count)
      for number in numbers {
        let mark = index(number).map { table.marks(at: $0)[$0] }
        #expect(mark == UInt8(model.uses[number]!) | (model.main.contains(number) ? EntryMarks.isMainBit : 0))
      }
      let hand = table.ranking!.pointee.hand
      #expect((hand == .max ? nil : table[Int(hand)]) == model.hand)
    }
    var next = 0
    while next < capacity {
      insert(next)
      next += 1
    }
    check()
    for step in 0..<2_000 {
      let known = (model.window + model.main).randomElement(using: &random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0 where step / 200 % 4 == 3:
        guard let known else { continue }
        #expect(index(known).map { table.remove(at: $0, by: keys).value } == known)
        model.remove(known)
      case 0..<4:
        insert(next)
        next += 1
      case 4..<6 where next > 50:
        let former = next - 50 + Int.random(in: 0..<50, using: &random)
        if index(former) == nil { insert(former) }
      default:
        guard let known, let found = index(known) else { continue }
        table.promote(found, by: keys)
        model.use(known)
      }
      if step.isMultiple(of: 97) { check() }
    }
    check()
    // Smaller and smaller, so that the table moves back.
    while model.count > 0 {
      let known = (model.window + model.main).randomElement(using: &random)!
      #expect(index(known).map { table.remove(at: $0, by: keys).value } == known)
      model.remove(known)
      if model.count % 53 == 0 { check() }
    }
    #expect(table.oldest == .max && table.ranking!.pointee.mainOldest == .max && table.room.capacity <= 128)
  }

  @Test func memoryOfTheSketchComesBackWhenEntriesAreRemoved() {
    let keys = KeyHash<Int>()
    var table = Table(limit: 100_000, isRanked: true)
    defer { table.destroy() }
    for key in 0..<100_000 { table.append(key, key, hash: keys(key), by: keys) }
    #expect(table.ranking!.pointee.sketch.entries == 131_072)
    for key in 0..<99_990 { _ = table.remove(at: table.index(of: key, hash: keys(key), by: keys)!, by: keys) }
    #expect(table.ranking!.pointee.sketch.entries <= 1_024)
  }

  @Test("M14: an eviction looks at few entries, however many are marked")
  func shortSearches() {
    let keys = KeyHash<Int>()
    var table = Table(limit: 10_000, isRanked: true)
    defer { table.destroy() }
    for key in 0..<10_000 { table.append(key, key, hash: keys(key), by: keys) }
    for key in 0..<10_000 { table.promote(table.index(of: key, hash: keys(key), by: keys)!, by: keys) }
    func marked() -> Int { (0..<10_000).count { table.marks(at: $0)[$0] & ~EntryMarks.isMainBit != 0 } }
    #expect(marked() == 10_000)
    _ = table.leaving()
    #expect(marked() >= 10_000 - 2 * Table.longestSearch)
  }
}
