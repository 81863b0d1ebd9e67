import Testing

@Suite struct MemoizedValuesDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Memoized(capacity: -1) func load() -> Int { 1 }",
      .error(
        "'capacity:' must be from 0 to 2,147,483,646, not -1",
        at: "-1"
      )
    ),
    Misuse(
      "@Memoized(capacity: 2_147_483_647) func load() -> Int { 1 }",
      .error(
        "'capacity:' must be from 0 to 2,147,483,646, not 2147483647",
        at: "2_147_483_647"
      )
    ),
    Misuse(
      "@Memoized(timeToLive: .zero) func load() -> Int { 1 }",
      .error(
        "'timeToLive:' must be greater than zero: use a longer time, or 'capacity: 0' to cache nothing",
        at: ".zero"
      )
    ),
    Misuse(
      "@Memoized(timeToLive: .seconds(0)) func load() -> Int { 1 }",
      .error(
        "'timeToLive:' must be greater than zero: use a longer time, or 'capacity: 0' to cache nothing",
        at: ".seconds(0)"
      )
    ),
    Misuse(
      "@Memoized(abandoned: .keep) func load() -> Int { 1 }",
      .error(
        "no caller can abandon 'load', which is synchronous: remove 'abandoned:', or make it async",
        at: ".keep"
      )
    ),
    Misuse(
      """
      struct Shop {
        @Memoized(abandoned: .keep) func price(_ item: String) async -> Int { 1 }
      }
      """,
      .error(
        #"a cache declared for 'price' would disable the type's synthesized conformances: declare 'let priceValues = MemoCache<String, Int>(abandoned: .keep)' in the type and pass it with 'in: \Self.priceValues'"#,
        at: "@Memoized(abandoned: .keep)"
      )
    ),
    Misuse(
      "@Memoized func load() -> Never { fatalError() }",
      .error(
        "'@Memoized' cannot cache the result of a function that never returns: remove '@Memoized'",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized func load() -> some Sequence<Int> { [1] }",
      .error(
        "'@Memoized' cannot cache the opaque result 'some Sequence<Int>': write a concrete result type",
        at: "some Sequence<Int>"
      )
    ),
    Misuse(
      "@Memoized(in: values) func load() -> [some Any] { [1] }",
      .error(
        "'@Memoized' cannot cache the opaque result '[some Any]': write a concrete result type",
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
        "a cached result does not repeat what a mutating function does to its instance: return the new value instead",
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
        "a cached result does not repeat what a consuming function does to its instance: return the new value instead",
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
