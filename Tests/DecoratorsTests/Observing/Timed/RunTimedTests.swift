import Decorators
import DecoratorsTesting
import Testing

@Suite struct RunTimedTests {
  struct Refused: Error, Equatable {}

  private let calls = ValueRecorder<TimedCall>()
  private let clock = RecordingClock()
  private var policy: TimingPolicy { TimingPolicy(named: "work", to: [.call(calls.append)]) }

  @Test("L2: a call that returns is recorded once")
  func returning() {
    let result = policy.with(clock: clock).run { 42 }
    #expect(result == 42)
    #expect(calls.values.map(\.outcome) == [.success])
    #expect(calls.values.first?.name == "work")
    #expect(calls.values.first?.error == nil)
  }

  @Test("L2: a call that throws is recorded once, and its error passes unchanged")
  func throwing() {
    func run() throws(Refused) { try policy.with(clock: clock).run { () throws(Refused) in throw Refused() } }
    #expect(throws: Refused()) { try run() }
    #expect(calls.values.map(\.outcome) == [.failure])
    #expect(calls.values.first?.error is Refused)
  }

  @Test("L1, L2: a call that is cancelled is recorded once, as cancelled")
  func cancelled() async {
    let task = Task { [policy, clock] in
      withUnsafeCurrentTask { $0?.cancel() }
      try await policy.with(clock: clock).run { try await Task.sleep(for: .seconds(3600)) }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(calls.values.map(\.outcome) == [.cancelled])
  }

  @Test("L1: a real error that comes back in a cancelled task counts as cancelled")
  func realErrorAfterCancellation() async {
    let task = Task { [policy, clock] in
      withUnsafeCurrentTask { $0?.cancel() }
      try policy.with(clock: clock).run { () throws in throw Refused() }
    }
    await #expect(throws: Refused.self) { try await task.value }
    #expect(calls.values.map(\.outcome) == [.cancelled])
    #expect(calls.values.first?.error is Refused)
  }

  @Test func aResultInACancelledTaskIsASuccess() async {
    let task = Task { [policy, clock] in
      withUnsafeCurrentTask { $0?.cancel() }
      return policy.with(clock: clock).run { 42 }
    }
    #expect(await task.value == 42)
    #expect(calls.values.map(\.outcome) == [.success])
  }

  @Test("L3: the duration is what passes on the injected clock")
  func duration() throws {
    policy.with(clock: clock).run { clock.advance(by: .milliseconds(250)) }
    try? policy.with(clock: clock).run { () throws in
      clock.advance(by: .seconds(2))
      throw Refused()
    }
    #expect(calls.values.map(\.duration) == [.milliseconds(250), .seconds(2)])
  }

  @Test("L3: time in which an asynchronous body is suspended counts")
  func suspension() async throws {
    let clock = ManualClock()
    async let done: Void = policy.with(clock: clock).run { try await clock.sleep(for: .seconds(60)) }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(60))
    try await done
    #expect(calls.values.map(\.duration) == [.seconds(60)])
  }

  @Test("L3: the clock without which none is given is the continuous one")
  func defaultClock() async {
    policy.run {}
    await policy.run { await Task.yield() }
    #expect(calls.values.count == 2)
    #expect(calls.values.allSatisfy { $0.duration >= .zero && $0.duration < .seconds(3600) })
  }

  @Test func aSuspendingClockMeasuresToo() {
    policy.with(clock: SuspendingClock()).run {}
    #expect(calls.values.allSatisfy { $0.duration >= .zero })
  }

  @Test func asynchronousFormKeepsTypedThrows() async {
    func run() async throws(Refused) -> Int {
      try await policy.with(clock: clock).run { () async throws(Refused) in
        await Task.yield()
        throw Refused()
      }
    }
    do throws(Refused) {
      _ = try await run()
      Issue.record("It should have thrown.")
    } catch {
      #expect(error == Refused())
    }
    #expect(calls.values.map(\.outcome) == [.failure])
  }

  @MainActor
  @Test func runsOnTheCallersActorAndCapturesAnything() async {
    var seen: [String] = []
    await policy.with(clock: clock).run {
      MainActor.assertIsolated()
      seen.append("before")
      await Task.yield()
      MainActor.assertIsolated()
      seen.append("after")
    }
    #expect(seen == ["before", "after"])
  }

  @Test func aSynchronousBodyNeedsNoAwaitInAnAsynchronousFunction() async {
    let length = policy.with(clock: clock).run { "four".count }
    #expect(length == 4)
  }

  @Test("L9: a measurement names the place of the user's call")
  func location() {
    let line: UInt = #line + 1
    policy.with(clock: clock).run {}
    #expect(calls.values.first?.location == SourceLocation(fileID: #fileID, line: line))
  }
}
