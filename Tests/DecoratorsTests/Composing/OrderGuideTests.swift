import Decorators
import DecoratorsTesting
import Testing

private struct Order: Sendable {}

private struct API: Sendable {
  func charge(_ order: Order) async throws -> String { "charged" }
  func refund(_ order: Order) async throws -> String { "refunded" }
}

private let api = API()

private struct Request: Hashable, Sendable {
  var host: String
  var path: String
}

private struct Page: Sendable, Equatable {
  var text: String
}

private struct Client: Sendable {
  let faults: Faults

  @Sendable func send(_ request: Request) async throws -> Page {
    try await faults.run(named: "send") { () async throws in Page(text: "\(request.host)\(request.path)") }
  }
}

private struct ResponseError: HTTPStatusReporting {
  var httpStatus: Int
  var retryAfter: Duration?  // as `RetryAfter` reads it from the header fields
}

private let logger = Logger(label: "order")

@Suite struct OrderGuideTests {
  @Test("C1, C4, C6: the examples of the guide")
  func examples() async throws {
    let breaker = CircuitBreaker(named: "payments")
    let bulkhead = Bulkhead(named: "payments", atMost: 20, waiting: 50)
    let budget = RetryBudget(named: "payments")

    let payments = AsyncPipeline {
      TimeLimit(within: .seconds(30))
      RetryPolicy(attempts: 3, idempotent: false, budget: budget)
      breaker
      bulkhead
      TimeLimit(eachAttempt: .seconds(10))
    }
    let charge = AsyncFunction(named: "charge", api.charge).decorated(by: payments)
    let refund = AsyncFunction(named: "refund", api.refund).decorated(by: payments)

    for warning in payments.warnings { logger.warning("\(warning)") }
    for warning in charge.identity.warnings { logger.warning("\(warning)") }

    let http = AsyncPipeline.http(breaker: breaker, budget: budget)
    print(http.details)

    #expect(try await charge(Order()) == "charged")
    #expect(try await refund(Order()) == "refunded")
    #expect(payments.warnings.isEmpty && charge.identity.warnings.isEmpty)
  }

  @Test("C1, A11: a breaker for each host, between two pipelines")
  func client() async throws {
    let client = Client(faults: .script([]))
    let budget = RetryBudget(named: "pages")

    let breakers = Keyed(capacity: 1_000) { (host: String) in CircuitBreaker(named: "host \(host)") }
    let bucket = TokenBucket(named: "pages", 50, per: .seconds(1), burst: 10)
    let connections = Bulkhead(named: "pages", atMost: 20, waiting: 50)
    let pages = MemoCache<Request, Page>(
      capacity: 256,
      freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600)),
      named: "pages"
    )

    let attempt = AsyncPipeline {
      RateLimit(by: bucket, waitingAtMost: .seconds(1), hints: .retryAfter)
      connections
      TimeLimit(eachAttempt: .seconds(2))
    }
    let whole = AsyncPipeline {
      TimeLimit(within: .seconds(30), propagating: true)
      RetryPolicy(attempts: 3, budget: budget)
    }
    let send = AsyncFunction(named: "send", client.send).decorated(by: attempt)
    let page = AsyncFunction(named: "page") { (request: Request) async throws in
      try await breakers[request.host].run { try await send(request) }
    }
    .decorated(by: whole)
    .memoized(in: pages)
    .fallingBack(on: .any, to: Page(text: "Come back later."))

    let home = await page(Request(host: "example.org", path: "/"))  // no `try`: the fallback answers every error
    #expect(home == Page(text: "example.org/"))
    #expect(whole.warnings.isEmpty && attempt.warnings.isEmpty && page.identity.warnings.isEmpty)
    #expect(client.faults.calls == 1)
    #expect(try breakers["example.org"].snapshot.calls == 1)
  }

  @Test("C6: what a preset of the guide retries, and a bulkhead inside its breaker")
  func preset() async throws {
    let clock = RecordingClock()
    let faults = Faults.script([
      .error(ResponseError(httpStatus: 503, retryAfter: .seconds(2))), .error(ResponseError(httpStatus: 404)),
    ])
    let breaker = CircuitBreaker(named: "pages", clock: clock)
    var http = AsyncPipeline.http(
      breaker: breaker,
      budget: RetryBudget(named: "pages", clock: clock),
      clock: clock
    )
    http.layers.insert(Bulkhead(named: "pages", atMost: 20), at: 3)
    #expect(http.warnings.isEmpty)
    let pipeline = http
    await #expect(throws: ResponseError.self) { try await pipeline.run { try await faults.run { () async throws in } } }
    #expect(faults.calls == 2)
    #expect(breaker.snapshot.calls == 1 && breaker.snapshot.failures == 1)  // the 404 is no failure of the server
    #expect(clock.sleeps.contains { (.seconds(2)...(.milliseconds(2_200))).contains($0) })
  }

  @Test("Every example of the guide is a piece of this file")
  func page() throws { try expectExamples(of: "Order.md", in: #filePath) }
}
