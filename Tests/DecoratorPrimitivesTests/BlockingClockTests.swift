import DecoratorPrimitives
import Dispatch
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite(.timeLimit(.minutes(10)))
struct BlockingClockTests {
  @Test("A sleep ends at its deadline, not before", arguments: [0, 1, 20])
  func endsAtDeadline(milliseconds: Int) throws {
    try expectDeadlineKept(on: ContinuousClock(), after: .milliseconds(milliseconds))
    try expectDeadlineKept(on: SuspendingClock(), after: .milliseconds(milliseconds))
  }

  private func expectDeadlineKept(on clock: some BlockingClock, after duration: Duration) throws {
    let deadline = clock.now.advanced(by: duration)
    try clock.blockingSleep(until: deadline)
    #expect(clock.now >= deadline)
  }

  @Test("A deadline that has passed returns at once", arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)])
  func pastDeadline(duration: Duration) throws {
    try ContinuousClock().blockingSleep(until: .now.advanced(by: duration))
    try SuspendingClock().blockingSleep(until: .now.advanced(by: duration))
    try ContinuousClock().blockingSleep(for: duration)
    try SuspendingClock().blockingSleep(for: duration)
  }

  @Test("A cancelled task's sleep throws at once, even one of no length", arguments: [Duration.zero, .seconds(3_600)])
  func cancelledBefore(duration: Duration) async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      #expect(throws: CancellationError.self) { try ContinuousClock().blockingSleep(for: duration) }
      #expect(throws: CancellationError.self) { try SuspendingClock().blockingSleep(for: duration) }
      #expect(throws: CancellationError.self) { try ContinuousClock().blockingSleep(until: .now - .seconds(1)) }
    }
    await task.value
  }

  @Test(
    "Cancelling the task ends a sleep of any length, also of one no system call could take",
    arguments: [Duration.seconds(3_600), .seconds(Int64.max), Duration.seconds(Int64.max) * 2]
  )
  func cancelledWhileWaiting(duration: Duration) async {
    await expectCancellation(of: ContinuousClock(), sleepingFor: duration)
    await expectCancellation(of: SuspendingClock(), sleepingFor: duration)
  }

  /// The sleepers may block every thread of the cooperative pool, so a thread of its own cancels them.
  private func expectCancellation(of clock: some BlockingClock, sleepingFor duration: Duration) async {
    let entered = DispatchSemaphore(value: 0)
    let task = Task {
      entered.signal()
      try clock.blockingSleep(for: duration)
    }
    startThread {
      entered.wait()
      task.cancel()
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("A thread without a task sleeps too")
  func outsideOfATask() async throws {
    let slept = await withCheckedContinuation { continuation in
      startThread {
        let deadline = ContinuousClock.now + .milliseconds(2)
        let isInTask = withUnsafeCurrentTask { $0 != nil }
        try? ContinuousClock().blockingSleep(until: deadline)
        continuation.resume(returning: !isInTask && ContinuousClock.now >= deadline)
      }
    }
    #expect(slept)
  }

  @Test("Signals do not shorten a sleep")
  func interrupted() async {
    signal(SIGUSR2) { _ in }
    let sleeper = Locked<pthread_t?>(nil)
    let started = DispatchSemaphore(value: 0)
    let slept = Locked<Bool?>(nil)
    let released = DispatchSemaphore(value: 0)
    await withCheckedContinuation { continuation in
      startThread {
        sleeper.withLock { $0 = pthread_self() }
        let deadline = ContinuousClock.now + .milliseconds(20)
        started.signal()
        try? ContinuousClock().blockingSleep(until: deadline)
        slept.withLock { $0 = ContinuousClock.now >= deadline }
        released.wait()
        continuation.resume()
      }
      startThread {
        started.wait()
        let thread = sleeper.withLock { $0! }
        while slept.withLock({ $0 }) == nil { pthread_kill(thread, SIGUSR2) }
        released.signal()
      }
    }
    #expect(slept.withLock { $0 } == true)
  }
}
