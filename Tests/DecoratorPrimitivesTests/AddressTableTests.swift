import DecoratorPrimitives
import Synchronization
import Testing

@Suite struct AddressTableTests {
  private final class Value: Sendable {
    let address: Int
    init(address: Int) { self.address = address }
  }

  private final class Made: Sendable {
    let count = Atomic(0)
  }

  @Test func eachAddress_hasOneValue_alsoIfTheFirstCallsComeFromSeveralThreads() async {
    let table = AddressTable<Value>(buckets: 16)
    let made = Made()
    @Sendable func value(at address: Int) -> Value {
      table.value(at: address) {
        made.count.add(1, ordering: .relaxed)
        return Value(address: address)
      }
    }
    let found = await withTaskGroup { group in
      for _ in 0..<4 { group.addTask { (0..<2_000).map { value(at: $0 * 16) } } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(found.count == 4)
    #expect(found.allSatisfy { zip($0, found[0]).allSatisfy { $0 === $1 } })
    #expect(found[0].map(\.address) == (0..<2_000).map { $0 * 16 })
    let madeByThen = made.count.load(ordering: .relaxed)
    #expect((0..<2_000).allSatisfy { value(at: $0 * 16) === found[0][$0] })
    #expect(made.count.load(ordering: .relaxed) == madeByThen)
  }

  @Test func theTable_releasesItsValuesWhenItIsReleased() {
    weak var value: Value?
    do {
      let table = AddressTable<Value>(buckets: 2)
      for address in 1...8 { _ = table.value(at: address) { Value(address: address) } }
      value = table.value(at: 3) { Value(address: 0) }
      #expect(value?.address == 3)
    }
    #expect(value == nil)
  }
}
