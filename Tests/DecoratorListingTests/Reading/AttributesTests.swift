import DecoratorListing
import Testing

@Suite struct AttributesTests {
  @Test func stack_isListedOutermostFirst_withItsPlaceAndItsSettings() throws {
    let functions = listed(
      """
      struct Monitoring {
        let logger: Logger
        @Timed
        @Logged(arguments: .only("name"), logger: \\Self.logger)
        @Retrying(
          attempts: 5,  // the first included
          on: TimeoutError.self, ConnectionError.self
        )
        public func push(name: String, _ value: Int) async throws {}
      }
      """
    )
    let function = try #require(functions.first)
    #expect(functions.count == 1)
    #expect(function.name == "Monitoring.push(name:_:)")
    #expect(function.form == .attributes)
    #expect(function.target == "App" && function.file == "Sources/App/File.swift")
    #expect(function.line == 9 && function.column == 15)
    #expect(function.stack.map(\.decorator) == ["timed", "logged", "retrying"])
    #expect(
      function.summary == """
        @Timed() → @Logged(arguments: .only("name"), logger: \\Self.logger) → \
        @Retrying(attempts: 5, on: TimeoutError.self, ConnectionError.self)
        """
    )
    #expect(function.warnings.isEmpty)
  }

  @Test func traced_isListedWithItsSettings() throws {
    let source = """
      import DecoratorsTracingMacros
      @Traced(kind: .client, recording: .only("id")) @Retrying @Traced(named: "attempt")
      func load(_ id: Int) async throws {}
      """
    let function = try #require(listed(source).first)
    #expect(
      function.summary == #"@Traced(kind: .client, recording: .only("id")) → @Retrying() → @Traced(named: "attempt")"#
    )
    #expect(function.stack.map(\.decorator) == ["traced", "retrying", "traced"])
    #expect(function.stack[0].defaults.map(\.label) == ["named", "errors", "valueLimit"])
    #expect(function.warnings.isEmpty)
  }

  /// A list sees the imports of a file, unlike a macro.
  @Test func tracedOfAnotherPackage_isNotListed() {
    let other = "import TracingMacros\n"
    #expect(listed(other + "@Traced func load() {}").isEmpty)
    #expect(listed(other + "import DecoratorsTracingMacros\n@Traced func load() {}").count == 1)
    #expect(listed(other + "@Retrying @Traced func load() throws {}").map(\.summary) == ["@Retrying()"])
    #expect(listed("@Retrying @TracingMacros.Traced func load() throws {}").map(\.rules) == [["foreignBodyMacro"]])
    #expect(listed("@Traced(\"load\") @Retrying func load() throws {}").map(\.rules) == [["foreignBodyMacro"]])
  }

  @Test(arguments: [
    ("actor A { actor B { @Timed func f() {} } }", "A.B.f()"),
    ("extension A.B { @Timed static func f(_ x: Int) {} }", "A.B.f(_:)"),
    ("func outer(a: Int) { @Timed func inner() {} }", "outer(a:).inner()"),
    ("let c = { @Timed func f() {} }", "f()"),
    ("class C { init() { @Timed func f() {} } }", "C.f()"),
    ("enum E { @DecoratorMacros.Timed static func == (a: E, b: E) -> Bool { true } }", "E.==(a:b:)"),
    ("@Timed func `repeat`() {}", "repeat()"),
  ])
  func functionInAnyPlace_hasTheNameOfItsRecords(_ source: String, _ name: String) {
    #expect(listed(source).map(\.name) == [name])
  }

  @Test(arguments: [
    "func f() {}", "@Other.Timed func f() {}", "@discardableResult func f() -> Int { 1 }",
    "@TimedMembers protocol P { func f() }", "@TimedMembers struct S { init() {} }", "let timed = 1",
  ])
  func withoutADecoratedFunction_nothingIsListed(_ source: String) {
    #expect(listed(source).isEmpty)
  }

  @Test func attributeOfAType_isTheOutermostOfItsFunctions_withItsOwnSettings() throws {
    let functions = listed(
      """
      @TimedMembers
      @LoggedMembers(level: .info)
      final class Users {
        @Memoized func user(_ id: Int) async -> String { "" }
        @NotTimed func plain() { func local() {} }
        @Logged @NotTimed func logged() {}
        @NotTimed @NotLogged func bare() {}
      }
      extension Users { func other() {} }
      """
    )
    #expect(functions.map(\.name) == ["Users.user(_:)", "Users.plain()", "Users.logged()"])
    #expect(
      functions.map(\.summary) == [
        "@TimedMembers() → @LoggedMembers(level: .info) → @Memoized()",
        "@LoggedMembers(level: .info)",
        "@Logged()",
      ]
    )
  }

  @Test func functionsInConditions_areListedWithTheirCondition() {
    let functions = listed(
      """
      #if os(Linux)
        @Timed func f() {}
        #if DEBUG
          @Timed func g() {}
        #endif
      #elseif canImport(Darwin) && swift(>=6)
        @Timed func f() {}
      #else
        @Timed func f() {}
      #endif
      """
    )
    #expect(
      functions.map(\.condition) == [
        "os(Linux)", "os(Linux) && DEBUG", "!(os(Linux)) && canImport(Darwin) && swift(>=6)",
        "!(os(Linux)) && !(canImport(Darwin) && swift(>=6))",
      ]
    )
  }

  @Test func conditionsWithAChoice_keepTheirMeaningBesideOthers() {
    let functions = listed(
      """
      #if DEBUG
      #elseif A || B
        @Timed func f() {}
        #if C
          @Timed func g() {}
        #endif
      #endif
      #if (A || B)
        #if C && D
          @Timed func h() {}
        #endif
      #endif
      #if A || B
        @Timed func i() {}
      #endif
      """
    )
    #expect(
      functions.map(\.condition) == [
        "!(DEBUG) && (A || B)", "!(DEBUG) && (A || B) && C", "(A || B) && C && D", "A || B",
      ]
    )
  }

  @Test func attributesOnOtherDeclarations_areListedAsTheErrorsThatTheyAre() {
    let functions = listed(
      """
      struct S {
        @Timed init(a: Int, _ b: Int) {}
        @Retrying @Logged var p: Int { 1 }
        @Memoized subscript(i: Int) -> Int { i }
        var q: Int { @Timed get { 1 } }
      }
      class C { @Timed deinit {} }
      @Logged extension S {}
      @Timed actor A {}
      @propertyWrapper struct Unrelated {}
      """
    )
    #expect(
      functions.map(\.name) == [
        "S.init(a:_:)", "S.p", "S.subscript", "S.q.get", "C.deinit", "extension S", "A",
      ]
    )
    #expect(functions.flatMap(\.warnings).allSatisfy { $0.isError && $0.rule == "notAFunction" })
    #expect(functions.map(\.warnings.count) == [1, 2, 1, 1, 1, 1, 1])
    #expect(functions.map(\.line) == [2, 3, 4, 5, 7, 8, 9])
  }

  @Test func attributeInACondition_isListedAsTheErrorThatItIs() throws {
    let function = try #require(
      listed(
        """
        #if DEBUG
          @Timed
        #endif
        func f() {}
        """
      ).first
    )
    #expect(function.rules == ["conditional"])
    #expect(function.warnings.map(\.isError) == [true])
  }

  @Test func policies_areShown_inPlaceOfTheirSettings() throws {
    let function = try #require(
      listed("@Retrying(gateway, named: \"get\") @Logged(.audit) func f() async throws {}").first
    )
    #expect(function.summary == "@Retrying(policy: gateway, named: \"get\") → @Logged(policy: .audit)")
    let defaults = function.stack.map { $0.defaults.map(\.label) }
    #expect(defaults == [["clock"], ["named", "clock"]])
  }

  @Test func decoratedBy_showsTheSettingsOfAPolicyThatIsMadeInPlace() throws {
    let function = try #require(
      listed(
        """
        actor A {
          @Decorated(by: \\Self.audit)
          @Decorated(by: .retrying(attempts: 4))
          @Decorated(concurrentlyBy: Self.hedge)
          func f() async throws {}
        }
        """
      ).first
    )
    #expect(
      function.summary
        == "@Decorated(by: \\Self.audit) → @Decorated(attempts: 4) → @Decorated(concurrentlyBy: Self.hedge)"
    )
    #expect(function.stack.map(\.decorator) == ["decorated", "retrying", "decorated"])
    #expect(function.stack[1].defaultValue("keepingErrors") == "10")
  }

  @Test func decoratedByAStack_showsItsElements() throws {
    let function = try #require(
      listed(
        """
        @Decorated(by: DecoratorStack {
          TimingPolicy(named: "f")
          breaker
        })
        func f() async throws {}
        """
      ).first
    )
    #expect(function.summary == "@Decorated(named: \"f\") → @Decorated(by: breaker)")
  }

  @Test func closuresAndSettingsOnManyLines_areShownOnOne() throws {
    let function = try #require(
      listed(
        """
        @Retrying(
          backoff: .exponential(
            from: .milliseconds(250), /* ms */
            factor: 3
          ),
          when: { error in
            .retry(if: error is TimeoutError)
          }
        )
        func f() async throws {}
        """
      ).first
    )
    #expect(
      function.summary == "@Retrying(backoff: .exponential(from: .milliseconds(250), factor: 3), when: { … })"
    )
  }
}
