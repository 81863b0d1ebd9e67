import DecoratorListing
import Decorators
import Testing

@Suite struct SettingsTests {
  @Test func attempts_areThoseOfThePolicy() throws {
    let plain = try #require(listed("@Retrying func f() throws {}").first?.stack.first)
    #expect(plain.defaultValue("attempts").flatMap { Int($0) } == RetryPolicy().attempts)
    let limited = try #require(listed("@Retrying(within: .seconds(3)) func f() throws {}").first?.stack.first)
    #expect(limited.defaultValue("attempts") == "nil" && RetryPolicy(within: .seconds(3)).attempts == nil)
  }

  @Test func literalOverSeveralLines_isShownOnOneLine() throws {
    let source = #"""
      @Timed(
        named: """
          first \
          "half" \(1)
            second \u{41}
          """
      )
      func f() {}
      """#
    let layer = try #require(listed(source).first?.stack.first)
    #expect(layer.settings.map(\.value) == [#""first \"half\" \(1)\n  second \u{41}""#])
  }

  @Test(arguments: [
    (
      "@Timed func f() {}",
      ["named: \"f()\"", "to: [.metric(), .log()]", "clock: ContinuousClock()"]
    ),
    (
      "@Retrying func f() async throws {}",
      [
        "attempts: 3", "backoff: .exponential(from: .milliseconds(100))", "within: nil", "on: (any Error).self",
        "idempotent: true", "serverDelays: .accepted(upTo: .seconds(60))", "keepingErrors: 10",
        "generator: SystemRandomNumberGenerator()", "named: \"f()\"", "clock: ContinuousClock()",
      ]
    ),
    (
      "@Logged func f() {}",
      [
        "arguments: .none", "level: .debug", "logger: Logger.current", "result: .none", "errors: .type",
        "duration: .whenLogged", "valueLimit: 256", "named: \"f()\"", "clock: ContinuousClock()",
      ]
    ),
    (
      "@Logged(levels: levels) func f() {}",
      [
        "arguments: .none", "logger: Logger.current", "result: .none", "errors: .type", "duration: .whenLogged",
        "valueLimit: 256", "named: \"f()\"", "clock: ContinuousClock()",
      ]
    ),
    (
      "@Memoized func f() async {}",
      ["capacity: 128", "timeToLive: nil", "abandoned: .cancel", "named: \"f()\"", "clock: ContinuousClock()"]
    ),
    (
      "@Memoized func f() {}",
      ["capacity: 128", "timeToLive: nil", "named: \"f()\"", "clock: ContinuousClock()"]
    ),
    ("@Memoized(in: values) func f(_ x: Int) {}", []),
    ("@Timed(policy) func f() {}", ["clock: ContinuousClock()"]),
    (
      "@TimeLimited(within: .seconds(3)) func f() async throws {}",
      ["lateResults: .returned", "propagating: false", "named: \"f()\"", "clock: ContinuousClock()"]
    ),
    ("@Bulkheaded(by: places) func f() throws {}", ["cost: 1", "named: \"f()\""]),
    ("@Coalesced func f() async {}", ["abandoned: .cancel", "named: \"f()\""]),
    ("@Coalesced(in: loads) func f() async {}", []),
    (
      "@Hedged(after: .seconds(1)) func f() async {}",
      ["attempts: 2", "on: (any Error).self", "named: \"f()\"", "clock: ContinuousClock()"]
    ),
    ("let f = fetch.rateLimited(by: bucket)", ["cost: 1", "hints: .ignored"]),
    ("let f = timed(named: \"f\") { 1 }", ["to: TimingSink.standard", "clock: ContinuousClock()"]),
    (
      "let f = fetch.logged()",
      [
        "logger: Logger.current", "levels: LogLevels()", "arguments: .none", "result: .none", "errors: .type",
        "duration: .whenLogged", "valueLimit: 256", "clock: ContinuousClock()",
      ]
    ),
    (
      "let f = memoized { (x: Int) async in x }",
      ["capacity: 128", "timeToLive: nil", "clock: ContinuousClock()", "abandoned: .cancel"]
    ),
    ("let f = memoized { (x: Int) in x }", ["capacity: 128", "timeToLive: nil", "clock: ContinuousClock()"]),
    ("let f = fetch.memoized(in: cache)", []),
  ])
  func defaults_areThoseThatHaveAnEffect(_ source: String, _ defaults: [String]) throws {
    let layer = try #require(listed(source).first?.stack.first)
    #expect(layer.defaults.map { "\($0.label): \($0.value)" } == defaults)
  }
}
