import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct WithDecoratorsForTestingTests {
  struct Refused: Error, Equatable { var number = 0 }

  /// Its first wait would last for as long as the program, and the test would hit its limit.
  private let patient = RetryPolicy(attempts: 3, backoff: .constant(.seconds(1_000_000), jitter: .none))

  @Test("C9: the waits of a retry end at once, asynchronous and synchronous, on the real clock")
  func retries() async {
    let calls = ValueRecorder<String>()
    await withDecoratorsForTesting(waits: .none) {
      try? await patient.run { () async throws in
        calls.append("async")
        throw Refused()
      }
    }
    withDecoratorsForTesting(waits: .none) {
      try? decorated(by: patient) { () throws in
        calls.append("sync")
        throw Refused()
      }()
    }
    #expect(calls.values == ["async", "async", "async", "sync", "sync", "sync"])
  }

  @Test("C9: on a test clock, a skipped wait is no sleep, and time stands still")
  func testClocks() async {
    let clock = RecordingClock()
    let policy = patient.with(clock: clock)
    await withDecoratorsForTesting(waits: .none) { try? await policy.run { () async throws in throw Refused() } }
    withDecoratorsForTesting(waits: .none) { try? decorated(by: policy) { () throws in throw Refused() }() }
    #expect(clock.sleeps.isEmpty && clock.now.offset == .zero)
  }

  @Test("C9: outside the scope, and in an inner scope with real waits, decorators wait")
  func scope() async {
    let clock = RecordingClock()
    let policy = patient.with(clock: clock)
    func fail() async { try? await policy.run { () async throws in throw Refused() } }
    await withDecoratorsForTesting(waits: .none) { await fail() }
    #expect(clock.sleeps.isEmpty)
    await fail()
    #expect(clock.sleeps.count == 2)
    await withDecoratorsForTesting(waits: .none) { await withDecoratorsForTesting(waits: .real) { await fail() } }
    #expect(clock.sleeps.count == 4)
  }

  @Test("C9: child tasks and tasks that the body starts inherit it, detached tasks do not")
  func inheritance() async {
    let clock = RecordingClock()
    let policy = patient.with(clock: clock)
    @Sendable func fail() async { try? await policy.run { () async throws in throw Refused() } }
    await withDecoratorsForTesting(waits: .none) {
      async let child: Void = fail()
      await child
      await withTaskGroup { group in group.addTask { await fail() } }
      await Task { await fail() }.value
    }
    #expect(clock.sleeps.isEmpty)
    await withDecoratorsForTesting(waits: .none) { await Task.detached { await fail() }.value }
    #expect(clock.sleeps.count == 2)
  }

  @Test("C9, R5: in a cancelled task a wait still ends the call")
  func cancellation() async {
    let calls = ValueRecorder<Int>()
    let task = Task { [patient] in
      await withDecoratorsForTesting(waits: .none) {
        try? await patient.run { () async throws in
          calls.append(calls.values.count)
          withUnsafeCurrentTask { $0?.cancel() }
          throw Refused()
        }
      }
    }
    await task.value
    #expect(calls.values == [0])
  }

  @Test("C9: faults do not wait either")
  func faults() async {
    let late = Faults.script(
      [
        .delay(.seconds(1_000_000)), .lateAnswer(by: .seconds(1_000_000)),
        .ignoringCancellation(for: .seconds(1_000_000)),
      ],
      repeating: true
    )
    await withDecoratorsForTesting(waits: .none) { for _ in 1...3 { await late.run { () async in } } }
    withDecoratorsForTesting(waits: .none) { for _ in 1...3 { decorated(by: late) {}() } }
    #expect(late.log.count == 6)
  }

  @Test func typesOfErrors_areKept_andABodyThatCannotThrowNeedsNoTry() async {
    #expect(withDecoratorsForTesting(waits: .none) { 1 } == 1)
    #expect(await withDecoratorsForTesting(waits: .none) { () async in 2 } == 2)
    do throws(Refused) {
      try withDecoratorsForTesting(waits: .none) { () throws(Refused) in throw Refused(number: 3) }
    } catch { #expect(error.number == 3) }
    do throws(Refused) {
      try await withDecoratorsForTesting(waits: .none) { () async throws(Refused) in throw Refused(number: 4) }
    } catch { #expect(error.number == 4) }
  }

  @MainActor
  @Test func theBody_runsOnTheCallersActor() async {
    var state = 0
    await withDecoratorsForTesting(waits: .none) {
      MainActor.assertIsolated()
      await Task.yield()
      state += 1
    }
    #expect(state == 1)
  }
}
