import Testing

@Suite struct EffectsExpansionTests {
  @Test func synchronous_isCalledPlainly() {
    assertExpansion(
      #"""
      @Logged
      func load(_ id: Int) -> String { "\(id)" }
      """#,
      #"""
      func load(_ id: Int) -> String {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `load(_:)`() -> String {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                       "\(id)"
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "load(_:)") { () -> String in `load(_:)`() }
      #sourceLocation()
      }
      """#
    )
  }

  @Test func async_awaits() {
    assertExpansion(
      """
      @Logged
      func load() async -> Int { await fetch() }
      """,
      """
      func load() async -> Int {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() async -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                 await fetch()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return await Decorators::withLogging(named: "load()", `load()`)
      #sourceLocation()
      }
      """
    )
  }

  @Test func throws_tries() {
    assertExpansion(
      """
      @Retrying
      func load() throws -> Int { try fetch() }
      """,
      """
      func load() throws -> Int {
      // Decorated, outermost first: @Retrying
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_8retryingfMu_ = Decorators::RetryPolicy()
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() throws -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                  try fetch()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try __macro_local_10decoratorsfMu_.__macro_local_8retryingfMu_.run(named: "load()") { () throws -> Int in try `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func asyncThrows_triesAndAwaits() {
    assertExpansion(
      """
      @Retrying
      func load() async throws -> Int { try await fetch() }
      """,
      """
      func load() async throws -> Int {
      // Decorated, outermost first: @Retrying
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_8retryingfMu_ = Decorators::RetryPolicy()
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() async throws -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                        try await fetch()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try await __macro_local_10decoratorsfMu_.__macro_local_8retryingfMu_.run(named: "load()", `load()`)
      #sourceLocation()
      }
      """
    )
  }

  @Test func typedThrows_keepsTheType() {
    assertExpansion(
      """
      @Retrying
      func load() throws(Refusal) -> Int { try fetch() }
      """,
      """
      func load() throws(Refusal) -> Int {
      // Decorated, outermost first: @Retrying
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_8retryingfMu_ = Decorators::RetryPolicy()
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() throws(Refusal) -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                           try fetch()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try __macro_local_10decoratorsfMu_.__macro_local_8retryingfMu_.run(named: "load()") { () throws(Refusal) -> Int in try `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func rethrows_throwsInside() {
    assertExpansion(
      """
      @Logged
      func each(_ work: () throws -> Int) rethrows -> Int { try work() }
      """,
      """
      func each(_ work: () throws -> Int) rethrows -> Int {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `each(_:)`() throws -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                                            try work()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try Decorators::withLogging(named: "each(_:)") { () throws -> Int in try `each(_:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func asyncRethrows_throwsInside() {
    assertExpansion(
      """
      @Logged
      func each(_ work: () async throws -> Int) async rethrows -> Int { try await work() }
      """,
      """
      func each(_ work: () async throws -> Int) async rethrows -> Int {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `each(_:)`() async throws -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                                                        try await work()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try await Decorators::withLogging(named: "each(_:)", `each(_:)`)
      #sourceLocation()
      }
      """
    )
  }

  @Test func noResult_isVoid() {
    assertExpansion(
      """
      @Logged
      func greet() { print("hello") }
      """,
      """
      func greet() {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `greet()`() {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                     print("hello")
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "greet()") { () -> Void in `greet()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func never_staysNever() {
    assertExpansion(
      """
      @Retrying
      func stop() throws -> Never { throw Refusal() }
      """,
      """
      func stop() throws -> Never {
      // Decorated, outermost first: @Retrying
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_8retryingfMu_ = Decorators::RetryPolicy()
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `stop()`() throws -> Never {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                    throw Refusal()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try __macro_local_10decoratorsfMu_.__macro_local_8retryingfMu_.run(named: "stop()") { () throws -> Never in try `stop()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func opaqueResult_isNotNamed() {
    assertExpansion(
      """
      @Logged
      func numbers() -> some Sequence<Int> {
        let numbers = 0..<3
        return numbers
      }
      """,
      """
      func numbers() -> some Sequence<Int> {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `numbers()`() -> some Sequence<Int> {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 3)
        let numbers = 0..<3
        return numbers
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "numbers()") { () in `numbers()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func forcedResult_isAnOptionalInside() {
    assertExpansion(
      """
      @Logged
      func find(_ id: Int) -> Item! { items[id] }
      """,
      """
      func find(_ id: Int) -> Item! {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `find(_:)`() -> Item? {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                      items[id]
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "find(_:)") { () -> Item? in `find(_:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func sendingResult_staysSending() {
    assertExpansion(
      """
      @Logged
      func make() -> sending Notebook { Notebook() }
      """,
      """
      func make() -> sending Notebook {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `make()`() -> Notebook {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                        Notebook()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "make()") { () -> Notebook in `make()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func stackOfTwo_givesTheResultToTheInnermost() {
    assertExpansion(
      """
      @Logged @Retrying
      func load() async throws(Refusal) -> Int { 1 }
      """,
      """
      func load() async throws(Refusal) -> Int {
      // Decorated, outermost first: @Logged, @Retrying
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_8retryingfMu_ = Decorators::RetryPolicy()
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() async throws(Refusal) -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                                 1
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return try await Decorators::withLogging(named: "load()") { () async throws(Refusal) -> Int in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      try await __macro_local_10decoratorsfMu_.__macro_local_8retryingfMu_.run(named: "load()", `load()`)
      #sourceLocation()
      }
      }
      """,
      body: "Retrying"
    )
  }

  @Test func errorTypeNever_needsNoTry() {
    assertExpansion(
      """
      @Timed
      func load() throws(Never) -> Int { 1 }
      """,
      """
      func load() throws(Never) -> Int {
      // Decorated, outermost first: @Timed
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "load()")
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() throws(Never) -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                         1
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "load()") { () throws(Never) -> Int in `load()`() }
      #sourceLocation()
      }
      """
    )
  }
}
