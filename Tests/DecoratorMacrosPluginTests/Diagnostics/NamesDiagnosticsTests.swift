import Testing

@Suite struct NamesDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      #"@Timed(clock: InstanceProperty(name)) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'InstanceProperty' takes the name of a property as a string literal, because '@Timed' writes it into the function: write 'InstanceProperty("name")'"#,
        at: #"name"#
      )
    ),
    Misuse(
      """
      struct S {
        @Logged(logger: InstanceProperty("logger")) static func load() {}
      }
      """,
      .error(
        #"'InstanceProperty("logger")' refers to an instance property, but 'load' has no instance: use a static property"#,
        at: #"InstanceProperty("logger")"#
      )
    ),
    Misuse(
      #"@Logged(logger: InstanceProperty("logger")) func load() {}"#,
      .error(
        #"'InstanceProperty("logger")' refers to an instance property, but 'load' has no instance: use a global value"#,
        at: #"InstanceProperty("logger")"#
      )
    ),
    Misuse(
      "@Retrying(when: { _ in decide(id) }) func load(_ id: Int) throws {}",
      .error(
        "arguments of '@Retrying' are resolved outside 'load' and cannot use its parameter 'id': if you mean another 'id', rename one of the two",
        at: "id"
      )
    ),
    Misuse(
      #"@Timed(named: "load \(id)") func load(_ id: Int) {}"#,
      .error(
        "arguments of '@Timed' are resolved outside 'load' and cannot use its parameter 'id': if you mean another 'id', rename one of the two",
        at: "id"
      )
    ),
    Misuse(
      "@Logged(logger: logger) func load(logger: Logger) {}",
      .error(
        "arguments of '@Logged' are resolved outside 'load' and cannot use its parameter 'logger': if you mean another 'logger', rename one of the two",
        at: "logger"
      )
    ),
    Misuse(
      "@Retrying(when: { [id] _ in .retry }) func load(_ id: Int) throws {}",
      .error(
        "arguments of '@Retrying' are resolved outside 'load' and cannot use its parameter 'id': if you mean another 'id', rename one of the two",
        at: "id"
      )
    ),
    Misuse(
      "@Retrying(when: { [x = id] _ in .retry }) func load(_ id: Int) throws {}",
      .error(
        "arguments of '@Retrying' are resolved outside 'load' and cannot use its parameter 'id': if you mean another 'id', rename one of the two",
        at: "id"
      )
    ),
    Misuse(
      "@Retrying(clock: `in`) func load(in: Int) throws {}",
      .error(
        "arguments of '@Retrying' are resolved outside 'load' and cannot use its parameter 'in': if you mean another 'in', rename one of the two",
        at: "`in`"
      )
    ),
    Misuse(
      #"@Timed(\Self.timing) func load() {}"#,
      .error(
        #"'\Self.timing' refers to an instance property, but 'load' has no instance: use a global value"#,
        at: #"\Self.timing"#
      )
    ),
    Misuse(
      #"""
      struct S {
        @Logged(logger: \Self.logger) static func load() {}
      }
      """#,
      .error(
        #"'\Self.logger' refers to an instance property, but 'load' has no instance: use a static property"#,
        at: #"\Self.logger"#
      )
    ),
    Misuse(
      #"""
      struct S {
        @Memoized(in: \S.users) static func load() -> Int { 1 }
      }
      """#,
      .error(
        #"'\S.users' refers to an instance property, but 'load' has no instance: use a static property"#,
        at: #"\S.users"#
      )
    ),
    Misuse(
      #"""
      func outer() {
        @Retrying(clock: \Self.clock) func load() throws {}
      }
      """#,
      .error(
        #"'\Self.clock' refers to an instance property, but 'load' has no instance: use a global value"#,
        at: #"\Self.clock"#
      )
    ),
    Misuse(
      #"@Timed(named: "") func load() {}"#,
      .error(
        "'named:' must not be empty: remove it to use the function's own name",
        at: #""""#
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    """
    struct S {
      @Logged(logger: InstanceProperty("logger")) func load(logger: Int) {}
    }
    """,
    "@Retrying(when: { id in id is Timeout ? .retry : .giveUp }) func load(_ id: Int) throws {}",
    "@Retrying(when: { (id: any Error) in decide(id) }) func load(_ id: Int) throws {}",
    "@Retrying(when: { error in let id = 1; return decide(id) }) func load(_ id: Int) throws {}",
    #"@Retrying(when: { $0.id }, onResult: \Response.id) func load(_ id: Int) throws {}"#,
    "@Retrying(when: { _ in decide(id: 1) }) func load(_ id: Int) throws {}",
    "@Retrying(when: { _ in decide(other) }) func load(other id: Int) throws {}",
    "@Memoized(key: { (id: Int) -> Int in id }) func load(_ id: Int) -> Int { id }",
    #"@Retrying(onResult: \Response.isBusy) func load() throws -> Response { Response() }"#,
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
