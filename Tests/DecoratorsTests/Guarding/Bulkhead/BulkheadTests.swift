import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct BulkheadTests {
  private let calls = HeldCalls()

  // MARK: The vectors

  @Test("K1, K2: who ends gives its place to the head of the queue; a full queue refuses at once")
  func handOver() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 2)
    let a = calls.start("A", bulkhead)
    await until { calls.began.values == ["A"] }
    let b = calls.start("B", bulkhead)
    await until { bulkhead.waiting == 1 }
    let c = calls.start("C", bulkhead)
    await until { bulkhead.waiting == 2 }
    await #expect(throws: BulkheadFullError(name: "db", reason: .queueFull, running: 1, waiting: 2)) {
      try await calls.start("D", bulkhead).value
    }
    calls.end("A")
    try await a.value
    // Before B's task has run at all, a new call finds the place taken.
    #expect(bulkhead.running == 1 && bulkhead.waiting == 1)
    await until { calls.began.values == ["A", "B"] }
    c.cancel()
    await #expect(throws: CancellationError.self) { try await c.value }
    #expect(bulkhead.waiting == 0)
    calls.end("B")
    try await b.value
    #expect(bulkhead.running == 0)
    #expect(calls.began.values == ["A", "B"])
  }

  @Test("K3, A8: a call that is cancelled after it got a place hands it on and does not run")
  func cancelledAfterTheGrant() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 2)
    let b = calls.start("B", bulkhead)
    await until { calls.began.values == ["B"] }
    let executor = SteeredExecutor()
    let e = Task(executorPreference: executor) { [calls] in
      try await bulkhead.run { calls.began.append("E") }
    }
    executor.runAll()
    #expect(bulkhead.waiting == 1)
    let f = calls.start("F", bulkhead)
    await until { bulkhead.waiting == 2 }
    calls.end("B")
    try await b.value
    // E has the place, and its task waits for its executor.
    #expect(bulkhead.running == 1 && bulkhead.waiting == 1 && executor.waiting == 1)
    e.cancel()
    #expect(bulkhead.waiting == 1)
    executor.runAll()
    await #expect(throws: CancellationError.self) { try await e.value }
    await until { calls.began.values == ["B", "F"] }
    calls.end("F")
    try await f.value
    #expect(bulkhead.running == 0 && bulkhead.waiting == 0)
  }

  @Test("K5: a large head holds the small ones behind it; when it leaves, they are looked at again")
  func costs() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 4, waiting: 10)
    let three = calls.start("3", bulkhead.with(cost: 3))
    await until { bulkhead.running == 3 }
    let head = calls.start("2", bulkhead.with(cost: 2))
    await until { bulkhead.waiting == 1 }
    let small = calls.start("1", bulkhead)
    await until { bulkhead.waiting == 2 }
    #expect(calls.began.values == ["3"])
    #expect(bulkhead.running == 3)
    head.cancel()
    await #expect(throws: CancellationError.self) { try await head.value }
    await until { calls.began.values == ["3", "1"] }
    #expect(bulkhead.running == 4 && bulkhead.waiting == 0)
    for name in ["3", "1"] { calls.end(name) }
    try await three.value
    try await small.value
    #expect(bulkhead.running == 0)
  }

  @Test("K6: after shrinking from 4 to 2 with 4 running, two ends let nobody in; growing lets them in at once")
  func resizing() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 4, waiting: 10)
    var tasks: [Task<Void, any Error>] = []
    for name in ["A", "B", "C", "D", "E", "F", "G"] { tasks.append(calls.start(name, bulkhead)) }
    await until { bulkhead.running == 4 && bulkhead.waiting == 3 }
    await until { calls.began.values.count == 4 }
    bulkhead.resize(to: 2)
    #expect(bulkhead.limit == 2 && bulkhead.running == 4)
    let first = calls.began.values
    for name in first.prefix(2) { calls.end(name) }
    await until { bulkhead.running == 2 }
    #expect(bulkhead.waiting == 3)
    bulkhead.resize(to: 4)
    #expect(bulkhead.running == 4 && bulkhead.waiting == 1)
    await until { calls.began.values.count == 6 }
    for name in ["A", "B", "C", "D", "E", "F", "G"] { calls.end(name) }
    for task in tasks { try await task.value }
    #expect(bulkhead.running == 0 && bulkhead.waiting == 0)
  }

  @Test("K6: a call that costs more than the limit that is left runs alone")
  func aCostAboveTheLimit() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 4, waiting: 10)
    let large = bulkhead.with(cost: 3)
    bulkhead.resize(to: 2)
    let small = calls.start("small", bulkhead)
    await until { bulkhead.running == 1 }
    let task = calls.start("large", large)
    await until { bulkhead.waiting == 1 }
    calls.end("small")
    try await small.value
    #expect(bulkhead.running == 3)
    calls.end("large")
    try await task.value
    #expect(bulkhead.running == 0)
  }

  // MARK: Refusals and waits

  @Test("K1: without a queue, a call that finds no place is refused, and its function does not run")
  func noQueue() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 1)
    let a = calls.start("A", bulkhead)
    await until { calls.began.values == ["A"] }
    let ran = Counter()
    #expect(throws: BulkheadFullError(name: "db", reason: .queueFull, running: 1, waiting: 0)) {
      try synchronously { try bulkhead.run { ran.increment() } }
    }
    calls.end("A")
    try await a.value
    #expect(try synchronously { try bulkhead.run { ran.increment() } } == 1)
  }

  @Test("K1: a call that has waited for so long is refused, and those behind it move up")
  func waitedTooLong() async throws {
    let clock = ManualClock()
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 5, waitingAtMost: .seconds(1), clock: clock)
    let a = calls.start("A", bulkhead)
    await until { calls.began.values == ["A"] }
    let b = calls.start("B", bulkhead)
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .milliseconds(500))
    let c = calls.start("C", bulkhead)
    await clock.sleepers(atLeast: 2)
    clock.advance(by: .milliseconds(500))
    await #expect(throws: BulkheadFullError(name: "db", reason: .waitedTooLong, running: 1, waiting: 1)) {
      try await b.value
    }
    calls.end("A")
    try await a.value
    await until { calls.began.values == ["A", "C"] }
    calls.end("C")
    try await c.value
    await until { clock.sleepers.isEmpty }
    #expect(bulkhead.running == 0 && bulkhead.waiting == 0)
  }

  @Test("K7: a synchronous call that has waited for so long on the injected clock is refused")
  func waitedTooLongSynchronously() async throws {
    let clock = ManualClock()
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 5, waitingAtMost: .seconds(1), clock: clock)
    let a = calls.start("A", bulkhead)
    await until { calls.began.values == ["A"] }
    let b = Task { try await onOwnThread { try bulkhead.run {} } }
    await until { bulkhead.waiting == 1 }
    clock.advance(by: .seconds(1))
    await #expect(throws: BulkheadFullError(name: "db", reason: .waitedTooLong, running: 1, waiting: 0)) {
      try await b.value
    }
    calls.end("A")
    try await a.value
  }

  @Test("K7: synchronous and asynchronous calls stand in one queue, in the order in which they came")
  func oneQueue() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 20)
    let a = calls.start("A", bulkhead)
    await until { calls.began.values == ["A"] }
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<12 {
      let began = calls.began
      tasks.append(
        Task {
          switch number % 3 {
          case 0: try await bulkhead.run { began.append("\(number)") }
          case 1: try await onOwnThread { try bulkhead.run { began.append("\(number)") } }
          default:
            // A thread without a task.
            let (ended, error) = (Gate(), Locked<(any Error)?>(nil))
            startThread {
              do { try bulkhead.run { began.append("\(number)") } } catch let thrown { error.withLock { $0 = thrown } }
              ended.open()
            }
            await ended.wait()
            if let error = error.withLock({ $0 }) { throw error }
          }
        }
      )
      await until { bulkhead.waiting == number + 1 }
    }
    calls.end("A")
    for task in tasks { try await task.value }
    try await a.value
    #expect(calls.began.values == ["A"] + (0..<12).map(String.init))
    #expect(bulkhead.running == 0)
  }

  @Test("A9: a call that is cancelled before it asks takes nothing and counts nowhere")
  func cancelledBefore() async throws {
    let metrics = TestMetrics()
    let bulkhead = Bulkhead(named: "db", atMost: 1, metricsFactory: metrics)
    let ran = Counter()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await #expect(throws: CancellationError.self) { try await bulkhead.run { ran.increment() } }
      #expect(throws: CancellationError.self) { try synchronously { try bulkhead.run { ran.increment() } } }
    }
    await task.value
    #expect(ran.value == 0 && bulkhead.running == 0)
    #expect(metrics.recorders.isEmpty && metrics.counters.isEmpty)
  }

  @Test("A9, K7: a synchronous call that is cancelled while it waits leaves, and those behind it move up")
  func cancelledSynchronously() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 5)
    let a = calls.start("A", bulkhead)
    await until { calls.began.values == ["A"] }
    let b = Task { [calls] in try await onOwnThread { try bulkhead.run { calls.began.append("B") } } }
    await until { bulkhead.waiting == 1 }
    let c = calls.start("C", bulkhead)
    await until { bulkhead.waiting == 2 }
    b.cancel()
    await #expect(throws: CancellationError.self) { try await b.value }
    #expect(bulkhead.waiting == 1)
    for name in ["A", "C"] { calls.end(name) }
    try await a.value
    try await c.value
    #expect(calls.began.values == ["A", "C"])
  }

  @Test("K8: a call that enters the same bulkhead again waits for itself until its longest wait ends it")
  func reentry() async throws {
    let clock = ManualClock()
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 1, waitingAtMost: .seconds(1), clock: clock)
    let task = Task { try await bulkhead.run { try await bulkhead.run {} } }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(1))
    await #expect(throws: BulkheadFullError(name: "db", reason: .waitedTooLong, running: 1, waiting: 0)) {
      try await task.value
    }
    #expect(bulkhead.running == 0)
  }

  @Test("A2: the place is given back once, whether the call returns, throws or is cancelled")
  func everyEnd() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 1)
    let fail: @Sendable () async throws -> Void = { throw ConnectionError() }
    for name in ["A", "B", "C"] {
      try await bulkhead.run { await Task.yield() }
      await #expect(throws: ConnectionError.self) { try await bulkhead.run { try await fail() } }
      #expect(throws: ConnectionError.self) {
        try synchronously { try bulkhead.run { () throws in throw ConnectionError() } }
      }
      let task = calls.start(name, bulkhead)
      await until { calls.began.values.last == name }
      task.cancel()
      calls.end(name)
      try await task.value
      #expect(bulkhead.running == 0)
    }
  }

  // MARK: Forms

  @Test func everyForm_takesPlacesOfTheSameObject() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 3)
    let seen = ValueRecorder<Int>()
    try bulkheaded(by: bulkhead) { seen.append(bulkhead.running) }()
    try await bulkheaded(by: bulkhead) { () async in seen.append(bulkhead.running) }()
    try Function { seen.append(bulkhead.running) }.bulkheaded(by: bulkhead, cost: 2)()
    try await AsyncFunction { () async in seen.append(bulkhead.running) }.bulkheaded(by: bulkhead, cost: 3)()
    try Function { seen.append(bulkhead.running) }.decorated(by: .bulkheaded(by: bulkhead))()
    try Function { seen.append(bulkhead.running) }.decorated(by: .bulkheaded(by: bulkhead, cost: 3))()
    #expect(seen.values == [1, 1, 2, 3, 1, 3])
    #expect(bulkhead.running == 0)
  }

  @Test("A10: a description shows every setting in effect")
  func descriptions() {
    #expect("\(Bulkhead(named: "db", atMost: 10))" == #"bulkheaded(by: "db", atMost: 10, waiting: 0)"#)
    let bulkhead = Bulkhead(
      named: "db",
      atMost: .adaptive(from: 5, in: 2...50),
      waiting: 20,
      waitingAtMost: .seconds(1),
      order: .byTaskPriority,
      clock: ManualClock()
    )
    #expect(
      "\(bulkhead.with(cost: 4))"
        == #"bulkheaded(by: "db", atMost: adaptive(from: 5, in: 2...50), waiting: 20, waitingAtMost: 1.0 seconds, "#
        + "order: byTaskPriority, clock: ManualClock, cost: 4)"
    )
  }

  @Test("A3: a refusal is a rejection that a retry around the bulkhead does not repeat")
  func rejection() async throws {
    let error = BulkheadFullError(name: "db", reason: .queueFull, running: 3, waiting: 2)
    #expect(isRejection(error))
    #expect(error.retryAfter == nil && error.retryDecision == .giveUp)
    #expect(
      error.description
        == "the bulkhead 'db' is full: 3 running, 2 waiting. Call again when there is less to do, "
        + "or give it more places with atMost: or waiting:"
    )
    let bulkhead = Bulkhead(named: "db", atMost: 1)
    let asked = Counter()
    #expect(throws: BulkheadFullError.self) {
      try synchronously {
        try bulkhead.run {
          try RetryPolicy(attempts: 3, clock: RecordingClock()).run {
            asked.increment()
            try bulkhead.run {}
          }
        }
      }
    }
    #expect(asked.value == 1)
  }

  @Test("A10: settings that make no sense stop the program with a sentence")
  func misuse() async {
    func message(_ result: ExitTest.Result?) -> String { lastWords(result) }
    let limit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Bulkhead(named: "db", atMost: 0)
    }
    #expect(message(limit).contains("A bulkhead must let 1 call or more run at once; its limit was 0."))
    let wait = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Bulkhead(named: "db", atMost: 1, waiting: 1, waitingAtMost: .zero)
    }
    #expect(message(wait).contains("The longest wait for a bulkhead must be greater than zero"))
    let cost = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Bulkhead(named: "db", atMost: 3).with(cost: 4)
    }
    #expect(message(cost).contains("A call cannot take 4 places of the bulkhead 'db': it has 3."))
    let name = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Bulkhead(named: "", atMost: 3)
    }
    #expect(message(name).contains("The name of a bulkhead must not be empty"))
  }

  @Test("A10: no limit is too large")
  func largeLimits() async throws {
    let bulkhead = Bulkhead(
      named: "db",
      atMost: .max,
      waiting: .max,
      waitingAtMost: .seconds(Int64.max)
    )
    try await bulkhead.run { try await bulkhead.with(cost: bulkhead.limit - 1).run {} }
    try await bulkhead.with(cost: bulkhead.limit).run {}
    #expect(bulkhead.running == 0)
  }
}
