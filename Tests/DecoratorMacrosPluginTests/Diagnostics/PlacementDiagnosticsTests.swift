import Testing

@Suite struct PlacementDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      """
      struct S {
        @Timed init() {}
      }
      """,
      .error(
        "'@Timed' cannot be applied to an initializer: apply it to a static function that creates the value",
        at: "@Timed"
      )
    ),
    Misuse(
      """
      class C {
        @Logged deinit {}
      }
      """,
      .error(
        "'@Logged' cannot be applied to a deinitializer: apply it to a function that the deinitializer calls",
        at: "@Logged"
      )
    ),
    Misuse(
      """
      struct S {
        @Memoized subscript(i: Int) -> Int { i }
      }
      """,
      .error(
        "'@Memoized' cannot be applied to a subscript: apply it to a function that the subscript calls",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized var answer: Int { 42 }",
      .error(
        "'@Memoized' cannot be applied to a property: apply it to a function that the property calls; write a property wrapper of that name with its module, as in '@Module.Memoized'",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Timed struct S {}",
      .error(
        "'@Timed' cannot be applied to a type: use '@TimedMembers' for all functions of a type",
        at: "@Timed"
      )
    ),
    Misuse(
      "@Logged extension S {}",
      .error(
        "'@Logged' cannot be applied to a type: use '@LoggedMembers' for all functions of a type",
        at: "@Logged"
      )
    ),
    Misuse(
      "@Retrying actor A {}",
      .error(
        "'@Retrying' cannot be applied to a type: apply it to its functions",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Memoized enum E {}",
      .error(
        "'@Memoized' cannot be applied to a type: apply it to its functions",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Timed class C {}",
      .error(
        "'@Timed' cannot be applied to a type: use '@TimedMembers' for all functions of a type",
        at: "@Timed"
      )
    ),
    Misuse(
      "@Timed protocol P {}",
      .error(
        "'@Timed' cannot be applied to a type: use '@TimedMembers' for all functions of a type",
        at: "@Timed"
      )
    ),
    Misuse(
      "@Logged import Foundation",
      .error(
        "'@Logged' cannot be applied to this declaration: apply it to a function",
        at: "@Logged"
      )
    ),
    Misuse(
      "@Timed typealias T = Int",
      .error(
        "'@Timed' cannot be applied to this declaration: apply it to a function",
        at: "@Timed"
      )
    ),
    Misuse(
      """
      enum E {
        @Timed case a
      }
      """,
      .error(
        "'@Timed' cannot be applied to this declaration: apply it to a function",
        at: "@Timed"
      )
    ),
    Misuse(
      """
      protocol P {
        @Timed @Retrying func load() throws
      }
      """,
      .error(
        "'@Timed' needs a function body, so it cannot be applied to a protocol requirement: apply it to an implementation",
        at: "@Timed"
      ),
      .error(
        "'@Retrying' needs a function body, so it cannot be applied to a protocol requirement: apply it to an implementation",
        at: "@Retrying"
      )
    ),
    Misuse(
      #"@_silgen_name("load") @Memoized func load() -> Int"#,
      .error(
        "'@Memoized' needs a function body, so it cannot be applied to a function without a body: apply it to an implementation",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      protocol P {
        @Retrying func load()
      }
      """,
      .error(
        "'@Retrying' needs a function body, so it cannot be applied to a protocol requirement: apply it to an implementation",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Timed @Retrying @ViewBuilder func load() throws -> View {}",
      .error(
        "the result builder '@ViewBuilder' would not apply to the body that '@Timed' generates: move the builder and the body to another function, and call that function here; if '@ViewBuilder' does something else, add 'allowing: .attribute(\"ViewBuilder\")'",
        at: "@ViewBuilder"
      )
    ),
    Misuse(
      "@Retrying @ViewBuilder func load() throws -> View {}",
      .error(
        "the result builder '@ViewBuilder' would not apply to the body that '@Retrying' generates: move the builder and the body to another function, and call that function here; if '@ViewBuilder' does something else, add 'allowing: .attribute(\"ViewBuilder\")'",
        at: "@ViewBuilder"
      )
    ),
    Misuse(
      #"@Traced("load") @Retrying func load() throws {}"#,
      .error(
        "'@Traced' and '@Retrying' both replace the function body, and only one of them would take effect: apply '@Retrying' to another function that calls this one; if '@Traced' does something else, add 'allowing: .attribute(\"Traced\")'",
        at: #"@Traced("load")"#
      )
    ),
    Misuse(
      """
      #if DEBUG
      @Retrying
      #endif
      @Logged
      func load() throws {}
      """,
      .error(
        "'@Retrying' cannot be inside '#if', because its order among the attributes is then unknown: put '#if' around the whole function, or inside its body",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Memoized @ViewBuilder func load(_ id: Int) -> View {}",
      .error(
        "the result builder '@ViewBuilder' would not apply to the body that '@Memoized' generates: move the builder and the body to another function, and call that function here; if '@ViewBuilder' does something else, add 'allowing: .attribute(\"ViewBuilder\")'",
        at: "@ViewBuilder"
      )
    ),
    Misuse(
      "@TracingMacros.Traced @Memoized func load(_ id: Int) -> Int { id }",
      .error(
        "'@TracingMacros.Traced' and '@Memoized' both replace the function body, and only one of them would take effect: apply '@Memoized' to another function that calls this one; if '@Traced' does something else, add 'allowing: .attribute(\"Traced\")'",
        at: "@TracingMacros.Traced"
      )
    ),
    Misuse(
      """
      #if DEBUG
      @Memoized
      #endif
      @Logged
      func load() {}
      """,
      .error(
        "'@Memoized' cannot be inside '#if', because its order among the attributes is then unknown: put '#if' around the whole function, or inside its body",
        at: "@Memoized"
      )
    ),
    Misuse("@SceneBuilder @Timed(allowing: .attribute(\"SceneBuilder\")) func load() -> Int { 1 }"),
    Misuse("@SceneBuilder @Timed func load() -> Int { return 1 }"),
    Misuse("@HTMLBuilder(indented: true) @Timed func load() -> Int { 1 }"),
    Misuse("@Timed @Log @Logged(allowing: .blockedActor, .attribute(\"Log\")) func load() {}"),
    Misuse(
      "struct File { @Timed consuming func closed() -> File { consume self } }",
      .error(
        "'consume self' cannot be in a body that '@Timed' moves into a local function: write 'copy self', or apply '@Timed' to another function that calls this one",
        at: "consume self"
      )
    ),
    Misuse(
      "struct File: ~Copyable { @Timed consuming func close() { discard self } }",
      .error(
        "'discard self' cannot be in a body that '@Timed' moves into a local function: apply '@Timed' to another function that calls this one",
        at: "discard self"
      )
    ),
    Misuse(
      "@Traced(ofKind: .client) @Timed func load() {}",
      .error(
        "'@Traced' and '@Timed' both replace the function body, and only one of them would take effect: apply '@Timed' to another function that calls this one; if '@Traced' does something else, add 'allowing: .attribute(\"Traced\")'",
        at: "@Traced(ofKind: .client)"
      )
    ),
    Misuse(
      "@Timed @Other.Timed func load() {}",
      .error(
        "'@Other.Timed' and '@Timed' both replace the function body, and only one of them would take effect: apply '@Timed' to another function that calls this one; if '@Timed' does something else, add 'allowing: .attribute(\"Timed\")'",
        at: "@Other.Timed"
      )
    ),
    Misuse(
      """
      #if DEBUG
      @Timed
      #else
      @Logged
      #endif
      @Retrying
      func load() throws {}
      """,
      .error(
        "'@Timed' cannot be inside '#if', because its order among the attributes is then unknown: put '#if' around the whole function, or inside its body",
        at: "@Timed"
      )
    ),
    Misuse(
      """
      @Timed struct S {
        @Logged func one() {}
      }
      """,
      .error(
        "'@Timed' cannot be applied to a type: use '@TimedMembers' for all functions of a type",
        at: "@Timed"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@Other.Timed func load() {}"
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
