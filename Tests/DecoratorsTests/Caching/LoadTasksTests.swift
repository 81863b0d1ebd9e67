import DecoratorPrimitives
import DecoratorsTesting
import Testing

@testable import Decorators

/// Something of the user's that tasks inherit.
private enum Tenant {
  @TaskLocal static var name = "nobody"
}

/// What a load finds in its task.
private struct Found: Equatable {
  var deadline = CallDeadline.current != nil
  var recorder = CallEvents.recorder != nil
  var attempt = RetryAttempt.current != nil
  var hedge = HedgeScope.current != nil
  var effects = EffectScope.current != nil
  var tenant = Tenant.name

  static let nothing = Found(
    deadline: false,
    recorder: false,
    attempt: false,
    hedge: false,
    effects: false,
    tenant: "Ada"
  )
}

@Suite("Tasks of loads", .timeLimit(.minutes(2)))
struct LoadTasksTests {
  private let clock = ManualClock()
  private let found = ValueRecorder<Found>()

  /// The ways in which a load runs in a task of its own.
  enum Kind: CaseIterable {
    case missing, kept, coalesced, several, stale, refreshed, patient, severalStale
  }

  /// A call with all that a call can have: a deadline, a span, a second attempt of a retry whose function must not run
  /// twice, and a hedge.
  private func inCall(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let retry = RetryPolicy(attempts: 2, backoff: .none, idempotent: false)
    let hedge = HedgePolicy(after: .seconds(1_000), clock: clock)
    try await Tenant.$name.withValue("Ada") {
      try await CallEvents.$recorder.withValue(RecordedEvents()) {
        try await withTimeLimit(within: .seconds(1_000), propagating: true, clock: clock) {
          try await withRetry(retry, onResult: { $0 == 1 }) { attempt in
            if attempt.number == 2 {
              try await hedge.run { () async throws in
                let here = Found()
                #expect(here == Found(deadline: true, recorder: true, attempt: true, hedge: true, effects: true))
                try await body()
              }
            }
            return attempt.number
          }
        }
      }
    }
  }

  nonisolated(nonsending) private func load(_ kind: Kind) async throws {
    let freshness = Freshness<Int, Int>(
      timeToLive: .seconds(10),
      staleFor: .seconds(100),
      refreshingAfter: kind == .refreshed ? .seconds(2) : nil,
      patience: kind == .patient ? .seconds(1) : nil
    )
    let cache =
      switch kind {
      case .missing: MemoCache<Int, Int>(capacity: 4)
      case .kept: MemoCache<Int, Int>(capacity: 4, abandoned: .keep)
      default: MemoCache<Int, Int>(capacity: 4, freshness: freshness, clock: clock)
      }
    let load: @Sendable () async throws -> Int = { [found] in
      found.append(Found())
      return 2
    }
    switch kind {
    case .missing, .kept: break
    case .coalesced:
      _ = try await Coalescer<Int, Int>(named: "loads").value(for: 1, load)
      return
    case .several: break
    case .stale, .patient, .severalStale:
      cache.insert(1, for: 1)
      clock.advance(by: .seconds(10))
    case .refreshed:
      cache.insert(1, for: 1)
      clock.advance(by: .seconds(2))
    }
    if kind == .several || kind == .severalStale {
      _ = try await cache.values(for: [1]) { _ in [1: try await load()] }
    } else {
      _ = try await cache.value(for: 1, load)
    }
  }

  @Test(
    "M5, F8, H10: a load in a task of its own has nothing of one call, and inherits the rest",
    arguments: Kind.allCases
  )
  func loads(kind: Kind) async throws {
    try await inCall { try await load(kind) }
    await until { !found.values.isEmpty }
    #expect(found.values == [.nothing])
  }

  @Test("M5: so it is for a caller on an actor", arguments: Kind.allCases)
  func loadsOfActors(kind: Kind) async throws {
    try await inCall { try await loadOnMainActor(kind) }
    await until { !found.values.isEmpty }
    #expect(found.values == [.nothing])
  }

  @MainActor private func loadOnMainActor(_ kind: Kind) async throws { try await load(kind) }

  @Test("M13: a synchronous load runs in its call, and has what that has")
  func synchronousLoads() async throws {
    let cache = MemoCache<Int, Int>(capacity: 4)
    try await inCall {
      _ = synchronously {
        cache.value(for: 1) {
          found.append(Found())
          return 2
        }
      }
    }
    #expect(
      found.values == [Found(deadline: true, recorder: true, attempt: true, hedge: true, effects: true, tenant: "Ada")]
    )
  }

  @Test("F8: a load that renews a value is not refused because the time of the call that began it is over")
  func renewalAfterTheDeadline() async throws {
    let cache = MemoCache<Int, Int>(
      capacity: 4,
      freshness: Freshness(timeToLive: .seconds(10), staleFor: .seconds(100)),
      clock: clock
    )
    cache.insert(1, for: 1)
    clock.advance(by: .seconds(10))
    let gate = Gate()
    let value = try await withTimeLimit(within: .seconds(1), propagating: true, clock: clock) {
      try await cache.value(for: 1) {
        await gate.wait()
        return try await withTimeLimit(within: .seconds(5), clock: clock) { 2 }
      }
    }
    #expect(value == 1)
    await until { gate.waiting == 1 }
    clock.advance(by: .seconds(1))
    gate.open()
    await until { cache.peek(1) == 2 }
  }

  @Test("M5: a load that two callers share is not refused because the time of the first one is over")
  func sharedAfterTheDeadline() async throws {
    let loads = Coalescer<Int, Int>(named: "loads")
    let gate = Gate()
    let load: @Sendable () async throws -> Int = { [clock] in
      await gate.wait()
      return try await withTimeLimit(within: .seconds(5), clock: clock) { 2 }
    }
    let first = Task { [clock] in
      try await withTimeLimit(within: .seconds(1), propagating: true, clock: clock) {
        try await loads.value(for: 1, load)
      }
    }
    await until { gate.waiting == 1 }
    let second = Task { try await loads.value(for: 1, load) }
    await until { loads.joined == 1 }
    clock.advance(by: .seconds(1))
    await #expect(throws: TimeLimitExceeded.self) { try await first.value }
    gate.open()
    #expect(try await second.value == 2)
  }
}
