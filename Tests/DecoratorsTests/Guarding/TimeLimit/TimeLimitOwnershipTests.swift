import Decorators
import DecoratorsTesting
import Foundation
import Testing

@Suite("Time limits, whose outcome it is")
struct TimeLimitOwnershipTests {
  @Test("T2: an inner limit reports nothing if the outer one passed first, also if both have passed")
  func innerIsSilent() async {
    let reports = ValueRecorder<String>()
    await withSimulatedTime { clock in
      let outer = TimeLimit(within: .milliseconds(50), didOverrun: { _ in reports.append("outer") }, clock: clock)
      let inner = TimeLimit(within: .milliseconds(150), didOverrun: { _ in reports.append("inner") }, clock: clock)
      _ = try? await outer.run {
        try await inner.run {
          await Task { try? await clock.sleep(for: .milliseconds(250)) }.value
        }
      }
    }
    #expect(reports.values == ["outer"])
  }

  @Test("T4: a late value of a cancelled caller is the caller's, also if late results are discarded")
  func discardedAndCancelled() async throws {
    let value = try await withSimulatedTime { clock in
      let limit = TimeLimit(within: .seconds(1), lateResults: .discarded, clock: clock)
      withUnsafeCurrentTask { $0?.cancel() }
      return try await limit.run {
        await Task { try? await clock.sleep(for: .seconds(2)) }.value
        return 7
      }
    }
    #expect(value == 7)
  }

  @Test(
    "A6: a cancellation handler that takes its time delays no other limit",
    .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1, "Skipped: it blocks the only processor.")
  )
  func slowHandler() async throws {
    let entered = Gate()
    let left = Gate()
    let blocked = Task {
      try? await withTimeLimit(within: .milliseconds(1)) {
        await withTaskCancellationHandler {
          await left.wait()
        } onCancel: {
          entered.open()
          // Blocks a thread of the pool until the other limit has passed.
          while left.waiting > 0 {}
        }
      }
    }
    await entered.wait()
    await #expect(throws: TimeLimitExceeded.self) {
      try await withTimeLimit(within: .milliseconds(1)) { try await Task.sleep(for: .seconds(3_600)) }
    }
    left.open()
    await blocked.value
  }
}
