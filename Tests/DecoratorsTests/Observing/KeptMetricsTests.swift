import CoreMetrics
import DecoratorPrimitives
import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct KeptMetricsTests {
  private final class Made: Sendable {
    let number: Int
    init(_ number: Int) { self.number = number }
  }

  @Test("L8: nothing is made before it is needed, and then it is made once")
  func once() {
    let makes = Counter()
    let kept = KeptMetrics(nil) { _ in Made(makes.increment()) }
    #expect(makes.value == 0)
    #expect([kept.value.number, kept.value.number, kept.withValue(\.number)] == [1, 1, 1])
    #expect(makes.value == 1)
  }

  @Test("L8: threads that need it first at the same time all use the same one")
  func concurrentFirstUses() async {
    for _ in 0..<100 {
      let makes = Counter()
      let kept = KeptMetrics(nil) { _ in Made(makes.increment()) }
      let used = await withTaskGroup { group in
        for _ in 0..<8 { group.addTask { kept.value.number } }
        return await group.reduce(into: Set<Int>()) { $0.insert($1) }
      }
      #expect(used.count == 1)
    }
  }

  @Test("L8: one that is used while another thread makes its own is the one that is kept")
  func usedMeanwhile() {
    let itself = Locked<KeptMetrics<Made>?>(nil)
    let makes = Counter()
    let kept = KeptMetrics(nil) { _ in
      let number = makes.increment()
      if number == 1 { _ = itself.withLock { $0 }?.value }
      return Made(number)
    }
    itself.withLock { $0 = kept }
    #expect(kept.value.number == 2)
    #expect(makes.value == 2)
    itself.withLock { $0 = nil }
  }

  @Test func whatIsKept_isReleasedWithItsOwner() {
    weak var made: Made?
    do {
      let kept = KeptMetrics(nil) { _ in Made(1) }
      made = kept.value
      #expect(made != nil)
    }
    #expect(made == nil)
  }
}
