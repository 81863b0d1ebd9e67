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
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_8retryingfMu_ = Decorators::RetryPolicy(attempts: 5, backoff: .constant(.seconds(1)), within: .seconds(9), on: Timeout.self, Refusal.self)
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `push()`() throws {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return try __macro_local_10decoratorsfMu_.__macro_local_8retryingfMu_.run(named: "push()") { () throws -> Void in try `push()`() }
      #sourceLocation()
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
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_8retryingfMu_ = Decorators::RetryPolicy(when: { error in error is Timeout ? .retry : .giveUp })
      }
      #sourceLocation(file: "test.swift", line: 5)
      func `push()`() throws -> Response {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 5)
                                       Response()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try Decorators::withRetry(__macro_local_10decoratorsfMu_.__macro_local_8retryingfMu_, named: "push()", onResult: Decorators::ResultJudge.of(Response.self, { (response: Response) in response.status == 503 })) { (_: Decorators::RetryAttempt) throws -> Response in try `push()`() }
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
        #sourceLocation(file: "test.swift", line: 12)
        func `push()`() throws {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return try Decorators::RetryPolicy(attempts: 2, serverDelays: .ignored, generator: self.generator, logger: self.logger, willRetry: { print($0) }).with(clock: Decorators::BlockingWait.clock(self.clock)).run(named: "push") { () throws -> Void in try `push()`() }
        #sourceLocation()
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
      #sourceLocation(file: "test.swift", line: 2)
      func `push()`() -> Response {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                Response()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withRetry(gateway, named: "push", onResult: Decorators::ResultJudge.of(Response.self, \Response.isBusy)) { (_: Decorators::RetryAttempt) -> Response in `push()`() }
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
        #sourceLocation(file: "test.swift", line: 3)
        func `push()`() async throws {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return try await self.policy.run(named: "Gateway.push()", `push()`)
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func implicitMember_isOneOfThePolicy() {
    assertExpansion(
      """
      @Retrying(.gateway(3), clock: Self.clock)
      func load() throws {}
      """,
      """
      func load() throws {
      // Decorated, outermost first: @Retrying
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() throws {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return try Decorators::RetryPolicy.gateway(3).with(clock: Decorators::BlockingWait.clock(Self.clock)).run(named: "load()") { () throws -> Void in try `load()`() }
      #sourceLocation()
      }
      """
    )
  }
}
