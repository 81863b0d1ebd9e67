import Testing

@Suite struct TracedExpansionTests {
  @Test func nothingSaid_showsNoArgument() {
    assertExpansion(
      """
      @Traced
      func login(user: String, password: String) {}
      """,
      """
      func login(user: String, password: String) {
      // Decorated, outermost first: @Traced
      #sourceLocation(file: "test.swift", line: 2)
      func `login(user:password:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return DecoratorsTracing::withTracing(named: "login(user:password:)") { (_: any Tracing::Span) -> Void in `login(user:password:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func settings_makeThePolicyOnce() {
    assertExpansion(
      """
      @Traced(named: "login", kind: .client, recording: .only("user"), errors: .description, valueLimit: 40)
      func login(user: String, password: String) async throws {}
      """,
      """
      func login(user: String, password: String) async throws {
      // Decorated, outermost first: @Traced
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6tracedfMu_ = DecoratorsTracing::TracingPolicy(kind: .client, recording: .all, errors: .description, valueLimit: 40)
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `login(user:password:)`(_: any Tracing::Span) async throws {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return try await DecoratorsTracing::withTracing(__macro_local_10decoratorsfMu_.__macro_local_6tracedfMu_, named: "login", arguments: ["user": user as Any], `login(user:password:)`)
      #sourceLocation()
      }
      """
    )
  }

  @Test func redactedArguments_areNotPassed() throws {
    let body = try Bodies(
      #"@Traced(recording: .all(redacting: "password")) func login(user: String, password: String) {}"#
    ).all()[0]
    #expect(body.contains(#"arguments: ["user": user as Any, "password": Decorators::Redacted(password)]"#))
  }

  @Test func genericCode_makesThePolicyForEachCall() throws {
    let body = try Bodies("@Traced(kind: .client) func load<A>(_ a: A) -> A { a }").all()[0]
    #expect(body.contains("withTracing(DecoratorsTracing::TracingPolicy(kind: .client), named: "))
  }
}
