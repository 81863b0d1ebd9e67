import DecoratorsTesting
import Testing

@testable import Decorators

@Suite("LoadScope", .timeLimit(.minutes(1)))
struct LoadScopeTests {
  private final class Held: Sendable {}

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
    let outer = LoadScope(inside: nil)
    var middle: LoadScope? = LoadScope(inside: outer)
    let cut = WeakReference(middle!)
    let inner = LoadScope(inside: middle)
    middle?.finish()
    middle = nil
    LoadScope.current.withValue(inner) {
      #expect(LoadScope.innermostRunning === inner)
      #expect(inner.isAroundCaller && outer.isAroundCaller)
      #expect(cut.object == nil)
      inner.finish()
      #expect(LoadScope.innermostRunning === outer)
      #expect(!inner.isAroundCaller && outer.isAroundCaller)
      outer.finish()
      #expect(LoadScope.innermostRunning == nil)
    }
  }

  @Test func aChainOfLoadsThatStartTheNextStaysShort() {
    var link = LoadScope(inside: nil)
    var links: [WeakReference<LoadScope>] = []
    for _ in 0..<100 {
      links.append(WeakReference(link))
      let next = LoadScope.current.withValue(link) { LoadScope(inside: .innermostRunning) }
      link.finish()
      link = next
    }
    #expect(links.count { $0.object != nil } <= 1)
  }

  @Test func aLongChainIsReleasedLinkByLink() {
    let thread = BlockingThread {
      var link = LoadScope(inside: nil)
      let outermost = WeakReference(link)
      for _ in 0..<300_000 { link = LoadScope(inside: link) }
      link = LoadScope(inside: nil)
      #expect(outermost.object == nil)
    }
    thread.join()
  }

  @Test("M8: two loads that come to wait for each other are found, by way of a third too")
  func waitingInACircle() {
    let (first, second, third) = (LoadScope(inside: nil), LoadScope(inside: nil), LoadScope(inside: nil))
    #expect(first.beginWaiting(for: second) && second.beginWaiting(for: third))
    #expect(!third.beginWaiting(for: first))
    second.endWaiting(for: third)
    #expect(third.beginWaiting(for: first))
  }
}
