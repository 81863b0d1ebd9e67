import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct CoalescedTests {
  private let coalescer = Coalescer<Int, Int>(named: "numbers")
  private let gate = Gate()
  private let loads = Counter()

  private func heldLoad() -> @Sendable () async throws -> Int {
    { [gate, loads] in
      let number = loads.increment()
      await gate.wait()
      return number
    }
  }

  @Test("H10: callers of the same key share one load, and other keys do not wait")
  func oneLoad() async throws {
    let callers = (0..<20).map { _ in Task { [coalescer] in try await coalescer.value(for: 1, heldLoad()) } }
    await until { coalescer.joined == 19 }
    #expect(try await coalescer.value(for: 2) { () async throws in 7 } == 7)
    gate.open()
    for caller in callers { #expect(try await caller.value == 1) }
    #expect(loads.value == 1 && coalescer.started == 2)
  }

  @Test("H10: nothing is kept: a call after the load has ended begins a new one")
  func nothingIsKept() async {
    for number in 1...3 {
      let value = await coalescer.value(for: 1) { [loads] in loads.increment() }
      #expect(value == number)
    }
    #expect(coalescer.started == 3 && coalescer.joined == 0)
  }

  @Test("H10, M6: all who wait get the error, and the next call tries again")
  func theErrorIsShared() async throws {
    let callers = (0..<5).map { _ in
      Task { [coalescer, gate, loads] in
        try await coalescer.value(for: 1) { () async throws -> Int in
          loads.increment()
          await gate.wait()
          throw TimeoutError(number: 7)
        }
      }
    }
    await until { coalescer.joined == 4 }
    gate.open()
    for caller in callers { await #expect(throws: TimeoutError(number: 7)) { try await caller.value } }
    #expect(loads.value == 1)
    #expect(try await coalescer.value(for: 1) { () async throws in 5 } == 5)
  }

  @Test("H10, M4: a caller that is cancelled leaves at once; the last one cancels the load")
  func theLastOneCancels() async throws {
    let wasCancelled = ValueRecorder<Bool>()
    let callers = (0..<3).map { _ in
      Task { [coalescer, gate] in
        try await coalescer.value(for: 1) { () async throws -> Int in
          await gate.wait()
          wasCancelled.append(Task.isCancelled)
          return 1
        }
      }
    }
    await until { coalescer.joined == 2 && gate.waiting == 1 }
    for caller in callers { caller.cancel() }
    for caller in callers { await #expect(throws: CancellationError.self) { try await caller.value } }
    gate.open()
    await until { wasCancelled.values == [true] }
  }

  @Test("H10, M4: a load whose callers have all left goes on if the coalescer keeps it, and new calls join it")
  func anAbandonedLoadIsKept() async throws {
    let keeping = Coalescer<Int, Int>(named: "numbers", abandoned: .keep)
    let first = Task { try await keeping.value(for: 1, heldLoad()) }
    await until { gate.waiting == 1 }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    let second = Task { try await keeping.value(for: 1, heldLoad()) }
    await until { keeping.joined == 1 }
    gate.open()
    #expect(try await second.value == 1)
    #expect(loads.value == 1)
  }

  @Test("A9: a caller that is cancelled before it asks starts nothing")
  func cancelledBefore() async throws {
    let caller = Task { [coalescer] in
      withUnsafeCurrentTask { $0?.cancel() }
      return try await coalescer.value(for: 1) { () async throws in 1 }
    }
    await #expect(throws: CancellationError.self) { try await caller.value }
    #expect(coalescer.started == 0)
  }

  @Test("H10, M3: after forget the next call begins a new load, and the former one still serves its callers")
  func forgetting() async throws {
    let first = Task { [coalescer] in try await coalescer.value(for: 1, heldLoad()) }
    await until { gate.waiting == 1 }
    coalescer.forget(1)
    let second = Task { [coalescer] in try await coalescer.value(for: 1, heldLoad()) }
    await until { gate.waiting == 2 }
    coalescer.forgetAll()
    let third = Task { [coalescer] in try await coalescer.value(for: 1, heldLoad()) }
    await until { gate.waiting == 3 }
    gate.open()
    let answers = try await [first.value, second.value, third.value]
    #expect(answers == [1, 2, 3])
  }

  @Test("H10, M5: the load sees the task-local values of the call that started it")
  func taskLocalValues() async throws {
    enum Request { @TaskLocal static var id = 0 }
    let id = try await Request.$id.withValue(7) {
      try await coalescer.value(for: 1) { () async throws in Request.id }
    }
    #expect(id == 7)
  }

  @Test("H10, M8: a load that asks for its own key gets an error instead of waiting for itself")
  func recursion() async throws {
    await #expect(throws: RecursiveLoadError.self) {
      try await coalescer.value(for: 1) { [coalescer] () async throws in
        try await coalescer.value(for: 1) { () async throws in 1 }
      }
    }
  }

  @Test("H10: wrapped functions share by all arguments, by a key, or by a coalescer of the user's")
  func wrappedFunctions() async throws {
    let (gate, loads) = (gate, loads)
    let load: @Sendable (Int, String) async throws -> String = { number, text in
      loads.increment()
      await gate.wait()
      return "\(number) \(text)"
    }
    let users = Coalescer<Int, String>(named: "users")
    let functions = [
      AsyncFunction(named: "load", load).coalesced(),
      AsyncFunction(named: "load", load).coalesced(key: { number, _ in number }),
      AsyncFunction(named: "load", load).coalesced(by: users, key: { number, _ in number }),
      coalesced(named: "load") { (number: Int, text: String) async throws in try await load(number, text) },
      coalesced(key: { number, _ in number }, named: "load", abandoned: .keep) {
        (number: Int, text: String) async throws in try await load(number, text)
      },
    ]
    #expect(
      functions.map(\.description) == [
        "coalesced → load", "coalesced(key: a closure) → load", "coalesced(by: users) → load", "coalesced → load",
        "coalesced(key: a closure, abandoned: .keep) → load",
      ]
    )
    // A call runs at once up to its first suspension, so the later calls find the load of the first.
    let calls = functions.map { function in
      ["a", "a", "b"].map { text in Task.immediate { try await function(1, text) } }
    }
    // By all arguments there are two runs of three calls, and by the number there is one.
    #expect(users.joined == 2)
    await until { gate.waiting == 2 + 1 + 1 + 2 + 1 }
    gate.open()
    for (function, calls) in zip(functions, calls) {
      var answers: [String] = []
      for call in calls { answers.append(try await call.value) }
      #expect(answers == (function.description == "coalesced → load" ? ["1 a", "1 a", "1 b"] : ["1 a", "1 a", "1 a"]))
    }
    #expect(loads.value == 7)
    #expect(users.started == 1)
  }

  @Test("H10: the error type stays, and a function that does not throw needs no try")
  func errorTypes() async {
    let ten = coalesced { (number: Int) async in 10 * number }
    #expect(await ten(2) == 20)
    let fail = coalesced { (_: Int) async throws(ConnectionError) -> Int in throw ConnectionError() }
    do throws(ConnectionError) { _ = try await fail(1) } catch { #expect(error == ConnectionError()) }
  }

  @Test("A10: the description shows every setting")
  func description() {
    #expect(coalescer.description == #"Coalescer(named: "numbers")"#)
    let other = Coalescer<Int, Int>(named: "users", redactingKeys: true, abandoned: .keep)
    #expect(other.description == #"Coalescer(named: "users", redactingKeys: true, abandoned: .keep)"#)
  }

  @Test("A10: a coalescer without a name stops the program")
  func noName() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Coalescer<Int, Int>(named: "")
    }
    #expect(lastWords(exit).contains("The name of a coalescer must not be empty"))
  }

  @Test("H10: a thousand callers on many threads get one load at a time, and every caller an answer")
  func manyCallers() async throws {
    let coalescer = Coalescer<Int, Int>(named: "numbers")
    let (answers, runs) = (ValueRecorder<Int>(), Counter())
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<1_000 {
        group.addTask {
          if number % 7 == 0 { withUnsafeCurrentTask { $0?.cancel() } }
          return
            (try? await coalescer.value(for: number % 3) { () async throws in
              runs.increment()
              await Task.yield()
              return number % 3
            }) ?? -1
        }
      }
      for try await answer in group { answers.append(answer) }
    }
    #expect(answers.values.filter { $0 >= 0 }.count == 857)
    #expect(coalescer.started == runs.value)
    #expect(coalescer.started + coalescer.joined == 857)
  }
}
