import DecoratorsTesting
import Testing

/// The examples of `Docs/Chaos.md`.
@Suite(.timeLimit(.minutes(10))) struct ChaosGuideTests {
  @Test func firstExample() async throws {
    let faults = Faults.first(2, .error(ServerDown()))
    let fetch = faulty(by: faults, named: "fetch") { (id: Int) async throws in "user \(id)" }
      .retrying(attempts: 3, backoff: .none)

    #expect(try await fetch(42) == "user 42")
    #expect(faults.log.map(\.description) == ["fetch #1: error(ServerDown())", "fetch #2: error(ServerDown())"])
  }

  @Test("X3: a key")
  func keys() async throws {
    let warehouse = Warehouse()
    let orders = faulty(by: .first(1, .error(ServerDown())), key: { (id: Int) in id }) { (id: Int) async throws in
      try await warehouse.order(id)
    }
    await withTaskGroup { group in
      for id in 1...8 {
        group.addTask {
          await #expect(throws: ServerDown.self) { try await orders(id) }
          await #expect(throws: Never.self) { try await orders(id) }
        }
      }
    }
    #expect(Set(warehouse.ordered.values) == Set(1...8))
  }

  @Test("X4: a lost answer tests idempotency")
  func lostAnswer() async throws {
    let charges = ValueRecorder<String>()
    let pay = faulty(by: .script([.lostAnswer(TimeoutError())])) { (key: String) async throws in
      if !charges.values.contains(key) { charges.append(key) }
    }
    .retrying(attempts: 3, backoff: .none)

    try await pay("order 7")
    #expect(charges.values == ["order 7"])  // two attempts, one charge
  }

  @Test("X5: an outage on a clock")
  func outage() async throws {
    let clock = RecordingClock()
    let outage = Faults.outage(from: .zero, to: .seconds(30), .error(ServerDown()), clock: clock)
    let read = faulty(by: outage) { () async throws in "up again" }
      .retrying(attempts: 10, backoff: .constant(.seconds(8), jitter: .none), clock: clock)

    #expect(try await read() == "up again")
    #expect(outage.log.map(\.call.elapsed) == [.zero, .seconds(8), .seconds(16), .seconds(24)])
  }

  @Test("X8: faults of one test")
  func taskFaults() async {
    let users = Users(fetch: AsyncFunction(named: "fetch", fetchUser).faulty().retrying(attempts: 2, backoff: .none))

    await withFaults(.first(1, .error(ServerDown()))) { #expect(await users.name(of: 42) == "user 42") }
    await withFaults(.first(2, .error(ServerDown()))) { #expect(await users.name(of: 42) == nil) }
  }

  @Test func everyPlanOfTheTable_compiles() {
    let clock = RecordingClock()
    let plans: [Faults] = [
      .randomly([.error(ServerDown()): 0.02, .delay(.seconds(1)): 0.1], seed: 7),
      .script([.error(ServerDown()), .pass], repeating: true),
      .first(3, .error(ServerDown())),
      .outage(from: .seconds(10), to: .seconds(40), .error(ServerDown()), clock: clock),
    ]
    #expect(plans.count == 4)
  }

  @Test func everyExampleOfTheGuide_isAPieceOfThisFile() throws {
    #expect(try untestedExamples(of: "Chaos") == [])
  }
}

private struct ServerDown: Error {}
private struct TimeoutError: Error {}

private struct Warehouse {
  let ordered = ValueRecorder<Int>()
  func order(_ id: Int) async throws { ordered.append(id) }
}

private struct Users {
  let fetch: AsyncFunction<Int, String, any Error>
  func name(of id: Int) async -> String? { try? await fetch(id) }
}

@Sendable private func fetchUser(_ id: Int) async throws -> String { "user \(id)" }
