import Decorators
import DecoratorsTesting
import Testing

private func half(_ number: Int) throws(ConnectionError) -> Int {
  if number % 2 == 1 { throw ConnectionError() }
  return number / 2
}
private func halfLater(_ number: Int) async throws(ConnectionError) -> Int {
  await Task.yield()
  return try half(number)
}
private func double(_ number: Int) -> Int { 2 * number }
private func doubleLater(_ number: Int) async -> Int {
  await Task.yield()
  return 2 * number
}

/// What every decorator does, whichever protocol it conforms to.
@Suite struct DecoratorTests {
  // MARK: Errors

  @Test func aTransparentDecorator_keepsTheErrorTypeInEveryFace() async {
    func check(_ decorator: some TransparentDecorator) async {
      do {
        _ = try synchronously { () throws(ConnectionError) in
          try decorator.run { () throws(ConnectionError) in try half(1) }
        }
        Issue.record("The call throws.")
      } catch {
        let kept: ConnectionError = error
        #expect(kept == ConnectionError())
      }
      do {
        _ = try await decorator.run { () async throws(ConnectionError) in try await halfLater(1) }
        Issue.record("The call throws.")
      } catch {
        let kept: ConnectionError = error
        #expect(kept == ConnectionError())
      }
      let synchronous = [
        decorated(by: decorator) { (number: Int) throws(ConnectionError) in try half(number) },
        Function(half).decorated(by: decorator),
      ]
      for function in synchronous {
        do {
          #expect(try function(4) == 2)
          _ = try function(1)
          Issue.record("The call throws.")
        } catch {
          let kept: ConnectionError = error
          #expect(kept == ConnectionError())
        }
      }
      let asynchronous = [
        decorated(by: decorator) { (number: Int) async throws(ConnectionError) in try await halfLater(number) },
        AsyncFunction(halfLater).decorated(by: decorator),
      ]
      for function in asynchronous {
        do {
          #expect(try await function(4) == 2)
          _ = try await function(1)
          Issue.record("The call throws.")
        } catch {
          let kept: ConnectionError = error
          #expect(kept == ConnectionError())
        }
      }
    }
    await check(SecondChance())
    await check(Diary())
    await check(DecoratorStack(SecondChance(), Diary()))
  }

  @Test func aTransparentDecorator_needsNoTryAroundWhatDoesNotThrow() async {
    func check(_ decorator: some TransparentDecorator) async {
      #expect(synchronously { decorator.run { double(2) } } == 4)
      #expect(await decorator.run { await doubleLater(2) } == 4)
      #expect(decorated(by: decorator) { (number: Int) in double(number) }(2) == 4)
      #expect(await decorated(by: decorator) { (number: Int) async in await doubleLater(number) }(2) == 4)
      #expect(Function(double).decorated(by: decorator)(2) == 4)
      #expect(await AsyncFunction(doubleLater).decorated(by: decorator)(2) == 4)
      let kept: Function<Int, Int, Never> = Function(double).decorated(by: decorator)
      #expect(kept(3) == 6)
    }
    await check(SecondChance())
    await check(Diary())
  }

  @Test func aDecorator_mayThrowErrorsOfItsOwnInEveryFace() async {
    func check(_ decorator: some Decorator) async {
      #expect(throws: Closed.self) { try decorator.run { double(2) } }
      await #expect(throws: Closed.self) { try await decorator.run { await doubleLater(2) } }
      let synchronous: [Function<Int, Int, any Error>] = [
        decorated(by: decorator) { (number: Int) in double(number) },
        decorated(by: decorator) { (number: Int) throws(ConnectionError) in try half(number) },
        Function(double).decorated(by: decorator),
        Function(half).decorated(by: decorator),
      ]
      for function in synchronous { #expect(throws: Closed.self) { try function(1) } }
      let asynchronous: [AsyncFunction<Int, Int, any Error>] = [
        decorated(by: decorator) { (number: Int) async in await doubleLater(number) },
        decorated(by: decorator) { (number: Int) async throws(ConnectionError) in try await halfLater(number) },
        AsyncFunction(doubleLater).decorated(by: decorator),
        AsyncFunction(halfLater).decorated(by: decorator),
      ]
      for function in asynchronous { await #expect(throws: Closed.self) { try await function(1) } }
    }
    await check(Barrier(isClosed: true))
    await check(Door(isOpen: false))
  }

  @Test func aDecoratorThatLetsACallThrough_throwsWhatTheFunctionThrows() async {
    func check(_ decorator: some Decorator) async {
      #expect(throws: ConnectionError.self) { try decorator.run { try half(1) } }
      await #expect(throws: ConnectionError.self) { try await decorator.run { try await halfLater(1) } }
      #expect(throws: ConnectionError.self) { try Function(half).decorated(by: decorator)(1) }
      await #expect(throws: ConnectionError.self) { try await AsyncFunction(halfLater).decorated(by: decorator)(1) }
    }
    await check(Barrier())
    await check(Door())
    await check(Diary())
    await check(SecondChance())
  }

  @Test func aTransparentDecorator_isADecoratorWithoutMoreCode() throws {
    let decorators: [any Decorator] = [SecondChance(), Diary(), RetryPolicy(attempts: 2, backoff: .none)]
    for decorator in decorators {
      #expect(try decorator.run { try half(4) } == 2)
      #expect(throws: ConnectionError.self) { try decorator.run { try half(1) } }
    }
  }

  // MARK: The site and the input

  @Test("L7, L9: each face tells the decorator its name, file, function and line")
  func sites() async throws {
    func check(_ decorator: some Decorator, _ calls: ValueRecorder<SeenCall>) async throws {
      let first: UInt = #line + 1
      try synchronously { try decorator.run {} }
      try await decorator.run { await Task.yield() }
      try decorated(by: decorator) {}()
      try await decorated(by: decorator) { () async in }()
      try Function {}.decorated(by: decorator)()
      try await AsyncFunction { () async in }.decorated(by: decorator)()
      expect(calls, from: first)
    }
    func check(transparent decorator: some TransparentDecorator, _ calls: ValueRecorder<SeenCall>) async {
      let first: UInt = #line + 1
      synchronously { decorator.run {} }
      await decorator.run { await Task.yield() }
      decorated(by: decorator) {}()
      await decorated(by: decorator) { () async in }()
      Function {}.decorated(by: decorator)()
      await AsyncFunction { () async in }.decorated(by: decorator)()
      expect(calls, from: first)
    }
    func expect(_ calls: ValueRecorder<SeenCall>, from first: UInt) {
      #expect(calls.values.map(\.line) == Array(first..<first + 6))
      #expect(calls.values.allSatisfy { $0.fileID == #fileID })
      #expect(calls.values.allSatisfy { $0.name == "\(#fileID):\($0.line)" })
      #expect(Set(calls.values.map(\.function)).count == 1)
      #expect(calls.values.allSatisfy { $0.function.hasPrefix("check(") })
    }
    let (barrier, door, second, diary) = (Barrier(), Door(), SecondChance(), Diary())
    try await check(barrier, barrier.calls)
    try await check(door, door.calls)
    await check(transparent: second, second.calls)
    await check(transparent: diary, diary.calls)
  }

  @Test func aName_reachesTheDecoratorInEveryFace() async throws {
    let (barrier, diary) = (Barrier(), Diary())
    try synchronously { try barrier.run(named: "work") {} }
    try await barrier.run(named: "work") { await Task.yield() }
    try decorated(by: barrier, named: "work") {}()
    try await decorated(by: barrier, named: "work") { () async in }()
    try Function {}.decorated(by: barrier, named: "work")()
    try await AsyncFunction(named: "work") { () async in }.decorated(by: barrier)()
    diary.run(named: "work") {}
    await diary.run(named: "work") { await Task.yield() }
    decorated(by: diary, named: "work") {}()
    await decorated(by: diary, named: "work") { () async in }()
    Function {}.decorated(by: diary, named: "work")()
    await AsyncFunction(named: "work") { () async in }.decorated(by: diary)()
    #expect(barrier.calls.values.map(\.name) == Array(repeating: "work", count: 6))
    #expect(diary.calls.values.map(\.name) == Array(repeating: "work", count: 6))
  }

  @Test func theInput_isTheArgumentsWhenWrappedAndVoidWhenRun() async throws {
    let (barrier, second, diary) = (Barrier(), SecondChance(), Diary())
    for (decorator, calls) in [
      (barrier as any Decorator, barrier.calls), (second, second.calls), (diary, diary.calls),
    ] {
      func check(_ decorator: some Decorator) async throws {
        try synchronously { try decorator.run {} }
        try await decorator.run { await Task.yield() }
        try decorated(by: decorator) { (_: Int, _: String) in }(7, "a")
        try await decorated(by: decorator) { (_: Int, _: String) async in }(7, "a")
        try decorated(by: decorator) {}()
      }
      try await check(decorator)
      let both = "\(Arguments(7, "a"))"
      #expect(calls.values.map(\.input) == ["()", "()", both, both, "\(Arguments< >())"])
    }
    #expect("\(Arguments(7, "a"))".contains("Int, String"))
  }

  // MARK: The value

  @Test func undecorated_isTheFunctionAsItWas() async throws {
    let (closed, diary) = (Barrier(isClosed: true), Diary())
    #expect(try Function(double).decorated(by: closed).decorated(by: diary).undecorated(2) == 4)
    let later = AsyncFunction(doubleLater).decorated(by: closed).decorated(by: diary)
    #expect(try await later.undecorated(2) == 4)
    #expect(later.undecorated.identity.decorators == [])
    #expect(closed.calls.values.isEmpty && diary.calls.values.isEmpty)
  }

  @Test func named_renamesTheFunction() {
    let function = Function(named: "double", double).decorated(by: Diary())
    #expect(function.identity.name == "double")
    #expect(function.decorated(by: Diary(), named: "twofold").identity.name == "twofold")
    #expect(function.decorated(by: Barrier(), named: "twofold").identity.name == "twofold")
    let later = AsyncFunction(named: "double", doubleLater).decorated(by: Diary())
    #expect(later.decorated(by: Diary(), named: "twofold").identity.name == "twofold")
    #expect(later.decorated(by: Barrier(), named: "twofold").identity.name == "twofold")
    #expect(later.decorated(by: Twice(), named: "twofold").identity.name == "twofold")
  }

  @Test func printing_showsTheDecoratorsOutermostFirstAndTheName() {
    let function = Function(named: "double", double)
      .decorated(by: SecondChance())
      .decorated(by: Door())
      .decorated(by: Diary())
    #expect("\(function)" == "diary → door → second chance → double")
    let later = AsyncFunction(named: "double", doubleLater)
      .decorated(by: Diary())
      .decorated(by: Twice())
      .decorated(by: Barrier(isClosed: true))
    #expect("\(later)" == "barrier(closed) → twice → diary → double")
  }

  @Test func everyDecorator_isAskedWhetherItCanServeTheFunction() {
    let (diary, door, twice) = (Diary(), Door(), Twice())
    _ = decorated(by: diary, named: "pair") { (_: Int, _: Int) in }
    _ = decorated(by: diary, named: "pairLater") { (_: Int, _: Int) async in }
    _ = Function(named: "none") {}.decorated(by: diary)
    _ = AsyncFunction(named: "noneLater") { () async in }.decorated(by: diary)
    #expect(
      diary.functions.values == [
        "diary around pair, which takes 2", "diary around pairLater, which takes 2",
        "diary around none, which takes 0", "diary around noneLater, which takes 0",
      ]
    )
    _ = decorated(by: door, named: "pair") { (_: Int, _: Int) in }
    _ = decorated(by: door, named: "pairLater") { (_: Int, _: Int) async in }
    #expect(door.functions.values == ["door around pair, which takes 2", "door around pairLater, which takes 2"])
    _ = decorated(by: twice, named: "pair") { (_: Int, _: Int) async in }
    #expect(twice.functions.values == ["twice around pair, which takes 2"])
  }

  // MARK: Where it runs

  @Test func aSynchronousFunction_staysSynchronousInAnAsyncContext() async throws {
    #expect(Function(double).decorated(by: Diary())(2) == 4)
    #expect(decorated(by: SecondChance()) { (number: Int) in double(number) }(2) == 4)
    #expect(try Function(double).decorated(by: Barrier())(2) == 4)
    #expect(try decorated(by: Door()) { (number: Int) in double(number) }(2) == 4)
  }

  @Test("R18: in asynchronous code run blocks only if the decorator never waits")
  func inAnAsyncContext_runNowBlocksOnlyIfTheDecoratorNeverWaits() async throws {
    let (door, second, stack) = (Door(), SecondChance(), Pipeline([Diary()]))
    #expect(Diary().run { double(2) } == 4)
    #expect(try await door.run { double(2) } == 4)
    #expect(await second.run { double(2) } == 4)
    #expect(await DecoratorStack(second, Diary()).run { double(2) } == 4)
    #expect(try await stack.run { double(2) } == 4)
  }

  @MainActor
  @Test func whatRunsNow_mayCaptureAnythingOfItsActor() async throws {
    var seen: [Int] = []
    func check(_ decorator: some Decorator) async throws {
      try synchronously { try decorator.run { seen.append(1) } }
      try await decorator.run {
        MainActor.assertIsolated()
        await Task.yield()
        MainActor.assertIsolated()
        seen.append(2)
      }
    }
    try await check(Barrier())
    try await check(Door())
    try await check(Diary())
    try await check(SecondChance())
    await Diary().run {
      MainActor.assertIsolated()
      await Task.yield()
      seen.append(3)
    }
    #expect(seen == [1, 2, 1, 2, 1, 2, 1, 2, 3])
  }

  @MainActor
  @Test func aWrappedFunction_runsWhereItIsIsolated() async throws {
    let bump: @MainActor @Sendable (Int) async -> Int = { number in
      MainActor.assertIsolated()
      return number + 1
    }
    #expect(await AsyncFunction(bump).decorated(by: Diary())(1) == 2)
    #expect(try await AsyncFunction(bump).decorated(by: Door())(1) == 2)
    #expect(try await AsyncFunction(bump).decorated(by: Barrier())(1) == 2)
    #expect(try await AsyncFunction(bump).decorated(by: Twice())(1) == 2)
  }

  @Test func insideAnActor_aRunNeedsNeitherSelfNorAHop() async throws {
    let account = Account()
    #expect(try await account.withdraw(1).jobs == 0)
    #expect(try await account.withdrawLater(2).jobs == 0)
    #expect(await account.withdrawTransparently(3).jobs == 0)
    #expect(try await account.withdrawThroughStacks(4).jobs == 0)
    #expect(try await account.withdraw(0).balance == 100 - 1 - 2 - 3 - 4 - 4)
  }

  @Test func aWrappedCall_takesAsManyJobsOfTheActorAsAPlainOne() async throws {
    let account = Account()
    let plain = try await account.jobs { try await $0(1) }
    #expect(plain > 0)
    let diary = try await account.jobs { try await AsyncFunction($0).decorated(by: Diary())(1) }
    let door = try await account.jobs { try await AsyncFunction($0).decorated(by: Door())(1) }
    let stack = try await account.jobs {
      try await AsyncFunction($0).decorated(by: SecondChance()).decorated(by: Barrier()).decorated(by: .retrying())(1)
    }
    #expect([diary, door, stack] == [plain, plain, plain])
  }
}

private actor Account {
  private let executor = CountingExecutor()
  private let door = Door()
  private let diary = Diary()
  private var balance = 100
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func withdraw(_ amount: Int) throws -> (jobs: Int, balance: Int) {
    let before = executor.jobs.value
    let left = try door.run {
      balance -= amount
      return balance
    }
    return (executor.jobs.value - before, left)
  }

  func withdrawLater(_ amount: Int) async throws -> (jobs: Int, balance: Int) {
    let before = executor.jobs.value
    let left = try await door.run { () async throws in
      preconditionIsolated()
      balance -= amount
      return balance
    }
    return (executor.jobs.value - before, left)
  }

  func withdrawTransparently(_ amount: Int) async -> (jobs: Int, balance: Int) {
    let before = executor.jobs.value
    let left = await diary.run { () async in
      preconditionIsolated()
      balance -= amount
      return balance
    }
    return (executor.jobs.value - before, left)
  }

  func withdrawThroughStacks(_ amount: Int) async throws -> (jobs: Int, balance: Int) {
    let before = executor.jobs.value
    _ = try await DecoratorStack(diary, door).run { () async throws in
      preconditionIsolated()
      balance -= amount
    }
    let left = try await Pipeline([diary, door]).run { () async throws in
      preconditionIsolated()
      balance -= amount
      return balance
    }
    return (executor.jobs.value - before, left)
  }

  /// How many jobs of this actor it takes to call a function that leaves it.
  func jobs(
    _ call: nonisolated(nonsending) (@escaping @Sendable (Int) async throws -> Int) async throws -> Int
  ) async rethrows -> Int {
    let before = executor.jobs.value
    _ = try await call(doubleLater)
    return executor.jobs.value - before
  }
}
