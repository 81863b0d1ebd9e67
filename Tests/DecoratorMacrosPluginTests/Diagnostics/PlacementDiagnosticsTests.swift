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
        "'@Timed' cannot be applied to an initializer: put it on a static function that makes the value",
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
        "'@Logged' cannot be applied to a deinitializer: put it on a function that the deinitializer calls",
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
        "'@Memoized' cannot be applied to a subscript: put it on a function that the subscript calls",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized var answer: Int { 42 }",
      .error(
        "'@Memoized' cannot be applied to a property: put it on a function that the property calls",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Timed struct S {}",
      .error(
        "'@Timed' cannot be applied to a type: '@TimedMembers' is for all functions of a type",
        at: "@Timed"
      )
    ),
    Misuse(
      "@Logged extension S {}",
      .error(
        "'@Logged' cannot be applied to a type: '@LoggedMembers' is for all functions of a type",
        at: "@Logged"
      )
    ),
    Misuse(
      "@Retrying actor A {}",
      .error(
        "'@Retrying' cannot be applied to a type: put it on its functions",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Memoized enum E {}",
      .error(
        "'@Memoized' cannot be applied to a type: put it on its functions",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Timed class C {}",
      .error(
        "'@Timed' cannot be applied to a type: '@TimedMembers' is for all functions of a type",
        at: "@Timed"
      )
    ),
    Misuse(
      "@Timed protocol P {}",
      .error(
        "'@Timed' cannot be applied to a type: '@TimedMembers' is for all functions of a type",
        at: "@Timed"
      )
    ),
    Misuse(
      "@Logged import Foundation",
      .error(
        "'@Logged' cannot be applied to this declaration: put it on a function, and call that here",
        at: "@Logged"
      )
    ),
    Misuse(
      "@Timed typealias T = Int",
      .error(
        "'@Timed' cannot be applied to this declaration: put it on a function, and call that here",
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
        "'@Timed' cannot be applied to this declaration: put it on a function, and call that here",
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
        "'@Timed' has no body to decorate on a protocol requirement: put it on the functions that implement it",
        at: "@Timed"
      ),
      .error(
        "'@Retrying' has no body to decorate on a protocol requirement: put it on the functions that implement it",
        at: "@Retrying"
      )
    ),
    Misuse(
      #"@_silgen_name("load") @Memoized func load() -> Int"#,
      .error(
        "'@Memoized' has no body to decorate on a function without a body: put it on the functions that implement it",
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
        "'@Retrying' has no body to decorate on a protocol requirement: put it on the functions that implement it",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Timed @Retrying @ViewBuilder func load() throws -> View {}",
      .error(
        "the result builder '@ViewBuilder' would not be applied to the body that '@Timed' makes: build in a function of its own, and decorate one that calls it",
        at: "@ViewBuilder"
      )
    ),
    Misuse(
      "@Traced @Timed func load() {}",
      .error(
        "'@Traced' replaces the body of the function as '@Timed' does, and only one of them would take effect: decorate a function that calls this one",
        at: "@Traced"
      )
    ),
    Misuse(
      "@Timed @Other.Timed func load() {}",
      .error(
        "'@Other.Timed' replaces the body of the function as '@Timed' does, and only one of them would take effect: decorate a function that calls this one",
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
        "'@Timed' in '#if' cannot be put in order with the attributes around it: put '#if' around the whole function, or let the body choose",
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
        "'@Timed' cannot be applied to a type: '@TimedMembers' is for all functions of a type",
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
