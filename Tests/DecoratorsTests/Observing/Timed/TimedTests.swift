import CoreMetrics
import Decorators
import DecoratorsTesting
import Testing

@Suite struct TimedTests {
  struct Refused: Error, Equatable {}

  private let calls = ValueRecorder<TimedCall>()
  private let clock = RecordingClock()
  private var sinks: [TimingSink] { [.call(calls.append)] }
  private var names: [String] { calls.values.map(\.name) }

  @Test func aClosureIsWrappedAndNeedsNoTry() {
    let slug = timed(named: "slug", to: sinks, clock: clock) { (title: String) in title.lowercased() }
    #expect(slug("Release Notes") == "release notes")
    #expect(names == ["slug"])
    #expect(slug.description == #"timed(named: "slug", to: a closure, clock: RecordingClock) → slug"#)
  }

  @Test func sinksDefaultToAMetricAndALine() {
    let metrics = TestMetrics()
    withMetricsFactory(metrics) {
      let slug = timed(named: "slug") { (title: String) in title.lowercased() }
      #expect(slug("A") == "a")
    }
    #expect(metrics.timers.flatMap(\.values).count == 1)
  }

  @Test func anyNumberOfArguments() {
    let none = timed(named: "none", to: sinks, clock: clock) { 42 }
    let three = timed(named: "three", to: sinks, clock: clock) { (a: Int, b: String, c: Bool) in "\(a)\(b)\(c)" }
    #expect(none() == 42)
    #expect(three(1, "x", true) == "1xtrue")
    #expect(names == ["none", "three"])
  }

  @Test("L2: each call of a wrapped function is recorded once, whatever comes of it")
  func everyExit() throws {
    let half = timed(named: "half", to: sinks, clock: clock) { (number: Int) throws(Refused) in
      clock.advance(by: .seconds(number))
      if number % 2 == 1 { throw Refused() }
      return number / 2
    }
    #expect(try half(4) == 2)
    do throws(Refused) { _ = try half(3) } catch { #expect(error == Refused()) }
    #expect(calls.values.map(\.outcome) == [.success, .failure])
    #expect(calls.values.map(\.duration) == [.seconds(4), .seconds(3)])
  }

  @Test("L1, L6, A3: a call that a decorator inside refused is rejected, in the metric too")
  func rejections() throws {
    let metrics = TestMetrics()
    let breaker = CircuitBreaker(named: "shop", minimumCalls: 1, clock: ManualClock())
    let call = Function { () throws in throw Refused() }.circuitBroken(by: breaker)
      .timed(named: "call", to: sinks + [.metric(factory: metrics)], clock: clock)
    for _ in 1...3 { try? call() }
    #expect(calls.values.map(\.outcome) == [.failure, .rejected, .rejected])
    let counts = try ["success", "failure", "rejected", "cancelled"].map { outcome in
      try metrics.expectTimer("function_duration", [("function", "call"), ("outcome", outcome)]).values.count
    }
    #expect(counts == [0, 1, 2, 0] && metrics.timers.count == 4)
  }

  @Test func anAsynchronousClosure() async throws {
    let fetch = timed(named: "fetch", to: sinks, clock: clock) { (id: Int) async throws -> String in
      try await clock.sleep(for: .seconds(1))
      return "user \(id)"
    }
    #expect(try await fetch(7) == "user 7")
    #expect(calls.values.map(\.duration) == [.seconds(1)])
  }

  func fetchUser(id: Int) async throws(Refused) -> String {
    if id < 0 { throw Refused() }
    return "user \(id)"
  }
  func double(_ number: Int) -> Int { 2 * number }

  @Test func functionsThatExist() async {
    let fetch = AsyncFunction(fetchUser).timed(named: "fetch", to: sinks, clock: clock)
    let twice = Function(double).timed(named: "double", to: sinks, clock: clock)
    #expect(twice(4) == 8)
    do throws(Refused) {
      #expect(try await fetch(1) == "user 1")
      _ = try await fetch(-1)
    } catch {
      #expect(error == Refused())
    }
    #expect(names == ["double", "fetch", "fetch"])
  }

  @Test func aPolicyInsteadOfAName() async throws {
    let policy = TimingPolicy(named: "shared", to: sinks).with(clock: clock)
    #expect(decorated(by: policy) { (number: Int) in number }(1) == 1)
    #expect(await decorated(by: policy) { (number: Int) async in number }(2) == 2)
    #expect(Function(double).decorated(by: policy)(3) == 6)
    #expect(try await AsyncFunction(fetchUser).decorated(by: policy)(4) == "user 4")
    #expect(names == ["shared", "shared", "shared", "shared"])
  }

  @Test func valuesThatAreAlreadyWrapped() async throws {
    let policy = TimingPolicy(named: "policy", to: sinks).with(clock: clock)
    let plain = Function(named: "double", double)
    let fetch = AsyncFunction(named: "fetch", fetchUser)
    #expect(plain.timed(named: "a", to: sinks, clock: clock)(1) == 2)
    #expect(plain.decorated(by: policy)(1) == 2)
    #expect(plain.decorated(by: .timed(named: "b", to: sinks, clock: clock))(1) == 2)
    #expect(try await fetch.timed(named: "c", to: sinks, clock: clock)(1) == "user 1")
    #expect(try await fetch.decorated(by: policy)(1) == "user 1")
    #expect(try await fetch.decorated(by: .timed(named: "d", to: sinks, clock: clock))(1) == "user 1")
    #expect(names == ["a", "policy", "b", "c", "policy", "d"])
  }

  @Test func theMethodRenamesTheFunction_andAPolicyDoesNot() {
    let plain = Function(named: "double", double)
    #expect(plain.timed(named: "twice").identity.name == "twice")
    #expect(plain.decorated(by: .timed(named: "twice")).identity.name == "double")
    #expect(plain.decorated(by: .timed(named: "twice"), named: "twice").identity.name == "twice")
  }

  @Test func aSynchronousFunctionIsCalledWithoutAwaitInTheSameExpression() async {
    #expect(Function(double).timed(named: "double", to: sinks, clock: clock)(4) == 8)
    #expect(timed(named: "triple", to: sinks, clock: clock) { (number: Int) in 3 * number }(4) == 12)
  }

  @Test func theUndecoratedFunctionComesBack() {
    let twice = Function(double).timed(named: "double", to: sinks, clock: clock)
    #expect(twice.undecorated(4) == 8)
    #expect(calls.values.isEmpty)
  }

  @MainActor
  @Test func theFunctionRunsWhereItIsIsolated() async {
    let bump = timed(named: "bump", to: sinks, clock: clock) { @MainActor (number: Int) async in
      MainActor.assertIsolated()
      return number + 1
    }
    #expect(await bump(1) == 2)
  }

  @Test("L9: a wrapped function's measurements name the place of the wrapping")
  func location() {
    let line: UInt = #line + 1
    let work = timed(named: "work", to: sinks, clock: clock) {}
    work()
    #expect(calls.values.first?.location == SourceLocation(fileID: #fileID, line: line))
  }
}
