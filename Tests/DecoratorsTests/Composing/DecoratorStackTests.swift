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

@Suite struct DecoratorStackTests {
  private let lines = ValueRecorder<String>()

  private func stackOfTwo() -> DecoratorStack<Diary, Diary> {
    DecoratorStack {
      Diary("outer", in: lines)
      Diary("inner", in: lines)
    }
  }

  private func stackOfFour() -> some TransparentDecorator {
    DecoratorStack {
      Diary("a", in: lines)
      Diary("b", in: lines)
      SecondChance()
      Diary("c", in: lines)
    }
  }

  @Test func theFirstLine_isOutermost() async throws {
    let two = [
      "outer 1 begins", "inner 1 begins", "inner 1 returns 2 for ()", "outer 1 returns 2 for ()",
    ]
    #expect(synchronously { stackOfTwo().run { 2 } } == 2)
    #expect(lines.values == two)
    #expect(await stackOfTwo().run { () async in 2 } == 2)
    #expect(lines.values == two + two)
  }

  @Test func theFirstArgument_isOutermost() {
    _ = DecoratorStack(Diary("outer", in: lines), Diary("inner", in: lines)).run { 2 }
    #expect(lines.values.prefix(2) == ["outer 1 begins", "inner 1 begins"])
  }

  @Test func fourLayers_nestInTheirOrder() async {
    let four = [
      "a 1 begins", "b 1 begins",
      "c 1 begins", "c 1 throws ConnectionError, a failure, for ()",
      "c 2 begins", "c 2 throws ConnectionError, a failure, for ()",
      "b 1 throws ConnectionError, a failure, for ()", "a 1 throws ConnectionError, a failure, for ()",
    ]
    _ = try? synchronously { try stackOfFour().run { try half(1) } }
    #expect(lines.values == four)
    _ = try? await stackOfFour().run { try await halfLater(1) }
    #expect(lines.values == four + four)
  }

  @Test func wrapping_nestsInTheSameOrder() async throws {
    let input = "\(Arguments(4))"
    let two = [
      "outer 1 begins", "inner 1 begins", "inner 1 returns 2 for \(input)", "outer 1 returns 2 for \(input)",
    ]
    _ = try Function(half).decorated(by: stackOfTwo())(4)
    #expect(lines.values == two)
    _ = try await AsyncFunction(halfLater).decorated(by: stackOfTwo())(4)
    #expect(lines.values == two + two)
  }

  // MARK: Errors

  @Test func aStackOfTransparentDecorators_keepsTheErrorType() async {
    let stack = stackOfFour()
    do {
      _ = try synchronously { () throws(ConnectionError) in
        try stack.run { () throws(ConnectionError) in try half(1) }
      }
      Issue.record("The call throws.")
    } catch {
      let kept: ConnectionError = error
      #expect(kept == ConnectionError())
    }
    do {
      _ = try await stack.run { () async throws(ConnectionError) in try await halfLater(1) }
      Issue.record("The call throws.")
    } catch {
      let kept: ConnectionError = error
      #expect(kept == ConnectionError())
    }
    let wrapped: Function<Int, Int, ConnectionError> = Function(half).decorated(by: stack)
    let wrappedLater: AsyncFunction<Int, Int, ConnectionError> = AsyncFunction(halfLater).decorated(by: stack)
    #expect(throws: ConnectionError.self) { try wrapped(1) }
    await #expect(throws: ConnectionError.self) { try await wrappedLater(1) }
    #expect(synchronously { stack.run { 1 } } == 1)
    #expect(await stack.run { () async in 1 } == 1)
    #expect(decorated(by: stack) { 1 }() == 1)
  }

  @Test func oneLayerWithErrorsOfItsOwn_makesItAnyError() async throws {
    let open = DecoratorStack {
      Diary(in: lines)
      Barrier()
      RetryPolicy(attempts: 2, backoff: .none)
    }
    let function: Function<Int, Int, any Error> = Function(half).decorated(by: open)
    let later: AsyncFunction<Int, Int, any Error> = AsyncFunction(halfLater).decorated(by: open)
    #expect(try function(4) == 2)
    #expect(try await later(4) == 2)
    #expect(throws: ConnectionError.self) { try function(1) }
    await #expect(throws: ConnectionError.self) { try await later(1) }
    let closed = DecoratorStack {
      Barrier(isClosed: true)
      Diary(in: lines)
    }
    let before = lines.values.count
    #expect(throws: Closed.self) { try closed.run { 1 } }
    await #expect(throws: Closed.self) { try await closed.run { () async in 1 } }
    #expect(lines.values.count == before)
  }

  @Test func oneConcurrentLayer_makesItConcurrent() async throws {
    let calls = Counter()
    let (outer, inner) = (Diary("outer", in: lines), Diary("inner", in: lines))
    let stack: DecoratorStack<DecoratorStack<Diary, Twice>, Diary> = DecoratorStack {
      outer
      Twice()
      inner
    }
    #expect(try await stack.run { () async in calls.increment() } >= 1)
    #expect(calls.value == 2)
    #expect(outer.calls.values.count == 1 && inner.calls.values.count == 2)
    let wrapped: AsyncFunction<Int, Int, any Error> = AsyncFunction(halfLater).decorated(by: stack)
    #expect(try await wrapped(4) == 2)
    #expect(outer.calls.values.count == 2 && inner.calls.values.count == 4)
    #expect(lines.values.prefix(2) == ["outer 1 begins", "inner 1 begins"])
    #expect(lines.values.last?.hasPrefix("outer 2 returns 2") == true)
  }

  // MARK: What it passes on

  @Test("L7, L9: every layer receives the place of the one call, and its input")
  func sites() async throws {
    let (outer, inner) = (Diary("outer"), Door("inner"))
    let stack = DecoratorStack(outer, inner)
    let first: UInt = #line + 1
    try synchronously { try stack.run {} }
    try await stack.run { await Task.yield() }
    try decorated(by: stack) { (_: Int) in }(7)
    try await AsyncFunction { (_: Int) async in }.decorated(by: stack)(7)
    for calls in [outer.calls, inner.calls] {
      #expect(calls.values.map(\.line) == Array(first..<first + 4))
      #expect(calls.values.allSatisfy { ($0.fileID, $0.function) == (#fileID, #function) })
      #expect(calls.values.allSatisfy { $0.name == "\(#fileID):\($0.line)" })
    }
    #expect(outer.calls.values.map(\.input) == ["()", "()", "\(Arguments(7))", "\(Arguments(7))"])
    try synchronously { try stack.run(named: "work") {} }
    #expect(outer.calls.values.last?.name == "work" && inner.calls.values.last?.name == "work")
  }

  @Test func description_showsTheLayersOutermostFirst() {
    let stack = DecoratorStack {
      Diary("a")
      Door("b")
      Barrier(isClosed: true)
      Diary("d")
    }
    #expect("\(stack)" == "a → b → barrier(closed) → d")
    #expect("\(Function(named: "half", half).decorated(by: stack))" == "a → b → barrier(closed) → d → half")
    #expect("\(DecoratorStack(Twice(), Diary("a")))" == "twice → a")
  }

  @Test func everyLayer_isAskedWhetherItCanServeTheFunction() {
    let (a, b, c, twice) = (Diary("a"), Door("b"), Diary("c"), Twice())
    let stack = DecoratorStack {
      a
      b
      c
    }
    _ = Function(named: "half", half).decorated(by: stack)
    #expect(a.functions.values == ["a around half, which takes 1"])
    #expect(b.functions.values == ["b around half, which takes 1"])
    #expect(c.functions.values == ["c around half, which takes 1"])
    _ = decorated(by: DecoratorStack(twice, stack), named: "pair") { (_: Int, _: Int) async in }
    #expect(twice.functions.values == ["twice around pair, which takes 2"])
    for (functions, name) in [(a.functions, "a"), (b.functions, "b"), (c.functions, "c")] {
      #expect(functions.values.last == "\(name) around pair, which takes 2")
    }
  }

  @Test func theDecoratorsOfThePackage_areNamedInPlace() {
    let log = LogRecorder()
    let calls = Counter()
    let timedCalls = ValueRecorder<TimedCall>()
    let stack = DecoratorStack(
      .logged(logger: log.logger),
      DecoratorStack(.timed(named: "flaky", to: [.call(timedCalls.append)]), .retrying(attempts: 2, backoff: .none))
    )
    #expect(throws: ConnectionError.self) {
      try stack.run(named: "flaky") { () throws(ConnectionError) in
        calls.increment()
        throw ConnectionError()
      }
    }
    #expect(calls.value == 2 && timedCalls.values.map(\.outcome) == [.failure])
    #expect(log.entries.map { "\($0.message)" } == ["flaky called", "flaky failed"])
    let policies: DecoratorStack<LoggingPolicy, DecoratorStack<TimingPolicy, RetryPolicy>> = stack
    #expect("\(policies)".contains(" → timed(") && "\(policies)".contains(" → retrying("))
  }
}
