import DecoratorsTesting
import Dispatch
import Testing

@Suite(.timeLimit(.minutes(10)))
struct OnOwnThreadTests {
  @TaskLocal static var requestID = 0

  @Test("A body that blocks more threads than the pool has stops nobody")
  func blocksItsOwnThread() async throws {
    let clock = ManualClock()
    let tasks = Tasks()
    for _ in 1...100 {
      tasks.add { try await onOwnThread { try clock.blockingSleep(for: .seconds(1)) } }
    }
    await clock.sleepers(atLeast: 100)
    clock.advance(by: .seconds(1))
    try await tasks.finish()
  }

  @Test("The result comes back; a body that cannot throw needs no try")
  func result() async {
    let answer = await onOwnThread { 42 }
    #expect(answer == 42)
  }

  @Test("The body's error type is kept")
  func typedError() async {
    struct Refused: Error, Equatable { var code: Int }
    do throws(Refused) {
      try await onOwnThread { () throws(Refused) in throw Refused(code: 7) }
      Issue.record("The error did not come out.")
    } catch {
      #expect(error.code == 7)
    }
  }

  @Test("Task-local values, priority and identity of the caller's task are the body's")
  func sameTask() async {
    await Self.$requestID.withValue(99) {
      let caller = withUnsafeCurrentTask { $0?.hashValue }
      let (id, task, priority) = await onOwnThread {
        (Self.requestID, withUnsafeCurrentTask { $0?.hashValue }, Task.currentPriority)
      }
      #expect(id == 99)
      #expect(task == caller)
      #expect(priority == Task.currentPriority)
    }
  }

  @Test("Cancelling the caller ends a blocking sleep of the body")
  func cancellation() async {
    let clock = ManualClock()
    let task = Task { try await onOwnThread { try clock.blockingSleep(for: .seconds(1)) } }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleepers.isEmpty)
  }

  @Test("A caller that was cancelled before runs the body, which sees it")
  func cancelledBefore() async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await onOwnThread { Task.isCancelled }
    }
    #expect(await task.value)
  }

  @Test("It can be called from an actor")
  @MainActor
  func fromAnActor() async throws {
    let clock = ManualClock()
    async let end = onOwnThread {
      try clock.blockingSleep(for: .seconds(1))
      return clock.now.offset
    }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(1))
    #expect(try await end == .seconds(1))
  }

  @Test("A thread that runs no task can sleep on the clock too")
  func threadWithoutTask() async {
    let clock = ManualClock()
    let woken = Task {
      await withCheckedContinuation { continuation in
        DispatchQueue(label: "sleeper").async {
          let isInTask = withUnsafeCurrentTask { $0 != nil }
          let slept = Result { try clock.blockingSleep(for: .seconds(1)) }
          continuation.resume(returning: !isInTask && (try? slept.get()) != nil)
        }
      }
    }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(1))
    #expect(await woken.value)
  }
}
