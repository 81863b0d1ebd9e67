import CoreMetrics
import Decorators
import DecoratorsTesting
import Testing

@Suite struct CountedTests {
  struct Refused: Error, Equatable {}

  /// A refusal as the decorators of this package throw it.
  struct Full: Rejection {
    var name: String { "orders" }
    var retryAfter: Duration? { nil }
    var didRun = false
  }

  private let metrics = TestMetrics()

  /// The counts of the four outcomes, in the order success, failure, rejected, cancelled.
  private func counts(_ function: String, label: String = "function_calls") throws -> [Int64] {
    try ["success", "failure", "rejected", "cancelled"].map { outcome in
      try metrics.expectCounter(label, [("function", function), ("outcome", outcome)]).totalValue
    }
  }

  @Test("V, L2: each call is counted once, under its outcome")
  func outcomes() throws {
    let policy = CountingPolicy(named: "push", metricsFactory: metrics)
    for _ in 1...4 { policy.run {} }
    for _ in 1...3 { try? policy.run { () throws in throw Refused() } }
    for _ in 1...2 { try? policy.run { () throws in throw CancellationError() } }
    try? policy.run { () throws in throw Full() }
    #expect(try counts("push") == [4, 3, 1, 2])
  }

  @Test("V, A3: a rejection is no failure, unless the function ran")
  func rejections() throws {
    let policy = CountingPolicy(named: "push", metricsFactory: metrics)
    try? policy.run { () throws in throw Full() }
    try? policy.run { () throws in throw Full(didRun: true) }
    #expect(try counts("push") == [0, 1, 1, 0])
  }

  @Test("L1, A12: an error in a cancelled task counts as cancelled, also a rejection, and a result as a success")
  func cancellation() async throws {
    let policy = CountingPolicy(named: "push", metricsFactory: metrics)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try? await policy.run { () async throws in throw Refused() }
      try? await policy.run { () async throws in throw Full() }
      await policy.run { () async in }
    }
    await task.value
    #expect(try counts("push") == [1, 0, 0, 2])
  }

  @Test("L5, L6: every Counter has the same labels, of closed sets")
  func dimensions() throws {
    let policy = CountingPolicy(named: "push", metricsFactory: metrics)
    policy.run {}
    #expect(metrics.counters.count == 4)
    #expect(metrics.counters.allSatisfy { $0.dimensions.map(\.0) == ["function", "outcome"] })
  }

  @Test("L8: the first call makes the Counters of all outcomes with the factory of that moment, and once")
  func currentFactory() throws {
    let other = TestMetrics()
    let policy = CountingPolicy(named: "push")
    #expect(metrics.counters.isEmpty)
    withMetricsFactory(metrics) { policy.run {} }
    withMetricsFactory(other) { for _ in 1...2 { try? policy.run { () throws in throw Refused() } } }
    #expect(try counts("push") == [1, 2, 0, 0])
    #expect(metrics.counters.count == 4 && other.counters.isEmpty)
  }

  @Test("L8: copies of a policy share their Counters")
  func copies() throws {
    let policy = CountingPolicy(named: "push", metricsFactory: metrics)
    let copy = policy
    policy.run {}
    copy.run {}
    #expect(try counts("push") == [2, 0, 0, 0])
  }

  @Test("L4: around a retry it counts calls, inside it counts attempts")
  func aroundAndInside() throws {
    let fail = Function { () throws in throw Refused() }
    let retrying = fail.counted(named: "attempt", metricsFactory: metrics)
      .retrying(attempts: 3, backoff: .none)
      .counted(named: "call", metricsFactory: metrics)
    try? retrying()
    #expect(try counts("attempt") == [0, 3, 0, 0])
    #expect(try counts("call") == [0, 1, 0, 0])
  }

  @Test func everyFace_counts() async throws {
    @Sendable func double(_ number: Int) -> Int { 2 * number }
    @Sendable func fetch(_ id: Int) async throws(Refused) -> String { "user \(id)" }
    #expect(counted(named: "a", metricsFactory: metrics) { (number: Int) in number }(1) == 1)
    #expect(await counted(named: "b", metricsFactory: metrics) { (number: Int) async in number }(2) == 2)
    #expect(Function(double).counted(named: "c", metricsFactory: metrics)(3) == 6)
    #expect(try await AsyncFunction(fetch).counted(named: "d", metricsFactory: metrics)(4) == "user 4")
    #expect(Function(double).decorated(by: .counted(named: "e", metricsFactory: metrics))(5) == 10)
    for name in ["a", "b", "c", "d", "e"] { #expect(try counts(name) == [1, 0, 0, 0]) }
  }

  @Test func theMethodRenamesTheFunction_andAPolicyDoesNot() {
    let plain = Function(named: "plain") { 1 }
    #expect(plain.counted(named: "counted").identity.name == "counted")
    #expect(plain.decorated(by: .counted(named: "counted")).identity.name == "plain")
  }

  @Test func aWrappedFunction_keepsItsTypeOfErrors() async {
    let sync = counted(named: "sync", metricsFactory: metrics) { () throws(Refused) in throw Refused() }
    do throws(Refused) { try sync() } catch { #expect(error == Refused()) }
    let async = counted(named: "async", metricsFactory: metrics) { () async throws(Refused) in throw Refused() }
    do throws(Refused) { try await async() } catch { #expect(error == Refused()) }
  }

  @MainActor
  @Test func theFunction_runsWhereItIsIsolated() async {
    let bump = counted(named: "bump", metricsFactory: metrics) { @MainActor (number: Int) async in
      MainActor.assertIsolated()
      return number + 1
    }
    #expect(await bump(1) == 2)
  }

  @Test func theMetricsLabel_canBeChosen() throws {
    CountingPolicy(named: "push", label: "pushes", metricsFactory: metrics).run {}
    #expect(try counts("push", label: "pushes") == [1, 0, 0, 0])
  }

  @Test("A10: the description shows every setting")
  func description() {
    #expect(CountingPolicy(named: "push").description == #"counted(named: "push", label: "function_calls")"#)
    #expect(
      CountingPolicy(named: "push", label: "pushes", metricsFactory: metrics).description
        == #"counted(named: "push", label: "pushes", metricsFactory: TestMetrics)"#
    )
    #expect(
      counted(named: "push") { 1 }.description == #"counted(named: "push", label: "function_calls") → push"#
    )
  }

  @Test("A10: a policy without a name, and a metric without a label, stop the program")
  func wrongSettings() async {
    let name = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CountingPolicy(named: "")
    }
    #expect(lastWords(name).contains("The name of a counted function must not be empty, because it labels a metric."))
    let label = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CountingPolicy(named: "push", label: "")
    }
    #expect(lastWords(label).contains("The label of a metric must not be empty. Omit it to use `function_calls`."))
  }
}
