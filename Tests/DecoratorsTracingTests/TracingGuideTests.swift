#if Tracing
  import Decorators
  import DecoratorsTesting
  import DecoratorsTracing
  import Foundation
  import InMemoryTracing
  import Testing

  /// The examples of `Docs/Tracing.md`.
  @Suite struct TracingGuideTests {
    private let tracing = TracingPolicy()

    @Test("V1: a span for the call and one for each attempt")
    func composition() async throws {
      let tracer = InMemoryTracer()
      try await withTracer(tracer) { () async throws in
        let fetch = AsyncFunction(named: "fetch_user", fetchUser)
          .traced(named: "fetch_attempt", kind: .client)
          .retrying(attempts: 3, backoff: .none)
          .traced(named: "fetch_user")
        _ = try await fetch(42)
      }
      #expect(tracer.finishedSpans.map(\.operationName) == ["fetch_attempt", "fetch_user"])
    }

    @Test func aPolicy() async throws {
      let tracer = InMemoryTracer()
      try await withTracer(tracer) { () async throws in
        let tracing = TracingPolicy(
          kind: .client,  // default: .internal
          recording: .only("id"),  // default: no argument
          errors: .description  // default: the type alone
        )
        let remove = decorated(by: tracing.with(argumentNames: ["id", "reason"]), named: "remove_user") {
          (id: Int, reason: String) async throws in try await users.remove(id, reason)
        }
        try await remove(42, "asked for it")
      }
      #expect(tracer.finishedSpans.map(\.attributes.all) == [["outcome": "success", "call.arguments.id": "42"]])
    }

    @Test func theSpan() async throws {
      let (tracer, file) = (InMemoryTracer(), "a.csv")
      try await withTracer(tracer) { () async throws in
        let rows = try await withTracing(named: "import", arguments: ["file": file]) { span in
          let rows = try await importRows(of: file)
          span.attributes["import.rows"] = rows
          return rows
        }
        #expect(rows == 3)
      }
      #expect(tracer.finishedSpans.map(\.attributes.all) == [["outcome": "success", "import.rows": "3"]])
    }

    @Test("V2: an event of a hook")
    func hooks() {
      let tracer = InMemoryTracer()
      withTracer(tracer) {
        let policy = RetryPolicy(
          attempts: 2,
          backoff: .none,
          didGiveUp: { end in addSpanEvent("gave up", ["reason": "\(end.reason.rawValue)"]) }
        )
        try? decorated(by: policy) { () throws in throw GatewayDown() }.traced(named: "push")()
      }
      #expect(tracer.finishedSpans[0].events.map(\.name) == ["retry", "gave up"])
      #expect(tracer.finishedSpans[0].events[1].attributes.all == ["reason": "attemptsExhausted"])
    }

    @Test("V7: a tracer of the test")
    func testing() async {
      let tracer = InMemoryTracer()
      await withTracer(tracer) {
        try? await tracing.run(named: "push") { () async throws in throw GatewayDown() }
      }
      #expect(tracer.finishedSpans.map(\.operationName) == ["push"])
      #expect(tracer.finishedSpans[0].status?.code == .error)
    }

    @Test func everyExampleOfTheGuide_isAPieceOfTheTests() throws {
      func lines(of text: String) -> String {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
          .joined(separator: "\n")
      }
      let path = URL(filePath: #filePath).pathComponents.prefix { $0 != "Tests" }.dropFirst().joined(separator: "/")
      let attribute = URL(filePath: "/\(path)/Tests/DecoratorsTracingMacrosTests/TracedAttributeTests.swift")
      let tested = try [URL(filePath: #filePath), attribute]
        .map { lines(of: try String(contentsOf: $0, encoding: .utf8)) }.joined(separator: "\n")
      let page = try String(contentsOf: URL(filePath: "/\(path)/Docs/Tracing.md"), encoding: .utf8)
      for example in page.split(separator: "```swift\n").dropFirst() {
        let example = String(example.prefix(upTo: example.range(of: "```")!.lowerBound))
        #expect(tested.contains(lines(of: example)), "Not in the tests:\n\(example)")
      }
    }
  }

  private struct GatewayDown: Error {}

  private struct UserStore {
    func remove(_ id: Int, _ reason: String) async throws {}
  }

  private let users = UserStore()

  @Sendable private func fetchUser(_ id: Int) async throws -> String { "user \(id)" }

  private func importRows(of file: String) async throws -> Int { 3 }
#endif
