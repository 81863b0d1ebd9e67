import Decorators
import DecoratorsTesting
import Testing

private struct ResponseError: HTTPStatusReporting, Equatable {
  var httpStatus: Int
  var retryAfter: Duration?
}

private func objects(on clock: some Clock<Duration>) -> (breaker: CircuitBreaker, budget: RetryBudget) {
  (CircuitBreaker(named: "users", clock: clock), RetryBudget(named: "users", clock: clock))
}

@Suite struct PresetTests {
  @Test("C6: the preset's layers stand in the recommended order, and none of them warns")
  func layers() {
    let (breaker, budget) = objects(on: ContinuousClock())
    let pipeline = AsyncPipeline.http(breaker: breaker, budget: budget)
    #expect(pipeline.layers.map(\.traits.role) == [.timeLimited, .retrying, .circuitBroken, .timeLimited])
    #expect(pipeline.warnings.isEmpty)
    #expect(pipeline.details.split(separator: "\n").count == 4)
    #expect(
      pipeline.details.contains("attempts: 3, backoff: exponential(from: 0.1 seconds, factor: 2.0, cap: 5.0 seconds)")
    )
    #expect(AsyncPipeline.conservative(breaker: breaker, budget: budget).description.contains("attempts: 2"))
  }

  @Test("C6, U8: which statuses are retried, and after which delay")
  func statuses() {
    for status in [408, 425, 429, 500, 502, 503, 504, 599] {
      #expect(RetryDecision.forHTTPStatus(status) == .retry, "\(status)")
      let isHeeded = [429, 503].contains(status)
      #expect(
        RetryDecision.forHTTPStatus(status, retryAfter: .seconds(7))
          == (isHeeded ? .retry(after: .seconds(7)) : .retry),
        "\(status)"
      )
    }
    for status in [200, 301, 400, 401, 403, 404, 409, 413, 422, 501, 600] {
      #expect(RetryDecision.forHTTPStatus(status, retryAfter: .seconds(7)) == .giveUp, "\(status)")
    }
  }

  @Test("C6: the pipeline retries responses and connection errors, and gives up on what was wrong")
  func retries() async {
    await withSimulatedTime { clock in
      let (breaker, budget) = objects(on: clock)
      let pipeline = AsyncPipeline.http(
        breaker: breaker,
        budget: budget,
        generator: SeededGenerator(seed: 1),
        clock: clock
      )
      func calls(throwing error: any Error) async -> Int {
        let calls = Counter()
        _ = try? await pipeline.run {
          calls.increment()
          throw error
        }
        return calls.value
      }
      #expect(await calls(throwing: ResponseError(httpStatus: 503)) == 3)
      #expect(await calls(throwing: ConnectionError()) == 3)
      #expect(await calls(throwing: ResponseError(httpStatus: 404)) == 1)
      #expect(await calls(throwing: StatusError(status: 400)) == 1)
      #expect(await calls(throwing: ResponseError(httpStatus: 503, retryAfter: .seconds(61))) == 1)
      #expect(breaker.snapshot.failures > 0)
    }
  }

  @Test("C6: 30 s for the whole call, and 10 s for each attempt")
  func limits() async throws {
    let (error, elapsed, begun) = await withSimulatedTime { clock in
      let (breaker, budget) = objects(on: clock)
      let pipeline = AsyncPipeline.http(
        breaker: breaker,
        budget: budget,
        generator: SeededGenerator(seed: 1),
        clock: clock
      )
      let begun = ValueRecorder<Duration>()
      do {
        try await pipeline.run {
          begun.append(clock.now.offset)
          try await clock.sleep(for: .seconds(3_600))
        }
        return (nil as TimeLimitExceeded?, clock.now.offset, begun.values)
      } catch {
        return (error as? TimeLimitExceeded, clock.now.offset, begun.values)
      }
    }
    #expect(begun.count == 3)
    #expect(begun[1] >= .seconds(10) && begun[1] <= .milliseconds(10_100))
    #expect(elapsed == .seconds(30))
    #expect(error?.scope == .whole)
  }

  @Test(
    "C6, U8: a delay that the server asks for beyond the limit of the call ends it at once, with the response's error"
  )
  func longServerDelay() async {
    let (error, elapsed) = await withSimulatedTime { clock in
      let (breaker, budget) = objects(on: clock)
      let pipeline = AsyncPipeline.http(breaker: breaker, budget: budget, clock: clock)
      do {
        try await pipeline.run { throw ResponseError(httpStatus: 503, retryAfter: .seconds(45)) }
        return (nil as ResponseError?, clock.now.offset)
      } catch {
        return (error as? ResponseError, clock.now.offset)
      }
    }
    #expect(error?.httpStatus == 503)
    #expect(elapsed == .zero)
  }

  @Test("C6: the parts can be replaced, and the objects are the caller's")
  func parts() async throws {
    await withSimulatedTime { clock in
      let (breaker, budget) = objects(on: clock)
      var pipeline = AsyncPipeline.http(breaker: breaker, budget: budget, clock: clock)
      pipeline.layers[1] = RetryPolicy(attempts: 5, backoff: .none, clock: clock)
      let calls = Counter()
      _ = try? await pipeline.run {
        calls.increment()
        throw ConnectionError()
      }
      #expect(calls.value == 5)
      breaker.isolate(reason: "maintenance")
      await #expect(throws: CircuitOpenError.self) { try await pipeline.run { await Task.yield() } }
    }
  }
}
