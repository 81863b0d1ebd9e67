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
      return [CallOutcome(throwing: Refused()), CallOutcome(throwing: Full())]
    }
    #expect(await task.value == [.cancelled, .cancelled])
  }

  private struct Full: Rejection {
    var name: String { "orders" }
    var retryAfter: Duration? { nil }
    var didRun = false
  }

  @Test("L1, A3: a rejection is no failure, unless the function ran")
  func rejections() {
    #expect(CallOutcome(throwing: Full()) == .rejected)
    #expect(CallOutcome(throwing: Full(didRun: true)) == .failure)
  }

  @Test("L5: an outcome is one of four words")
  func words() {
    #expect(CallOutcome.allCases.map(\.rawValue) == ["success", "failure", "rejected", "cancelled"])
  }
}
