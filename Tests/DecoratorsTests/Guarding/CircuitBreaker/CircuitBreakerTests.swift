import Decorators
import DecoratorsTesting
import Testing

/// The breaker around functions.
@Suite(.timeLimit(.minutes(10))) struct CircuitBreakerTests {
  private let fixture = BreakerFixture()
  private let calls = Counter()
  private var clock: RecordingClock { fixture.clock }

  @Test("B1, B10: an open circuit refuses calls of every form, and their functions do not run")
  func refusesEveryForm() async throws {
    let (breaker, calls) = (fixture.breaker(), calls)
    breaker.fail(4)
    #expect(breaker.state == .open)
    #expect(throws: CircuitOpenError.self) { try synchronously { try breaker.run { calls.increment() } } }
    await #expect(throws: CircuitOpenError.self) { try await breaker.run { () async in calls.increment() } }
    #expect(throws: CircuitOpenError.self) { try circuitBroken(by: breaker) { calls.increment() }() }
    await #expect(throws: CircuitOpenError.self) {
      try await circuitBroken(by: breaker) { () async in calls.increment() }()
    }
    #expect(throws: CircuitOpenError.self) { try Function { calls.increment() }.circuitBroken(by: breaker)() }
    await #expect(throws: CircuitOpenError.self) {
      try await AsyncFunction { () async in calls.increment() }.circuitBroken(by: breaker)()
    }
    #expect(throws: CircuitOpenError.self) {
      try Function { calls.increment() }.decorated(by: .circuitBroken(by: breaker))()
    }
    let judge: @Sendable (Int) -> CircuitVerdict = { _ in .success }
    #expect(throws: CircuitOpenError.self) {
      try synchronously { try breaker.run(onResult: judge) { calls.increment() } }
    }
    await #expect(throws: CircuitOpenError.self) {
      try await breaker.run(onResult: judge) { () async in calls.increment() }
    }
    #expect(throws: CircuitOpenError.self) {
      try circuitBroken(by: breaker, onResult: judge) { calls.increment() }()
    }
    await #expect(throws: CircuitOpenError.self) {
      try await circuitBroken(by: breaker, onResult: judge) { () async in calls.increment() }()
    }
    #expect(calls.value == 0)
    #expect(breaker.snapshot.refused == 11)
  }

  @Test("A1: two functions share a circuit only if they name the same breaker")
  func sharing() {
    let (one, other) = (fixture.breaker(), fixture.breaker())
    let first = Function { () throws in throw ConnectionError() }.circuitBroken(by: one)
    let second = Function { 1 }.circuitBroken(by: one)
    let third = Function { 1 }.circuitBroken(by: other)
    for _ in 0..<4 { try? first() }
    #expect(throws: CircuitOpenError.self) { try second() }
    #expect((try? third()) == 1)
  }

  @Test("B10: the error names the circuit, its state, the wait and the type of the error, but not its text")
  func openError() throws {
    let breaker = fixture.breaker()
    breaker.fail(4, Secret(text: "password"))
    clock.advance(by: .milliseconds(1_500))
    let error = try #require(throws: CircuitOpenError.self) { try synchronously { try breaker.run {} } }
    #expect(error.name == "payments" && error.state == .open && error.retryAfter == .milliseconds(3_500))
    #expect(error.openedBy == Secret.self)
    #expect(
      error.description == """
        circuit 'payments' is open since calls failed with DecoratorsTests.Secret, so the call was not made: \
        try again in 3.5 seconds, or answer without it
        """
    )
  }

  @Test("A3, B10: the error is a rejection that a retry does not repeat, and can be made by tests")
  func rejection() async {
    let (breaker, calls) = (fixture.breaker(), calls)
    breaker.isolate(reason: "maintenance\n")
    await #expect(throws: CircuitOpenError.self) {
      try await withRetry(attempts: 5, clock: clock) {
        calls.increment()
        try await breaker.run {}
      }
    }
    #expect(calls.value == 1)
    let error = CircuitOpenError(name: "a", state: .isolated, isolationReason: "maintenance\n")
    #expect(isRejection(error) && error.retryDecision == .giveUp && error.retryAfter == nil)
    #expect(
      error.description == """
        circuit 'a' is isolated (maintenance\\n), so the call was not made: answer without it until it is closed
        """
    )
    #expect(CircuitOpenError(name: "a", state: .halfOpen).description.contains("half-open and its probes are running"))
    #expect(CircuitOpenError(name: "a", state: .closed).description.contains("lets calls back in gradually"))
  }

  @Test("B4: an error is a failure, unless it is a cancellation, a rejection or says that the request was wrong")
  func standardVerdict() {
    #expect(CircuitVerdict.standard(for: ConnectionError()) == .failure)
    #expect(CircuitVerdict.standard(for: StatusError(status: 503)) == .failure)
    #expect(CircuitVerdict.standard(for: StatusError(status: 429, retryAfter: .seconds(1))) == .failure)
    #expect(CircuitVerdict.standard(for: StatusError(status: 404)) == .ignored)
    #expect(CircuitVerdict.standard(for: CancellationError()) == .ignored)
    #expect(CircuitVerdict.standard(for: CircuitOpenError(name: "inner")) == .ignored)
    #expect(CircuitVerdict.standard(for: Overdue()) == .failure)
  }

  @Test("B4, A3: rejections of decorators inside count as nothing")
  func innerRejections() {
    let (outer, inner) = (fixture.breaker(named: "outer"), fixture.breaker(named: "inner"))
    inner.isolate(reason: "test")
    let call = Function {}.circuitBroken(by: inner).circuitBroken(by: outer)
    for _ in 0..<10 { try? call() }
    #expect(outer.state == .closed && outer.snapshot.calls == 0)
    #expect(fixture.counted("ignored", of: "outer") == 10)
    #expect(fixture.counted("refused", of: "inner") == 10)
  }

  @Test("B4: counting decides about every other error")
  func counting() {
    let breaker = fixture.breaker(counting: {
      switch $0 {
      case is TimeoutError: .success
      case is ProgrammingError: .ignored
      default: .standard(for: $0)
      }
    })
    breaker.fail(2, TimeoutError())
    breaker.fail(5, ProgrammingError())
    breaker.fail(2, CancellationError())
    breaker.fail(2, CircuitOpenError(name: "inner"))
    #expect(breaker.snapshot.calls == 2 && breaker.snapshot.failures == 0)
    breaker.fail(2)
    #expect(breaker.state == .open)
  }

  @Test("B4: counting is not asked about cancellations and rejections")
  func countingEverything() {
    let breaker = fixture.breaker(counting: { _ in .failure })
    breaker.fail(10, CancellationError())
    breaker.fail(10, CircuitOpenError(name: "inner"))
    #expect(breaker.snapshot.calls == 0)
    #expect(fixture.counted("cancelled") == 10 && fixture.counted("ignored") == 10)
    breaker.fail(1, Overdue())
    #expect(breaker.snapshot.failures == 1)
  }

  @Test("B4: onResult judges results, in every form, and the caller gets them")
  func onResult() async throws {
    let judge: @Sendable (Int) -> CircuitVerdict = {
      switch $0 {
      case 500: .failure
      case 404: .ignored
      case 299: .slow
      default: .success
      }
    }
    let breaker = fixture.breaker(slowRate: 0.5)
    let get = circuitBroken(by: breaker, onResult: judge) { (status: Int) in status }
    let getLater = circuitBroken(by: breaker, onResult: judge) { (status: Int) async in status }
    #expect(try get(404) == 404)
    #expect(try await getLater(200) == 200)
    #expect(try synchronously { try breaker.run(onResult: judge) { 299 } } == 299)
    #expect(try await breaker.run(onResult: judge) { () async in 500 } == 500)
    #expect(breaker.snapshot.calls == 3 && breaker.snapshot.failures == 1 && breaker.snapshot.slow == 1)
    #expect(try await getLater(500) == 500)
    #expect(breaker.state == .open)
    let error = #expect(throws: CircuitOpenError.self) { try get(200) }
    #expect(error?.openedBy == nil)
    #expect(get.description.hasSuffix("onResult: a closure) → \(get.identity.name)"))
  }

  @Test("B4: errors of functions whose results are judged count as others")
  func onResultErrors() async {
    let breaker = fixture.breaker()
    let fail = circuitBroken(by: breaker, onResult: { (_: Int) in .success }) { () throws in throw ConnectionError() }
    let failLater = circuitBroken(by: breaker, onResult: { (_: Int) in .success }) { () async throws in
      throw ConnectionError()
    }
    for _ in 0..<2 {
      #expect(throws: ConnectionError.self) { try fail() }
      await #expect(throws: ConnectionError.self) { try await failLater() }
    }
    #expect(breaker.state == .open)
  }

  @Test("A4: a typed call keeps its error type, with and without onResult")
  func typedCalls() async {
    let breaker = fixture.breaker()
    let replacement: @Sendable (any Error) -> StatusError = { _ in StatusError(status: 503) }
    let judge: (Int) -> CircuitVerdict = { $0 < 0 ? .failure : .success }
    for _ in 0..<2 {
      do throws(StatusError) {
        _ = try synchronously { () throws(StatusError) in
          try breaker.run(onResult: judge, orThrow: replacement) { () throws(StatusError) in
            throw StatusError(status: 500)
          }
        }
      } catch { #expect(error.status == 500) }
      do throws(StatusError) {
        let result = try await breaker.run(onResult: judge, orThrow: replacement) { () async throws(StatusError) in -1 }
        #expect(result == -1)
      } catch { Issue.record(error) }
    }
    #expect(breaker.state == .open && breaker.snapshot.failures == 4)
    do throws(StatusError) {
      _ = try await breaker.run(onResult: judge, orThrow: replacement) { () async throws(StatusError) in 1 }
    } catch { #expect(error.status == 503) }
    do throws(StatusError) {
      _ = try AsyncFunctionOrThrow.call(breaker, replacement)
    } catch { #expect(error.status == 503) }
  }

  @Test("B5: with slowerThan, a call that takes longer is slow, whether it succeeds or not")
  func slow() async {
    let breaker = fixture.breaker(slowerThan: .seconds(1))
    let clock = clock
    func call(_ time: Duration, _ error: (any Error)? = nil) async {
      try? await breaker.run { () async throws in
        clock.advance(by: time)
        if let error { throw error }
      }
    }
    await call(.seconds(1))
    await call(.milliseconds(1_001), ConnectionError())
    #expect(breaker.snapshot.slow == 1 && breaker.snapshot.failures == 1)
    await call(.zero)
    await call(.seconds(2))
    #expect(breaker.state == .open)
    #expect(
      fixture.changes.values.map(\.reason) == [.failureRate] || fixture.changes.values.map(\.reason) == [.slowRate]
    )
    #expect(fixture.counted("slow") == 1 && fixture.counted("failure") == 1 && fixture.counted("success") == 2)
    clock.advance(by: .seconds(5))
    await call(.seconds(2))
    await call(.seconds(2))
    #expect(fixture.changes.values.last?.reason == .probesSlow)
  }

  @Test("B6: an error that asks for a delay keeps the circuit open for at least that long")
  func hint() {
    let breaker = fixture.breaker()
    breaker.fail(4, StatusError(status: 503, retryAfter: .seconds(20)))
    #expect(breaker.snapshot.retryAfter == .seconds(20))
  }

  @Test("B6: jitter comes from the given generator and makes the open time only longer")
  func jitter() {
    func times(seed: UInt64) -> [Duration] {
      let changes = ValueRecorder<CircuitChange>()
      let breaker = CircuitBreaker(
        named: "test",
        minimumCalls: 1,
        openFor: .seconds(5),
        didChange: { changes.append($0) },
        generator: SeededGenerator(seed: seed),
        clock: clock
      )
      for _ in 0..<20 {
        breaker.fail()
        breaker.close()
      }
      return changes.values.compactMap(\.after.retryAfter)
    }
    #expect(times(seed: 1) == times(seed: 1))
    #expect(times(seed: 1) != times(seed: 2))
    #expect(times(seed: 1).count == 20 && Set(times(seed: 1)).count == 20)
    #expect(times(seed: 1).allSatisfy { .seconds(5) <= $0 && $0 <= .milliseconds(5_500) })
  }

  @Test("B9, A2: a probe whose task is cancelled gives its place back, whatever its client throws")
  func cancelledProbe() async throws {
    let breaker = fixture.breaker(probes: 1)
    breaker.fail(4)
    clock.advance(by: .seconds(5))
    let gate = Gate()
    let probe = Task {
      try await breaker.run {
        await gate.wait()
        if Task.isCancelled { throw ConnectionError() }
      }
    }
    await until { gate.waiting == 1 }
    #expect(!breaker.letsIn())
    probe.cancel()
    gate.open()
    await #expect(throws: ConnectionError.self) { try await probe.value }
    #expect(breaker.state == .halfOpen && breaker.snapshot.runningProbes == 0)
    #expect(fixture.counted("cancelled") == 1)
    #expect(breaker.letsIn() && breaker.state == .closed)
  }

  @Test("B9, B12: a closed circuit that lets calls back in gradually treats a cancelled task as any other")
  func cancelledDuringRamp() async throws {
    let breaker = fixture.breaker(recovery: .gradually(over: .seconds(30)))
    breaker.fail(4)
    clock.advance(by: .seconds(5))
    breaker.succeed(2)
    #expect(breaker.state == .closed && breaker.snapshot.admittedShare == 0)
    let gate = Gate()
    let task = Task {
      await gate.wait()
      // The first call runs, and the second one is refused as without a cancellation.
      let isCancelled = try await breaker.run { Task.isCancelled }
      let refusal = await #expect(throws: CircuitOpenError.self) { try await breaker.run {} }
      return isCancelled && refusal?.state == .closed
    }
    await until { gate.waiting == 1 }
    task.cancel()
    gate.open()
    #expect(try await task.value)
  }

  @Test("A2: a breaker and a bulkhead hand out nothing that could be ended twice")
  func noPermits() {
    let bulkhead = Bulkhead(named: "db", atMost: 1)
    for decorator: any ConcurrentDecorator in [fixture.breaker(), bulkhead, bulkhead.with(cost: 1)] {
      #expect(!(decorator is any CallGuard))
    }
  }

  @Test("A9: a task that is cancelled takes no probe, and runs in a closed circuit as without a breaker")
  func cancelledBefore() async {
    let (breaker, calls) = (fixture.breaker(), calls)
    let closed = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await breaker.run { () async in calls.increment() }
    }
    #expect((try? await closed.value) == 1)
    breaker.fail(3)
    clock.advance(by: .seconds(5))
    let halfOpen = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await breaker.run { () async in calls.increment() }
    }
    await #expect(throws: CancellationError.self) { try await halfOpen.value }
    #expect(calls.value == 1 && breaker.snapshot.runningProbes == 0 && breaker.snapshot.refused == 0)
    #expect(fixture.changes.values.map(\.to) == [.open])
  }

  @Test("A7: reading says what the next call would meet, and changes nothing")
  func reading() {
    let breaker = fixture.breaker()
    breaker.fail(4)
    clock.advance(by: .seconds(5))
    for _ in 0..<3 { #expect(breaker.state == .halfOpen && breaker.snapshot.state == .halfOpen) }
    #expect(breaker.snapshot.calls == 0 && breaker.snapshot.retryAfter == nil)
    #expect(fixture.changes.values.count == 1 && fixture.gauge() == 2)
    breaker.succeed()
    #expect(fixture.changes.values.map(\.to) == [.open, .halfOpen] && fixture.gauge() == 1)
  }

  @Test("B11: an operator isolates, closes and disables, and the places are in the log")
  func manual() throws {
    let breaker = fixture.breaker()
    breaker.isolate(reason: "maintenance")
    #expect(!breaker.letsIn() && breaker.snapshot.isolationReason == "maintenance")
    clock.advance(by: .seconds(1_000_000))
    #expect(!breaker.letsIn())
    let line: UInt = #line + 1
    breaker.close()
    #expect(breaker.letsIn())
    breaker.disable()
    breaker.fail(100)
    #expect(breaker.letsIn() && breaker.snapshot.failures == 100)
    #expect(fixture.changes.values.map(\.to) == [.isolated, .closed, .disabled])
    #expect(fixture.changes.values.map(\.reason) == [.isolated, .closed, .disabled])
    #expect(fixture.changes.values[1].location.line == line)
    let closing = try #require(fixture.log.entries.first { $0.message == "circuit closed" })
    #expect(closing.line == line && closing.fileID == #fileID)
  }

  @Test("B12: a circuit that closes gradually refuses some calls with a short wait")
  func ramp() throws {
    let breaker = fixture.breaker(recovery: .gradually(over: .seconds(30)))
    breaker.fail(4)
    clock.advance(by: .seconds(5))
    breaker.succeed(2)
    #expect(breaker.state == .closed)
    breaker.succeed()
    let error = try #require(throws: CircuitOpenError.self) { try synchronously { try breaker.run {} } }
    #expect(error.state == .closed && error.retryAfter == .seconds(3) && error.openedBy == nil)
    clock.advance(by: .seconds(30))
    let before = breaker.snapshot.refused
    breaker.succeed(100)
    #expect(breaker.snapshot.refused == before && breaker.snapshot.admittedShare == 1)
  }

  @Test("A10: the description has every setting in effect, as it reads in source")
  func description() {
    #expect(
      CircuitBreaker(named: "a").description == """
        circuitBroken(by: CircuitBreaker(named: "a", opensAt: 0.5, minimumCalls: 20, window: .time(30.0 seconds), \
        openFor: 5.0 seconds, upTo: 60.0 seconds, jitter: 0.1, probes: 3, probeLease: 30.0 seconds))
        """
    )
    let full = CircuitBreaker(
      named: "a",
      window: .calls(50),
      slowerThan: .seconds(1),
      openFor: .seconds(90),
      recovery: .gradually(over: .seconds(30)),
      counting: { _ in .failure },
      didChange: { _ in },
      didLoseProbe: { _ in },
      logger: fixture.log.logger,
      metricsFactory: fixture.metrics,
      generator: SeededGenerator(seed: 1),
      clock: clock
    )
    #expect(
      full.description == """
        circuitBroken(by: CircuitBreaker(named: "a", opensAt: 0.5, minimumCalls: 20, window: .calls(50), \
        slowerThan: 1.0 seconds, slowRate: 0.5, openFor: 90.0 seconds, upTo: 90.0 seconds, jitter: 0.1, probes: 3, \
        probeLease: 30.0 seconds, recovery: .gradually(over: 30.0 seconds), counting: a closure, \
        didChange: a closure, didLoseProbe: a closure, logger: LogRecorder, metricsFactory: TestMetrics, \
        generator: SeededGenerator, clock: RecordingClock))
        """
    )
    #expect(Function {}.circuitBroken(by: full).description.hasPrefix("circuitBroken(by: CircuitBreaker(named: \"a\""))
  }

  @Test("B2: an async call that began before the circuit opened and closed again counts for nothing")
  func staleCall() async throws {
    let breaker = fixture.breaker()
    let gate = Gate()
    let slow = Task {
      try await breaker.run {
        await gate.wait()
        throw ConnectionError()
      }
    }
    await until { gate.waiting == 1 }
    breaker.fail(4)
    clock.advance(by: .seconds(5))
    breaker.succeed(2)
    gate.open()
    await #expect(throws: ConnectionError.self) { try await slow.value }
    #expect(breaker.snapshot.calls == 0 && breaker.snapshot.stale == 1 && fixture.counted("stale") == 1)
  }

  @Test("A11: a breaker is idle when it is closed and counts nothing")
  func idle() {
    let breaker = fixture.breaker()
    #expect(breaker.isIdle)
    breaker.succeed()
    #expect(!breaker.isIdle)
    clock.advance(by: .seconds(10))
    #expect(breaker.isIdle)
    breaker.fail(4)
    clock.advance(by: .seconds(1_000))
    #expect(!breaker.isIdle)
    breaker.close()
    #expect(breaker.isIdle)
    breaker.disable()
    #expect(!breaker.isIdle)
  }
}

private enum AsyncFunctionOrThrow {
  static func call(
    _ breaker: CircuitBreaker,
    _ replacement: @escaping @Sendable (any Error) -> StatusError
  ) throws(StatusError) -> Int {
    try Function { () throws(StatusError) in 1 }.decorated(by: breaker, orThrow: replacement)()
  }
}

private struct Secret: Error { var text: String }

/// A call that had begun when its time was over.
private struct Overdue: Rejection {
  var name: String { "overdue" }
  var retryAfter: Duration? { nil }
  var didRun: Bool { true }
}
