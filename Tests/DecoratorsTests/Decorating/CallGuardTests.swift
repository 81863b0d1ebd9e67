import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct CallGuardTests {
  private let calls = Counter()
  private let door = Door()

  @Test func aRefusedCall_doesNotRunTheFunctionAndHasNoLeave() async {
    let (closed, calls) = (Door(isOpen: false), calls)
    #expect(throws: Closed.self) { try closed.run { calls.increment() } }
    await #expect(throws: Closed.self) {
      try await closed.run {
        await Task.yield()
        calls.increment()
      }
    }
    #expect(throws: Closed.self) { try Function { calls.increment() }.decorated(by: closed)() }
    await #expect(throws: Closed.self) {
      try await AsyncFunction { () async in calls.increment() }.decorated(by: closed)()
    }
    #expect(closed.calls.values.count == 4)
    #expect(calls.value == 0)
    #expect(closed.lines.values == [])
  }

  @Test func aCallThatReturns_leavesOnce() async throws {
    let (door, calls) = (door, calls)
    #expect(try synchronously { try door.run { calls.increment() } } == 1)
    #expect(try await door.run { () async in calls.increment() } == 2)
    #expect(try Function { calls.increment() }.decorated(by: door)() == 3)
    #expect(try await AsyncFunction { () async in calls.increment() }.decorated(by: door)() == 4)
    #expect(door.lines.values == (1...4).flatMap { ["door lets \($0) in", "door sees \($0) leave"] })
  }

  @Test func aCallThatThrows_leavesOnceWithItsError() async {
    let door = door
    let fail: @Sendable () throws -> Void = { throw ConnectionError() }
    let failLater: @Sendable () async throws -> Void = { throw ConnectionError() }
    #expect(throws: ConnectionError.self) { try door.run { try fail() } }
    await #expect(throws: ConnectionError.self) { try await door.run { try await failLater() } }
    #expect(throws: ConnectionError.self) { try Function(fail).decorated(by: door)() }
    await #expect(throws: ConnectionError.self) { try await AsyncFunction(failLater).decorated(by: door)() }
    #expect(
      door.lines.values
        == (1...4).flatMap { ["door lets \($0) in", "door sees \($0) leave, throwing ConnectionError"] }
    )
  }

  @Test func aCallThatIsCancelled_leavesOnce() async throws {
    let clock = ManualClock()
    let task = Task { [door] in try await door.run { try await clock.sleep(for: .seconds(60)) } }
    await clock.sleepers(atLeast: 1)
    #expect(door.lines.values == ["door lets 1 in"])
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(door.lines.values == ["door lets 1 in", "door sees 1 leave, throwing CancellationError"])
  }

  @Test func whenCallsOverlap_eachLeavesWithThePermitOfItsOwnAdmit() async throws {
    let gates = [Gate(), Gate()]
    let wait = AsyncFunction { (index: Int) async in await gates[index].wait() }.decorated(by: door)
    var tasks: [Task<Void, any Error>] = []
    for index in gates.indices {
      tasks.append(Task { try await wait(index) })
      await until { gates[index].waiting == 1 }
    }
    gates[1].open()
    try await tasks[1].value
    #expect(door.lines.values == ["door lets 1 in", "door lets 2 in", "door sees 2 leave"])
    gates[0].open()
    try await tasks[0].value
    #expect(door.lines.values.last == "door sees 1 leave")
  }

  @Test func whatMayWait_isAskedForAsynchronousCallsOnly() async throws {
    let queue = Queue()
    try synchronously { try queue.run {} }
    try decorated(by: queue) {}()
    #expect(queue.asked.values == ["now", "now"])
    try await queue.run { await Task.yield() }
    try await decorated(by: queue) { () async in }()
    try await DecoratorStack(queue, Diary()).run { await Task.yield() }
    try await Pipeline([queue]).run { await Task.yield() }
    #expect(queue.asked.values.dropFirst(2) == ["in time", "in time", "in time", "in time"])
    #expect(queue.left.value == 6)
  }

  @Test func withoutAWait_asynchronousCallsAreLetInAsSynchronousOnes() async throws {
    func ask(_ guarding: some CallGuard) async throws { _ = try await guarding.admit(at: CallSite(named: "work")) }
    try await ask(door)
    #expect(door.lines.values == ["door lets 1 in"])
    await #expect(throws: Closed.self) { try await ask(Door(isOpen: false)) }
  }

  @Test func aWaitThatIsCancelled_refusesTheCallWithoutALeave() async throws {
    let (queue, calls) = (Queue(), calls)
    queue.turnstile.close()
    let task = Task { try await queue.run { () async in calls.increment() } }
    await queue.turnstile.clock.sleepers(atLeast: 1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(calls.value == 0 && queue.left.value == 0)
  }
}

/// Lets synchronous calls in at once, and asynchronous ones through its turnstile.
private struct Queue: CallGuard {
  let asked = ValueRecorder<String>()
  let left = Counter()
  let turnstile = Turnstile()
  var description: String { "queue" }

  func admit(at site: CallSite) throws { asked.append("now") }

  nonisolated(nonsending) func admit(at site: CallSite) async throws {
    asked.append("in time")
    try await turnstile.pass()
  }

  func leave(_ permit: Void, at site: CallSite, throwing error: (any Error)?) { left.increment() }
}

/// Lets all pass until it is closed; then they wait on its clock.
private final class Turnstile: Sendable {
  let clock = ManualClock()
  private let closings = Counter()

  func close() { closings.increment() }

  func pass() async throws {
    if closings.value > 0 { try await clock.sleep(for: .seconds(1)) }
  }
}
