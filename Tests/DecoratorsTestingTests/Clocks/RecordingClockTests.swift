import DecoratorsTesting
import Testing

@Suite struct RecordingClockTests {
  @Test("Sleeps return at once, move the time and are recorded, sync and async alike")
  func recordsSleeps() async throws {
    let clock = RecordingClock()
    try await clock.sleep(for: .seconds(3_600))
    try clock.blockingSleep(for: .milliseconds(5))
    try await clock.sleep(until: clock.now.advanced(by: .seconds(1)))
    #expect(clock.sleeps == [.seconds(3_600), .milliseconds(5), .seconds(1)])
    #expect(clock.now.offset == .milliseconds(3_601_005))
  }

  @Test("A passed deadline is a sleep of zero and moves no time", arguments: [Duration.zero, .seconds(-5)])
  func passedDeadline(duration: Duration) async throws {
    let clock = RecordingClock()
    try await clock.sleep(until: clock.now.advanced(by: duration))
    try clock.blockingSleep(until: clock.now.advanced(by: duration))
    #expect(clock.sleeps == [.zero, .zero])
    #expect(clock.now == TestInstant())
  }

  @Test("A cancelled task's sleep throws, is not recorded and takes no time", arguments: [Duration.zero, .seconds(1)])
  func cancelled(duration: Duration) async {
    let clock = RecordingClock()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await #expect(throws: CancellationError.self) { try await clock.sleep(for: duration) }
      #expect(throws: CancellationError.self) { try clock.blockingSleep(for: duration) }
    }
    await task.value
    #expect(clock.sleeps.isEmpty)
    #expect(clock.now == TestInstant())
  }

  @Test("Time can pass without a sleep")
  func advance() {
    let clock = RecordingClock()
    clock.advance(by: .seconds(2))
    #expect(clock.now.offset == .seconds(2))
    #expect(clock.sleeps.isEmpty)
  }

  @Test("The longest sleep there is does not overflow")
  func hugeSleep() async throws {
    let clock = RecordingClock()
    try clock.blockingSleep(for: .seconds(Int64.max))
    #expect(clock.sleeps == [.seconds(Int64.max)])
  }

  @Test("No sleep of many tasks is lost")
  func manyTasks() async throws {
    let clock = RecordingClock()
    try await withThrowingTaskGroup { group in
      for _ in 0..<300 {
        group.addTask { try await clock.sleep(for: .seconds(1)) }
      }
      try await group.waitForAll()
    }
    #expect(clock.sleeps.count == 300)
    #expect(clock.sleeps.reduce(.zero, +) == clock.now.offset)
  }

  @Test("Its time cannot go back")
  func backwards() async {
    await #expect(processExitsWith: .failure) { RecordingClock().advance(by: .seconds(-1)) }
  }
}
