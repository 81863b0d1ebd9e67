import Decorators
import DecoratorsTesting
import Foundation
import Testing

@Suite struct RetryLimitTests {
  let clock = RecordingClock()
  let calls = Counter()

  @Test("R6: a wait that would reach the end of the limit is not begun")
  func aWaitPastTheEnd_isNotBegun() async {
    #expect(throws: TimeoutError.self) {
      try RetryPolicy.everySecond(100, within: .milliseconds(3_500), clock: clock).run { () throws in
        calls.increment()
        throw TimeoutError()
      }
    }
    #expect(clock.sleeps.count == 3)
    #expect(calls.value == 4)
    await #expect(throws: TimeoutError.self) {
      try await RetryPolicy.everySecond(100, within: .seconds(3), clock: clock).run { () async throws in
        calls.increment()
        throw TimeoutError()
      }
    }
    #expect(clock.sleeps.count == 5)
    #expect(calls.value == 7)
  }

  @Test("R6: the time that attempts take counts, the first included, and only the one in flight overruns")
  func attempts_countAgainstTheLimit() {
    #expect(throws: TimeoutError.self) {
      try RetryPolicy.everySecond(100, within: .seconds(10), clock: clock).run { () throws in
        calls.increment()
        clock.advance(by: .seconds(6))
        throw TimeoutError()
      }
    }
    #expect(calls.value == 2)
    #expect(clock.now.offset == .seconds(13))
  }

  @Test("R6: after a wait that outlasts the limit no other attempt begins", arguments: [true, false])
  func aWaitThatOutlastsTheLimit_isTheEnd(isAsync: Bool) async {
    let endings = ValueRecorder<RetryGiveUp>()
    let policy = RetryPolicy(
      attempts: 9,
      backoff: .constant(.seconds(1), jitter: .none),
      within: .seconds(60),
      didGiveUp: { endings.append($0) },
      clock: OversleepingClock()
    )
    await #expect(throws: TimeoutError(number: 1)) {
      if isAsync {
        try await policy.run { () async throws in throw TimeoutError(number: calls.increment()) }
      } else {
        try synchronously { try policy.run { () throws in throw TimeoutError(number: calls.increment()) } }
      }
    }
    #expect(calls.value == 1)
    #expect(endings.values.map(\.reason) == [.limitReached])
    #expect(endings.values[0].attempts == 1)
  }

  @Test("R4: with a limit and without a count, only the limit ends the call", arguments: [true, false])
  func withoutACount_theLimitEndsTheCall(isAsync: Bool) async {
    let policy = RetryPolicy(backoff: .constant(.seconds(1), jitter: .none), within: .seconds(100), clock: clock)
    #expect(policy.attempts == nil)
    if isAsync {
      try? await policy.run { () async throws in throw TimeoutError(number: calls.increment()) }
    } else {
      try? synchronously { try policy.run { () throws in throw TimeoutError(number: calls.increment()) } }
    }
    #expect(calls.value == 100)
  }

  @Test("R4: without a count the end of the backoff ends the call too, and without a limit the count is 3")
  func withoutACount_theBackoffEndsTheCall() {
    let backoff = Backoff.delays(Array(repeating: .seconds(1), count: 7))
    try? RetryPolicy(backoff: backoff, within: .seconds(100), clock: clock).run { () throws in
      throw TimeoutError(number: calls.increment())
    }
    #expect(calls.value == 8)
    #expect(RetryPolicy().attempts == 3)
    #expect(RetryPolicy(attempts: 4, within: .seconds(1)).attempts == 4)
  }

  @Test func withoutACount_everyFormDoesTheSame() async {
    let (calls, backoff) = (calls, Backoff.constant(.seconds(1), jitter: .none))
    @Sendable func fail() throws { throw TimeoutError(number: calls.increment()) }
    @Sendable func failLater() async throws { try fail() }
    try? synchronously { try withRetry(backoff: backoff, within: .seconds(10), clock: clock) { try fail() } }
    #expect(calls.value == 10)
    try? await withRetry(backoff: backoff, within: .seconds(10), clock: clock) { try await failLater() }
    #expect(calls.value == 20)
    try? retrying(backoff: backoff, within: .seconds(10), clock: clock) { try fail() }()
    try? await retrying(backoff: backoff, within: .seconds(10), clock: clock) { try await failLater() }()
    try? Function(fail).retrying(backoff: backoff, within: .seconds(10), clock: clock)()
    try? await AsyncFunction(failLater).retrying(backoff: backoff, within: .seconds(10), clock: clock)()
    try? Function(fail).decorated(by: .retrying(backoff: backoff, within: .seconds(10), clock: clock))()
    #expect(calls.value == 70)
  }

  @Test func aSuccessWithinTheLimit_isReturned() async throws {
    let value = try await RetryPolicy.everySecond(3, within: .seconds(5), clock: clock).run { () async throws in
      if calls.increment() < 3 { throw TimeoutError() }
      return "in time"
    }
    #expect(value == "in time")
    #expect(synchronously { RetryPolicy.everySecond(3, within: .seconds(5), clock: clock).run { 1 } } == 1)
  }

  @Test func aRefusedResult_isReturnedWhenTheLimitIsReached() {
    let last = withRetry(.everySecond(9, within: .seconds(2)), clock: clock, onResult: { _ in true }) { _ in
      calls.increment()
    }
    #expect(last == 2)
  }

  @Test("R8: limits and durations are read from a monotonic clock, and no source reads the wall clock")
  func noSource_readsTheWallClock() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var read = 0
    for module in ["Decorators", "DecoratorPrimitives"] {
      let folder = package.appending(path: "Sources/\(module)")
      let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
      for case let file as URL in files where file.pathExtension == "swift" {
        let source = try String(contentsOf: file, encoding: .utf8)
        read += 1
        for wallClock in ["CLOCK_REALTIME", "gettimeofday", "Date(", "time(nil)"] {
          #expect(!source.contains(wallClock), "\(file.lastPathComponent) reads the wall clock: \(wallClock)")
        }
      }
    }
    #expect(read > 40)
  }
}
