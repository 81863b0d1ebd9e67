#if Tracing
  import Foundation
  import Testing

  /// `@Traced` as the compiler understands it: right settings, mistakes, and the attribute of the same name in another module.
  @Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
  struct TracedCompilingTests {
    @Test func everyRightSetting_compiles() throws {
      let source = #"""
        import DecoratorsTracingMacros
        let choice = ArgumentLogging.only("id")
        @Traced func a() {}
        @Traced() func a1() async throws {}
        @Traced(named: "load") func a2() throws {}
        @Traced(named: nil, kind: .client) func a3() throws {}
        @Traced(kind: .server, recording: .only("id")) func a4(id: Int) {}
        @Traced(recording: .all) func a5(id: Int) {}
        @Traced(recording: .none) func a6(id: Int) {}
        @Traced(recording: .except("id")) func a7(id: Int) {}
        @Traced(recording: .all(redacting: "id")) func a8(id: Int) {}
        @Traced(recording: choice) func a9(id: Int) {}
        @Traced(recording: ArgumentLogging.only("id")) func b(id: Int) {}
        @Traced(errors: .description, valueLimit: 64) func b1() throws {}
        @Traced(named: "a", kind: .client, recording: .all, errors: .type, valueLimit: 1, allowing: .attribute("B")) func b2() {}
        @Traced @Retrying @Traced(named: "attempt", kind: .client) func b3() async throws {}
        @Traced(kind: .client) @FallingBack(on: .any, to: 0) @Timed func b4() throws -> Int { 1 }
        struct S: Sendable {
          @Traced @Retrying func c() throws {}
          func d() throws {
            @Retrying @Traced func e() throws {}
            try e()
          }
        }
        actor A { @Timed @Traced func c() throws -> Int { 1 } }
        extension Array { @Logged @Traced func c() {} }
        protocol P {}
        extension P { @Traced @Counted func c() async {} }
        @TimedMembers class C { @Traced func c() {} }
        """#
      #expect(try Compiler.messages(about: source, "-typecheck") == [])
    }

    private static let mistakes: [(written: String, error: String)] = [
      (#"@Traced("load")"#, #"'@Traced' takes the name by its label: write '@Traced(named: "load")'"#),
      ("@Traced(.client)", "'@Traced' takes the kind of the span by its label: write '@Traced(kind: .client)'"),
      ("@Traced(.all)", "'@Traced' takes the choice of arguments by its label: write '@Traced(recording: .all)'"),
      (
        #"@Traced(.only("id"))"#,
        #"'@Traced' takes the choice of arguments by its label: write '@Traced(recording: .only("id"))'"#
      ),
      (#"@Traced(name: "load")"#, #"'@Traced' has no 'name:': write '@Traced(named: "load")'"#),
      (#"@Traced(label: "load")"#, #"'@Traced' has no 'label:': write '@Traced(named: "load")'"#),
      (#"@Traced(operationName: "load")"#, #"'@Traced' has no 'operationName:': write '@Traced(named: "load")'"#),
      ("@Traced(ofKind: .client)", "'@Traced' has no 'ofKind:': write '@Traced(kind: .client)'"),
      (
        #"@Traced("load", ofKind: .client)"#,
        #"'@Traced' takes the name by its label, and '@Traced' has no 'ofKind:': write '@Traced(named: "load", kind: .client)'"#
      ),
      (
        #"@Traced(span: "other")"#,
        "'@Traced' has no 'span:' (the body gets its span with 'withTracing'): write '@Traced'"
      ),
      ("@Traced(arguments: .all)", "'@Traced' has no 'arguments:': write '@Traced(recording: .all)'"),
      (
        #"@Traced(redacting: "id")"#,
        #"'@Traced' has no 'redacting:': write '@Traced(recording: .all(redacting: "id"))'"#
      ),
      (
        #"@Traced(recording: "id")"#,
        #"'recording:' takes an 'ArgumentLogging': write '@Traced(recording: .only("id"))'"#
      ),
      (
        #"@Traced(recording: ["id"])"#,
        #"'recording:' takes an 'ArgumentLogging': write '@Traced(recording: .only("id"))'"#
      ),
      ("@Traced(recording: true)", "'recording:' takes an 'ArgumentLogging': write '@Traced(recording: .all)'"),
      (
        #"@Traced(kind: .client, named: "load")"#,
        #"'@Traced' takes 'named:' before 'kind:': write '@Traced(named: "load", kind: .client)'"#
      ),
      (
        "@Traced(valueLimit: 8, errors: .description, recording: .all, kind: .client)",
        "'@Traced' takes 'errors:' before 'valueLimit:': write '@Traced(kind: .client, recording: .all, errors: .description, valueLimit: 8)'"
      ),
    ]

    @Test func mistakes_areOneErrorEach_thatNamesTheWayOut() throws {
      let source = Self.mistakes.enumerated().map { "\($1.written) func load\($0)(id: Int) throws {}\n" }
      let messages = try Compiler.messages(about: "import DecoratorsTracingMacros\n" + source.joined(), "-typecheck")
      for (index, mistake) in Self.mistakes.enumerated() {
        #expect(messages.filter { $0.line == index + 2 }.map(\.text) == [mistake.error], "\(mistake.written)")
      }
      #expect(messages.count == Self.mistakes.count)
    }

    @Test func anyTwoSettingsInTheWrongOrder_areOneErrorThatNamesTheRightOne() throws {
      let settings = [
        #"named: "load""#, "kind: .client", "recording: .all", "errors: .description", "valueLimit: 8",
        #"allowing: .attribute("A")"#,
      ]
      let pairs = settings.indices.flatMap { late in settings[..<late].map { ($0, settings[late]) } }
      let source = pairs.enumerated().map { "@Traced(\($1.1), \($1.0)) func load\($0)(_ id: Int) {}\n" }
      let messages = try Compiler.messages(about: "import DecoratorsTracingMacros\n" + source.joined(), "-typecheck")
      let expected = pairs.enumerated().map { index, pair in
        let labels = [pair.0, pair.1].map { $0.prefix { $0 != ":" } }
        let text =
          "'@Traced' takes '\(labels[0]):' before '\(labels[1]):': write '@Traced(\(pair.0), \(pair.1))'"
        return Compiler.Message(line: index + 2, text: text)
      }
      #expect(Set(messages) == Set(expected))
      #expect(messages.count == expected.count)
    }

    // MARK: The attribute of another module

    /// What the compiler says about a file beside a module `TracingMacros`, which has an attribute with the name of ours.
    ///
    /// - Parameter macro: What stands for its macro.
    private static func messages(
      beside imports: String,
      _ source: String,
      _ macro: (role: String, type: String) = ("peer", "NotTimedMacro")
    ) throws -> [Compiler.Message] {
      let other = """
        @attached(\(macro.role))
        public macro Traced(_ name: String = "", ofKind: Int? = nil, span: String = "span") =
          #externalMacro(module: "DecoratorMacrosPlugin", type: "\(macro.type)")
        """
      return try Compiler.messages(about: imports + "\n" + source, "-typecheck", beside: ("TracingMacros", other))
    }

    private static func foreign(_ name: String) -> String {
      """
      '\(name)' and '@Retrying' both replace the function body, and only one of them would take effect: apply '@Retrying' to \
      another function that calls this one; if '@Traced' does something else, add 'allowing: .attribute("Traced")'
      """
    }

    @Test func anotherTraced_besideOurAttributes_isAnError() throws {
      let source = #"""
        @Retrying @TracingMacros.Traced func a() throws {}
        @Retrying @TracingMacros::Traced func b() throws {}
        @Traced("load") @Retrying func c() throws {}
        @Retrying @Traced(ofKind: 3) func d() throws {}
        @Traced func alone() {}
        @Traced("load") func aloneToo() {}
        @Retrying(allowing: .attribute("Traced")) @Traced func allowed() throws {}
        """#
      let messages = try Self.messages(beside: "import DecoratorMacros; import TracingMacros", source)
      let names = ["@TracingMacros.Traced", "@TracingMacros::Traced", "@Traced", "@Traced"]
      #expect(messages.map(\.line) == [2, 3, 4, 5])
      #expect(messages.map(\.text) == names.map(Self.foreign))
    }

    /// Only the compiler knows to which module it belongs.
    @Test(arguments: [
      "@Retrying @Traced func a() throws {}", "@Traced @Retrying func a() throws {}",
      "actor A { @Retrying @Traced func a() async throws {} }",
      "extension Array { @Retrying @Traced func a() throws {} }",
      "func around() { @Retrying @Traced func a() throws {} }",
    ])
    func anotherTraced_withoutArguments_isAnError(_ source: String) throws {
      let imports = "import DecoratorMacros; import TracingMacros"
      let other = try Self.messages(beside: imports, source, ("body", "TimedMacro"))
      #expect(other.first?.line == 2)
      #expect(
        other.first?.text.hasPrefix("'_tracedOfDecorators()' is unavailable: this '@Traced' is not the one of") == true
      )
      let alone = try Self.messages(beside: "import DecoratorsTracingMacros", source)
      let both = try Self.messages(beside: "import DecoratorsTracingMacros; import TracingMacros", source)
      #expect(alone.filter { !$0.text.contains("was never used") } == [])
      #expect(both == alone)
    }

    @Test func ours_withItsModule_isKnownBesideTheOther() throws {
      let source = #"""
        @Retrying @DecoratorsTracingMacros.Traced func a() throws {}
        @DecoratorsTracingMacros::Traced @Retrying func b() throws {}
        @DecoratorsTracingMacros.Traced(kind: .client) @DecoratorsTracingMacros.Retrying func c() throws {}
        @Retrying @Traced(kind: .client) func d() throws {}
        @TracingMacros.Traced func alone() {}
        @DecoratorsTracingMacros.TimedMembers struct S { func e() {} }
        """#
      #expect(try Self.messages(beside: "import DecoratorsTracingMacros; import TracingMacros", source) == [])
    }
  }
#endif
