import Testing

@testable import Decorators

@Suite("LRUTable")
struct LRUTableTests {
  private typealias Table = LRUTable<Int, String>
  private let keys = KeyHash<Int>()

  @Test func itGrowsByDoublingAndNeverBeyondItsLimit() {
    var rooms: [Int] = []
    var room = 0
    while room < Table.mostEntries {
      room = Table.nodeCapacity(after: room, limit: Table.mostEntries)
      rooms.append(room)
    }
    #expect(rooms.first == 8 && rooms.last == 2_147_483_646)
    #expect(rooms.dropLast().last == 1 << 30)
    #expect(Table.slotCount(for: rooms.last!) == 1 << 32)
    #expect(Table.nodeCapacity(after: 8, limit: 10) == 10)
    #expect(Table.nodeCapacity(after: 0, limit: 3) == 3)
  }

  @Test func roomIsTakenForNoMoreThanTheLimit() {
    var table = Table(limit: 10)
    defer { table.destroy() }
    #expect(table.nodeCapacity == 0)
    for key in 0..<10 { table.append(key, "\(key)", hash: keys(key)) }
    #expect(table.nodeCapacity == 10)
    for key in 10..<100 {
      let oldest = table.replaceOldest(key, "\(key)", hash: keys(key))
      #expect(oldest == (key - 10, "\(key - 10)"))
    }
    #expect(table.nodeCapacity == 10 && table.count == 10)
  }

  @Test func whatIsRemovedLeavesTheOthersFindableInTheirOrder() {
    var table = Table(limit: 64)
    defer { table.destroy() }
    for key in 0..<64 { table.append(key, "\(key)", hash: UInt32(key % 3)) }
    for key in stride(from: 0, to: 64, by: 2) {
      let index = table.index(of: key, hash: UInt32(key % 3), by: keys)
      #expect(index.map { table.remove(at: $0).value } == "\(key)")
    }
    for key in 0..<64 {
      #expect((table.index(of: key, hash: UInt32(key % 3), by: keys) != nil) == !key.isMultiple(of: 2))
    }
    var inOrder: [Int] = []
    var next = table.oldest
    while next != .max {
      inOrder.append(table.nodes[Int(next)].key)
      next = table.nodes[Int(next)].newer
    }
    #expect(inOrder == Array(stride(from: 1, to: 64, by: 2)))
  }

  @Test func aCapacityItCannotHoldIsRefusedWithASentence() async {
    let cache = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MemoCache<Int, Int>(capacity: 2_147_483_647)
    }
    #expect(lastWords(cache).contains("The capacity of a cache must not exceed 2,147,483,646; it was 2147483647."))
    let plain = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LRUCache<Int, Int>(capacity: .max)
    }
    #expect(lastWords(plain).contains("The capacity of a cache must not exceed 2,147,483,646; it was \(Int.max)."))
  }
}
