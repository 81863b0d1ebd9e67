import Testing

@Suite struct MemoizedValuesDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Memoized(capacity: -1) func load() -> Int { 1 }",
      .error(
        "a cache keeps from 0 to 2,147,483,646 values, not -1",
        at: "-1"
      )
    ),
    Misuse(
      "@Memoized(capacity: 2_147_483_647) func load() -> Int { 1 }",
      .error(
        "a cache keeps from 0 to 2,147,483,646 values, not 2147483647",
        at: "2_147_483_647"
      )
    ),
    Misuse(
      "@Memoized(timeToLive: .zero) func load() -> Int { 1 }",
      .error(
        "a value that lives no time is never found again: give more, or 'capacity: 0'",
        at: ".zero"
      )
    ),
    Misuse(
      "@Memoized(timeToLive: .seconds(0)) func load() -> Int { 1 }",
      .error(
        "a value that lives no time is never found again: give more, or 'capacity: 0'",
        at: ".seconds(0)"
      )
    ),
    Misuse(
      "@Memoized func load() -> Never { fatalError() }",
      .error(
        "'@Memoized' has nothing to keep of a function that never returns",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized func load() -> some Sequence<Int> { [1] }",
      .error(
        "'@Memoized' cannot name the type that it keeps for 'some Sequence<Int>': name the result's type",
        at: "some Sequence<Int>"
      )
    ),
    Misuse(
      "@Memoized(in: values) func load() -> [some Any] { [1] }",
      .error(
        "'@Memoized' cannot name the type that it keeps for '[some Any]': name the result's type",
        at: "[some Any]"
      )
    ),
    Misuse(
      #"""
      struct S {
        @Memoized(in: \Self.values) mutating func load() -> Int { 1 }
      }
      """#,
      .error(
        "a remembered result leaves out what a mutating function does to its instance: return the new value",
        at: "mutating"
      )
    ),
    Misuse(
      #"""
      struct S {
        @Memoized(in: \Self.values) consuming func load() -> Int { 1 }
      }
      """#,
      .error(
        "a remembered result leaves out what a consuming function does to its instance: return the new value",
        at: "consuming"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@Memoized(capacity: 0) func load() -> Int { 1 }"
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
