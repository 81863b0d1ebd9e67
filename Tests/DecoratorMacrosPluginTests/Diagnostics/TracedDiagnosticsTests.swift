import Testing

@testable import DecoratorMacrosPlugin
@testable import DecoratorSyntax

@Suite struct TracedDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      #"@Traced(recording: .only("pasword")) func load(user: String, password: String) {}"#,
      .error(
        "'load' has no parameter with the internal name 'pasword'; recordable parameters: 'user', 'password'",
        at: #""pasword""#
      )
    ),
    Misuse(
      #"@Traced(recording: .except("id")) func load() {}"#,
      .error("'load' has no parameter with the internal name 'id'; it has no recordable parameters", at: #""id""#)
    ),
    Misuse(
      #"@Traced(recording: .all(redacting: "work")) func load(_ work: () -> Void) {}"#,
      .error(
        """
        'work' cannot be recorded: closures, isolated parameters, parameter packs, views of memory, and 'borrowing' or \
        'consuming' parameters are never recorded; remove its name
        """,
        at: #""work""#
      )
    ),
    Misuse(
      "@Traced(valueLimit: 0) func load() {}",
      .error("'valueLimit:' must be at least 1 byte, not 0", at: "0")
    ),
    Misuse(
      #"@Traced(named: "") func load() {}"#,
      .error("'named:' must not be empty: remove it to use the function's own name", at: #""""#)
    ),
    Misuse(
      "@Traced(recording: .only(name)) func load(_ name: String) {}",
      .error(
        """
        arguments of '@Traced' are resolved outside 'load' and cannot use its parameter 'name': if you mean another \
        'name', rename one of the two
        """,
        at: "name"
      )
    ),
    Misuse(
      "class Shop { @Traced init() {} }",
      .error(
        "'@Traced' cannot be applied to an initializer: apply it to a static function that creates the value",
        at: "@Traced"
      )
    ),
    Misuse(
      "@Traced struct Shop {}",
      .error("'@Traced' cannot be applied to a type: apply it to its functions", at: "@Traced")
    ),
    Misuse(
      "protocol Shop { @Traced func load() }",
      .error(
        "'@Traced' needs a function body, so it cannot be applied to a protocol requirement: apply it to an implementation",
        at: "@Traced"
      )
    ),
    Misuse(
      "@Traced @PageBuilder func load() -> Page {}",
      .error(
        """
        the result builder '@PageBuilder' would not apply to the body that '@Traced' generates: move the builder and the \
        body to another function, and call that function here; if '@PageBuilder' does something else, add 'allowing: \
        .attribute("PageBuilder")'
        """,
        at: "@PageBuilder"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@Traced func load() {}",
    #"@Traced(recording: .except("work")) func load(_ work: () -> Void) {}"#,
    "@Traced(recording: .only(Self.name)) func load(_ id: Int) {}",
    #"@Traced @Retrying @Traced(named: "attempt") func load() throws {}"#,
    "@Traced @FallingBack(on: E.self, to: 0) @Memoized(allowing: .fallingBackInside) func load() throws -> Int { 1 }",
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }

  @Test func misspelledName_hasARemedy() {
    assertFixed(
      #"@Traced(recording: .only("pasword")) func load(password: String) {}"#,
      #"@Traced(recording: .only("password")) func load(password: String) {}"#,
      by: #"Use 'password'"#,
      at: (1, 26)
    )
  }

  // MARK: The attribute of swift-distributed-tracing-extras

  private static let foreign = [
    #"@Traced("load")"#, "@Traced(context: context)", "@Traced(ofKind: .client)", #"@Traced(span: "other")"#,
    "@TracingMacros.Traced", "@TracingMacros::Traced",
  ]

  @Test(arguments: foreign) func ofAnotherPackage_isForeign(_ attribute: String) throws {
    let name = try #require(attribute.split(separator: "(").first)
    for source in ["\(attribute) @Retrying func load() throws {}", "@Retrying \(attribute) func load() throws {}"] {
      #expect(
        Diagnosed.all(in: source) == [
          .error(
            """
            '\(name)' and '@Retrying' both replace the function body, and only one of them would take effect: apply \
            '@Retrying' to another function that calls this one; if '@Traced' does something else, add 'allowing: \
            .attribute("Traced")'
            """,
            at: attribute
          )
        ]
      )
      let bodies = Bodies(source)
      #expect(try bodies.all() == [bodies.written])
    }
    #expect(Diagnosed.all(in: "\(attribute) func load() throws {}") == [])
  }

  @Test(arguments: foreign + ["@Traced", "@Traced()"])
  func allowedForeignName_isNotOurs(_ attribute: String) throws {
    let bodies = Bodies(#"@Retrying(allowing: .attribute("Traced")) \#(attribute) func load() throws {}"#)
    let retrying = bodies.attributes[0]
    #expect(try bodies.peers(by: retrying) == [])
    #expect(bodies.diagnosed == [])
    #expect(try bodies.body(by: retrying).hasPrefix("// Decorated, outermost first: @Retrying\n"))
  }

  /// Nothing shows whose such a `@Traced` is. So one attribute beside it asks the compiler.
  @Test(arguments: ["@Traced @Retrying @Timed", "@Retrying @Traced() @Timed", "@Retrying @Timed @Traced"])
  func withoutArgumentsInAStack_isAskedOnce(_ stack: String) throws {
    let bodies = Bodies("\(stack) func load() throws {}")
    let peers = try bodies.attributes.map { try bodies.peers(by: $0) }
    #expect(bodies.diagnosed == [])
    #expect(peers.joined().count == 1)
    let retrying = try #require(bodies.attributes.firstIndex { DecoratorKind($0) == .retrying })
    #expect(peers[retrying].first?.contains("\n_tracedOfDecorators()\n") == true)
  }

  @Test(arguments: [
    "@Traced func load() throws {}", "@Traced(kind: .client) @Retrying func load() throws {}",
    "@DecoratorsTracingMacros.Traced @Retrying func load() throws {}",
    "@DecoratorsTracingMacros::Traced @Retrying func load() throws {}",
  ])
  func whatIsKnownToBeOurs_isNotAsked(_ source: String) throws {
    let bodies = Bodies(source)
    for attribute in bodies.attributes { #expect(try bodies.peers(by: attribute) == []) }
    #expect(try bodies.all().allSatisfy { $0.contains("DecoratorsTracing::withTracing(") })
  }
}
