import Dispatch
import Testing

@testable import DecoratorPrimitives

@Suite("LockStripes")
struct LockStripesTests {
  /// Data of two halves that a writer changes one after the other.
  private final class Shared: @unchecked Sendable {
    let stripes: LockStripes
    let writers = Locked(())
    var first = 0
    var second = 0

    init(_ count: Int) { stripes = LockStripes(count: count) }
    deinit { stripes.destroy() }
  }

  @Test("readers never see half a change, and none of their counts is lost", arguments: [1, 2, 16])
  func readersAndWriters(count: Int) {
    let shared = Shared(count)
    let torn = Locked(0)
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for _ in 0..<2_000 {
        if thread == 0 {
          shared.writers.withLock { _ in
            shared.stripes.lockAll()
            shared.first += 1
            shared.second += 1
            shared.stripes.unlockAll()
          }
        } else {
          let stripe = shared.stripes.lockOwn()
          stripe.pointee.count += 1
          let isTorn = shared.first != shared.second
          shared.stripes.unlock(stripe)
          if isTorn { torn.withLock { $0 += 1 } }
        }
      }
    }
    #expect(torn.withLock { $0 } == 0 && shared.first == 2_000)
    shared.stripes.lockAll()
    #expect(shared.stripes.takeCounts() == 6_000)
    #expect(shared.stripes.takeCounts() == 0)
    shared.stripes.unlockAll()
  }

  @Test func readersDoNotWaitForTheLockOfWriters() {
    let shared = Shared(4)
    shared.writers.withLock { _ in
      let stripe = shared.stripes.lockOwn()
      shared.stripes.unlock(stripe)
    }
  }
}
