import DecoratorPrimitives
import DecoratorsTesting
import Testing

@testable import Decorators

/// A clock that its test sets, also back.
private final class SettableClock: Clock {
  private let time = Locked(TestInstant())
  var now: TestInstant { time.withLock { $0 } }
  var minimumResolution: Duration { .zero }
  func set(_ offset: Duration) { time.withLock { $0 = TestInstant(offset: offset) } }
  func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {}
}

@Suite struct TimelineTests {
  @Test("A5: time counts from the beginning, on the object's clock")
  func now() {
    let clock = RecordingClock()
    clock.advance(by: .seconds(100))
    let timeline = Timeline(clock)
    #expect(timeline.now == .zero)
    clock.advance(by: .seconds(3))
    #expect(timeline.now == .seconds(3))
    let continuous = Timeline(ContinuousClock())
    let (first, second) = (continuous.now, continuous.now)
    #expect(first >= .zero && second >= first)
  }

  @Test("A5: if a clock runs back, no time has passed")
  func backwards() {
    let clock = SettableClock()
    clock.set(.seconds(10))
    let timeline = Timeline(clock)
    clock.set(.seconds(4))
    #expect(timeline.now == .zero)
    clock.set(.seconds(12))
    #expect(timeline.now == .seconds(2))
  }

  @Test func sleeping_endsAtTheInstant() async throws {
    let clock = RecordingClock()
    let timeline = Timeline(clock)
    clock.advance(by: .seconds(1))
    try await timeline.sleep(until: .seconds(5))
    #expect(clock.sleeps == [.seconds(4)])
    try timeline.blockingSleep(until: .seconds(7))
    #expect(clock.sleeps == [.seconds(4), .seconds(2)])
    #expect(timeline.clock.setting == ["clock: RecordingClock"])
    try await Timeline(ContinuousClock()).sleep(until: .milliseconds(1))
    try Timeline(ContinuousClock()).blockingSleep(until: .milliseconds(1))
  }

  @Test func aCancelledTask_doesNotSleep() async {
    let timeline = Timeline(RecordingClock())
    let task = Task {
      await until { Task.isCancelled }
      try await timeline.sleep(until: .seconds(5))
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("C9: where waits are skipped, a sleep ends at once, and an alarm does not ring early")
  func skippedWaits() async throws {
    let clock = ManualClock()
    let timeline = Timeline(clock)
    let rings = Counter()
    try await Waits.$areSkipped.withValue(true) {
      try await timeline.sleep(until: .seconds(3_600))
      try timeline.blockingSleep(until: .seconds(3_600))
      let alarm = timeline.alarm(at: .seconds(1)) { rings.increment() }
      await clock.sleepers(atLeast: 1)
      #expect(rings.value == 0)
      #expect(alarm.cancel())
    }
  }

  @Test("C9: where waits are skipped, time limits still count")
  func skippedWaitsOfLimits() async throws {
    try await Waits.$areSkipped.withValue(true) {
      let value = try await withTimeLimit(within: .seconds(3_600)) { 7 }
      #expect(value == 7)
      _ = await #expect(throws: TimeLimitExceeded.self) {
        try await withTimeLimit(within: .milliseconds(1)) { try await Task.sleep(for: .seconds(3_600)) }
      }
    }
  }
}
