import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct FallingBackTests {
  let events = ValueRecorder<FallbackEvent>()
  let log = LogRecorder()
  let metrics = TestMetrics()
  let calls = Counter()

  private func failing<E: Error>(_ error: E) -> Function<Int, String, any Error> {
    Function(named: "load") { [calls] (_: Int) throws -> String in
      calls.increment()
      throw error
    }
  }

  private func failingLater<E: Error>(_ error: E) -> AsyncFunction<Int, String, any Error> {
    AsyncFunction(named: "load") { [calls] (_: Int) async throws -> String in
      calls.increment()
      throw error
    }
  }

  // MARK: Which errors

  @Test("F1, F2: the errors of the listed types get a substitute, made of the error and the arguments")
  func someErrors() async throws {
    let load = failing(TimeoutError(number: 3)).fallingBack(
      on: TimeoutError.self,
      ConnectionError.self,
      to: { error, id in "\((error as? TimeoutError)?.number ?? 0) for \(id)" }
    )
    #expect(try load(7) == "3 for 7")
    let later = failingLater(ConnectionError()).fallingBack(
      on: [TimeoutError.self, ConnectionError.self] as [any Error.Type],
      to: { _, id in
        await Task.yield()
        return "\(id)"
      }
    )
    #expect(try await later(7) == "7")
    #expect(calls.value == 2)
  }

  @Test("F1: other errors are thrown on, unchanged")
  func otherErrors() async {
    let load = failing(ProgrammingError()).fallingBack(on: TimeoutError.self, to: { _, _ in "cached" })
    #expect(throws: ProgrammingError()) { try load(7) }
    let later = failingLater(ProgrammingError()).fallingBack(when: { $0 is TimeoutError }, to: { _, _ in "cached" })
    await #expect(throws: ProgrammingError()) { try await later(7) }
  }

  @Test("F1: a rejection is answered whatever the types are, unless when: says no")
  func rejections() async throws {
    let load = failing(Refused()).fallingBack(
      on: TimeoutError.self,
      didFallBack: events.append,
      to: { _, _ in "cached" }
    )
    #expect(try load(7) == "cached")
    #expect(events.values.map(\.reason) == [.rejected])
    let strict = failingLater(Refused())
      .fallingBack(on: TimeoutError.self, when: { !isRejection($0) }, to: { _, _ in "cached" })
    await #expect(throws: Refused.self) { try await strict(7) }
  }

  @Test("F1: a cancelled call gets no substitute, whatever it throws")
  func cancellation() async {
    let load = failingLater(CancellationError()).fallingBack(on: .any, to: { _, _ async throws in "cached" })
    await #expect(throws: CancellationError.self) { try await load(7) }
    let other = failingLater(TimeoutError()).fallingBack(on: TimeoutError.self, to: { _, _ in "cached" })
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await other(7)
    }
    await #expect(throws: TimeoutError.self) { try await task.value }
  }

  @Test("F1: a load that asks for itself is a mistake of the program, and gets no substitute")
  func recursiveLoads() throws {
    let cache = MemoCache<Int, Int>(named: "numbers")
    let recursive = Function { (number: Int) throws -> Int in
      try cache.value(for: number) { () throws in try cache.value(for: number) { () throws in 1 } }
    }
    let load = recursive.fallingBack(on: .any, to: { (_, _) throws in 0 })
    #expect(throws: RecursiveLoadError.self) { try load(1) }
  }

  @Test("F1, F3: a call that cannot throw gets a substitute also for a cancellation")
  func cancellationWhereNothingIsThrown() async {
    let load = failingLater(CancellationError()).fallingBack(on: .any, to: { _, _ in "cached" })
    #expect(await load(7) == "cached")
    let typed = failingLater(CancellationError())
      .fallingBack(on: .any, to: { (_, _) async throws(TimeoutError) in "cached" })
    do throws(TimeoutError) { #expect(try await typed(7) == "cached") } catch { Issue.record("\(error)") }
  }

  @Test("F1: a fallback for something that is no error stops the program, also if the body does not fail")
  func noError() async {
    let wrapped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Function { (_: Int) throws in 1 }.fallingBack(on: 7, to: { _, _ in 2 })
    }
    #expect(lastWords(wrapped).contains("'on:' takes types of errors"))
    let now = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try withFallback(on: 7, to: { _ in 2 }) { () throws in 1 }
    }
    #expect(lastWords(now).contains("'on:' takes types of errors"))
  }

  // MARK: Types

  @Test("F3: a fallback that does not throw makes a function that does not throw")
  func noTry() async {
    let load: Function<Int, String, Never> = failing(TimeoutError()).fallingBack(on: .any, to: { _, id in "\(id)" })
    #expect(load(7) == "7")
    let later: AsyncFunction<Int, String, Never> =
      failingLater(TimeoutError()).fallingBack(on: .any, to: { _, id in "\(id)" })
    #expect(await later(7) == "7")
    #expect(load.undecorated(7) == "7")
    #expect(await later.undecorated(7) == "7")
  }

  @Test("F3: the errors of the fallback are those of the function")
  func errorsOfTheFallback() async {
    let typed = Function { (_: Int) throws(TimeoutError) -> Int in throw TimeoutError(number: 1) }
    let other = typed.fallingBack(on: .any, to: { (_, _) throws(ConnectionError) in throw ConnectionError() })
    do throws(ConnectionError) { _ = try other(7) } catch { #expect(error == ConnectionError()) }
    let same = typed.fallingBack(
      on: TimeoutError.self,
      to: { (error, _) throws(TimeoutError) in throw TimeoutError(number: error.number + 1) }
    )
    do throws(TimeoutError) { _ = try same(7) } catch { #expect(error.number == 2) }
    let fails: @Sendable (TimeoutError, Int) throws -> Int = { _, _ in throw ConnectionError() }
    let wide = typed.fallingBack(on: TimeoutError.self, to: fails)
    #expect(throws: ConnectionError.self) { try wide(7) }
  }

  @Test func constants() async throws {
    let load: Function<Int, String, Never> = failing(TimeoutError()).fallingBack(on: .any, to: "none")
    #expect(load(7) == "none")
    #expect(try failing(TimeoutError()).fallingBack(on: TimeoutError.self, to: "none")(7) == "none")
    let later: AsyncFunction<Int, String, Never> = failingLater(TimeoutError()).fallingBack(on: .any, to: "none")
    #expect(await later(7) == "none")
    #expect(try await failingLater(TimeoutError()).fallingBack(on: TimeoutError.self, to: "none")(7) == "none")
    #expect(load.description == #"fallingBack(on: any, to: a value) → load"#)
  }

  @Test("F4: two backends in a row")
  func twoBackends() async throws {
    let replica = AsyncFunction(named: "replica") { (id: Int) async throws in "replica \(id)" }
    let fetch = failingLater(ConnectionError()).fallingBack(on: ConnectionError.self, to: replica)
    #expect(try await fetch(7) == "replica 7")
    #expect(fetch.description == "fallingBack(on: ConnectionError, to: replica) → load")
    let last = failingLater(TimeoutError()).fallingBack(on: .any, to: failingLater(ConnectionError()))
      .fallingBack(on: .any, to: { error, id in "\(error is ConnectionError) \(id)" })
    #expect(await last(7) == "true 7")
    let local = Function(named: "local") { (id: Int) in "local \(id)" }
    #expect(failing(TimeoutError()).fallingBack(on: .any, to: local)(7) == "local 7")
    let tested = Function(named: "local") { (id: Int) throws in "local \(id)" }
    #expect(try failing(TimeoutError()).fallingBack(on: TimeoutError.self, to: tested)(7) == "local 7")
  }

  @Test("F4: it runs once, after everything inside gave up")
  func afterRetries() throws {
    let answers = Counter()
    let load = failing(TimeoutError()).retrying(attempts: 3, backoff: .none)
      .fallingBack(
        on: TimeoutError.self,
        to: { _, _ in
          answers.increment()
          return "cached"
        }
      )
    #expect(try load(7) == "cached")
    #expect(calls.value == 3 && answers.value == 1)
  }

  @Test("F4: it runs in the caller's task and with its task-local values, and on no other actor than the function")
  func theCallersTask() async throws {
    enum Request { @TaskLocal static var id = 0 }
    let load = failingLater(TimeoutError()).fallingBack(on: .any, to: { _, _ in "\(Request.id)" })
    #expect(await Request.$id.withValue(5) { await load(7) } == "5")
  }

  @Test("F4: a call that succeeds runs no fallback, and shows nothing")
  func success() async throws {
    let load = Function { (id: Int) throws in "\(id)" }
      .fallingBack(on: .any, logger: log.logger, didFallBack: events.append, metricsFactory: metrics, to: "none")
    #expect(load(7) == "7")
    #expect(events.values.isEmpty && log.entries.isEmpty && metrics.counters.isEmpty)
  }

  @Test("F6: a stream that fails after its elements were handed on gets no substitute")
  func streams() async {
    let numbers = AsyncFunction { () async throws -> AsyncThrowingStream<Int, any Error> in
      AsyncThrowingStream { continuation in
        continuation.yield(1)
        continuation.finish(throwing: TimeoutError())
      }
    }
    .fallingBack(on: .any, didFallBack: events.append, to: { _ in AsyncThrowingStream { $0.finish() } })
    var seen: [Int] = []
    do {
      for try await number in await numbers() { seen.append(number) }
      Issue.record("the stream must throw")
    } catch {
      #expect(error is TimeoutError)
    }
    #expect(seen == [1] && events.values.isEmpty)
  }

  // MARK: Showing

  @Test("F5: each fallback counts by function and reason, and a hook gets the error")
  func theMetric() throws {
    let load = failing(TimeoutError(number: 1))
      .fallingBack(on: .any, didFallBack: events.append, named: "page", metricsFactory: metrics, to: "none")
    let refused = failing(Refused()).fallingBack(on: .any, named: "page", metricsFactory: metrics, to: "none")
    #expect(load(1) + load(2) + refused(3) == "nonenonenone")
    #expect(try metrics.expectCounter("fallbacks", [("function", "page"), ("reason", "failed")]).totalValue == 2)
    #expect(try metrics.expectCounter("fallbacks", [("function", "page"), ("reason", "rejected")]).totalValue == 1)
    #expect(events.values.map(\.name) == ["page", "page"])
    #expect(events.values[0].error as? TimeoutError == TimeoutError(number: 1))
    #expect(events.values[0].fallbackError == nil)
  }

  @Test("F5: one warning a minute and function, with the count since the last one")
  func theLog() throws {
    let clock = RecordingClock()
    let load = failing(TimeoutError()).fallingBack(on: .any, logger: log.logger, clock: clock, to: "none")
    let line: UInt = #line - 1
    for second in 0..<150 {
      #expect(load(second) == "none")
      clock.advance(by: .seconds(1))
    }
    #expect(log.entries.map(\.metadata["call.fallbacks"]) == ["1", "60", "60"])
    #expect(log.entries.allSatisfy { $0.level == .warning && $0.message == "falling back" })
    #expect(log.entries[0].metadata["call.function"] == "load")
    #expect(log.entries[0].metadata["call.error.type"] == "DecoratorsTests.TimeoutError")
    #expect(log.entries[0].metadata["call.reason"] == "failed")
    #expect(log.entries[0].fileID == #fileID && log.entries[0].line == line)
  }

  @Test("F3, F5: a fallback that fails throws its own error, and hook and log have both")
  func theFallbackFails() async throws {
    let load = failingLater(TimeoutError()).fallingBack(
      on: TimeoutError.self,
      logger: log.logger,
      didFallBack: events.append,
      to: { _, _ in throw ConnectionError() }
    )
    await #expect(throws: ConnectionError.self) { try await load(7) }
    #expect(events.values[0].error is TimeoutError && events.values[0].fallbackError is ConnectionError)
    #expect(log.entries[0].metadata["call.error.type"] == "DecoratorsTests.TimeoutError")
    #expect(log.entries[0].metadata["call.fallback.error.type"] == "DecoratorsTests.ConnectionError")
  }

  @Test("A10: the description shows the choice of errors")
  func descriptions() {
    let load = failing(TimeoutError()).fallingBack(
      on: TimeoutError.self,
      when: { _ in true },
      named: "page",
      to: { _, _ in "" }
    )
    #expect(load.description == "fallingBack(on: TimeoutError, when: a closure, to: a closure) → page")
  }

  // MARK: Running now

  @Test("F1, F2, F3: a body that runs now")
  func runningNow() async throws {
    var seen = 0  // Both closures may change what they capture.
    let text = withFallback(
      on: .any,
      to: { error in
        seen += 1
        return "\(error)"
      }
    ) { () throws -> String in
      seen += 1
      throw ConnectionError()
    }
    #expect(text == "ConnectionError()" && seen == 2)
    let other = try withFallback(on: TimeoutError.self, to: { _ in "cached" }) { throw TimeoutError() }
    #expect(other == "cached")
    #expect(throws: ProgrammingError.self) {
      try withFallback(on: TimeoutError.self, to: { _ in "cached" }) { throw ProgrammingError() }
    }
    let later = await withFallback(on: .any, to: { _ in "cached" }) { () async throws -> String in
      seen += 1
      throw ConnectionError()
    }
    #expect(later == "cached" && seen == 3)
    let late = try await withFallback(
      when: { $0 is ConnectionError },
      to: { error in
        await Task.yield()
        return "\(error)"
      }
    ) { () async throws -> String in throw ConnectionError() }
    #expect(late == "ConnectionError()")
    #expect(withFallback(on: .any, to: { (_: TimeoutError) in 0 }) { () throws(TimeoutError) in 7 } == 7)
  }

  @Test("F1: a cancelled body is thrown on")
  func runningNowCancelled() async {
    await #expect(throws: CancellationError.self) {
      try await withFallback(on: TimeoutError.self, CancellationError.self, to: { _ in 0 }) { () async throws in
        throw CancellationError()
      }
    }
  }

  @Test("F4: on an actor, body and fallback stay on it")
  func onAnActor() async throws {
    #expect(try await Library().count() == 2)
  }

  @Test("F5: a body that runs now counts too, and its place logs once a minute")
  func runningNowShows() {
    let clock = RecordingClock()
    for _ in 0..<150 {
      let value = withFallback(
        on: .any,
        logger: log.logger,
        didFallBack: events.append,
        named: "page",
        metricsFactory: metrics,
        clock: clock,
        to: { _ in 0 }
      ) { throw TimeoutError() }
      #expect(value == 0)
      clock.advance(by: .seconds(1))
    }
    #expect(log.entries.map(\.metadata["call.fallbacks"]) == ["1", "60", "60"])
    #expect(metrics.counters.map(\.totalValue).reduce(0, +) == 150)
    #expect(events.values.count == 150 && events.values[0].name == "page")
  }
}

private actor Library {
  var books = 0

  func count() async throws -> Int {
    try await withFallback(
      on: TimeoutError.self,
      to: { _ in
        self.books += 1
        return self.books
      }
    ) { () async throws in
      books += 1
      throw TimeoutError()
    }
  }
}

/// A rejection, as a circuit breaker throws it.
private struct Refused: Rejection {
  let name = "search"
  let retryAfter: Duration? = nil
}
