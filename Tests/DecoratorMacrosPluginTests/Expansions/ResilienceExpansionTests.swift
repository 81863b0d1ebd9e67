import Testing

/// What runs the rest, for each attribute of the resilience family.
@Suite struct ResilienceExpansionTests {
  private static func source(_ attribute: String, _ effects: String = "async throws") -> String {
    "struct Shop { \(attribute) func load(_ id: Int) \(effects) -> Int { id } }"
  }

  /// The lines that call a decorator, and those of its constants.
  private static func calls(_ source: String) throws -> [String] {
    try Bodies(source).all()[0].split(separator: "\n").map(String.init).filter { line in
      [".run(", "withFallback(", ".value(for:", "static let", "withRetry("].contains(where: line.contains)
    }
    .map(\.trimmed)
  }

  @Test(arguments: [
    (
      "@CircuitBroken(by: Self.breaker)",
      [#"return try await Self.breaker.run(named: "Shop.load(_:)", `load(_:)`)"#]
    ),
    (
      #"@CircuitBroken(by: \Self.breaker, named: "load")"#,
      [#"return try await self.breaker.run(named: "load", `load(_:)`)"#]
    ),
    (
      "@CircuitBroken(by: .payments)",
      [#"return try await Decorators::CircuitBreaker.payments.run(named: "Shop.load(_:)", `load(_:)`)"#]
    ),
    (
      #"@Bulkheaded(by: InstanceProperty("places"), cost: 2)"#,
      [#"return try await self.places.with(cost: 2).run(named: "Shop.load(_:)", `load(_:)`)"#]
    ),
    (
      "@CircuitBroken(by: breaker, onResult: { (id: Int) -> CircuitVerdict in .success })",
      [
        #"return try await breaker.run(named: "Shop.load(_:)", onResult: { (id: Int) -> CircuitVerdict in .success }, `load(_:)`)"#
      ]
    ),
    (
      #"@RateLimited(by: \Self.bucket, waitingAtMost: .seconds(1))"#,
      [
        #"return try await Decorators::RateLimit(named: "Shop.load(_:)", by: self.bucket, waitingAtMost: .seconds(1)).run(named: "Shop.load(_:)", `load(_:)`)"#
      ]
    ),
    (
      "@RateLimited(by: bucket)",
      [
        #"nonisolated static let NAME = Decorators::RateLimit(named: "Shop.load(_:)", by: bucket)"#,
        #"return try await HOLDER.NAME.run(named: "Shop.load(_:)", `load(_:)`)"#,
      ]
    ),
    (
      "@TimeLimited(within: .seconds(3), lateResults: .discarded)",
      [
        "nonisolated static let NAME = Decorators::TimeLimit(within: .seconds(3), lateResults: .discarded)",
        #"return try await HOLDER.NAME.run(named: "Shop.load(_:)", `load(_:)`)"#,
      ]
    ),
    (
      #"@TimeLimited(eachAttempt: .seconds(3), clock: \Self.clock)"#,
      [
        #"return try await Decorators::TimeLimit(eachAttempt: .seconds(3), clock: self.clock).run(named: "Shop.load(_:)", `load(_:)`)"#
      ]
    ),
    (
      "@Hedged(after: .seconds(3), on: E.self)",
      [
        "nonisolated static let NAME = Decorators::HedgePolicy(after: .seconds(3), on: E.self)",
        #"return try await HOLDER.NAME.run(named: "Shop.load(_:)") { () async throws -> Int in"#,
      ]
    ),
    (
      "@Coalesced(in: loads)",
      ["return try await loads.value(for: KEY) { () async throws -> Int in"]
    ),
    (
      "@Counted",
      [
        #"nonisolated static let NAME = Decorators::CountingPolicy(named: "Shop.load(_:)")"#,
        #"return try await HOLDER.NAME.run(named: "Shop.load(_:)", `load(_:)`)"#,
      ]
    ),
    (
      "@FallingBack(on: E.self, to: 0)",
      [
        #"return try await Decorators::withFallback(on: E.self, named: "Shop.load(_:)", to: { (_: any Swift.Error) throws(any Swift.Error) -> Int in 0 }, `load(_:)`)"#
      ]
    ),
    (
      "@FallingBack(on: .any, to: { (error: any Error, id: Int) async in await last(id) })",
      [
        #"return try await Decorators::withFallback(on: .any, named: "Shop.load(_:)", to: { (`error of load(_:)`: any Swift.Error) async throws(any Swift.Error) -> Int in await { (error: any Error, id: Int) async in await last(id) }(`error of load(_:)`, id) }, `load(_:)`)"#
      ]
    ),
    (
      "@Retrying(attempts: 3, eachAttempt: .seconds(1), budget: budget)",
      [
        "nonisolated static let NAME = Decorators::RetryPolicy(attempts: 3, budget: budget).with(eachAttempt: .seconds(1))",
        #"return try await HOLDER.NAME.run(named: "Shop.load(_:)", `load(_:)`)"#,
      ]
    ),
  ])
  func attribute_callsItsDecorator(_ attribute: String, _ expected: [String]) throws {
    let calls = try Self.calls(Self.source(attribute)).map { $0.shortened }
    #expect(calls == expected)
  }

  @Test func replacement_isHandedOn() throws {
    let attributes = "@CircuitBroken(by: breaker, orThrow: { ShopError.unavailable($0) })"
    #expect(
      try Self.calls(Self.source(attributes, "throws(ShopError)")) == [
        #"return try breaker.run(named: "Shop.load(_:)", orThrow: { ShopError.unavailable($0) }) { () throws(ShopError) -> Int in try `load(_:)`() }"#
      ]
    )
  }

  @Test func policiesThatHoldSomething_areKeptInGenericCode() throws {
    for (attribute, type) in [
      ("@Counted", "CountingPolicy"), ("@Hedged(after: .seconds(1))", "HedgePolicy"),
      ("@RateLimited(by: bucket)", "RateLimit"),
    ] {
      let calls = try Self.calls("extension Shop { \(attribute) func load(_ id: Int) async throws -> Int { id } }")
      #expect(calls.count == 1 && calls[0].contains("Decorators::\(type).kept(for: "))
    }
  }

  @Test func coalescer_isDeclaredBesideTheFunction() throws {
    let ofClass = Bodies("final class Users { @Coalesced func user(_ id: String) async throws -> User { user } }")
    let property = try #require(try ofClass.peers(by: ofClass.attributes[0]).first)
    #expect(
      property.contains(
        #"nonisolated let userCoalescer: Decorators::Coalescer<String, User> = Decorators::Coalescer<String, User>(named: "Users.user(_:)")"#
      )
    )
    let global = Bodies("@Coalesced(abandoned: .keep) func user(_ id: String, _ page: Int) async -> User { user }")
    let peers = try global.peers(by: global.attributes[0])
    #expect(peers.count == 2)
    #expect(
      peers[0].hasSuffix(
        #": Decorators::Coalescer<Decorators::Arguments<String, Int>, User> = Decorators::Coalescer<Decorators::Arguments<String, Int>, User>(named: "user(_:_:)", abandoned: .keep)"#
      )
    )
    #expect(
      peers[1].contains(
        "nonisolated func userCoalescer(_: String.Type = String.self, _: Int.Type = Int.self, async _: Void = ())"
      )
    )
  }

  @Test(arguments: [
    Misuse(
      "struct Shop { @Coalesced func load(_ id: Int) async -> Int { id } }",
      .error(
        #"a coalescer declared for 'load' would disable the type's synthesized conformances: declare 'let loadLoads = Coalescer<Int, Int>(named: "loadLoads")' in the type and pass it with 'in: \Self.loadLoads'"#,
        at: "@Coalesced"
      )
    ),
    Misuse(
      "class Shop { @Coalesced class func load(_ id: Int) async -> Int { id } }",
      .error(
        """
        subclasses would share the coalescer that '@Coalesced' declares: pass a coalescer with 'in:' and add the class to its \
        key: 'key: { (id: Int) in Arguments(ObjectIdentifier(Self.self), id) }'
        """,
        at: "@Coalesced"
      )
    ),
    Misuse(
      "@Coalesced func load(_ id: Int) async -> some Sequence<Int> { [id] }",
      .error(
        "'@Coalesced' cannot share the opaque result 'some Sequence<Int>': write a concrete result type",
        at: "some Sequence<Int>"
      )
    ),
  ])
  func coalescerWithoutAPlace_isSaid(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }
}

extension String {
  /// The line with short names for those that the expansion makes.
  fileprivate var shortened: String {
    let made = #/__macro_local_\d+\w+?fMu_/#
    return replacing(#/for: __macro_local_\d+\w+?fMu_/#) { _ in "for: KEY" }
      .replacing(#/__macro_local_\d+\w+?fMu_\.__macro_local_\d+\w+?fMu_/#) { _ in "HOLDER.NAME" }
      .replacing(made) { _ in "NAME" }
  }
}
