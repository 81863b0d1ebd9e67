import DecoratorsTesting
import Testing

@Suite("Simulated time")
struct SimulatedTimeTests {
  @Test("time jumps to each wake-up when nothing else can run")
  func jumps() async throws {
    let end = try await withSimulatedTime { clock in
      try await clock.sleep(for: .seconds(3_600))
      try await clock.sleep(for: .milliseconds(1))
      return clock.now.offset
    }
    #expect(end == .milliseconds(3_600_001))
  }

  @Test("child tasks share the time, and each run has the same order")
  func sharesTime() async throws {
    func run() async throws -> [String] {
      try await withSimulatedTime { clock in
        let lines = ValueRecorder<String>()
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<50 {
            group.addTask {
              for step in 0..<20 {
                try await clock.sleep(for: .milliseconds(7 * number + 13 * step + 1))
                lines.append("\(number) at \(clock.now)")
              }
            }
          }
          try await group.waitForAll()
        }
        return lines.values
      }
    }
    let first = try await run()
    #expect(first.count == 1_000)
    #expect(try await run() == first)
  }

  @Test("code outside of the simulation takes real time, and the simulation waits for it")
  func waitsForOthers() async throws {
    let answer = try await withSimulatedTime { clock in
      let other = Task.detached { 42 }
      let value = await other.value
      try await clock.sleep(for: .seconds(1))
      return await MainActor.run { value }
    }
    #expect(answer == 42)
  }

  @Test("cancelling the caller cancels the body, and its error keeps its type")
  func cancels() async {
    let task = Task {
      await withSimulatedTime { clock in
        withUnsafeCurrentTask { $0?.cancel() }
        do { try await clock.sleep(for: .seconds(1)) } catch { return "\(type(of: error)) at \(clock.now)" }
        return "slept"
      }
    }
    #expect(await task.value == "CancellationError at +0.0 seconds")
  }

  @Test("the body's error is thrown")
  func throwsErrors() async {
    struct Broken: Error {}
    await #expect(throws: Broken.self) {
      try await withSimulatedTime { (_: ManualClock) async throws(Broken) -> Int in throw Broken() }
    }
  }

  @Test("10,000 sleepers take no longer than their wake-ups")
  func manySleepers() async throws {
    let woken = try await withSimulatedTime { clock in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<10_000 {
          group.addTask {
            try await clock.sleep(for: .microseconds(number % 997))
            return 1
          }
        }
        return try await group.reduce(0, +)
      }
    }
    #expect(woken == 10_000)
  }
}
