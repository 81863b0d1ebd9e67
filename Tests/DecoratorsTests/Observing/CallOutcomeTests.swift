import Decorators
import Testing

@Suite struct CallOutcomeTests {
  struct Refused: Error {}

  @Test("L1: CancellationError is a cancellation, not a failure")
  func cancellationError() {
    #expect(CallOutcome(throwing: CancellationError()) == .cancelled)
  }

  @Test func anyOtherErrorIsAFailure() {
    #expect(CallOutcome(throwing: Refused()) == .failure)
  }

  @Test("L1: whatever is thrown in a cancelled task is a cancellation")
  func anyErrorInACancelledTask() async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return CallOutcome(throwing: Refused())
    }
    #expect(await task.value == .cancelled)
  }

  @Test("L5: an outcome is one of three words")
  func words() {
    #expect(CallOutcome.allCases.map(\.rawValue) == ["success", "failure", "cancelled"])
  }
}
