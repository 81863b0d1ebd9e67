import Decorators
import DecoratorsTesting
import Testing

private struct API: Sendable {
  func user(_ id: Int) async throws -> String { "user \(id)" }
}

private struct Settings { var isGuarded = true }

private let api = API()
private let settings = Settings()
private let logger = Logger(label: "pipelines")

@Suite struct PipelinesGuideTests {
  @Test("C4, C5: the examples of the guide")
  func examples() async throws {
    let breaker = CircuitBreaker(named: "users", clock: ManualClock())
    var pipeline = AsyncPipeline {
      LoggingPolicy()
      TimeLimit(within: .seconds(30))
      RetryPolicy(attempts: 3)
      if settings.isGuarded { breaker }
    }
    let user = try await pipeline.run(named: "fetch") { try await api.user(42) }
    let fetch = AsyncFunction(named: "fetch", api.user).decorated(by: pipeline)

    for warning in pipeline.warnings { logger.warning("\(warning)") }
    print(pipeline.details)
    pipeline.layers[2] = RetryPolicy(attempts: 5)

    #expect(user == "user 42")
    #expect(try await fetch(7) == "user 7")
    #expect(pipeline.details.contains("3. retrying(attempts: 5"))
    #expect(pipeline.details.contains("(shares \"users\")"))
    #expect(breaker.snapshot.calls == 2)
  }

  @Test("Every example of the guide is a piece of this file")
  func page() throws { try expectExamples(of: "Pipelines.md", in: #filePath) }
}
