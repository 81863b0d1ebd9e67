import DecoratorListing
import Testing

@Suite struct CombinatorsTests {
  @Test(arguments: [
    (
      #"let f = retrying(attempts: 3, named: "fetch") { (id: Int) async throws in id }.timed(named: "total")"#,
      #"timed(named: "total") → retrying(attempts: 3, named: "fetch")"#
    ),
    (
      #"let f = timed(named: "outer", retrying(on: A.self, B.self) { try load() })"#,
      #"timed(named: "outer") → retrying(on: A.self, B.self)"#
    ),
    (#"let f = AsyncFunction(load).memoized(capacity: 8).logged()"#, "logged() → memoized(capacity: 8)"),
    (#"let f = fetch.memoized(in: cache) { $0.id }"#, "memoized(in: cache, key: { … })"),
    (
      #"let f = fetch.decorated(by: policy, onResult: { $0.status == 503 })"#,
      "decorated(by:)(by: policy, onResult: { … })"
    ),
    (
      #"let f = decorated(by: .retrying(attempts: 2), named: "f") { 1 }"#,
      #"decorated(by:)(attempts: 2, named: "f")"#
    ),
    (
      #"let f = (fetch.retrying()).logged(levels: LogLevels(success: .info))"#,
      "logged(levels: LogLevels(success: .info)) → retrying()"
    ),
    (#"let f = Decorators.retrying { try load() }"#, "retrying()"),
    (
      #"let f = DecoratorsTracing.traced(kind: .client) { try load() }.traced(named: "load", recording: .all)"#,
      #"traced(named: "load", recording: .all) → traced(kind: .client)"#
    ),
    (
      #"let f = fetch.decorated(by: DecoratorStack { TimingPolicy(named: "a"); RetryPolicy(attempts: 2) })"#,
      #"decorated(by:)(named: "a") → decorated(by:)(attempts: 2)"#
    ),
  ])
  func chain_isListedOutermostFirst(_ source: String, _ summary: String) {
    let functions = listed(source)
    #expect(functions.map(\.summary) == [summary])
    #expect(functions.map(\.form) == [.combinators])
  }

  @Test(arguments: [
    (#"let f = retrying(named: "fetch") { 1 }"#, "fetch"),
    (#"let f = retrying(named: "inner") { 1 }.timed(named: "outer")"#, "outer"),
    (#"let f = Function(named: "load", load).retrying()"#, "load"),
    ("struct S { let f = retrying { 1 } }", "S.f"),
    ("struct S { let f: F; init() { self.f = retrying { 1 } } }", "S.f"),
    ("struct S { init() { f = try retrying { 1 } } }", "S.f"),
    ("func make() -> F { retrying { 1 } }", "make()"),
    ("func make() -> F { return fetch.retrying() }", "make()"),
    ("struct S { var f: F { retrying { 1 } } }", "S.f"),
    ("struct S { var f: F { get { return retrying { 1 } } } }", "S.f"),
    ("var f: Int { retrying { 1 }() }", "f"),
    ("struct S { subscript(i: Int) -> F { retrying { i } } }", "S.subscript"),
    ("var f: F { make { retrying { 1 } } }", "{ … }"),
    ("let s = Service(load: fetch.retrying())", "load"),
    ("use(fetch.retrying())", "fetch"),
  ])
  func name_isThatOfNamed_orOfTheBinding(_ source: String, _ name: String) {
    #expect(listed(source).map(\.name) == [name])
  }

  @Test(arguments: [
    "let policy: RetryPolicy = .retrying(attempts: 3)", "let f = decorated(by: policy)", "let x = view.timed()",
    "let x = Stopwatch.timed(named: \"a\")", "let x = retrying(attempts: 3)", "let x = log.logged(to: file)",
    "try await policy.run { 1 }", "try withRetry { 1 }", "let x = text.memoized(cost: 3)", "timed(name: \"a\") { 1 }",
  ])
  func callsThatDecorateNothing_areNotListed(_ source: String) {
    #expect(listed(source).isEmpty)
  }

  @Test func functionsInTheClosureOfACombinator_areListedToo() {
    let functions = listed(
      """
      let f = retrying {
        let inner = logged { 1 }
        return inner()
      }
      """
    )
    #expect(functions.map(\.name) == ["f", "inner"])
    #expect(functions.map(\.line) == [1, 2])
  }

  @Test func chainOverLines_isListedOnce_withOnlyItsOwnArguments() {
    let functions = listed(
      """
      let f = fetch
        .retrying(attempts: 3, line: 7)
        .timed(named: "f", fileID: #fileID)
      """
    )
    #expect(functions.map(\.summary) == [#"timed(named: "f") → retrying(attempts: 3)"#])
  }
}
