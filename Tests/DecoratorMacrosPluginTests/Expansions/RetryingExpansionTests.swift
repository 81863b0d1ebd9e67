import Testing

@Suite struct RetryingExpansionTests {
  @Test func settings_areThoseOfWithRetry() {
    assertExpansion(
      """
      @Retrying(attempts: 5, backoff: .constant(.seconds(1)), within: .seconds(9), on: Timeout.self, Refusal.self)
      func push() throws {}
      """,
      """
      func push() throws {
      // Decorated, outermost first: @Retrying
      enum __macro_local_8retryingfMu_ {
        nonisolated static let __macro_local_8retryingfMu0_ = Decorators.RetryPolicy(attempts: 5, backoff: .constant(.seconds(1)), within: .seconds(9), on: Timeout.self, Refusal.self)
      }
      #sourceLocation(file: "test.swift", line: 1)
      return try Decorators.withRetry(__macro_local_8retryingfMu_.__macro_local_8retryingfMu0_, named: "push()") { () throws -> Void in
      #sourceLocation()
      }
      }
      """
    )
  }

  @Test func closures_arePastedAsTheyAre() {
    assertExpansion(
      """
      @Retrying(
        when: { error in error is Timeout ? .retry : .giveUp },  // the only one
        onResult: { (response: Response) in response.status == 503 }
      )
      func push() throws -> Response { Response() }
      """,
      """
      func push() throws -> Response {
      // Decorated, outermost first: @Retrying
      enum __macro_local_8retryingfMu_ {
        nonisolated static let __macro_local_8retryingfMu0_ = Decorators.RetryPolicy(when: { error in error is Timeout ? .retry : .giveUp })
      }
      #sourceLocation(file: "test.swift", line: 1)
      return try Decorators.withRetry(__macro_local_8retryingfMu_.__macro_local_8retryingfMu0_, named: "push()", onResult: { (response: Response) in response.status == 503 }) { () throws -> Response in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 5)
        Response()
      }
      #sourceLocation()
      }
      """
    )
  }

  @Test func rareSettings_makeAPolicy() {
    assertExpansion(
      #"""
      struct Gateway {
        @Retrying(
          attempts: 2,
          serverDelays: .ignored,
          generator: \Self.generator,
          logger: \Self.logger,
          willRetry: { print($0) },
          named: "push",
          clock: \Self.clock,
          allowing: .blockedActor
        )
        func push() throws {}
      }
      """#,
      """
      struct Gateway {
        func push() throws {
        // Decorated, outermost first: @Retrying
        #sourceLocation(file: "test.swift", line: 2)
        let __macro_local_5clockfMu_ = Decorators.BlockingWait.clock(self.clock)
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return try Decorators.withRetry(Decorators.RetryPolicy(attempts: 2, serverDelays: .ignored, generator: self.generator, logger: self.logger, willRetry: { print($0) }), named: "push", clock: __macro_local_5clockfMu_) { () throws -> Void in
        #sourceLocation()
        }
        }
      }
      """
    )
  }

  @Test func policy_standsForThem() {
    assertExpansion(
      #"""
      @Retrying(gateway, onResult: \Response.isBusy, named: "push")
      func push() -> Response { Response() }
      """#,
      #"""
      func push() -> Response {
      // Decorated, outermost first: @Retrying
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators.withRetry(gateway, named: "push", onResult: \Response.isBusy) { () -> Response in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
        Response()
      }
      #sourceLocation()
      }
      """#
    )
  }

  @Test func policyOfTheInstance_isReadFromIt() {
    assertExpansion(
      #"""
      actor Gateway {
        @Retrying(\Self.policy)
        func push() async throws {}
      }
      """#,
      """
      actor Gateway {
        func push() async throws {
        // Decorated, outermost first: @Retrying
        #sourceLocation(file: "test.swift", line: 2)
        return try await Decorators.withRetry(self.policy, named: "Gateway.push()") { () async throws -> Void in
        #sourceLocation()
        }
        }
      }
      """
    )
  }
}
