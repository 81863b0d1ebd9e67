import DecoratorsTesting
import Testing

@testable import Decorators

struct Broken: Error, Equatable {}

/// The members of the family whose pairs are tested (C7). Those of one kind share their settings.
enum Member: String, CaseIterable, CustomTestStringConvertible {
  case timed, logged, counted
  case retrying, limitOfCall, limitOfAttempt
  case circuitBroken, bulkheaded, rateLimited
  case hedged, coalesced, memoized
  case fallingBack, lastGood
  case faulty

  static let attempts = 3
  static let backoff = 2_000
  static let tokenInterval = 40_000
  static let burst = 2
  static let substitute = -1

  var testDescription: String { rawValue }

  /// The limit of a call, or of an attempt, in milliseconds.
  var limit: Int { self == .limitOfCall ? 20_000 : 5_000 }

  /// The outer hedge and the inner one never start an attempt at the same time.
  static func hedgeDelay(_ slot: Int) -> Int { slot == 0 ? 12_000 : 10_000 }

  /// Whether it can refuse calls.
  var isGuard: Bool { [.circuitBroken, .bulkheaded, .rateLimited].contains(self) }
}

typealias PairFunction = AsyncFunction<Int, Int, any Error>

/// A member around a function, and its object.
struct MemberProbe {
  let apply: (PairFunction) -> PairFunction
  /// What the object knows, as far as the model says it.
  var object: () async -> PairModel.Object = { PairModel.Object() }
  /// Makes the object refuse the next call, and forget nothing else.
  var refuse: () async throws -> Void = {}

  init(_ member: Member, slot: Int, clock: ManualClock) {
    let name = "\(slot)"
    switch member {
    case .timed:
      let seen = ValueRecorder<String>()
      let policy = TimingPolicy(named: name, to: [.call { seen.append($0.outcome.rawValue) }], clock: clock)
      apply = { $0.decorated(by: policy) }
      object = { PairModel.Object(seen: tally(seen.values)) }
    case .logged:
      let recorder = LogRecorder()
      let policy = LoggingPolicy(logger: recorder.logger, clock: clock)
      apply = { $0.decorated(by: policy) }
      object = {
        PairModel.Object(seen: tally(recorder.entries.compactMap { $0.metadata["call.outcome"].map { "\($0)" } }))
      }
    case .counted:
      let metrics = TestMetrics()
      let policy = CountingPolicy(named: name, metricsFactory: metrics)
      apply = { $0.decorated(by: policy) }
      object = {
        var seen: [String: Int] = [:]
        for counter in metrics.counters where counter.totalValue > 0 {
          seen[counter.dimensions.first { $0.0 == "outcome" }?.1 ?? ""] = Int(counter.totalValue)
        }
        return PairModel.Object(seen: seen)
      }
    case .retrying:
      let backoff = Backoff.constant(.milliseconds(Member.backoff), jitter: .none)
      let policy = RetryPolicy(attempts: Member.attempts, backoff: backoff, clock: clock)
      apply = { $0.decorated(by: policy) }
    case .limitOfCall:
      let limit = TimeLimit(within: .milliseconds(member.limit), clock: clock)
      apply = { $0.decorated(by: limit) }
    case .limitOfAttempt:
      let limit = TimeLimit(eachAttempt: .milliseconds(member.limit), clock: clock)
      apply = { $0.decorated(by: limit) }
    case .circuitBroken:
      let breaker = CircuitBreaker(
        named: name,
        opensAt: 1,
        minimumCalls: 2,
        window: .time(.seconds(100_000)),
        openFor: .seconds(100_000),
        jitter: 0,
        clock: clock
      )
      apply = { $0.decorated(by: breaker) }
      object = {
        let now = breaker.snapshot
        return PairModel.Object(
          successes: now.state == .closed ? now.calls - now.failures : 0,
          failures: now.state == .closed ? now.failures : 0,
          isOpen: now.state != .closed
        )
      }
      refuse = { breaker.isolate(reason: "test") }
    case .bulkheaded:
      let bulkhead = Bulkhead(named: name, atMost: 1, clock: clock)
      apply = { $0.decorated(by: bulkhead) }
      object = { PairModel.Object(freeAt: bulkhead.running == 0 && bulkhead.waiting == 0 ? 0 : PairModel.never) }
      refuse = { _ = try bulkhead.admitAtOnce(cost: 1) }
    case .rateLimited:
      let bucket = TokenBucket(
        named: name,
        1,
        per: .milliseconds(Member.tokenInterval),
        burst: Member.burst,
        clock: clock
      )
      apply = { $0.decorated(by: RateLimit(by: bucket, waitingAtMost: .zero)) }
      object = {
        let wait = milliseconds(bucket.expectedWait(for: Member.burst))
        return PairModel.Object(fullAt: wait == 0 ? 0 : milliseconds(clock.now.offset) + wait)
      }
      refuse = { try await bucket.take(Member.burst) }
    case .hedged:
      let policy = HedgePolicy(after: .milliseconds(Member.hedgeDelay(slot)), clock: clock)
      apply = { $0.decorated(by: policy) }
    case .coalesced:
      apply = { $0.coalesced() }
    case .memoized:
      let cache = MemoCache<Int, Int>(capacity: 8, clock: clock)
      apply = { function in
        let memoized = function.memoized(in: cache)
        return AsyncFunction { (argument: Int) async throws in try await memoized(argument) }
      }
      object = { PairModel.Object(kept: cache.peek(1)) }
    case .fallingBack:
      apply = { $0.fallingBack(when: { _ in true }, clock: clock, to: { _, _ in Member.substitute }) }
    case .lastGood:
      let values = LastGood<Int, Int>(named: name, upTo: .seconds(100_000), clock: clock)
      apply = { $0.orLastGood(by: values, key: { $0 }) }
      object = { PairModel.Object(kept: values.peek(1)?.value) }
    case .faulty:
      let faults = Faults.first(1, .error(Broken()), clock: clock)
      apply = { $0.faulty(by: faults) }
      object = { PairModel.Object(faults: faults.log.count) }
    }
  }
}

private func tally(_ outcomes: [String]) -> [String: Int] {
  Dictionary(outcomes.map { ($0, 1) }, uniquingKeysWith: +)
}

func milliseconds(_ duration: Duration) -> Int { Int((duration / .milliseconds(1)).rounded()) }
