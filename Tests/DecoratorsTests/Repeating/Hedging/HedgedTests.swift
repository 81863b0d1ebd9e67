import DecoratorsTesting
import Testing

@testable import Decorators

/// The forms of a hedge, and its behaviour on real threads.
@Suite(.timeLimit(.minutes(10))) struct HedgedTests {
  private let calls = Counter()

  @Test("H1: every form makes the attempts, and keeps the error type")
  func forms() async throws {
    let calls = calls
    let policy = HedgePolicy(after: .seconds(60), on: TimeoutError.self)
    let fetch = AsyncFunction(named: "fetch") { (id: Int) async throws(TimeoutError) -> Int in
      if calls.increment() % 2 == 1 { throw TimeoutError() }
      return id
    }
    let functions: [AsyncFunction<Int, Int, TimeoutError>] = [
      fetch.hedged(after: .seconds(60), on: TimeoutError.self),
      fetch.decorated(by: policy),
      hedged(after: .seconds(60), attempts: 2, named: "fetch") { (id: Int) async throws(TimeoutError) -> Int in
        try await fetch(id)
      },
    ]
    for function in functions { #expect(try await function(7) == 7) }
    let wide: AsyncFunction<Int, Int, any Error> =
      fetch.decorated(by: DecoratorStack(HedgePolicy(after: .seconds(60)), TimingPolicy(named: "fetch", to: [])))
    #expect(try await wide(7) == 7)
    let inPlace = fetch.decorated(by: .hedged(after: .seconds(60)))
    #expect(try await inPlace(7) == 7)
    #expect(try await policy.run { try await fetch(7) } == 7)
    #expect(try await withHedging(policy) { _ in try await fetch(7) } == 7)
    #expect(try await withHedging(after: .seconds(60), on: TimeoutError.self) { _ in try await fetch(7) } == 7)
    #expect(calls.value == 16)
    #expect(functions[0].description == "hedged(after: 60.0 seconds, attempts: 2, on: TimeoutError) → fetch")
    let ten = hedged(after: .milliseconds(1)) { (number: Int) async in 10 * number }
    #expect(await ten(2) == 20)
  }

  @Test("H1: the attempts of a body that is isolated to an actor run on it, one at a time")
  func onAnActor() async {
    #expect(await Counting().count() == 2)
  }

  @Test("H1: the first attempt of a caller on no actor begins on its thread, and that of the main actor does not")
  func theFirstThread() async throws {
    let policy = HedgePolicy(after: .seconds(60))
    let thread: @Sendable () async -> UInt = { currentThread() }
    #expect(await onMainActor { await policy.run(thread) != currentThread() })
    let isOnOne = await Task.detached {
      let before = currentThread()
      return await policy.run(thread) == before
    }
    .value
    #expect(isOnOne)
  }

  @Test("A10: the description shows every setting")
  func description() {
    let policy = HedgePolicy(
      after: .percentile(0.95),
      attempts: 3,
      when: { _ in .retry },
      budget: RetryBudget(named: "search"),
      logger: LogRecorder().logger,
      didStart: { _ in },
      didEnd: { _ in },
      loserDidOverrun: { _ in },
      discarding: { _ in },
      clock: ManualClock()
    )
    #expect(
      policy.description == """
        hedged(after: percentile(0.95), attempts: 3, when: a closure, budget: search, logger: LogRecorder, \
        didStart: a closure, didEnd: a closure, loserDidOverrun: a closure, discarding: a closure, clock: ManualClock)
        """
    )
    #expect(policy.attempts == 3 && policy.delay.description == "percentile(0.95)")
    #expect(HedgePolicy(after: .seconds(1)).with(clock: ManualClock()).description.hasSuffix("clock: ManualClock)"))
  }

  @Test("V4: code inside an attempt can tell which one it is, and that it has lost")
  func theScope() async {
    let scopes = ValueRecorder<HedgeScope?>()
    let value = await withHedging(after: .zero) { attempt in
      scopes.append(HedgeScope.current)
      if attempt.number == 1 {
        try? await Task.sleep(for: .seconds(600))
        #expect(HedgeScope.current?.hasLost == true)
      }
      return attempt.number
    }
    #expect(value == 2)
    #expect(scopes.values.compactMap { $0?.attempt }.sorted() == [1, 2])
    #expect(scopes.values.compactMap { $0?.hasLost }.filter { $0 }.count == 1)
    #expect(HedgeScope.current == nil)
  }

  @Test("H4: the values of losers of a policy go to its place for them, of whatever type")
  func discardingOfAPolicy() async throws {
    let (gate, calls) = (Gate(), calls)
    let discarded = ValueRecorder<String>()
    let policy = HedgePolicy(after: .fixed(.zero), discarding: { discarded.append("\($0)") })
    let value = try await policy.run { () async throws in
      if calls.increment() == 1 { await gate.wait() } else { gate.open() }
      return 7
    }
    #expect(value == 7 && discarded.values == ["7"])
  }

  @Test("H4, H9: cancelled at any moment, a call leaves no attempt behind, and every value has a taker")
  func cancelledAtAnyMoment() async throws {
    let (begun, ended, values, taken) = (Counter(), Counter(), Counter(), Counter())
    let policy = HedgePolicy(after: .microseconds(50), attempts: 4, discarding: { _ in taken.increment() })
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<1_000 {
        group.addTask {
          let call = Task {
            let before = begun.value
            let value = try await withHedging(policy) { attempt in
              begun.increment()
              defer { ended.increment() }
              for _ in 0..<(number * attempt.number) % 50 { await Task.yield() }
              if (number + attempt.number) % 5 == 0 { throw TimeoutError() }
              if number % 7 == 0 { try Task.checkCancellation() }
              values.increment()
              return attempt.number
            }
            #expect(begun.value > before)
            return value
          }
          if number % 2 == 0 {
            for _ in 0..<number % 40 { await Task.yield() }
            call.cancel()
          }
          if case .success = await call.result { taken.increment() }
        }
      }
    }
    #expect(begun.value == ended.value && begun.value >= 1_000)
    #expect(values.value == taken.value)
  }

  @Test("H2: the delay passes on the real clock too")
  func theRealClock() async throws {
    let value = try await withHedging(after: .milliseconds(1)) { attempt in
      if attempt.number == 1 { try await Task.sleep(for: .seconds(600)) }
      return attempt.number
    }
    #expect(value == 2)
  }
}

@MainActor
private func onMainActor(_ body: @MainActor () async -> Bool) async -> Bool { await body() }

private actor Counting {
  private var count = 0

  func count() async -> Int {
    await withHedging(after: .zero) { attempt in
      self.count += 1
      while self.count < 2 { await Task.yield() }
      return self.count
    }
  }
}
