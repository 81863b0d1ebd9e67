import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct ConcurrentDecoratorTests {
  private let calls = Counter()
  private let twice = Twice()

  @Test func theFunction_mayRunTwice() async throws {
    let calls = calls
    #expect(try await twice.run { () async in calls.increment() } >= 1)
    #expect(calls.value == 2)
    let doubled: AsyncFunction<Int, Int, any Error> = decorated(by: twice) { (number: Int) async in
      calls.increment()
      return 2 * number
    }
    #expect(try await doubled(4) == 8)
    #expect(calls.value == 4)
    let halved: AsyncFunction<Int, Int, any Error> = AsyncFunction { (number: Int) async in
      calls.increment()
      return number / 2
    }
    .decorated(by: twice)
    #expect(try await halved(4) == 2)
    #expect(calls.value == 6)
  }

  @Test func itsRuns_mayOverlap() async throws {
    let gate = Gate()
    let task = Task { [twice] in
      try await twice.run {
        await gate.wait()
        return 42
      }
    }
    await until { gate.waiting == 2 }
    gate.open()
    #expect(try await task.value == 42)
  }

  @Test("L7, L9: each face tells the decorator its name, file, function and line")
  func sites() async throws {
    let first: UInt = #line + 1
    try await twice.run { () async in }
    try await decorated(by: twice) { (_: Int) async in }(7)
    try await AsyncFunction { (_: Int) async in }.decorated(by: twice)(7)
    #expect(twice.calls.values.map(\.line) == [first, first + 1, first + 2])
    #expect(twice.calls.values.allSatisfy { ($0.fileID, $0.function) == (#fileID, #function) })
    #expect(twice.calls.values.allSatisfy { $0.name == "\(#fileID):\($0.line)" })
    #expect(twice.calls.values.map(\.input) == ["()", "\(Arguments(7))", "\(Arguments(7))"])
    try await twice.run(named: "work") { () async in }
    try await decorated(by: twice, named: "work") { () async in }()
    try await AsyncFunction { () async in }.decorated(by: twice, named: "work")()
    #expect(twice.calls.values.suffix(3).map(\.name) == ["work", "work", "work"])
  }

  @Test func whatTheFunctionThrows_comesBack() async {
    let fail: @Sendable () async throws(ConnectionError) -> Int = { () async throws(ConnectionError) in
      throw ConnectionError()
    }
    await #expect(throws: ConnectionError.self) { try await twice.run { try await fail() } }
    await #expect(throws: ConnectionError.self) { try await AsyncFunction(fail).decorated(by: twice)() }
  }

  @Test func cancellationOfTheCaller_reachesTheRunsInChildTasks() async throws {
    let clock = ManualClock()
    let task = Task { [twice] in try await twice.run { try await clock.sleep(for: .seconds(60)) } }
    await clock.sleepers(atLeast: 2)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    try clock.checkNoSleepers()
  }

  @Test func undecorated_runsTheFunctionOnce() async throws {
    let function = AsyncFunction { [calls] () async in calls.increment() }.decorated(by: twice)
    #expect(try await function.undecorated() == 1)
    #expect(calls.value == 1 && twice.calls.values.isEmpty)
  }

  @Test func everyDecorator_worksWhereConcurrencyIsAllowed() async throws {
    let (barrier, second, diary, door) = (Barrier(), SecondChance(), Diary(), Door())
    let decorators: [any ConcurrentDecorator] = [
      barrier, second, diary, door, RetryPolicy(attempts: 2, backoff: .none), TimingPolicy(named: "work", to: []),
      LoggingPolicy(), DecoratorStack(Diary(), Door()), Pipeline([Diary(), Door()]), Twice(),
    ]
    for decorator in decorators {
      func check(_ decorator: some ConcurrentDecorator) async throws {
        let output = try await decorator.callConcurrently(20, at: CallSite(named: "work")) {
          (number: Int) async throws in number + 1
        }
        #expect(output == 21, "\(decorator)")
        #expect(try await decorator.run(named: "work") { () async in 22 } == 22, "\(decorator)")
        let function = AsyncFunction(named: "work") { (number: Int) async in number + 3 }.decorated(by: decorator)
        #expect(try await function(20) == 23, "\(decorator)")
      }
      try await check(decorator)
    }
    for calls in [barrier.calls, second.calls, diary.calls, door.calls] {
      #expect(calls.values.map(\.name) == ["work", "work", "work"])
    }
    #expect(diary.lines.values.first == "diary 1 begins")
    #expect(diary.lines.values.dropFirst().first == "diary 1 returns 21 for 20")
  }

  @Test func aDecoratorWhereConcurrencyIsAllowed_staysOnTheCallersActor() async throws {
    let place = Place()
    #expect(try await place.jobs(through: Diary()) == 0)
    #expect(try await place.jobs(through: Door()) == 0)
    #expect(try await place.jobs(through: Barrier()) == 0)
    #expect(try await place.jobs(through: SecondChance()) == 0)
  }
}

private actor Place {
  private let executor = CountingExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// How many jobs of this actor a call takes that does not leave it by itself.
  func jobs(through decorator: some ConcurrentDecorator) async throws -> Int {
    let before = executor.jobs.value
    let body: nonisolated(nonsending) @Sendable (Int) async throws -> Int = { $0 }
    _ = try await decorator.callConcurrently(1, at: CallSite(), body)
    return executor.jobs.value - before
  }
}
