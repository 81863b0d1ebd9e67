import DecoratorsTesting
import Testing

@testable import Decorators

@Suite("LoadScope", .timeLimit(.minutes(10)))
struct LoadScopeTests {
  private final class Held: Sendable {}

  private let owner = Held()

  private func scope(_ id: UInt64 = 0, inside enclosing: LoadScope? = nil) -> LoadScope {
    LoadScope(cache: ObjectIdentifier(owner), id: id, inside: enclosing)
  }

  private func isInside(_ id: UInt64) -> Bool { LoadScope.isCaller(inside: ObjectIdentifier(owner), id: id) }

  @Test("M2: work that a load leaves behind does not keep its value alive")
  func workWithoutEnd() async {
    let cache = MemoCache<Int, Held>(capacity: 4)
    let gate = Gate()
    func load() async -> WeakReference<Held> {
      WeakReference(
        await cache.value(for: 1) { () async in
          Task { await gate.wait() }
          return Held()
        }
      )
    }
    let held = await load()
    await until { gate.waiting == 1 }
    cache.removeAll()
    await until { held.object == nil }
    gate.open()
  }

  @Test("M2: where each load starts the next, only what the cache holds is kept alive")
  func chainOfLoads() async {
    let cache = MemoCache<Int, Held>(capacity: 2)
    let all = ValueRecorder<WeakReference<Held>>()
    @Sendable func follow(_ key: Int) {
      Task {
        let held = await cache.value(for: key) { () async in
          if key < 20 { follow(key + 1) }
          return Held()
        }
        all.append(WeakReference(held))
      }
    }
    follow(1)
    await until { all.values.count == 20 }
    await until { all.values.count { $0.object != nil } == 2 }
  }

  @Test("M8: a load that has ended is cut out of the chain, and the one around it stays")
  func endedLinksAreCutOut() {
    let outer = scope(1)
    var middle: LoadScope? = scope(2, inside: outer)
    let cut = WeakReference(middle!)
    let inner = scope(3, inside: middle)
    middle?.finish()
    middle = nil
    LoadScope.current.withValue(inner) {
      #expect(LoadScope.innermostRunning === inner)
      #expect(isInside(3) && isInside(1) && !isInside(2))
      #expect(!LoadScope.isCaller(inside: ObjectIdentifier(Held.self), id: 3))
      #expect(cut.object == nil)
      inner.finish()
      #expect(LoadScope.innermostRunning === outer)
      #expect(!isInside(3) && isInside(1))
      outer.finish()
      #expect(LoadScope.innermostRunning == nil && !isInside(1))
    }
  }

  @Test func aChainOfLoadsThatStartTheNextStaysShort() {
    var link = scope()
    var links: [WeakReference<LoadScope>] = []
    for _ in 0..<100 {
      links.append(WeakReference(link))
      let next = LoadScope.current.withValue(link) { scope(inside: .innermostRunning) }
      link.finish()
      link = next
    }
    #expect(links.count { $0.object != nil } <= 1)
  }

  @Test func aLongChainIsReleasedLinkByLink() {
    let thread = BlockingThread {
      var link = scope()
      let outermost = WeakReference(link)
      for _ in 0..<300_000 { link = scope(inside: link) }
      link = scope()
      #expect(outermost.object == nil)
    }
    thread.join()
  }

  @Test("M8: two loads that come to wait for each other are found, by way of a third too")
  func waitingInACircle() {
    let (first, second, third) = (scope(), scope(), scope())
    #expect(first.beginWaiting(for: second) && second.beginWaiting(for: third))
    #expect(!third.beginWaiting(for: first))
    second.endWaiting(for: third)
    #expect(third.beginWaiting(for: first))
  }

  @Test("M8: a load that waits twice for another still waits after one wait has ended")
  func waitingTwice() {
    let (first, second) = (scope(), scope())
    #expect(first.beginWaiting(for: second) && first.beginWaiting(for: second))
    first.endWaiting(for: second)
    #expect(!second.beginWaiting(for: first))
    first.endWaiting(for: second)
    #expect(second.beginWaiting(for: first))
  }
}
