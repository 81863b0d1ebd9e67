import Decorators
import DecoratorsTesting
import Testing

/// The examples of `Docs/Bulkhead.md`.
@Suite(.timeLimit(.minutes(10))) struct BulkheadGuideTests {
  @Test("Every example of the guide is a piece of this file")
  func examplesAreTested() throws {
    try expectExamples(of: "Bulkhead", atLeast: 4)
  }

  @Test func forms() async throws {
    let search = Bulkhead(named: "search", atMost: 10, waiting: 20, waitingAtMost: .seconds(1))

    let find = AsyncFunction(engine.find).bulkheaded(by: search)  // wrap a function
    let suggest = bulkheaded(by: search) { (text: String) async throws in  // the same places
      try await engine.suggest(text)
    }
    let hits = try await search.run { try await engine.find("swift") }  // run a call now
    #expect(hits == ["swift 10"])
    #expect(try await find("a") == ["a 10"])
    #expect(try await suggest("b") == "b …")

    let export = AsyncFunction(engine.export).bulkheaded(by: search, cost: 4)
    #expect(try await export() == 0)

    search.resize(to: 5)
    #expect(search.limit == 5)
  }

  @Test func adaptive() async throws {
    let index = Bulkhead(
      named: "index",
      atMost: .adaptive(from: 20, in: 1...200) { ($0 as? StatusError)?.status == 503 },
      waiting: 50,
      limitDidChange: { change in print("\(change.name): \(change.old) → \(change.new)") }
    )
    #expect(try await index.run { try await engine.suggest("c") } == "c …")
  }

  @Test func testingIt() async throws {
    let clock = ManualClock()
    let bulkhead = Bulkhead(named: "test", atMost: 1, waiting: 1, waitingAtMost: .seconds(1), clock: clock)
    let holder = Task { try await bulkhead.run { try await clock.sleep(for: .seconds(60)) } }
    await clock.sleepers(atLeast: 1)
    let waiter = Task { try await bulkhead.run {} }
    await clock.sleepers(atLeast: 2)
    clock.advance(by: .seconds(1))
    await #expect(throws: BulkheadFullError(name: "test", reason: .waitedTooLong, running: 1, waiting: 0)) {
      try await waiter.value
    }
    clock.advance(by: .seconds(59))
    try await holder.value
  }
}

private struct Engine: Sendable {
  func find(_ text: String) async throws -> [String] { ["\(text) 10"] }
  func suggest(_ text: String) async throws -> String { "\(text) …" }
  func export() async throws -> Int { 0 }
}

private let engine = Engine()
