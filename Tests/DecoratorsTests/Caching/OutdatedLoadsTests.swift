import DecoratorsTesting
import Testing

@testable import Decorators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What happens to the other loads of a key while an outdated one still runs.
@Suite("MemoCache, outdated loads", .timeLimit(.minutes(10)))
struct OutdatedLoadsTests {
  /// Why a load of the key still runs although new calls do not join it.
  enum Outdated: CaseIterable { case removed, cancelled, synchronous }

  private let gate = Gate()

  /// Runs `body` while an outdated load of key 1 runs, and ends that load.
  private func withLoad<Value: Sendable>(
    _ outdated: Outdated,
    of cache: MemoCache<Int, Value>,
    endingWith value: Value,
    _ body: () async throws -> Void
  ) async rethrows {
    let loads = Counter()
    if outdated == .synchronous {
      let isOver = Counter()
      let thread = BlockingThread {
        _ = cache.value(for: 1) {
          loads.increment()
          while isOver.value == 0 { sched_yield() }
          return value
        }
      }
      await until { loads.value == 1 }
      defer {
        isOver.increment()
        thread.join()
      }
      try await body()
    } else {
      let caller = Task {
        try? await cache.value(for: 1) { [gate] () async throws -> Value in
          await gate.wait()
          return value
        }
      }
      await until { gate.waiting == 1 }
      if outdated == .removed { cache.remove(1) } else { caller.cancel() }
      if outdated == .cancelled { _ = await caller.value }
      try await body()
      gate.open()
      _ = await caller.value
    }
  }

  @Test("M1, M6: after a load has failed, the next call loads again", arguments: Outdated.allCases)
  func aFailureIsNotKept(_ outdated: Outdated) async {
    let cache = MemoCache<Int, Int>(capacity: 4)
    await withLoad(outdated, of: cache, endingWith: 0) {
      for number in 1...3 {
        await #expect(throws: TimeoutError(number: number)) {
          try await cache.value(for: 1) { () async throws -> Int in throw TimeoutError(number: number) }
        }
      }
      #expect(cache.cacheInfo.hits == 0 && cache.cacheInfo.misses == 4)
    }
  }

  @Test("M2: the value of a load that has ended is released", arguments: Outdated.allCases)
  func aValueIsReleased(_ outdated: Outdated) async {
    final class Held: Sendable {}
    let cache = MemoCache<Int, Held>(capacity: 4)
    await withLoad(outdated, of: cache, endingWith: Held()) {
      let held = WeakReference(await cache.value(for: 1) { () async in Held() })
      cache.remove(1)
      await until { held.object == nil }
    }
  }

  @Test("M7: a value that a load has replaced is released outside the lock", arguments: Outdated.allCases)
  func aReplacedValueIsReleasedOutsideTheLock(_ outdated: Outdated) async {
    final class Counted: Sendable {
      let onEnd: @Sendable () -> Void
      init(onEnd: @escaping @Sendable () -> Void) { self.onEnd = onEnd }
      deinit { onEnd() }
    }
    let cache = MemoCache<Int, Counted?>(capacity: 4)
    let ended = Counter()
    await withLoad(outdated, of: cache, endingWith: nil) {
      _ = await cache.value(for: 1) { () async in
        Counted {
          _ = cache.count
          ended.increment()
        }
      }
      cache.remove(1)
      _ = await cache.value(for: 1) { () async in nil }
      await until { ended.value == 1 }
    }
  }
}
