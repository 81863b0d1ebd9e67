import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct FaultyTests {
  private func plain(_ id: Int) throws(Refused) -> String { "user \(id)" }
  private func asynchronous(_ id: Int) async throws(Refused) -> String { "user \(id)" }

  @Test("X1: every face injects, keeps the type of errors and the name")
  func faces() async throws {
    let faults = Faults.script([.error(Refused()), .pass], repeating: true)
    let functions: [Function<Int, String, Refused>] = [
      faulty(by: faults, named: "f") { (id: Int) throws(Refused) in "user \(id)" },
      Function(named: "f", plain).faulty(by: faults),
      Function(plain).faulty(by: faults, named: "f"),
      Function(named: "f", plain).decorated(by: .faulty(by: faults)),
      decorated(by: faults, named: "f") { (id: Int) throws(Refused) in "user \(id)" },
    ]
    for function in functions {
      #expect(throws: Refused()) { try function(1) }
      #expect(try function(1) == "user 1")
      #expect(function.identity.name == "f")
    }
    let asyncFunctions: [AsyncFunction<Int, String, Refused>] = [
      faulty(by: faults, named: "f") { (id: Int) async throws(Refused) in "user \(id)" },
      AsyncFunction(named: "f", asynchronous).faulty(by: faults),
      AsyncFunction(named: "f", asynchronous).decorated(by: .faulty(by: faults)),
      decorated(by: faults, named: "f") { (id: Int) async throws(Refused) in "user \(id)" },
    ]
    for function in asyncFunctions {
      await #expect(throws: Refused()) { try await function(1) }
      #expect(try await function(1) == "user 1")
      #expect(function.identity.name == "f")
    }
    await #expect(throws: Refused()) { try await faults.run { try await asynchronous(1) } }
    #expect(try await faults.run { try await asynchronous(1) } == "user 1")
    #expect(faults.log.map(\.call.function).dropLast().allSatisfy { $0 == "f" })
    #expect(faults.log.count == 10)
  }

  @Test("X1, X3: keyed faces")
  func keyedFaces() async throws {
    func check(_ faults: Faults) async throws {
      for function in [
        faulty(by: faults, key: { (id: Int) in id }) { (id: Int) throws(Refused) in "user \(id)" },
        Function(plain).faulty(by: faults, key: { $0 }),
      ] {
        #expect(throws: Refused()) { try function(1) }
        #expect(throws: Refused()) { try function(2) }
        #expect(try function(1) == "user 1")
        #expect(try function(2) == "user 2")
      }
      for function in [
        faulty(by: faults, key: { (id: Int) in id }) { (id: Int) async throws(Refused) in "user \(id)" },
        AsyncFunction(asynchronous).faulty(by: faults, key: { $0 }),
      ] {
        await #expect(throws: Refused()) { try await function(1) }
        await #expect(throws: Refused()) { try await function(2) }
        #expect(try await function(1) == "user 1")
        #expect(try await function(2) == "user 2")
      }
    }
    try await check(.script([.error(Refused()), .pass], repeating: true))
  }

  @Test("X4: with a retry around it, the retry meets the faults")
  func insideARetry() async throws {
    let clock = RecordingClock()
    let faults = Faults.first(2, .error(Refused()))
    let fetch = AsyncFunction(asynchronous).faulty(by: faults)
      .retrying(attempts: 3, backoff: .constant(.seconds(1), jitter: .none), clock: clock)
    #expect(try await fetch(1) == "user 1")
    #expect(faults.calls == 3)
    #expect(clock.sleeps == [.seconds(1), .seconds(1)])
  }

  @MainActor
  @Test func theFunction_runsWhereItIsIsolated() async throws {
    let bump = faulty(by: .script([.delay(.seconds(1))], clock: RecordingClock())) {
      @MainActor (number: Int) async throws in
      MainActor.assertIsolated()
      return number + 1
    }
    #expect(try await bump(1) == 2)
    var state = 0
    await Faults.script([.pass]).run { state += 1 }
    #expect(state == 1)
  }

  @Test func oneFunction_hasItsFaultsAndUndecoratedNone() throws {
    let function = Function(plain).faulty(by: .first(9, .error(Refused())))
    #expect(try function.undecorated(1) == "user 1")
  }

  // MARK: X8

  @Test("X8: without a plan, the faults of the task happen, and without those nothing")
  func taskFaults() async throws {
    let faults = Faults.script([.error(Refused()), .pass], repeating: true)
    let functions: [Function<Int, String, Refused>] = [
      faulty { (id: Int) throws(Refused) in "user \(id)" },
      Function(plain).faulty(),
      Function(plain).decorated(by: .faulty()),
    ]
    let asyncFunctions: [AsyncFunction<Int, String, Refused>] = [
      faulty { (id: Int) async throws(Refused) in "user \(id)" },
      AsyncFunction(asynchronous).faulty(),
      AsyncFunction(asynchronous).decorated(by: .faulty()),
    ]
    for function in functions {
      #expect(try function(1) == "user 1")
      try withFaults(faults) { () throws in
        #expect(throws: Refused()) { try function(1) }
        #expect(try function(1) == "user 1")
        #expect(throws: Refused()) { try function(1) }
        try withFaults(nil) { () throws in #expect(try function(1) == "user 1") }
        #expect(try function(1) == "user 1")
      }
      #expect(try function(1) == "user 1")
    }
    for function in asyncFunctions {
      #expect(try await function(1) == "user 1")
      try await withFaults(faults) { () async throws in
        await #expect(throws: Refused()) { try await function(1) }
        #expect(try await function(1) == "user 1")
      }
      #expect(try await function(1) == "user 1")
    }
    #expect(faults.calls == 18)
  }

  @Test("X8, X3: the keys of a function without a plan count in the faults of the task")
  func keyedTaskFaults() async throws {
    let find = Function(plain).faulty(key: { $0 })
    let fetch = AsyncFunction(asynchronous).faulty(key: { $0 })
    #expect(try find(1) == "user 1")
    #expect(try await fetch(1) == "user 1")
    try await withFaults(.first(1, .error(Refused()))) { () async throws in
      #expect(throws: Refused()) { try find(1) }
      #expect(try await fetch(1) == "user 1")
      await #expect(throws: Refused()) { try await fetch(2) }
    }
    #expect(find.description.hasPrefix("faulty() → "))
  }

  @Test("X8: child tasks and tasks that the body starts inherit the faults, detached tasks do not")
  func inheritance() async throws {
    let fetch = AsyncFunction(asynchronous).faulty()
    await withFaults(Faults { _ in .error(Refused()) }) {
      async let child = fetch(1)
      do {
        _ = try await child
        Issue.record("The child had no fault.")
      } catch {}
      await #expect(throws: Refused()) { try await Task { try await fetch(1) }.value }
      #expect(await Task.detached { try? await fetch(1) }.value == "user 1")
    }
  }

  @Test("X8: tests that run in parallel have each their own faults")
  func parallel() async {
    let fetch = AsyncFunction(asynchronous).faulty()
    await withTaskGroup { group in
      for count in 0..<20 {
        group.addTask {
          let faults = Faults.first(count, .error(Refused()))
          let failures = await withFaults(faults) {
            var failures = 0
            for _ in 0..<20 {
              do { _ = try await fetch(1) } catch { failures += 1 }
              await Task.yield()
            }
            return failures
          }
          #expect(failures == count && faults.calls == 20)
        }
      }
    }
  }

  @Test func withFaults_keepsTheTypesOfErrorsAndTheActor() async {
    #expect(withFaults(nil) { 1 } == 1)
    #expect(await withFaults(nil) { () async in 2 } == 2)
    do throws(Refused) { try withFaults(nil) { () throws(Refused) in throw Refused() } } catch {}
    do throws(Refused) { try await withFaults(nil) { () async throws(Refused) in throw Refused() } } catch {}
    await Task { @MainActor in
      await withFaults(nil) { () async in
        await Task.yield()
        MainActor.assertIsolated()
      }
    }
    .value
  }

  // MARK: Faults that do not fit

  @Test("X4: a fault that does not fit the function stops the program with a sentence, where it is wrapped")
  func misfitsAtWrapping() async {
    let error = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = faulty(by: .randomly([.error(Down()): 0.001], seed: 7), named: "fetch") { () throws(Refused) in }
    }
    #expect(words(error).contains("The fault error(Down()) does not fit fetch, which throws Refused: give an error"))
    let never = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = faulty(by: .first(1, .delay(.zero, then: .lostAnswer(Down()))), key: { (id: Int) in id }, named: "fetch") {
        (_: Int) async in
      }
    }
    #expect(
      words(never).contains("lostAnswer(Down())) does not fit fetch, which does not throw")
        || words(never).contains("does not fit fetch, which does not throw")
    )
    let value = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Function(named: "fetch") { "a" }.faulty(by: .script([.result(7)]))
    }
    #expect(words(value).contains("The fault result(7) does not fit fetch, which returns String and not Int"))
  }

  @Test("X4: a fault that a closure chose, and one in place, are checked at the call")
  func misfitsAtTheCall() async {
    let chosen = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = faulty(by: Faults { _ in .result(7) }, named: "fetch") { "a" }()
    }
    #expect(words(chosen).contains("The fault result(7) does not fit fetch, which returns String and not Int"))
    let inPlace = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = await AsyncFunction(named: "fetch") { () async in "a" }.decorated(
        by: .faulty(by: .first(1, .error(Down())))
      )()
    }
    #expect(words(inPlace).contains("The fault error(Down()) does not fit fetch, which does not throw"))
  }

  @Test("A10: settings that make no sense stop the program with a sentence")
  func wrongSettings() async {
    let share = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Faults.randomly([.hang: -0.5], seed: 1)
    }
    #expect(words(share).contains("The share of the fault hang must be from 0 to 1; it was -0.5."))
    let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Faults.randomly([.hang: 0.75, .pass: 0.5], seed: 1)
    }
    #expect(words(sum).contains("The shares of faults must not add up to more than 1; they add up to 1.25."))
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Faults.first(-1, .hang)
    }
    #expect(words(count).contains("The number of calls that get a fault must not be negative; it was -1."))
    let outage = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Faults.outage(from: .seconds(2), to: .seconds(1), .hang)
    }
    #expect(words(outage).contains("An outage must not end before it begins"))
    let delay = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Fault.delay(.seconds(-1))
    }
    #expect(words(delay).contains("The duration of a fault must not be negative; it was -1.0 seconds."))
  }

  private func words(_ exit: ExitTest.Result?) -> String {
    String(decoding: exit?.standardErrorContent ?? [], as: UTF8.self)
  }
}
