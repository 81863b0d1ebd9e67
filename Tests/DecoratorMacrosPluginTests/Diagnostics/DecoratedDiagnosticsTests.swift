import Testing

@Suite struct DecoratedDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "extension Shop { @Decorated(by: CircuitBreaker(after: 3)) func load() throws {} }",
      .error(
        """
        each call of 'load' would create this decorator, because the function has no place to keep it: declare the \
        decorator elsewhere and name it in 'by:'
        """,
        at: "CircuitBreaker(after: 3)"
      )
    ),
    Misuse(
      "@Decorated(by: .retrying(attempts: 2)) func load<Item>(_ item: Item) throws {}",
      .error(
        """
        each call of 'load' would create this decorator, because the function has no place to keep it: declare the \
        decorator elsewhere and name it in 'by:'
        """,
        at: ".retrying(attempts: 2)"
      )
    ),
    Misuse(
      """
      func outer(limit: Int) {
        func between() {
          @Decorated(by: .retrying(attempts: limit)) func load() throws {}
        }
      }
      """,
      .error(
        """
        this decorator is created once for all calls, and 'limit' differs in each call of the function around 'load': \
        declare the decorator there as a constant and name it in 'by:'
        """,
        at: "limit"
      )
    ),
    Misuse(
      "@Decorated(concurrentlyBy: hedge) func load() throws {}",
      .error(
        """
        'concurrentlyBy:' runs the body in tasks and may throw errors of its own, so 'load' must be 'async throws'
        """,
        at: "@Decorated(concurrentlyBy: hedge)"
      )
    ),
    Misuse(
      "@Decorated(concurrentlyBy: hedge) func load() async throws(Refusal) {}",
      .error(
        """
        'concurrentlyBy:' runs the body in tasks and may throw errors of its own, so 'load' must be 'async throws'
        """,
        at: "@Decorated(concurrentlyBy: hedge)"
      )
    ),
    Misuse(
      #"@Decorated(by: \Self.breaker) func load() throws {}"#,
      .error(
        #"'\Self.breaker' refers to an instance property, but 'load' has no instance: use a global value"#,
        at: #"\Self.breaker"#
      )
    ),
    Misuse(
      "@Decorated(by: breaker) func load(_ breaker: Int) throws {}",
      .error(
        """
        arguments of '@Decorated' are resolved outside 'load' and cannot use its parameter 'breaker': if you mean \
        another 'breaker', rename one of the two
        """,
        at: "breaker"
      )
    ),
    Misuse(
      #"@Decorated(by: breaker, named: "") func load() throws {}"#,
      .error("'named:' must not be empty: remove it to use the function's own name", at: #""""#)
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "extension Shop { @Decorated(by: Self.breaker) func load() throws {} }",
    "extension Shop { @Decorated(by: \\Self.breaker) func load() throws {} }",
    "@Decorated(by: outer) @Decorated(by: inner) @Decorated(by: outer) func load() throws {}",
    "struct Shop { @Decorated(by: InstanceProperty(\"breaker\")) func load() throws {} }",
    "@Decorated(by: CircuitBreaker(after: 3)) func load() throws {}",
    "func outer(gate: Gate) { @Decorated(by: gate) func load() throws {} }",
    "func outer(limit: Int) { @Decorated(by: .retrying(attempts: 3)) func load() throws {} }",
    """
    func outer(limit: Int) {
      struct Shop {
        @Decorated(by: .retrying(attempts: limit)) func load() throws {}
      }
    }
    """,
  ])
  func use_isFine(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
