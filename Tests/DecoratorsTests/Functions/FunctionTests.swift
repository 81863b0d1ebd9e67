import Decorators
import Testing

private struct Refused: Error, Equatable {}

private func add(_ left: Int, _ right: Int) -> Int { left + right }
private func checked(_ value: Int) throws(Refused) -> Int {
  if value < 0 { throw Refused() }
  return value
}
private func fetch(_ id: Int) async throws -> String { "user \(id)" }
private func refusing(_ id: Int) async throws(Refused) -> String { throw Refused() }

private struct Service: Sendable {
  var fetch: AsyncFunction<Int, String, any Error>
  var add: Function<Int, Int, Int, Never>
}

private struct Counting: CallObserver {
  let calls: Counter
  var description: String { "counted" }

  init(_ calls: Counter) { self.calls = calls }

  func begin<Input>(_ input: Input, at site: CallSite) { calls.increment() }
  func end<Input, Output>(_: Void, of input: Input, returning output: Output, at site: CallSite) {}
  func end<Input>(_: Void, of input: Input, throwing error: any Error, at site: CallSite) {}
}

@MainActor private var total = 0

@Suite struct FunctionTests {
  @Test func aWrappedFunctionThatDoesNotThrow_needsNoTry() {
    let slug = retrying { (title: String) in title.lowercased() }
    #expect(slug("Release Notes") == "release notes")
  }

  @Test func aFunctionWithoutArguments_isCalledWithout() {
    #expect(retrying { 42 }() == 42)
  }

  @Test func wrappedFunctions_areStoredAsProperties() async throws {
    let service = Service(fetch: AsyncFunction(fetch).retrying(attempts: 3), add: Function(add).retrying(attempts: 3))
    #expect(try await service.fetch(1) == "user 1")
    #expect(service.add(1, 2) == 3)
  }

  @Test func typedThrows_stayTyped() async {
    do {
      _ = try Function(checked).retrying(attempts: 1)(-1)
      Issue.record("the call should have thrown")
    } catch {
      let kept: Refused = error
      #expect(kept == Refused())
    }
    do {
      _ = try await AsyncFunction(refusing).retrying(attempts: 1)(-1)
      Issue.record("the call should have thrown")
    } catch {
      let kept: Refused = error
      #expect(kept == Refused())
    }
  }

  @Test func aSynchronousFunction_staysSynchronousInsideAnAsyncContext() async {
    let doubled = retrying(attempts: 1) { (value: Int) in value * 2 }(4)
    #expect(doubled == 8)
    #expect(Function(add).retrying(attempts: 1)(1, 2) == 3)
  }

  @Test @MainActor func aMainActorClosure_runsOnTheMainActor() async {
    total = 0
    let bump = retrying(attempts: 2) { @MainActor (value: Int) async in
      MainActor.assertIsolated()
      total += value
      return total
    }
    #expect(await bump(3) == 3)
  }

  @Test func settingsOnOneCall_readAsInTheGuide() async throws {
    let pushMetric = retrying(
      attempts: 5,
      backoff: .exponential(from: .milliseconds(250)),
      on: TimeoutError.self,
      ConnectionError.self,
      named: "push_metric"
    ) { (name: String, value: Int) async throws in
      await Task.yield()
      try Task.checkCancellation()
      #expect(name == "app_errors" && value == 12)
    }
    try await pushMetric("app_errors", 12)
    #expect(pushMetric.identity.name == "push_metric")
  }

  @Test("L7: without a name, module, file and line of the wrapping call name the function")
  func withoutAName_thePlaceIsTheName() {
    let line: UInt = #line + 1
    let wrapped = retrying(attempts: 1) { 1 }
    #expect(wrapped.identity.name == "\(#fileID):\(line)")
  }

  @Test func printing_showsTheChainAndTheName() {
    let wrapped = Function(named: "add", add)
      .retrying(attempts: 2, backoff: .none)
      .retrying(attempts: 3, backoff: .none)
    let serverDelays = "serverDelays: accepted(upTo: 60.0 seconds)"
    #expect(
      "\(wrapped)"
        == "retrying(attempts: 3, backoff: no delay, \(serverDelays)) → "
        + "retrying(attempts: 2, backoff: no delay, \(serverDelays)) → add"
    )
  }

  @Test func aWrappedValue_isWrappedAgain() async throws {
    let once = AsyncFunction(named: "fetch", fetch).retrying(attempts: 2)
    let twice = once.retrying(attempts: 3)
    let thrice = twice.decorated(by: RetryPolicy(attempts: 4), named: "outer")
    #expect(try await twice(1) == "user 1")
    #expect(try await thrice(2) == "user 2")
    #expect(twice.identity.name == "fetch")
    #expect(thrice.identity.name == "outer")
    #expect(thrice.identity.decorators.count == 3)
  }

  @Test func undecorated_isTheFunctionItself() throws {
    let calls = Counter()
    let wrapped = retrying(attempts: 3, backoff: .none, named: "flaky") { () throws in
      calls.increment()
      throw Refused()
    }
    #expect(throws: Refused.self) { try wrapped.undecorated() }
    #expect(calls.value == 1)
    #expect(wrapped.undecorated.identity.decorators == [])
    #expect(wrapped.undecorated.identity.name == "flaky")
  }

  @Test func aDecoratorOfOnesOwn_composesWithTheOthers() {
    let seen = Counter()
    let own = Function(named: "add", add).decorated(by: Counting(seen))
    #expect(own.retrying(attempts: 2, backoff: .none)(1, 2) == 3)
    #expect(seen.value == 1)
    #expect("\(own)" == "counted → add")
  }

  @Test func anyWrappedKind_becomesAPlainFunctionValue() async throws {
    let plain = AsyncFunction(AsyncFunction(named: "fetch", fetch).retrying(attempts: 2))
    #expect(try await plain(7) == "user 7")
    #expect(plain.identity.decorators.count == 1)
  }
}
