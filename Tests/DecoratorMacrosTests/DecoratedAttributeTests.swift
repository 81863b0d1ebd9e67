import DecoratorMacros
import DecoratorsTesting
import Testing

/// Notes what goes through it.
private struct Noting: CallObserver {
  let name: String
  let events: ValueRecorder<String>
  var description: String { "noting(\(name))" }

  func begin<Input>(_ input: Input, at site: CallSite) { events.append("\(name) begins \(site.name)") }
  func end<Input, Output>(_: Void, of input: Input, returning output: Output, at site: CallSite) {
    events.append("\(name) ends \(output)")
  }
  func end<Input>(_: Void, of input: Input, throwing error: any Error, at site: CallSite) {
    events.append("\(name) ends \(type(of: error))")
  }
}

private struct Declined: Error {}

/// Lets the first calls in.
private final class Admission: CallGuard {
  let left: Counter
  var description: String { "admission" }

  init(_ count: Int) { left = Counter(count) }

  func admit(at site: CallSite) throws { if left.decrement() < 0 { throw Declined() } }
  func leave(_: Void, at site: CallSite, throwing error: (any Error)?) {}
}

private final class Counter: Sendable {
  private let value: ValueRecorder<Int>

  init(_ start: Int) {
    value = ValueRecorder()
    value.append(start)
  }

  func decrement() -> Int {
    value.append(-1)
    return value.values.reduce(0, +)
  }
}

/// Runs the function twice, at once, and takes what comes first.
private struct Twice: ConcurrentDecorator {
  let runs: ValueRecorder<String>
  var description: String { "twice" }

  nonisolated(nonsending) func callConcurrently<Input: Sendable, Output: Sendable>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws -> Output
  ) async throws -> Output {
    runs.append(site.name)
    return try await withThrowingTaskGroup(of: Output.self) { group in
      for _ in 1...2 { group.addTask { try await next(input) } }
      var outputs: [Output] = []
      for try await output in group { outputs.append(output) }
      return outputs[0]
    }
  }
}

private struct Shop: Sendable {
  static let events = ValueRecorder<String>()
  static let outer = Noting(name: "outer", events: events)
  let inner = Noting(name: "inner", events: events)

  @Decorated(by: Self.outer)
  @Retrying(attempts: 2, backoff: .none)
  @Decorated(by: \Self.inner)
  func price(_ item: String) throws(Declined) -> Int {
    if item.isEmpty { throw Declined() }
    return item.count
  }

  @Decorated(by: Admission(1))
  func once(_ id: Int) throws -> Int { id }

  @Decorated(by: .retrying(attempts: 3, backoff: .none))
  func retried(_ calls: ValueRecorder<Void>) throws {
    calls.append(())
    throw Declined()
  }
}

private actor Till {
  static let runs = ValueRecorder<String>()
  static let twice = Twice(runs: runs)
  var admission = Admission(1)
  var amount = 0

  @Decorated(by: InstanceProperty("admission"), named: "add")
  func add(_ more: Int) async throws -> Int {
    preconditionIsolated()
    amount += more
    return amount
  }

  @Decorated(concurrentlyBy: Self.twice)
  func addTwice(_ more: Int) async throws -> Int {
    preconditionIsolated()
    amount += more
    return amount
  }
}

@Suite(.serialized) struct DecoratedAttributeTests {
  @Test func decorators_standInOrderWithTheOtherAttributes_andKeepTheErrorType() {
    do {
      _ = try Shop().price("")
      Issue.record("nothing was thrown")
    } catch {
      let kept: Declined = error
      _ = kept
    }
    #expect(
      Shop.events.values == [
        "outer begins Shop.price(_:)", "inner begins Shop.price(_:)", "inner ends Declined",
        "inner begins Shop.price(_:)", "inner ends Declined", "outer ends Declined",
      ]
    )
  }

  @Test func decoratorThatIsMadeInPlace_isMadeOnceForTheFunction() throws {
    #expect(try Shop().once(1) == 1)
    #expect(throws: Declined.self) { try Shop().once(2) }
  }

  @Test func implicitMember_isADecorator() {
    let calls = ValueRecorder<Void>()
    #expect(throws: Declined.self) { try Shop().retried(calls) }
    #expect(calls.values.count == 3)
  }

  @Test func variableOfAnActor_isReadByItsName_onTheActor() async throws {
    let till = Till()
    #expect(try await till.add(2) == 2)
    await #expect(throws: Declined.self) { try await till.add(3) }
  }

  @Test func concurrentDecorator_runsTheBodyTwice_onItsActor() async throws {
    let till = Till()
    _ = try await till.addTwice(5)
    #expect(await till.amount == 10)
    #expect(Till.runs.values == ["Till.addTwice(_:)"])
  }
}
