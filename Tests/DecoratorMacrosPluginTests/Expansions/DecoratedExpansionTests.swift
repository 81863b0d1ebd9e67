import Testing

@Suite struct DecoratedExpansionTests {
  @Test func namedDecorator_runsTheBody() {
    assertExpansion(
      """
      @Decorated(by: breaker)
      func load() async throws -> Int { try await fetch() }
      """,
      """
      func load() async throws -> Int {
      // Decorated, outermost first: @Decorated
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() async throws -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                        try await fetch()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try await breaker.run(named: "load()", `load()`)
      #sourceLocation()
      }
      """
    )
  }

  @Test func propertyOfTheInstance_isReadFromIt() {
    assertExpansion(
      #"""
      struct Shop {
        @Decorated(by: \Self.breaker, named: "load")
        func load() throws -> Int { try fetch() }
      }
      """#,
      """
      struct Shop {
        func load() throws -> Int {
        // Decorated, outermost first: @Decorated
        #sourceLocation(file: "test.swift", line: 3)
        func `load()`() throws -> Int {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                      try fetch()
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return try self.breaker.run(named: "load") { () throws -> Int in try `load()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func decoratorMadeInPlace_isAConstant() {
    assertExpansion(
      """
      @Decorated(by: .retrying(attempts: 2))
      func load() throws -> Int { try fetch() }
      """,
      """
      func load() throws -> Int {
      // Decorated, outermost first: @Decorated
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_9decoratedfMu_ = Decorators::AttachedDecorator.made(.retrying(attempts: 2))
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() throws -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                  try fetch()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try __macro_local_10decoratorsfMu_.__macro_local_9decoratedfMu_.run(named: "load()") { () throws -> Int in try `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func several_nestInTheirOrder() {
    assertExpansion(
      """
      @Decorated(by: outer)
      @Logged
      @Decorated(by: inner)
      func load() throws -> Int { try fetch() }
      """,
      """
      func load() throws -> Int {
      // Decorated, outermost first: @Decorated, @Logged, @Decorated
      #sourceLocation(file: "test.swift", line: 4)
      func `load()`() throws -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 4)
                                  try fetch()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try outer.run(named: "load()") { () throws -> Int in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      try Decorators::withLogging(named: "load()") { () throws -> Int in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 3)
      try inner.run(named: "load()") { () throws -> Int in try `load()`() }
      #sourceLocation()
      }
      }
      }
      """,
      body: "Logged"
    )
  }

  @Test func concurrentDecorator_takesTheBodyInAClosure() {
    assertExpansion(
      """
      actor Shop {
        @Decorated(concurrentlyBy: Self.hedge)
        func load() async throws -> Int { try await fetch() }
      }
      """,
      """
      actor Shop {
        func load() async throws -> Int {
        // Decorated, outermost first: @Decorated
        #sourceLocation(file: "test.swift", line: 2)
        return try await Self.hedge.run(named: "Shop.load()") { () async throws -> Int in
        #sourceLocation()
        _ = self
        #sourceLocation(file: "test.swift", line: 3)
                                     return try await fetch()
        }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func nonsendingMemoized_runsOnItsCallersActor() {
    assertExpansion(
      """
      @Memoized(in: pages)
      nonisolated(nonsending) func load(_ id: Int) async throws -> Int { try await fetch(id) }
      """,
      """
      nonisolated(nonsending) func load(_ id: Int) async throws -> Int {
      // Decorated, outermost first: @Memoized
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.part(id)
      #sourceLocation()
      let __macro_local_9isolationfMu_ = #isolation
      #sourceLocation(file: "test.swift", line: 1)
      return try await pages.value(for: __macro_local_3keyfMu_) { () async throws -> Int in
      #sourceLocation()
      func `load(_:)`(_: isolated (any Actor)?) async throws -> Int {
      #sourceLocation(file: "test.swift", line: 2)
                                                                         try await fetch(id)
      }
      #sourceLocation()
      return try await `load(_:)`(__macro_local_9isolationfMu_)
      }
      }
      """
    )
  }
}
