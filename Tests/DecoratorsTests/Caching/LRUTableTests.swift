import Testing

@testable import Decorators

@Suite("LRUTable")
struct LRUTableTests {
  private typealias Table = LRUTable<Int, String>
  private let keys = KeyHash<Int>()

  @Test func itGrowsByDoublingAndNeverBeyondItsLimit() {
    var rooms: [Int] = []
    var room = 0
    while room < mostCacheEntries {
      room = Table.capacity(after: room, limit: mostCacheEntries)
      rooms.append(room)
    }
    #expect(rooms.first == 8 && rooms.last == 2_147_483_646)
    #expect(rooms.dropLast().last == 1 << 30)
    #expect(Table.Room.chainCount(for: rooms.last!) == 1 << 32)
    #expect(Table.capacity(after: 8, limit: 10) == 10)
    #expect(Table.capacity(after: 0, limit: 3) == 3)
  }

  @Test func roomIsTakenForNoMoreThanTheLimit() {
    var table = Table(limit: 10)
    defer { table.destroy() }
    #expect(table.room.capacity == 0)
    for key in 0..<10 { table.append(key, "\(key)", hash: keys(key), by: keys) }
    #expect(table.room.capacity == 10)
    for key in 10..<100 {
      let oldest = table.replace(at: Int(table.oldest), with: key, "\(key)", hash: keys(key), by: keys)
      #expect(oldest == (key - 10, "\(key - 10)"))
    }
    #expect(table.room.capacity == 10 && table.count == 10)
  }

  @Test func whatIsRemovedLeavesTheOthersFindableInTheirOrder() {
    var table = Table(limit: 64)
    defer { table.destroy() }
    for key in 0..<64 { table.append(key, "\(key)", hash: UInt32(key % 3), by: keys) }
    for key in stride(from: 0, to: 64, by: 2) {
      let index = table.index(of: key, hash: UInt32(key % 3), by: keys)
      #expect(index.map { table.remove(at: $0, by: keys).value } == "\(key)")
    }
    for key in 0..<64 {
      #expect((table.index(of: key, hash: UInt32(key % 3), by: keys) != nil) == !key.isMultiple(of: 2))
    }
    var fromTheNewest: [Int] = []
    table.forEach { key, _ in fromTheNewest.append(key) }
    #expect(fromTheNewest == Array(stride(from: 1, to: 64, by: 2)).reversed())
  }

  @Test("M9: a capacity that no cache can have is refused with a sentence where the cache is created")
  func capacities() async {
    let cache = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MemoCache<Int, Int>(capacity: 2_147_483_647)
    }
    #expect(lastWords(cache).contains("The capacity of a cache must not exceed 2,147,483,646; it was 2147483647."))
    let plain = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LRUCache<Int, Int>(capacity: .max)
    }
    #expect(lastWords(plain).contains("The capacity of a cache must not exceed 2,147,483,646; it was \(Int.max)."))
    let declared = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FunctionCache<Int, Int>(capacity: .max)
    }
    #expect(lastWords(declared).contains("The capacity of a cache must not exceed 2,147,483,646; it was \(Int.max)."))
    let wrapped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = memoized(capacity: .min) { (number: Int) in number }
    }
    #expect(lastWords(wrapped).contains("The capacity of a cache must not be negative; it was \(Int.min)."))
    let time = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FunctionCache<Int, Int>(timeToLive: .seconds(-1))
    }
    #expect(lastWords(time).contains("must be greater than zero; it was -1.0 seconds."))
  }
}
