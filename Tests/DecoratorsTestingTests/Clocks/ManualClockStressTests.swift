import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ManualClockStressTests {
  @Test("Hundreds of sleepers, woken, cancelled and watched at once, each end exactly once")
  func manySleepers() async throws {
    let clock = ManualClock()
    let ends = ValueRecorder<Bool>()
    let tasks = (1...600).map { number in
      Task {
        do {
          try await clock.sleep(for: .seconds(number % 50 + 1))
          ends.append(true)
        } catch {
          ends.append(false)
        }
      }
    }
    await clock.sleepers(atLeast: 600)
    await withTaskGroup { group in
      group.addTask { for task in tasks { task.cancel() } }
      group.addTask { for _ in 1...50 { clock.advance(by: .seconds(1)) } }
      for count in 1...50 {
        group.addTask {
          let watcher = Task { await clock.sleepers(atLeast: 600 + count) }
          watcher.cancel()
          _ = await watcher.value
        }
      }
    }
    for task in tasks { await task.value }
    #expect(ends.values.count == 600)
    try clock.checkNoSleepers()
  }

  @Test("Sleeps that follow each other go step by step")
  func consecutiveSleeps() async throws {
    let clock = ManualClock()
    let task = Task {
      for _ in 1...500 { try await clock.sleep(for: .milliseconds(250)) }
      return clock.now.offset
    }
    for _ in 1...500 {
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .milliseconds(250))
    }
    #expect(try await task.value == .seconds(125))
  }

  @Test("Blocked threads and suspended tasks sleep side by side")
  func blockedAndSuspended() async throws {
    let clock = ManualClock()
    let tasks = Tasks()
    for number in 1...60 {
      tasks.add { try await onOwnThread { try clock.blockingSleep(for: .seconds(number)) } }
      tasks.add { try await clock.sleep(for: .seconds(number)) }
    }
    #expect(await clock.sleepers(atLeast: 120).count == 120)
    clock.advance(by: .seconds(30))
    #expect(clock.sleepers.count == 60)
    clock.advance(by: .seconds(30))
    try await tasks.finish()
    try clock.checkNoSleepers()
  }
}
