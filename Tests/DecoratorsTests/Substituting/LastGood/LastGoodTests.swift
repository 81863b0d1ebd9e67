import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct LastGoodTests {
  let clock = RecordingClock()
  let events = ValueRecorder<FallbackEvent>()
  let log = LogRecorder()
  let metrics = TestMetrics()

  private func rates(upTo bound: Duration = .seconds(60), capacity: Int = 128) -> LastGood<String, Int> {
    LastGood(
      named: "rates",
      upTo: bound,
      capacity: capacity,
      logger: log.logger,
      didFallBack: events.append,
      metricsFactory: metrics,
      clock: clock
    )
  }

  @Test("F7: a failure at 59 gets the value of 0, one at 60 is thrown, and a use renews nothing")
  func theBound() throws {
    let rates = rates()
    #expect(rates.value(for: "EUR") { 7 } == 7)
    clock.advance(by: .seconds(59))
    #expect(try rates.value(for: "EUR") { throw TimeoutError() } == 7)
    #expect(rates.peek("EUR")?.age == .seconds(59))
    clock.advance(by: .seconds(1))
    #expect(throws: TimeoutError.self) { try rates.value(for: "EUR") { throw TimeoutError() } }
    #expect(rates.peek("EUR") == nil && rates.count == 1)
    #expect(events.values.count == 1)
  }

  @Test("F7: each success replaces the value and its age, and each key has its own")
  func successes() async throws {
    let rates = rates()
    #expect(await rates.value(for: "EUR") { () async in 7 } == 7)
    clock.advance(by: .seconds(40))
    #expect(rates.value(for: "EUR") { 8 } == 8)
    clock.advance(by: .seconds(40))
    #expect(try await rates.value(for: "EUR") { () async throws in throw TimeoutError() } == 8)
    #expect(throws: TimeoutError.self) { try rates.value(for: "USD") { throw TimeoutError() } }
  }

  @Test("F7: no more values are kept than the capacity, and the least recently used one goes first")
  func theCapacity() {
    let rates = rates(capacity: 2)
    for (number, key) in ["a", "b"].enumerated() { _ = rates.value(for: key) { number } }
    #expect((try? rates.value(for: "a") { throw TimeoutError() }) == 0)
    _ = rates.value(for: "c") { 2 }
    #expect(rates.count == 2)
    #expect(rates.peek("b") == nil && rates.peek("a") != nil && rates.peek("c") != nil)
  }

  @Test("F1: cancellation and other errors get no last value, and a rejection does")
  func whichErrors() async throws {
    let rates = LastGood<String, Int>(
      named: "rates",
      upTo: .seconds(60),
      on: TimeoutError.self,
      when: { !($0 is ConnectionError) },
      logger: log.logger
    )
    #expect(rates.value(for: "EUR") { 7 } == 7)
    #expect(throws: ProgrammingError.self) { try rates.value(for: "EUR") { throw ProgrammingError() } }
    #expect(throws: CancellationError.self) { try rates.value(for: "EUR") { throw CancellationError() } }
    #expect(try rates.value(for: "EUR") { throw Refused() } == 7)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try rates.value(for: "EUR") { throw TimeoutError() }
    }
    await #expect(throws: TimeoutError.self) { try await task.value }
  }

  @Test("F5: a use counts in the metric and is logged once a minute")
  func itShows() throws {
    let rates = rates(upTo: .seconds(3_600))
    _ = rates.value(for: "EUR") { 7 }
    for _ in 0..<150 {
      #expect(try rates.value(for: "EUR") { throw TimeoutError() } == 7)
      clock.advance(by: .seconds(1))
    }
    #expect(try metrics.expectCounter("fallbacks", [("function", "rates"), ("reason", "failed")]).totalValue == 150)
    #expect(log.entries.map(\.metadata["call.fallbacks"]) == ["1", "60", "60"])
  }

  @Test("F7: what was removed is not brought back by a call in flight")
  func removing() async throws {
    let rates = rates()
    _ = rates.value(for: "EUR") { 7 }
    rates.remove("EUR")
    #expect(rates.peek("EUR") == nil)
    _ = rates.value(for: "EUR") {
      rates.removeAll()
      return 8
    }
    #expect(rates.peek("EUR") == nil && rates.count == 0)
    _ = rates.value(for: "EUR") { 9 }
    #expect(rates.peek("EUR")?.value == 9)
  }

  @Test("F7: wrapped functions keep by all arguments, by a key, or in an object of the user's")
  func wrappedFunctions() async throws {
    let isDown = Counter()
    let load = Function(named: "load") { (number: Int, trace: String) throws -> Int in
      if isDown.value > 0 { throw TimeoutError() }
      return 10 * number
    }
    let later = AsyncFunction(named: "load") { (number: Int, trace: String) async throws -> Int in
      if isDown.value > 0 { throw TimeoutError() }
      return 10 * number
    }
    let kept = LastGood<Int, Int>(named: "numbers", upTo: .seconds(60), logger: log.logger)
    let functions = [
      load.orLastGood(upTo: .seconds(60), logger: log.logger),
      load.orLastGood(upTo: .seconds(60), key: { number, _ in number }, logger: log.logger),
      load.orLastGood(by: kept, key: { number, _ in number }),
    ]
    let laterOnes = [
      later.orLastGood(upTo: .seconds(60), logger: log.logger),
      later.orLastGood(upTo: .seconds(60), key: { number, _ in number }, logger: log.logger),
      later.orLastGood(by: kept, key: { number, _ in number }),
    ]
    for function in functions { #expect(try function(1, "a") == 10) }
    for function in laterOnes { #expect(try await function(2, "a") == 20) }
    isDown.increment()
    for function in functions { #expect(try function(1, "a") == 10) }
    for function in laterOnes { #expect(try await function(2, "a") == 20) }
    #expect(throws: TimeoutError.self) { try functions[0](1, "b") }
    for function in functions.dropFirst() { #expect(try function(1, "b") == 10) }
    #expect(kept.count == 2)
    #expect(
      functions.map(\.description) == [
        "orLastGood(upTo: 60.0 seconds, capacity: 128) → load",
        "orLastGood(upTo: 60.0 seconds, capacity: 128, key: a closure) → load",
        "orLastGood(by: numbers) → load",
      ]
    )
  }

  @Test("F7: the error type stays")
  func errorTypes() {
    let load = Function { (_: Int) throws(TimeoutError) -> Int in throw TimeoutError(number: 4) }
      .orLastGood(upTo: .seconds(60))
    do throws(TimeoutError) { _ = try load(1) } catch { #expect(error.number == 4) }
  }

  @Test("A10: settings are checked and shown")
  func settings() async {
    #expect(
      rates().description
        == #"LastGood(named: "rates", upTo: 60.0 seconds, capacity: 128, clock: RecordingClock)"#
    )
    let exits = [
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = LastGood<Int, Int>(named: "", upTo: .seconds(1))
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = LastGood<Int, Int>(named: "rates", upTo: .zero)
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = LastGood<Int, Int>(named: "rates", upTo: .seconds(1), capacity: 0)
      },
    ]
    #expect(lastWords(exits[0]).contains("must not be empty"))
    #expect(lastWords(exits[1]).contains("must be more than zero; that of 'rates' was 0.0 seconds"))
    #expect(lastWords(exits[2]).contains("must be at least 1; that of 'rates' was 0"))
  }

  @Test("F7: many threads at once")
  func manyThreads() async {
    let rates = rates(capacity: 4)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<2_000 {
        group.addTask {
          let key = "\(number % 8)"
          let value = try? rates.value(for: key) {
            if number % 3 == 0 { throw TimeoutError() }
            if number % 501 == 0 { rates.remove(key) }
            return number % 8
          }
          if let value { #expect(value == number % 8) }
        }
      }
    }
    #expect(rates.count <= 4)
  }
}

/// A rejection, as a circuit breaker throws it.
private struct Refused: Rejection {
  let name = "search"
  let retryAfter: Duration? = nil
}
