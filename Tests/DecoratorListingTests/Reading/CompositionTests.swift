import DecoratorListing
import Testing

@Suite struct CompositionTests {
  @Test(arguments: [
    ("@Retrying @Memoized func f() async throws -> Int { 1 }", ["memoizedInside"]),
    ("@Retrying(allowing: .memoizedInside) @Memoized func f() async throws -> Int { 1 }", []),
    ("@Memoized @Retrying func f() async throws -> Int { 1 }", []),
    ("@Decorated(by: .retrying()) @Memoized func f() async throws -> Int { 1 }", ["memoizedInside"]),
    ("@Decorated(by: RetryPolicy()) @Memoized(allowing: .memoizedInside) func f() async throws -> Int { 1 }", []),
    ("@Retrying @Retrying func f() throws {}", ["twice"]),
    ("@Retrying @Decorated(by: .retrying()) func f() throws {}", ["retryingTwice"]),
    ("@Decorated(by: Self.gate) @Timed @Decorated(by: Self.gate) func f() throws {}", ["sameDecoratorTwice"]),
    ("@Decorated(by: make()) @Decorated(by: make()) func f() throws {}", []),
    ("@MainActor @Retrying func f() throws {}", ["blockedActor"]),
    ("@Retrying func f() {}", ["cannotThrow"]),
    ("@Timed @Retrying @Timed(named: \"attempt\") func f() throws {}", []),
    ("let f = fetch.memoized().retrying()", ["memoizedInside"]),
    ("@Bulkheaded(by: places) @Retrying func f() throws {}", ["retryingInside"]),
    ("@Bulkheaded(by: places) @Decorated(by: .retrying()) func f() throws {}", ["retryingInside"]),
    (
      "@Bulkheaded(by: places, allowing: .retryingInside) @Decorated(by: .retrying()) func f() throws {}", []
    ),
    ("@CircuitBroken(by: b) @CircuitBroken(by: b) func f() throws {}", ["sameObjectTwice"]),
    ("@CircuitBroken(by: b) @Decorated(by: b) func f() throws {}", ["sameObjectTwice"]),
    ("@TimeLimited(within: .seconds(1)) func f() throws {}", ["needsAsync"]),
    ("@CircuitBroken(by: b) func f() throws(E) {}", ["throwsOwnErrors"]),
    ("let f = fetch.retrying().bulkheaded(by: places)", ["retryingInside"]),
    ("let f = fetch.bulkheaded(by: places).retrying()", []),
    ("let f = fetch.fallingBack(on: E.self) { _ in 0 }.circuitBroken(by: b)", ["fallingBackInside"]),
    ("let f = fetch.circuitBroken(by: b).timed(named: \"f\").circuitBroken(by: b)", ["sameDecoratorTwice"]),
    ("let f = fetch.bulkheaded(by: places).timeLimited(eachAttempt: .seconds(1))", ["bulkheadedInside"]),
    ("let f = fetch.retrying().memoized()", []),
    ("let f = fetch.retrying().timed(named: \"f\").retrying()", ["retryingTwice"]),
    ("let f = fetch.decorated(by: gate).decorated(by: gate)", ["sameDecoratorTwice"]),
  ])
  func harmfulOrder_isReported(_ source: String, _ rules: [String]) {
    #expect(listed(source).map(\.rules) == [rules])
  }

  @Test func orderInAChain_isSaidByItsCalls() throws {
    let warning = try #require(listed("let f = fetch.retrying().bulkheaded(by: places)").first?.warnings.first)
    #expect(
      warning.message
        == "'bulkheaded' around 'retrying' keeps its place while the retry waits between attempts: put 'retrying' outside"
    )
  }

  @Test(arguments: [
    ("fetch.retrying(attempts: 4).retrying(attempts: 5)", "attempts multiply, here up to 5 × 4 = 20: remove one"),
    ("fetch.retrying().retrying()", "attempts multiply, here up to 3 × 3 = 9: remove one"),
    ("fetch.retrying(attempts: count).retrying()", "attempts multiply: remove one"),
    ("fetch.retrying(within: .seconds(1)).retrying()", "attempts multiply: remove one"),
  ])
  func retryInARetry_namesTheProduct_ifItIsKnown(_ source: String, _ part: String) throws {
    let warning = try #require(listed(source).first?.warnings.first)
    #expect(warning.message.contains(part) && !warning.isError)
  }
}
