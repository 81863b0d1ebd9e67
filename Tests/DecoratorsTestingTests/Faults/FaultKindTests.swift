import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct FaultKindTests {
  private let clock = RecordingClock()
  private let ran = ValueRecorder<Int>()

  /// A function with one fault, synchronous.
  private func sync(_ fault: Fault) -> Function<Int, String, any Error> {
    faulty(by: .script([fault], clock: clock), named: "fetch") { [ran] (id: Int) throws in
      ran.append(id)
      if id < 0 { throw Refused() }
      return "user \(id)"
    }
  }

  private func async(_ fault: Fault, clock: any Clock<Duration>) -> AsyncFunction<Int, String, any Error> {
    faulty(by: .script([fault], clock: clock), named: "fetch") { [ran] (id: Int) async throws in
      ran.append(id)
      if id < 0 { throw Refused() }
      return "user \(id)"
    }
  }

  @Test("X4: an error before the call is thrown, and the function does not run")
  func errorBefore() async throws {
    #expect(throws: Down()) { try sync(.error(Down()))(1) }
    await #expect(throws: Down()) { try await async(.error(Down()), clock: clock)(1) }
    #expect(ran.values.isEmpty && clock.sleeps.isEmpty)
  }

  @Test("X4: a lost answer is thrown after the function has run; an error of the function itself stays")
  func lostAnswer() async throws {
    let (first, second) = (sync(.lostAnswer(Down())), async(.lostAnswer(Down()), clock: clock))
    #expect(throws: Down()) { try first(1) }
    await #expect(throws: Down()) { try await second(2) }
    #expect(ran.values == [1, 2])
    #expect(throws: Refused()) { try sync(.lostAnswer(Down()))(-1) }
    await #expect(throws: Refused()) { try await async(.lostAnswer(Down()), clock: clock)(-1) }
  }

  @Test("X4: a delay waits on the clock before the call, a late answer after it")
  func delays() async throws {
    let starts = ValueRecorder<Duration>()
    let faults = Faults.script([.delay(.seconds(2)), .lateAnswer(by: .seconds(3))], repeating: true, clock: clock)
    let fetch = faulty(by: faults) { [clock] () throws in starts.append(clock.now.offset) }
    try fetch()
    try fetch()
    #expect(starts.values == [.seconds(2), .seconds(2)])
    #expect(clock.sleeps == [.seconds(2), .seconds(3)])
    let asynchronous = faulty(by: faults) { [clock] () async throws in starts.append(clock.now.offset) }
    try await asynchronous()
    try await asynchronous()
    #expect(starts.values.suffix(2) == [.seconds(7), .seconds(7)])
    #expect(clock.now.offset == .seconds(10))
  }

  @Test("X4: a result comes instead of the call, also nothing of an optional, and no result at all")
  func result() async throws {
    #expect(try sync(.result("cached"))(1) == "cached")
    #expect(try await async(.result("cached"), clock: clock)(1) == "cached")
    #expect(ran.values.isEmpty)
    let find = faulty(by: .script([.result(nil as String?), .result("b" as String?), .result("c")])) { () -> String? in
      "a"
    }
    #expect([find(), find(), find(), find()] == [nil, "b", "c", "a"])
    let store = faulty(by: .script([.result(())])) { [ran] () -> Void in ran.append(7) }
    store()
    #expect(ran.values.isEmpty)
  }

  @Test("X4: faults after a wait")
  func chains() async throws {
    #expect(throws: Down()) { try sync(.delay(.seconds(2), then: .error(Down())))(1) }
    await #expect(throws: Down()) {
      try await async(
        .ignoringCancellation(for: .seconds(3), then: .delay(.seconds(4), then: .error(Down()))),
        clock: clock
      )(1)
    }
    #expect(clock.sleeps == [.seconds(2), .seconds(3), .seconds(4)])
  }

  @Test("X4, X6: a call that hangs returns when its task is cancelled, on no clock")
  func hang() async throws {
    let faults = Faults.first(2, .hang, clock: clock)
    let ended = ValueRecorder<Int>()
    let hanging = faulty(by: faults) { [ran] () async throws in ran.append(1) }
    let blocked = faulty(by: faults) { [ran] () throws in ran.append(2) }
    let tasks = [
      Task {
        defer { ended.append(1) }
        try await hanging()
      },
      Task {
        defer { ended.append(2) }
        try await onOwnThread { try blocked() }
      },
    ]
    while faults.log.count < 2 { await Task.yield() }
    for _ in 1...100 { await Task.yield() }
    #expect(ended.values.isEmpty)
    for task in tasks {
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    #expect(ran.values.isEmpty && clock.sleeps.isEmpty)
  }

  @Test("X4, X6: a call that hangs in a task that is cancelled already ends at once")
  func hangAfterCancellation() async {
    let hanging = faulty(by: .first(2, .hang)) { () async throws in }
    let blocked = faulty(by: .first(1, .hang)) { () throws in }
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await #expect(throws: CancellationError.self) { try await hanging() }
      _ = await onOwnThread { #expect(throws: CancellationError.self) { try blocked() } }
    }
    await task.value
  }

  @Test("X6: cancellation ends delays at once")
  func cancelledDelays() async throws {
    for fault in [Fault.delay(.seconds(60)), .lateAnswer(by: .seconds(60))] {
      let clock = ManualClock()
      let task = Task { [self] in try await async(fault, clock: clock)(1) }
      await clock.sleepers(atLeast: 1)
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      try clock.checkNoSleepers()
    }
    #expect(ran.values == [1])
  }

  @Test("X6: synchronous delays end soon after a cancellation")
  func cancelledBlockingDelays() async throws {
    let clock = ManualClock()
    let slow = faulty(by: .first(1, .delay(.seconds(60)), clock: clock)) { [ran] () throws in ran.append(1) }
    let task = Task { try await onOwnThread { try slow() } }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(ran.values.isEmpty)
  }

  @Test("X4: a call that ignores cancellation waits on, and then the function runs", arguments: [false, true])
  func deaf(isSync: Bool) async throws {
    let clock = ManualClock()
    let faults = Faults.first(1, .ignoringCancellation(for: .seconds(2)), clock: clock)
    let ran = ran
    let deaf = faulty(by: faults) { () async throws in ran.append(Task.isCancelled ? 1 : 0) }
    let blocked = faulty(by: faults) { () throws in ran.append(Task.isCancelled ? 1 : 0) }
    let task = Task { if isSync { try await onOwnThread { try blocked() } } else { try await deaf() } }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    for _ in 1...100 { await Task.yield() }
    #expect(ran.values.isEmpty && clock.sleepers.count == 1)
    clock.advance(by: .seconds(2))
    try await task.value
    #expect(ran.values == [1])
  }

  @Test("X6: if the error type cannot hold a cancellation, a wait ends at once and the function runs")
  func typedErrors() async throws {
    for fault in [Fault.delay(.seconds(60)), .lateAnswer(by: .seconds(60)), .hang] {
      let ran = ValueRecorder<Bool>()
      let faults = Faults.script([fault], repeating: true, clock: ManualClock())
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        let typed: AsyncFunction<Void, Refused> = faulty(by: faults) { () async throws(Refused) in
          ran.append(Task.isCancelled)
        }
        try? await typed()
        let none: AsyncFunction<Void, Never> = faulty(by: faults) { () async in ran.append(Task.isCancelled) }
        await none()
        await onOwnThread {
          let sync: Function<Void, Never> = faulty(by: faults) { ran.append(Task.isCancelled) }
          sync()
        }
      }
      await task.value
      #expect(ran.values == [true, true, true], "\(fault)")
    }
  }

  @Test func description_readsAsSource() {
    let faults: [(Fault, String)] = [
      (.pass, "pass"), (.error(Down()), "error(Down())"), (.lostAnswer(Down()), "lostAnswer(Down())"),
      (.delay(.seconds(1)), "delay(1.0 seconds)"), (.lateAnswer(by: .seconds(1)), "lateAnswer(by: 1.0 seconds)"),
      (.result(7), "result(7)"), (.hang, "hang"),
      (.delay(.seconds(1), then: .hang), "delay(1.0 seconds, then: hang)"),
      (.ignoringCancellation(for: .seconds(1)), "ignoringCancellation(for: 1.0 seconds)"),
    ]
    for (fault, text) in faults { #expect(fault.description == text) }
  }
}

struct Down: Error, Equatable {}
struct Refused: Error, Equatable {}
