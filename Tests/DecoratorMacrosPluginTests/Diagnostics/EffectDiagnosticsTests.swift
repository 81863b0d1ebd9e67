import Testing

/// What attributes ask of a function's effects.
@Suite struct EffectDiagnosticsTests {
  private static let guards = ["@CircuitBroken(by: breaker)", "@Bulkheaded(by: places)", "@RateLimited(by: bucket)"]

  @Test(
    "C8: no synchronous form, and the reason",
    arguments: [
      Misuse(
        "@TimeLimited(within: .seconds(3)) func load() throws {}",
        .error(
          """
          '@TimeLimited' cannot be applied to 'load', which is synchronous: it cannot be stopped from outside: make it async, \
          or let it ask with 'try CallDeadline.current?.check()'; '@Retrying(within:)' limits the time between its attempts
          """,
          at: "@TimeLimited(within: .seconds(3))"
        )
      ),
      Misuse(
        "@Hedged(after: .seconds(3)) func load() throws {}",
        .error(
          """
          '@Hedged' cannot be applied to 'load', which is synchronous: a hedge runs it several times at once: make it async
          """,
          at: "@Hedged(after: .seconds(3))"
        )
      ),
      Misuse(
        "@Coalesced func load(_ id: Int) -> Int { id }",
        .error(
          """
          '@Coalesced' cannot be applied to 'load', which is synchronous: callers that come meanwhile wait for a task: make \
          it async, or use '@Memoized'
          """,
          at: "@Coalesced"
        )
      ),
    ]
  )
  func synchronousFunction_isRefused(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test("A4: own errors do not fit a 'throws(E)' without 'orThrow:'", arguments: guards)
  func typedThrows_needsReplacement(_ attribute: String) {
    let name = attribute.prefix { $0 != "(" }
    #expect(
      Diagnosed.all(in: "\(attribute) func load() throws(ShopError) {}") == [
        .error(
          """
          '\(name)' throws errors of its own, and 'load' throws only 'ShopError': add 'orThrow:', a closure that makes a \
          'ShopError' of such an error, or write 'throws'
          """,
          at: attribute
        )
      ]
    )
    let replacing = attribute.dropLast() + ", orThrow: { ShopError.unavailable($0) })"
    #expect(Diagnosed.all(in: "\(replacing) func load() throws(ShopError) {}") == [])
  }

  @Test("A4: own errors do not fit a function that does not throw", arguments: guards)
  func functionThatDoesNotThrow_isRefused(_ attribute: String) {
    let name = attribute.prefix { $0 != "(" }
    for effects in ["", "throws(Never) "] {
      #expect(
        Diagnosed.all(in: "\(attribute) func load() \(effects){}") == [
          .error(
            "'\(name)' throws errors of its own, and 'load' cannot throw: make the function throw",
            at: attribute
          )
        ]
      )
    }
  }

  @Test("A4: a function that rethrows throws only errors of its closure", arguments: guards)
  func rethrowingFunction_isRefused(_ attribute: String) {
    let name = attribute.prefix { $0 != "(" }
    #expect(
      Diagnosed.all(in: "\(attribute) func load(_ work: () throws -> Void) rethrows { try work() }") == [
        .error(
          "'\(name)' throws errors of its own, and 'load' throws only those of its closure: write 'throws'",
          at: attribute
        )
      ]
    )
  }

  @Test(
    arguments: [
      Misuse(
        "@CircuitBroken(by: breaker, onResult: { (page: Page) -> CircuitVerdict in .success }) func load() throws(ShopError) -> Page { page }",
        .error(
          """
          '@CircuitBroken' throws errors of its own, and 'load' throws only 'ShopError': add 'orThrow:', a closure that makes a \
          'ShopError' of such an error, or write 'throws'
          """,
          at: "@CircuitBroken(by: breaker, onResult: { (page: Page) -> CircuitVerdict in .success })"
        ),
        .error(
          "with 'onResult:' the errors of '@CircuitBroken' cannot become a 'ShopError': write 'throws', or throw an error instead of returning such a result",
          at: "{ (page: Page) -> CircuitVerdict in .success }"
        )
      ),
      Misuse(
        "@Retrying(eachAttempt: .seconds(3)) func load() throws {}",
        .error(
          """
          '@Retrying(eachAttempt:)' cannot be applied to 'load', which is synchronous: it cannot be stopped from outside: make \
          it async, or let it ask with 'try CallDeadline.current?.check()'; '@Retrying(within:)' limits the time between its \
          attempts
          """,
          at: ".seconds(3)"
        )
      ),
      Misuse(
        "@Retrying(eachAttempt: .seconds(3)) func load() async throws(ShopError) {}",
        .error(
          """
          '@Retrying(eachAttempt:)' throws errors of its own, and 'load' throws only 'ShopError': add 'orThrow:', a closure \
          that makes a 'ShopError' of such an error, or write 'throws'
          """,
          at: "@Retrying(eachAttempt: .seconds(3))"
        )
      ),
      Misuse(
        "@Retrying(orThrow: { ShopError.slow($0) }) func load() throws(ShopError) {}",
        .warning(
          "'orThrow:' has no effect, because without 'eachAttempt:' '@Retrying' throws no errors of its own: remove it",
          at: "{ ShopError.slow($0) }"
        )
      ),
      Misuse(
        "@TimeLimited(eachAttempt: .seconds(0)) func load() async throws {}",
        .error(
          "'eachAttempt:' must be greater than zero: no call could end in that time; use 'nil' for no limit",
          at: ".seconds(0)"
        )
      ),
      Misuse(
        "@TimeLimited(within: .seconds(3)) func load() async {}",
        .error(
          "'@TimeLimited' throws errors of its own, and 'load' cannot throw: make the function throw",
          at: "@TimeLimited(within: .seconds(3))"
        )
      ),
      Misuse(
        "@CircuitBroken(by: breaker, orThrow: { $0 }) func load() throws {}",
        .warning(
          """
          'orThrow:' has no effect, because 'load' throws any error: remove it, or write 'throws(…)' with one type
          """,
          at: "{ $0 }"
        )
      ),
      Misuse(
        "@TimeLimited(within: .zero) func load() async throws {}",
        .error(
          "'within:' must be greater than zero: no call could end in that time; use 'nil' for no limit",
          at: ".zero"
        )
      ),
      Misuse(
        "@TimeLimited(within: .seconds(-1)) func load() async throws {}",
        .error(
          "'.seconds(-1)' is negative, but delays and limits cannot be negative: use a positive duration",
          at: ".seconds(-1)"
        )
      ),
      Misuse(
        "@RateLimited(by: bucket, waitingAtMost: .seconds(-1)) func load() throws {}",
        .error(
          "'.seconds(-1)' is negative, but delays and limits cannot be negative: use a positive duration",
          at: ".seconds(-1)"
        )
      ),
      Misuse(
        "@FallingBack(on: E.self, to: 0) func load() -> Int { 1 }",
        .error(
          "'load' does not throw, so '@FallingBack' never has an error to replace: remove '@FallingBack'",
          at: "@FallingBack(on: E.self, to: 0)"
        )
      ),
      Misuse(
        "@FallingBack(to: 0) func load() throws -> Int { 1 }",
        .error(
          "'@FallingBack' must say which errors it replaces: 'on: TimeoutError.self', or 'on: .any', which hides programming errors too",
          at: "@FallingBack(to: 0)"
        )
      ),
      Misuse(
        "@FallingBack(on: E.self, to: { (id: Int) in id }) func load(_ id: Int) throws -> Int { 1 }",
        .error(
          "the 'to:' closure must declare the error and the parameters of 'load': the error, 'id'",
          at: "{ (id: Int) in id }"
        )
      ),
      Misuse(
        "@FallingBack(on: E(), to: 0) func load() throws -> Int { 1 }",
        .error("'on:' takes the types of errors, not values: write 'E.self'", at: "E()")
      ),
      Misuse(
        "@FallingBack(on: E.self, to: [1]) func load() throws -> some Sequence<Int> { [1] }",
        .error(
          "'@FallingBack' cannot return a substitute for the opaque result 'some Sequence<Int>': write a concrete result type",
          at: "@FallingBack(on: E.self, to: [1])"
        )
      ),
      Misuse(
        "@FallingBack(on: E.self, to: id) func load(_ id: Int) throws -> Int { 1 }",
        .error(
          "arguments of '@FallingBack' are resolved outside 'load' and cannot use its parameter 'id': if you mean another 'id', rename one of the two",
          at: "id"
        )
      ),
      Misuse(
        "@Hedged(after: .seconds(1), attempts: 1) func load() async throws {}",
        .error("'attempts:' counts all calls, including the first, so a hedge needs at least 2, not 1", at: "1")
      ),
      Misuse(
        "@Hedged(after: .seconds(1)) func load(_ ids: Span<Int>) async throws {}",
        .error(
          "the body of an asynchronous function with '@Hedged' runs in a task, which cannot use 'ids', which does not escape: pass an array",
          at: "_ ids: Span<Int>"
        )
      ),
      Misuse(
        #"@Coalesced(ignoring: "work") func load(_ id: Int, work: () -> Int) async -> Int { 1 }"#,
        .error(
          "the body of an asynchronous function with '@Coalesced' runs in a task, which cannot use the closure 'work', which does not escape: write '@escaping @Sendable' before its type",
          at: "work: () -> Int"
        )
      ),
      Misuse(
        #"@CircuitBroken(by: \Self.breaker) func load() throws {}"#,
        .error(
          #"'\Self.breaker' refers to an instance property, but 'load' has no instance: use a global value"#,
          at: #"\Self.breaker"#
        )
      ),
      Misuse(
        "@Bulkheaded(by: Bulkhead(named: name, atMost: 3)) func load<Item>(_ item: Item) throws {}",
        .error(
          "each call of 'load' would create this decorator, because the function has no place to keep it: declare the decorator elsewhere and name it in 'by:'",
          at: "Bulkhead(named: name, atMost: 3)"
        )
      ),
    ]
  )
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@TimeLimited(within: .seconds(3)) func load() async throws {}",
    "@TimeLimited(within: nil) func load() async throws {}",
    "@TimeLimited(within: .seconds(3), orThrow: { ShopError.slow($0) }) func load() async throws(ShopError) {}",
    "@Counted func load() {}",
    "@FallingBack(on: .any, to: { Page.empty }) func load(_ id: Int) throws -> Page { page }",
    "@FallingBack(when: { $0 is E }, to: Page.empty) func load() throws(E) -> Page { page }",
    "@Retrying(eachAttempt: .seconds(3)) func load() async throws {}",
    "@Retrying(eachAttempt: .seconds(3), orThrow: { ShopError.slow($0) }) func load() async throws(ShopError) {}",
    "@Hedged(after: .seconds(3)) func load() async {}",
    "@Hedged(after: .seconds(3)) func load() async throws(ShopError) {}",
    "@Counted func load(_ work: () throws -> Void) rethrows { try work() }",
    "@Coalesced func load(_ id: Int) async -> Int { id }",
    "@Coalesced func load(_ id: Int) async throws(ShopError) -> Int { id }",
    "@Decorated(by: gate, orThrow: { ShopError.shut($0) }) func load() throws(ShopError) {}",
    "@CircuitBroken(by: .payments) func load<Item>(_ item: Item) throws {}",
  ])
  func use_isFine(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }

  // MARK: Remedies

  @Test func synchronousFunction_becomesAsync() {
    assertFixed(
      "@Coalesced func load(_ id: Int) -> Int { id }",
      "@Coalesced func load(_ id: Int) async -> Int { id }",
      by: "Make 'load' async",
      at: (1, 1)
    )
  }

  @Test func synchronousFunctionThatThrows_becomesAsync() {
    assertFixed(
      """
      @TimeLimited(within: .seconds(3))
      func load() throws {
      }
      """,
      """
      @TimeLimited(within: .seconds(3))
      func load() async throws {
      }
      """,
      by: "Make 'load' async",
      at: (1, 1)
    )
  }

  @Test func functionThatDoesNotThrow_throws() {
    assertFixed(
      "@TimeLimited(within: .seconds(3)) func load() async -> Int { 1 }",
      "@TimeLimited(within: .seconds(3)) func load() async throws -> Int { 1 }",
      by: "Make 'load' throw",
      at: (1, 1)
    )
    assertFixed(
      "@CircuitBroken(by: breaker) func load() { }",
      "@CircuitBroken(by: breaker) func load() throws { }",
      by: "Make 'load' throw",
      at: (1, 1)
    )
  }

  @Test func typedThrows_getsAReplacement_orIsWidened() {
    let remedies = ["Add 'orThrow:'", "Let 'load' throw any error"]
    assertFixed(
      "@CircuitBroken(by: breaker, named: \"load\") func load() throws(ShopError) -> Int { 1 }",
      "@CircuitBroken(by: breaker, orThrow: { error in <#ShopError#> }, named: \"load\") func load() throws(ShopError) -> Int { 1 }",
      by: remedies[0],
      of: remedies,
      at: (1, 1)
    )
    assertFixed(
      "@CircuitBroken(by: breaker) func load() throws(ShopError) -> Int { 1 }",
      "@CircuitBroken(by: breaker) func load() throws -> Int { 1 }",
      by: remedies[1],
      of: remedies,
      at: (1, 1)
    )
  }

  @Test func needlessReplacement_isRemoved() {
    assertFixed(
      "@CircuitBroken(by: breaker, orThrow: { $0 }) func load() throws {}",
      "@CircuitBroken(by: breaker) func load() throws {}",
      by: "Remove 'orThrow:'",
      at: (1, 38)
    )
  }

  @Test func hedgeOfOneAttempt_hasTwo() {
    assertFixed(
      "@Hedged(after: .seconds(1), attempts: 1) func load() async throws {}",
      "@Hedged(after: .seconds(1), attempts: 2) func load() async throws {}",
      by: "Use 2",
      at: (1, 39)
    )
  }
}
