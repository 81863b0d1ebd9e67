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

@Suite struct PipelineTests {
  private let lines = ValueRecorder<String>()

  private func stack() -> Pipeline {
    Pipeline([Diary("a", in: lines), Door("b", in: lines), SecondChance(), Diary("c", in: lines)])
  }

  @Test func theFirstLayer_isOutermost() async throws {
    let returning = [
      "a 1 begins", "b lets 1 in", "c 1 begins", "c 1 returns 2 for ()", "b sees 1 leave", "a 1 returns 2 for ()",
    ]
    #expect(try synchronously { try stack().run { try half(4) } } == 2)
    #expect(lines.values == returning)
    #expect(try await stack().run { try await halfLater(4) } == 2)
    #expect(lines.values == returning + returning)
  }

  @Test func eachLayer_seesWhatThoseInsideThrow() async {
    let throwing = [
      "a 1 begins", "b lets 1 in",
      "c 1 begins", "c 1 throws ConnectionError, a failure, for ()",
      "c 2 begins", "c 2 throws ConnectionError, a failure, for ()",
      "b sees 1 leave, throwing ConnectionError", "a 1 throws ConnectionError, a failure, for ()",
    ]
    #expect(throws: ConnectionError.self) { try stack().run { try half(1) } }
    #expect(lines.values == throwing)
    await #expect(throws: ConnectionError.self) { try await stack().run { try await halfLater(1) } }
    #expect(lines.values == throwing + throwing)
  }

  @Test func aLayerThatRefuses_keepsThoseInsideFromRunning() async {
    let stack = Pipeline([Diary("a", in: lines), Barrier(isClosed: true), Diary("b", in: lines)])
    #expect(throws: Closed.self) { try stack.run { 1 } }
    await #expect(throws: Closed.self) { try await stack.run { () async in 1 } }
    #expect(!lines.values.contains { $0.hasPrefix("b") })
    #expect(lines.values.count == 4)
  }

  @Test func wrapping_makesFunctionsThatThrowAnyError() async throws {
    let function: Function<Int, Int, any Error> = Function(named: "half", half).decorated(by: stack())
    let later: AsyncFunction<Int, Int, any Error> = AsyncFunction(named: "half", halfLater).decorated(by: stack())
    #expect(try function(4) == 2)
    #expect(try await later(4) == 2)
    #expect(throws: ConnectionError.self) { try function(1) }
    await #expect(throws: ConnectionError.self) { try await later(1) }
    #expect("\(function)" == "a → b → second chance → c → half")
    #expect("\(later)" == "a → b → second chance → c → half")
  }

  @Test func anEmptyStack_runsTheFunctionAsItIs() async throws {
    let empty = Pipeline([])
    #expect(try synchronously { try empty.run { 1 } } == 1)
    #expect(try await empty.run { () async in 2 } == 2)
    #expect(throws: ConnectionError.self) { try empty.run { try half(1) } }
    #expect(try Function(half).decorated(by: empty)(4) == 2)
    #expect(try await AsyncFunction(halfLater).decorated(by: empty)(4) == 2)
  }

  @Test func description_showsTheLayersOutermostFirst() {
    #expect("\(stack())" == "a → b → second chance → c")
    #expect("\(Pipeline([Diary("a")]))" == "a")
    #expect("\(Pipeline([]))" == "no decorator")
    #expect("\(Pipeline([Diary("a"), Pipeline([Diary("b"), Door("c")])]))" == "a → b → c")
  }

  @Test("L7, L9: every layer receives the place of the one call, and its input")
  func sites() async throws {
    let (outer, inner) = (Diary("outer"), Barrier())
    let stack = Pipeline([outer, inner])
    let first: UInt = #line + 1
    try synchronously { try stack.run {} }
    try await stack.run { await Task.yield() }
    try decorated(by: stack) { (_: Int) in }(7)
    try await AsyncFunction { (_: Int) async in }.decorated(by: stack)(7)
    for calls in [outer.calls, inner.calls] {
      #expect(calls.values.map(\.line) == Array(first..<first + 4))
      #expect(calls.values.allSatisfy { ($0.fileID, $0.function) == (#fileID, #function) })
      #expect(calls.values.map(\.input) == ["()", "()", "\(Arguments(7))", "\(Arguments(7))"])
    }
    try synchronously { try stack.run(named: "work") {} }
    #expect(outer.calls.values.last?.name == "work" && inner.calls.values.last?.name == "work")
  }

  @Test func everyLayer_isAskedWhetherItCanServeTheFunction() {
    let (a, b, c) = (Diary("a"), Door("b"), Diary("c"))
    let stack = Pipeline([a, Pipeline([b, c])])
    _ = Function(named: "half", half).decorated(by: stack)
    _ = decorated(by: stack, named: "pair") { (_: Int, _: Int) async in }
    for (functions, name) in [(a.functions, "a"), (b.functions, "b"), (c.functions, "c")] {
      #expect(
        functions.values == ["\(name) around half, which takes 1", "\(name) around pair, which takes 2"]
      )
    }
  }

  @Test func aStackThatAConfigurationMakes_readsAsInTheGuide() async throws {
    let attempts: Int? = 3
    let calls = Counter()
    let log = LogRecorder()
    var layers: [any Decorator] = [LoggingPolicy(logger: log.logger)]
    if let attempts { layers.append(RetryPolicy(attempts: attempts, backoff: .none)) }
    let guarded = Pipeline(layers)
    let user = try await guarded.run(named: "fetch") {
      await Task.yield()
      if calls.increment() < 3 { throw ConnectionError() }
      return "user 42"
    }
    #expect(user == "user 42" && calls.value == 3)
    #expect(log.entries.map { "\($0.message)" } == ["fetch called", "fetch succeeded"])
  }

  @Test("C4: lines may depend on conditions and come from loops")
  func builder() throws {
    func pipeline(isLogged: Bool, _ names: [String]) -> Pipeline {
      Pipeline {
        if isLogged { Diary("log", in: lines) } else { Door("door", in: lines) }
        for name in names { Diary(name, in: lines) }
        if names.isEmpty { SecondChance() }
        [Diary("x", in: lines), Diary("y", in: lines)]
      }
    }
    #expect("\(pipeline(isLogged: true, ["a", "b"]))" == "log → a → b → x → y")
    #expect("\(pipeline(isLogged: false, []))" == "door → second chance → x → y")
  }

  @Test("C4: one pipeline serves many functions, synchronous and asynchronous ones, and its layers can be replaced")
  func manyFunctions() async throws {
    var pipeline = Pipeline {
      Diary("a", in: lines)
      RetryPolicy(attempts: 2, backoff: .none)
    }
    let first = Function(named: "half", half).decorated(by: pipeline)
    let second = AsyncFunction(named: "later", halfLater).decorated(by: pipeline)
    #expect(try first(4) == 2)
    #expect(try await second(6) == 3)
    pipeline.layers[1] = Barrier(isClosed: true)
    #expect(throws: Closed.self) { try synchronously { try pipeline.run { 1 } } }
    #expect(try first(8) == 4)
  }

  @Test("C4, C8: an asynchronous pipeline takes layers without a synchronous form, outermost first")
  func asyncPipeline() async throws {
    let pipeline = AsyncPipeline {
      Diary("a", in: lines)
      Yielding()
      if lines.values.isEmpty { Door("b", in: lines) }
    }
    #expect("\(pipeline)" == "a → yielding → b")
    #expect(try await pipeline.run { try await halfLater(4) } == 2)
    #expect(lines.values == ["a 1 begins", "b lets 1 in", "b sees 1 leave", "a 1 returns 2 for ()"])
    let later = AsyncFunction(named: "half", halfLater).decorated(by: pipeline)
    #expect("\(later)" == "a → yielding → b → half")
    await #expect(throws: ConnectionError.self) { try await later(1) }
    #expect(
      AsyncPipeline([Pipeline([SecondChance()]), Yielding()]).parts.map { "\($0)" } == ["second chance", "yielding"]
    )
    #expect("\(AsyncPipeline([]))" == "no decorator")
    #expect(try await AsyncPipeline([]).run { () async in 2 } == 2)
  }
}
