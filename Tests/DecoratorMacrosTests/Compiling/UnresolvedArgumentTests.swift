import Testing

/// Arguments with a name or a type that the compiler does not find. It must not crash where it looks for a declaration that takes
/// them.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct UnresolvedArgumentTests {
  private static let rows: [TypeErrorTests.Row] = [
    TypeErrorTests.Row(
      source: #"@Decorated(by: .timed("x")) func o1() async throws {}"#,
      line: 1,
      message: #"cannot convert value of type 'String' to expected argument type 'TimingPolicy'"#
    ),
    TypeErrorTests.Row(
      source: #"@Decorated(by: .timed(name: "x")) func o2() async throws {}"#,
      line: 1,
      message: #"incorrect argument label in call (have 'name:', expected 'named:')"#
    ),
    TypeErrorTests.Row(
      source: #"@Decorated(by: .timed()) func o3() async throws {}"#,
      line: 1,
      message: #"missing argument for parameter 'named' in call"#
    ),
    TypeErrorTests.Row(
      source: #"@Decorated(by: .retrying(3)) func o4() async throws {}"#,
      line: 1,
      message: #"cannot convert value of type 'Int' to expected argument type 'RetryPolicy'"#
    ),
    TypeErrorTests.Row(
      source: #"@Decorated(by: .retrying(within: .seconds(3), attempts: 3)) func o5() async throws {}"#,
      line: 1,
      message: #"argument 'attempts' must precede argument 'within'"#
    ),
    TypeErrorTests.Row(
      source: #"@Decorated(by: .retry(attempts: 3)) func o7() async throws {}"#,
      line: 1,
      message: #"reference to member 'retry' cannot be resolved without a contextual type"#
    ),
    TypeErrorTests.Row(
      source: #"@Decorated(by: .memoized(capacity: 3)) func o8() async throws {}"#,
      line: 1,
      message: #"reference to member 'memoized' cannot be resolved without a contextual type"#
    ),
    TypeErrorTests.Row(
      source: #"@Decorated(by: gate) func o9() async throws {}"#,
      line: 1,
      message: #"cannot find 'gate' in scope"#
    ),
    TypeErrorTests.Row(
      source: #"@Decorated(by: RetryPolicy.none) func o10() async throws {}"#,
      line: 1,
      message: #"type 'RetryPolicy' has no member 'none'"#
    ),
    TypeErrorTests.Row(
      source: #"@Decorated(concurrentlyBy: .halved()) func o11() async throws {}"#,
      line: 1,
      message: #"reference to member 'halved' cannot be resolved without a contextual type"#
    ),
    TypeErrorTests.Row(
      source: #"struct O12 { @Decorated(by: Self.gate) func open() async throws {} }"#,
      line: 1,
      message: #"type 'O12' has no member 'gate'"#
    ),
    TypeErrorTests.Row(
      source: #"struct O13 { @Decorated(by: \Self.gate) func open() async throws {} }"#,
      line: 1,
      message: #"value of type 'O13' has no member 'gate'"#
    ),
    TypeErrorTests.Row(
      source: #"struct O14 { @Memoized(in: \Self.users) func open(_ id: Int) -> Int { id } }"#,
      line: 1,
      message: #"value of type 'O14' has no member 'users'"#
    ),
    TypeErrorTests.Row(
      source:
        #"struct O15 { let users = MemoCache<Int, Int>(); @Memoized(in: \Self.users.all) func open(_ id: Int) -> Int { id } }"#,
      line: 1,
      message: #"value of type 'MemoCache<Int, Int>' has no member 'all'"#
    ),
    TypeErrorTests.Row(
      source:
        #"struct O16 { static let users = MemoCache<Int, Int>(); @Memoized(in: .users) func open(_ id: Int) -> Int { id } }"#,
      line: 1,
      message: #"cannot infer contextual base in reference to member 'users'"#
    ),
    TypeErrorTests.Row(
      source: #"struct O17 { @Memoized(clock: \Self.clock) func open(_ id: Int) -> Int { id } }"#,
      line: 1,
      message: #"value of type 'O17' has no member 'clock'"#
    ),
    TypeErrorTests.Row(
      source: #"struct O18 { @Retrying(generator: \Self.dice) func open() throws {} }"#,
      line: 1,
      message: #"value of type 'O18' has no member 'dice'"#
    ),
    TypeErrorTests.Row(
      source: #"@Memoized(onEviction: { key, value in print(key) }) func o19(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"cannot infer type of closure parameter 'value' without a type annotation"#
    ),
    TypeErrorTests.Row(
      source: #"@Memoized(onEviction: { (key: Int, value: Int, _) in }) func o20(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"cannot infer type of closure parameter '_' without a type annotation"#
    ),
    TypeErrorTests.Row(
      source: #"@Memoized(key: { id in id }) func o21(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"cannot infer type of closure parameter 'id' without a type annotation"#
    ),
  ]

  @Test func argumentsThatDoNotResolve_areOneOrdinaryErrorEach() throws {
    try TypeErrorTests.check(Self.rows, "-typecheck")
  }

  /// Here the compiler says more than one thing, or something else in each version.
  @Test func argumentsThatDoNotResolve_areErrors_whereThereAreSeveral() throws {
    let source = """
      import DecoratorMacros
      let retry = RetryPolicy()
      @Decorated(by: .retrying(attempts: 3, backoff: .fixed(.seconds(3)))) func q1() throws {}
      @Decorated(by: .logged(level: .info)) func q2() {}
      @Decorated(by: retry.run) func q3() throws {}
      @Memoized(onEviction: { key, value, cause in print(key) }) func q4(_ id: Int) -> Int { id }
      @Memoized(onEviction: { (key, value, cause) in print(key) }) func q5(_ id: Int) -> Int { id }
      @Retrying(backoff: .exponential(base: .seconds(1))) func q6() throws {}
      """
    let found = try Compiler.messages(about: source, "-typecheck")
    #expect(Set(found.map(\.line)) == Set(3...8))
    #expect(!found.contains { $0.text.contains("Mistaken") })
  }
}
