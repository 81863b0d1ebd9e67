import DecoratorsTesting
import Testing

@testable import Decorators

@Suite("A table that grows and shrinks")
struct MovingTableTests {
  private typealias Table = LRUTable<Int, Int>
  private let keys = KeyHash<Int>()

  private func table(_ count: Int) -> Table {
    var table = Table(isOrderedByStoring: true)
    for key in 0..<count { table.append(key, key, hash: keys(key), by: keys) }
    return table
  }

  private func finds(_ key: Int, in table: Table) -> Bool {
    var table = table
    return table.index(of: key, hash: keys(key), by: keys).map { table[$0] } == key
  }

  @Test func aTableGrowsInStepsAndFindsEverythingMeanwhile() {
    var table = table(4096)
    defer { table.destroy() }
    #expect(!table.moving.isUnderWay)
    var steps = 0
    for key in 4096..<8192 {
      let before = (table.moving.unmoved, table.moving.unsplit)
      table.append(key, key, hash: keys(key), by: keys)
      guard table.moving.isUnderWay else { continue }
      steps += 1
      if steps > 1 { #expect(before.0 - table.moving.unmoved <= 4 && before.1 - table.moving.unsplit <= 16) }
      if steps % 100 == 0 { #expect((0...key).allSatisfy { finds($0, in: table) } && !finds(key + 1, in: table)) }
    }
    #expect(steps > 1000)
    #expect(!table.moving.isUnderWay && table.room.capacity == 8192)
    #expect((0..<8192).allSatisfy { finds($0, in: table) })
  }

  @Test func hitsFinishAMoveThatNoChangeFinishes() {
    var table = table(4097)
    defer { table.destroy() }
    #expect(table.moving.isUnderWay)
    for key in 0..<4096 { table.promote(table.index(of: key, hash: keys(key), by: keys)!, by: keys) }
    #expect(!table.moving.isUnderWay && (0..<4097).allSatisfy { finds($0, in: table) })
  }

  @Test func memoryComesBackWhenEntriesAreRemoved() {
    var table = table(100_000)
    defer { table.destroy() }
    #expect(table.room.capacity == 131_072)
    for key in 0..<99_990 { _ = table.remove(at: table.index(of: key, hash: keys(key), by: keys)!, by: keys) }
    #expect(table.room.capacity <= 128 && !table.moving.isUnderWay)
    #expect((99_990..<100_000).allSatisfy { finds($0, in: table) })
  }

  /// A table without chains and steps.
  private struct Model {
    var fromTheOldest: [Int] = []
    var byStoring: [Int] = []

    mutating func remove(_ key: Int) {
      fromTheOldest.removeAll { $0 == key }
      byStoring.removeAll { $0 == key }
    }

    mutating func append(_ key: Int) {
      fromTheOldest.append(key)
      byStoring.append(key)
    }
  }

  @Test("every change leaves the same entries in the same orders, at every step of a move", arguments: 0..<6)
  func agreesWithAModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    // With these seeds every seventh key has the same hash, so many entries stand in the chains by Hasher.
    let keys = KeyHash<Int>(seeds: HashSeeds(seed: 0, multiplier: 1))
    func key(_ number: Int) -> Int { number.isMultiple(of: 7) ? number << 32 : number }
    var table = Table(isOrderedByStoring: true)
    defer { table.destroy() }
    var model = Model()
    for number in 0..<1025 {
      table.append(key(number), number, hash: keys(key(number)), by: keys)
      model.append(number)
    }
    func check() {
      var fromTheNewest: [Int] = []
      table.forEach { fromTheNewest.append($1) }
      #expect(fromTheNewest == model.fromTheOldest.reversed())
      var byStoring: [Int] = []
      var link = table.earliest
      while link != .max {
        byStoring.append(table[Int(link)])
        link = table.node(at: Int(link)).pointee.later
      }
      #expect(byStoring == model.byStoring)
      for number in model.byStoring {
        let index = table.index(of: key(number), hash: keys(key(number)), by: keys)
        #expect(index.map { table[$0] } == number)
      }
    }
    var next = 1025
    for step in 0..<600 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<(step / 100 % 2 == 0 ? 2 : 8):
        let number = model.byStoring.randomElement(using: &random) ?? 0
        let index = table.index(of: key(number), hash: keys(key(number)), by: keys)
        #expect(index.map { table.remove(at: $0, by: keys).value } == number)
        model.remove(number)
      case 8:
        let index = Int(table.oldest)
        let former = table.replace(at: index, with: key(next), next, hash: keys(key(next)), by: keys)
        #expect(former.value == model.fromTheOldest.first)
        model.remove(former.value)
        model.append(next)
        next += 1
      case 9:
        let number = model.byStoring.randomElement(using: &random) ?? 0
        let index = table.index(of: key(number), hash: keys(key(number)), by: keys)!
        table.promote(index, by: keys)
        table.renew(index)
        model.remove(number)
        model.append(number)
      default:
        table.append(key(next), next, hash: keys(key(next)), by: keys)
        model.append(next)
        next += 1
      }
      if step.isMultiple(of: 20) { check() }
    }
    check()
    var copy = table.copy(by: keys)
    defer { copy.destroy() }
    table.forEach { key, number in
      #expect(copy.index(of: key, hash: keys(key), by: keys).map { copy[$0] } == number)
    }
    #expect(table.isHardened && copy.isHardened && copy.count == table.count)
    while table.count > 0 { _ = table.remove(at: Int(table.newest), by: keys) }
    #expect(table.oldest == .max && table.earliest == .max && table.room.capacity <= 128)
  }
}
