import Decorators
import DecoratorsTesting
import Testing

private struct Order: Sendable {}

private struct API: Sendable {
  func charge(_ order: Order) async throws -> String { "charged" }
  func refund(_ order: Order) async throws -> String { "refunded" }
}

private let api = API()
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

  @Test("Every example of the guide is a piece of this file")
  func page() throws { try expectExamples(of: "Order.md", in: #filePath) }
}
