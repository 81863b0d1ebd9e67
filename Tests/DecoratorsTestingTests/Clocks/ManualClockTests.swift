import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ManualClockTests {
  let clock = ManualClock()

  @Test("A sleeper wakes when its deadline is reached, and not before")
  func wakesAtDeadline() async throws {
    let woken = ValueRecorder<TestInstant>()
    let task = Task { [clock] in
      try await clock.sleep(for: .seconds(10))
      woken.append(clock.now)
    }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .milliseconds(9_999))
    #expect(clock.sleepers.map(\.deadline.offset) == [.seconds(10)])
    clock.advance(by: .milliseconds(1))
    #expect(clock.sleepers.isEmpty)
    try await task.value
    #expect(woken.values.map(\.offset) == [.seconds(10)])
  }

  @Test("Sleepers are listed in the order in which they wake: by deadline, ties by arrival")
  func order() async throws {
    let tasks = Tasks()
    for (index, seconds) in [5, 1, 5, 3, 1].enumerated() {
      tasks.add { [clock] in
        try await clock.sleep(until: TestInstant(offset: .seconds(seconds)))
      }
      await clock.sleepers(atLeast: index + 1)
    }
    #expect(clock.sleepers.map(\.duration) == [1, 1, 3, 5, 5].map { .seconds($0) })
    clock.advance(to: TestInstant(offset: .seconds(1)))
    #expect(clock.sleepers.map(\.duration) == [3, 5, 5].map { .seconds($0) })
    clock.advance(to: TestInstant(offset: .seconds(4)))
    #expect(clock.sleepers.map(\.duration) == [5, 5].map { .seconds($0) })
    clock.advance(to: TestInstant(offset: .seconds(5)))
    try await tasks.finish()
  }

  @Test("One advance wakes the due sleepers in deadline order, ties in order of arrival")
  func wakesInOrder() async throws {
    let queue = SerialQueue()
    let woken = ValueRecorder<String>()
    var tasks: [Task<Void, any Error>] = []
    for (index, sleeper) in [("c", 3), ("a1", 1), ("b", 2), ("a2", 1), ("late", 9)].enumerated() {
      tasks.append(
        Task(executorPreference: queue) { [clock] in
          try await clock.sleep(until: TestInstant(offset: .seconds(sleeper.1)))
          woken.append(sleeper.0)
        }
      )
      await clock.sleepers(atLeast: index + 1)
    }
    clock.advance(by: .seconds(3))
    for task in tasks.dropLast() { try await task.value }
    #expect(woken.values == ["a1", "a2", "b", "c"])
    clock.advance(by: .seconds(6))
    try await tasks[4].value
  }

  @Test("A passed deadline returns at once", arguments: [Duration.zero, .seconds(-1)])
  func passedDeadline(duration: Duration) async throws {
    try await clock.sleep(for: duration)
    try clock.blockingSleep(until: clock.now.advanced(by: duration))
    #expect(clock.now == TestInstant())
  }

  @Test("A cancelled sleeper is gone at once and throws CancellationError")
  func cancelledSleeper() async throws {
    let task = Task { [clock] in try await clock.sleep(for: .seconds(1)) }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    #expect(clock.sleepers.isEmpty)
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("Who is cancelled before the call does not sleep", arguments: [Duration.zero, .seconds(1)])
  func cancelledBefore(duration: Duration) async {
    let task = Task { [clock] in
      withUnsafeCurrentTask { $0?.cancel() }
      await #expect(throws: CancellationError.self) { try await clock.sleep(for: duration) }
      #expect(throws: CancellationError.self) { try clock.blockingSleep(for: duration) }
    }
    await task.value
    #expect(clock.sleepers.isEmpty)
  }

  @Test("Waiting for sleepers that are there returns at once, and any number of tasks may wait")
  func manyWatchers() async throws {
    #expect(await clock.sleepers(atLeast: 0).isEmpty)
    let watchers = Tasks()
    let sleeping = Tasks()
    for count in 1...20 {
      watchers.add { [clock] in #expect(await clock.sleepers(atLeast: count).count >= count) }
    }
    for _ in 1...20 {
      sleeping.add { [clock] in try await clock.sleep(for: .seconds(1)) }
    }
    try await watchers.finish()
    #expect(await clock.sleepers(atLeast: 20).count == 20)
    clock.advance(by: .seconds(1))
    try await sleeping.finish()
  }

  @Test("Cancelling ends the wait for sleepers")
  func cancelledWatcher() async {
    let during = Task { [clock] in await clock.sleepers(atLeast: 1).count }
    during.cancel()
    #expect(await during.value == 0)
    let before = Task { [clock] in
      withUnsafeCurrentTask { $0?.cancel() }
      return await clock.sleepers(atLeast: 1).count
    }
    #expect(await before.value == 0)
  }

  @Test("Sleepers that are left are an error that lists them")
  func sleepersLeft() async throws {
    let task = Task { [clock] in try await clock.sleep(for: .seconds(90)) }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(30))
    let error = #expect(throws: SleepersLeftError.self) { try clock.checkNoSleepers() }
    #expect(error?.sleepers.map(\.duration) == [.seconds(90)])
    #expect(
      error?.description == "Sleepers left on the ManualClock at +30.0 seconds: 1, with deadlines +90.0 seconds. "
        + "Advance the clock past the deadlines, or cancel the tasks and await them."
    )
    task.cancel()
    try clock.checkNoSleepers()
  }

  @Test("Its time cannot go back")
  func backwards() async {
    await #expect(processExitsWith: .failure) { ManualClock().advance(by: .seconds(-1)) }
    await #expect(processExitsWith: .failure) { ManualClock().advance(to: TestInstant(offset: .seconds(-1))) }
  }
}
