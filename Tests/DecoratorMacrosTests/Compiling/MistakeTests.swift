import Foundation
import Testing

/// What people write who know another library is one error, which names what to write instead.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct MistakeTests {
  typealias Row = TypeErrorTests.Row

  /// The mistakes of the guide.
  static let common: [Row] = [
    Row(
      source: #"@Retrying(times: 3) func m1() throws {}"#,
      line: 1,
      message: #"'@Retrying' has no 'times:': write '@Retrying(attempts: 3)'"#
    ),
    Row(
      source: #"@Retrying(retries: 3) func m2() throws {}"#,
      line: 1,
      message: #"'@Retrying' has no 'retries:' ('attempts:' counts the first call too): write '@Retrying(attempts: 4)'"#
    ),
    Row(
      source: #"@Retrying(tries: 3, delay: 2) func m3() throws {}"#,
      line: 1,
      message:
        #"'@Retrying' has no 'tries:', and '@Retrying' has no 'delay:': write '@Retrying(attempts: 3, backoff: .constant(.seconds(2), jitter: .none))'"#
    ),
    Row(
      source: #"@Retrying(attempts: 3, timeout: .seconds(5)) func m4() throws {}"#,
      line: 1,
      message: #"'@Retrying' has no 'timeout:': write '@Retrying(attempts: 3, within: .seconds(5))'"#
    ),
    Row(
      source: #"@Retrying(exceptions: TimeoutError.self) func m5() throws {}"#,
      line: 1,
      message: #"'@Retrying' has no 'exceptions:': write '@Retrying(on: TimeoutError.self)'"#
    ),
    Row(
      source: #"@Retrying(5) func m6() throws {}"#,
      line: 1,
      message: #"'@Retrying' takes the number of attempts by its label: write '@Retrying(attempts: 5)'"#
    ),
    Row(
      source: #"@Retrying(backoff: .seconds(2)) func m7() throws {}"#,
      line: 1,
      message: #"'backoff:' takes a 'Backoff': write '@Retrying(backoff: .constant(.seconds(2), jitter: .none))'"#
    ),
    Row(
      source: #"@Retrying(within: 5) func m8() throws {}"#,
      line: 1,
      message: #"'within:' takes a Duration: write '@Retrying(within: .seconds(5))'"#
    ),
    Row(
      source: #"@Retrying(on: TimeoutError.self, attempts: 3) func m9() throws {}"#,
      line: 1,
      message: #"'@Retrying' takes 'attempts:' before 'on:': write '@Retrying(attempts: 3, on: TimeoutError.self)'"#
    ),
    Row(
      source: #"@Retrying(on: TimeoutError()) func m21() throws {}"#,
      line: 1,
      message: #"'on:' takes the types of errors, not values: write 'TimeoutError.self'"#
    ),
    Row(
      source: #"@Memoized(maxsize: 128) func m10(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"'@Memoized' has no 'maxsize:': write '@Memoized(capacity: 128)'"#
    ),
    Row(
      source: #"@Memoized(256) func m11(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"'@Memoized' takes the capacity by its label: write '@Memoized(capacity: 256)'"#
    ),
    Row(
      source: #"@Memoized(ttl: 60) func m12(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"'@Memoized' has no 'ttl:': write '@Memoized(timeToLive: .seconds(60))'"#
    ),
    Row(
      source: #"@Memoized(in: anInt) func m13(_ id: Int) -> Int { id }"#,
      line: 1,
      message:
        #"'@Memoized' takes a 'MemoCache' in 'in:': a global or static one, or a property of the instance, '\Self.values'"#
    ),
    Row(
      source: #"@Memoized(ignoring: ["id"]) func m14(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"'ignoring:' takes names without an array: write '@Memoized(ignoring: "id")'"#
    ),
    Row(
      source: #"@Logged(.all) func m15(_ id: Int) {}"#,
      line: 1,
      message: #"'@Logged' takes the choice of arguments by its label: write '@Logged(arguments: .all)'"#
    ),
    Row(
      source: #"@Logged(logger: \.logger) func m16() {}"#,
      line: 1,
      message: #"a key path in an attribute names its type: write '@Logged(logger: \Self.logger)'"#
    ),
    Row(
      source: #"@Logged(logger: InstanceProperty(aName)) func m17() {}"#,
      line: 1,
      message:
        #"'InstanceProperty' takes the name of a property as a string literal, because '@Logged' writes it into the function: write 'InstanceProperty("name")'"#
    ),
    Row(
      source: #"@Logged(level: .debug, arguments: .all) func m171(_ id: Int) {}"#,
      line: 1,
      message: #"'@Logged' takes 'arguments:' before 'level:': write '@Logged(arguments: .all, level: .debug)'"#
    ),
    Row(
      source: #"@Timed("load") func m18() {}"#,
      line: 1,
      message: #"'@Timed' takes the name by its label: write '@Timed(named: "load")'"#
    ),
    Row(
      source: #"@Timed(to: .log()) func m19() {}"#,
      line: 1,
      message: #"'to:' takes an array: write '@Timed(to: [.log()])'"#
    ),
    Row(
      source: #"@Decorated(.retrying(attempts: 3)) func m20() throws {}"#,
      line: 1,
      message: #"'@Decorated' takes the decorator by its label: write '@Decorated(by: .retrying(attempts: 3))'"#
    ),
  ]

  /// Their variations.
  static let more: [Row] = [
    Row(
      source: #"@Retrying(maxAttempts: 3) func n1() throws {}"#,
      line: 1,
      message: #"'@Retrying' has no 'maxAttempts:': write '@Retrying(attempts: 3)'"#
    ),
    Row(
      source: #"@Retrying(stop: 3, wait: .seconds(1)) func n2() throws {}"#,
      line: 1,
      message:
        #"'@Retrying' has no 'stop:', and '@Retrying' has no 'wait:': write '@Retrying(attempts: 3, backoff: .constant(.seconds(1), jitter: .none))'"#
    ),
    Row(
      source: #"@Retrying(exceptions: TimeoutError.self, tries: 3) func n3() throws {}"#,
      line: 1,
      message:
        #"'@Retrying' has no 'exceptions:', and '@Retrying' has no 'tries:': write '@Retrying(attempts: 3, on: TimeoutError.self)'"#
    ),
    Row(
      source: #"@Retrying(delay: .seconds(1)) func n4() throws {}"#,
      line: 1,
      message: #"'@Retrying' has no 'delay:': write '@Retrying(backoff: .constant(.seconds(1), jitter: .none))'"#
    ),
    Row(
      source: #"@Retrying(TimeoutError.self) func n5() throws {}"#,
      line: 1,
      message: #"'@Retrying' takes a 'RetryPolicy', or settings with labels, such as 'attempts: 3', first"#
    ),
    Row(
      source: #"@Logged(.info) func n6() {}"#,
      line: 1,
      message: #"'@Logged' takes the level by its label: write '@Logged(level: .info)'"#
    ),
    Row(
      source: #"@Logged(arguments: "id") func n7(_ id: Int) {}"#,
      line: 1,
      message: #"'arguments:' takes an 'ArgumentLogging': write '@Logged(arguments: .only("id"))'"#
    ),
    Row(
      source: #"@Logged(level: .info, redacting: "id") func n8(_ id: Int) {}"#,
      line: 1,
      message: #"'@Logged' has no 'redacting:': write '@Logged(arguments: .all(redacting: "id"), level: .info)'"#
    ),
    Row(
      source: #"@Timed(name: "load") func n9() {}"#,
      line: 1,
      message: #"'@Timed' has no 'name:': write '@Timed(named: "load")'"#
    ),
    Row(
      source: #"@Timed(anInt) func n10() {}"#,
      line: 1,
      message: #"'@Timed' takes a 'TimingPolicy', or settings with labels, such as 'named:' or 'to:', first"#
    ),
    Row(
      source: #"@Memoized(maxsize: 128, typed: true) func n11(_ id: Int) -> Int { id }"#,
      line: 1,
      message:
        #"'@Memoized' has no 'maxsize:', and '@Memoized' has no 'typed:' (the types of the parameters belong to the key): write '@Memoized(capacity: 128)'"#
    ),
    Row(
      source: #"@Memoized(maxsize: nil) func p19(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"a cache of '@Memoized' has a limit: write '@Memoized(capacity: 1_000)'"#
    ),
    Row(
      source: #"@Memoized(capacity: 3, clock: .continuous) func p20(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"'clock:' takes a clock with its type: write '@Memoized(capacity: 3, clock: ContinuousClock())'"#
    ),
    Row(
      source: #"@Timed(clock: .suspending) func p21() {}"#,
      line: 1,
      message: #"'clock:' takes a clock with its type: write '@Timed(clock: SuspendingClock())'"#
    ),
    Row(
      source: #"@Retrying(attempts: 3, clock: .continuous) func p22() throws {}"#,
      line: 1,
      message: #"'clock:' takes a clock with its type: write '@Retrying(attempts: 3, clock: ContinuousClock())'"#
    ),
    Row(
      source: #"@Logged(arguments: .all, clock: .continuous) func p23() {}"#,
      line: 1,
      message: #"'clock:' takes a clock with its type: write '@Logged(arguments: .all, clock: ContinuousClock())'"#
    ),
    Row(
      source: #"@Memoized(timeToLive: 60) func n12(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"'timeToLive:' takes a Duration: write '@Memoized(timeToLive: .seconds(60))'"#
    ),
    Row(
      source: #"@Memoized(counts) func n13(_ id: String) -> Int { 1 }"#,
      line: 1,
      message: #"'@Memoized' takes a cache by its label: write '@Memoized(in: counts)'"#
    ),
    Row(
      source: #"@Memoized(in: \.values) func n14(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"a key path in an attribute names its type: write '@Memoized(in: \Self.values)'"#
    ),
    Row(
      source: #"@Memoized(in: counts, capacity: 8) func n141(_ id: String) -> Int { 1 }"#,
      line: 1,
      message: #"the cache of 'in:' brings its own 'capacity:': write '@Memoized(in: counts)'"#
    ),
    Row(
      source: #"@Decorated(by: anInt) func n15() throws {}"#,
      line: 1,
      message: #"'@Decorated' takes a value of a type that conforms to 'Decorator' in 'by:'"#
    ),
    Row(
      source: #"@Decorated func n16() throws {}"#,
      line: 1,
      message: #"'@Decorated' takes a decorator with the label 'by:'"#
    ),
    Row(
      source: #"struct File: ~Copyable { @Timed consuming func n17() { discard self }; deinit {} }"#,
      line: 1,
      message:
        #"'discard self' cannot be in a body that '@Timed' moves into a local function: apply '@Timed' to another function that calls this one"#
    ),
    Row(
      source: #"@Retrying(on: 503) func n19() throws {}"#,
      line: 1,
      message:
        #"'on:' takes the types of errors, not values: name a type, such as 'TimeoutError.self'; to retry a result, use 'onResult:'"#
    ),
    Row(
      source: #"@Logged(.none) func n20() {}"#,
      line: 1,
      message: #"'@Logged' takes the choice of arguments by its label: write '@Logged(arguments: .none)'"#
    ),
    Row(
      source: #"@Timed @Retrying(5) func n21() throws {}"#,
      line: 1,
      message: #"'@Retrying' takes the number of attempts by its label: write '@Retrying(attempts: 5)'"#
    ),
    Row(
      source: #"@Retrying(max_tries: 3) func n22() throws {}"#,
      line: 1,
      message:
        #"'@Retrying' has no 'max_tries:': write '@Retrying(attempts: 3)'"#
    ),
    Row(
      source: #"@Memoized(max_size: 3) func n23(_ id: Int) -> Int { id }"#,
      line: 1,
      message:
        #"'@Memoized' has no 'max_size:': write '@Memoized(capacity: 3)'"#
    ),
    Row(
      source: #"@Retrying(retry, attempts: 5) func n24() throws {}"#,
      line: 1,
      message:
        #"'@Retrying' takes a 'RetryPolicy', which brings its own 'attempts:', or settings with labels: remove 'attempts:', or the policy"#
    ),
    Row(
      source:
        #"@Retrying(retry, attempts: 5, backoff: .constant(.seconds(1)), within: .seconds(9), willRetry: { print($0) }) func n25() throws {}"#,
      line: 1,
      message:
        #"'@Retrying' takes a 'RetryPolicy', which brings its own 'attempts:', 'backoff:', 'within:', 'willRetry:', or settings with labels: remove 'attempts:', 'backoff:', 'within:', 'willRetry:', or the policy"#
    ),
    Row(
      source: #"@Timed(timing, to: [.log()]) func n26() {}"#,
      line: 1,
      message:
        #"'@Timed' takes a 'TimingPolicy', which brings its own 'to:', or settings with labels: remove 'to:', or the policy"#
    ),
    Row(
      source: #"@Logged(audit, arguments: .all) func n27(_ id: Int) {}"#,
      line: 1,
      message:
        #"'@Logged' takes a 'LoggingPolicy', which brings its own 'arguments:', or settings with labels: remove 'arguments:', or the policy"#
    ),
    Row(
      source: #"@Decorated(concurrentlyBy: anInt) func n28() async throws {}"#,
      line: 1,
      message:
        #"'@Decorated' takes a value of a type that conforms to 'ConcurrentDecorator' in 'concurrentlyBy:'"#
    ),
    Row(
      source: #"@Retrying(exceptions: TimeoutError.self, TimeoutError.self) func n29() throws {}"#,
      line: 1,
      message:
        #"'@Retrying' has no 'exceptions:': write '@Retrying(on: TimeoutError.self, TimeoutError.self)'"#
    ),
    Row(
      source:
        #"@Memoized(capacity: 3, clock: ContinuousClock(), abandoned: .keep) func n31(_ id: Int) async -> Int { id }"#,
      line: 1,
      message:
        #"argument 'abandoned' must precede argument 'clock'"#
    ),
    Row(
      source: #"@Retrying(attempts: 3, on: TimeoutError.self, backoff: .none) func n32() throws {}"#,
      line: 1,
      message:
        #"argument 'backoff' must precede argument 'on'"#
    ),
    Row(
      source: #"@Retrying(on: TimeoutError.self, attempts: 3, within: .seconds(9)) func n33() throws {}"#,
      line: 1,
      message:
        #"argument 'attempts' must precede argument 'on'"#
    ),
    Row(
      source: #"@Retrying(within: .seconds(9), attempts: 3, on: TimeoutError.self) func n34() throws {}"#,
      line: 1,
      message:
        #"argument 'attempts' must precede argument 'within'"#
    ),
    Row(
      source: #"@Logged(arguments: .all, levels: LogLevels(), level: .info) func n35(_ id: Int) {}"#,
      line: 1,
      message:
        #"argument 'level' must precede argument 'levels'"#
    ),
    Row(
      source:
        #"@Memoized(capacity: 3, abandoned: .keep, timeToLive: .seconds(9)) func n36(_ id: Int) async -> Int { id }"#,
      line: 1,
      message:
        #"incorrect argument labels in macro expansion (have 'capacity:abandoned:timeToLive:', expected 'capacity:timeToLive:ignoring:key:abandoned:onEviction:named:clock:allowing:')"#
    ),
    Row(
      source: #"@Memoized(capacity: "3") func n37(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"cannot convert value of type 'String' to expected argument type 'Int'"#
    ),
    Row(
      source: #"@Retrying(attempts: "3") func n18() throws {}"#,
      line: 1,
      message: #"cannot convert value of type 'String' to expected argument type 'Int'"#
    ),
  ]

  /// Arguments with a name or a type that the compiler does not find. It must not crash where it looks for a declaration that
  /// takes them.
  static let unresolved: [Row] = [
    Row(
      source: #"@Decorated(by: .timed("x")) func o1() async throws {}"#,
      line: 1,
      message: #"cannot convert value of type 'String' to expected argument type 'TimingPolicy'"#
    ),
    Row(
      source: #"@Decorated(by: .timed(name: "x")) func o2() async throws {}"#,
      line: 1,
      message: #"incorrect argument label in call (have 'name:', expected 'named:')"#
    ),
    Row(
      source: #"@Decorated(by: .timed()) func o3() async throws {}"#,
      line: 1,
      message: #"missing argument for parameter 'named' in call"#
    ),
    Row(
      source: #"@Decorated(by: .retrying(3)) func o4() async throws {}"#,
      line: 1,
      message: #"cannot convert value of type 'Int' to expected argument type 'RetryPolicy'"#
    ),
    Row(
      source: #"@Decorated(by: .retrying(within: .seconds(3), attempts: 3)) func o5() async throws {}"#,
      line: 1,
      message: #"argument 'attempts' must precede argument 'within'"#
    ),
    Row(
      source: #"@Decorated(by: .retry(attempts: 3)) func o7() async throws {}"#,
      line: 1,
      message: #"reference to member 'retry' cannot be resolved without a contextual type"#
    ),
    Row(
      source: #"@Decorated(by: .memoized(capacity: 3)) func o8() async throws {}"#,
      line: 1,
      message: #"reference to member 'memoized' cannot be resolved without a contextual type"#
    ),
    Row(
      source: #"@Decorated(by: gate) func o9() async throws {}"#,
      line: 1,
      message: #"cannot find 'gate' in scope"#
    ),
    Row(
      source: #"@Decorated(by: RetryPolicy.none) func o10() async throws {}"#,
      line: 1,
      message: #"type 'RetryPolicy' has no member 'none'"#
    ),
    Row(
      source: #"@Decorated(concurrentlyBy: .hedged()) func o11() async throws {}"#,
      line: 1,
      message: #"reference to member 'hedged' cannot be resolved without a contextual type"#
    ),
    Row(
      source: #"struct O12 { @Decorated(by: Self.gate) func open() async throws {} }"#,
      line: 1,
      message: #"type 'O12' has no member 'gate'"#
    ),
    Row(
      source: #"struct O13 { @Decorated(by: \Self.gate) func open() async throws {} }"#,
      line: 1,
      message: #"value of type 'O13' has no member 'gate'"#
    ),
    Row(
      source: #"struct O14 { @Memoized(in: \Self.users) func open(_ id: Int) -> Int { id } }"#,
      line: 1,
      message: #"value of type 'O14' has no member 'users'"#
    ),
    Row(
      source:
        #"struct O15 { let users = MemoCache<Int, Int>(); @Memoized(in: \Self.users.all) func open(_ id: Int) -> Int { id } }"#,
      line: 1,
      message: #"value of type 'MemoCache<Int, Int>' has no member 'all'"#
    ),
    Row(
      source:
        #"struct O16 { static let users = MemoCache<Int, Int>(); @Memoized(in: .users) func open(_ id: Int) -> Int { id } }"#,
      line: 1,
      message: #"cannot infer contextual base in reference to member 'users'"#
    ),
    Row(
      source: #"struct O17 { @Memoized(clock: \Self.clock) func open(_ id: Int) -> Int { id } }"#,
      line: 1,
      message: #"value of type 'O17' has no member 'clock'"#
    ),
    Row(
      source: #"struct O18 { @Retrying(generator: \Self.dice) func open() throws {} }"#,
      line: 1,
      message: #"value of type 'O18' has no member 'dice'"#
    ),
    Row(
      source: #"@Memoized(onEviction: { key, value in print(key) }) func o19(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"cannot infer type of closure parameter 'value' without a type annotation"#
    ),
    Row(
      source: #"@Memoized(onEviction: { (key: Int, value: Int, _) in }) func o20(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"cannot infer type of closure parameter '_' without a type annotation"#
    ),
    Row(
      source: #"@Memoized(key: { id in id }) func o21(_ id: Int) -> Int { id }"#,
      line: 1,
      message: #"cannot infer type of closure parameter 'id' without a type annotation"#
    ),
  ]

  @Test func commonMistakes_areOneErrorEach_thatNamesTheWayOut() throws {
    try TypeErrorTests.check(Self.common, "-typecheck")
  }

  @Test func otherMistakes_areOneErrorEach() throws {
    try TypeErrorTests.check(Self.more, "-typecheck")
  }

  @Test func argumentsThatDoNotResolve_areOneOrdinaryErrorEach() throws {
    try TypeErrorTests.check(Self.unresolved, "-typecheck")
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

  /// The settings of the attributes, in the order of their declarations.
  private static let settings: [(attribute: String, settings: [(label: String, value: String)])] = [
    (
      "Timed",
      [
        ("named", #""load""#), ("to", "[.log()]"), ("clock", "ContinuousClock()"), ("allowing", #".attribute("A")"#),
      ]
    ),
    (
      "Retrying",
      [
        ("attempts", "3"), ("backoff", ".constant(.seconds(1))"), ("within", ".seconds(9)"),
        ("on", "TimeoutError.self"),
        ("when", "{ _ in .retry }"), ("onResult", "{ (id: Int) in id < 0 }"),
        ("serverDelays", ".capped(at: .seconds(9))"),
        ("keepingErrors", "3"), ("generator", "SystemRandomNumberGenerator()"), ("logger", "nil"),
        ("willRetry", "{ print($0) }"), ("didRecover", "{ _ in }"), ("didGiveUp", "{ _ in }"), ("named", #""load""#),
        ("clock", "ContinuousClock()"), ("allowing", ".memoizedInside"),
      ]
    ),
    (
      "Logged",
      [
        ("arguments", ".all"), ("level", ".info"), ("levels", "LogLevels()"), ("logger", "nil"), ("result", ".value"),
        ("errors", ".description"), ("duration", ".always"), ("valueLimit", "64"), ("callID", #"{ "1" }"#),
        ("named", #""load""#), ("clock", "ContinuousClock()"), ("allowing", #".attribute("A")"#),
      ]
    ),
    (
      "Memoized",
      [
        ("capacity", "8"), ("timeToLive", ".seconds(9)"), ("ignoring", #""id""#), ("key", "{ (id: Int) -> Int in id }"),
        ("abandoned", ".keep"), ("onEviction", "{ (id: Int, value: Int, cause: EvictionCause) in }"),
        ("named", #""load""#), ("clock", "ContinuousClock()"), ("allowing", #".attribute("A")"#),
      ]
    ),
    ("Memoized", [("in", "numbers"), ("ignoring", #""id""#), ("allowing", #".attribute("A")"#)]),
    ("Decorated", [("by", "policy"), ("named", #""load""#)]),
    ("Decorated", [("by", "policy"), ("allowing", #".attribute("A")"#)]),
    ("Decorated", [("concurrentlyBy", "policy"), ("named", #""load""#)]),
  ]

  /// The settings whose wrong order the compiler reports itself: a declaration that takes them would be as good as the
  /// attribute's own for `.none`, and for decorators it would hide what is wrong with them.
  private static let compilers: Set = [
    "when", "logger", "willRetry", "didRecover", "didGiveUp", "callID", "by", "concurrentlyBy",
  ]

  @Test func anyTwoSettingsInTheWrongOrder_areOneErrorThatNamesTheRightOne() throws {
    var source = """
      import DecoratorMacros
      struct TimeoutError: Error {}
      let numbers = MemoCache<Int, Int>()
      let policy = RetryPolicy()

      """
    var expected: [[String]] = []
    for (attribute, settings) in Self.settings {
      for (index, late) in settings.enumerated() {
        for early in settings[..<index] {
          let (first, second) = ("\(early.label): \(early.value)", "\(late.label): \(late.value)")
          let line = 5 + expected.count
          source += "@\(attribute)(\(second), \(first)) func load\(line)(_ id: Int) async throws -> Int { id }\n"
          let isCompilers = Self.compilers.contains(early.label) || Self.compilers.contains(late.label)
          let labels = settings.map { $0.label + ":" }.joined()
          expected.append(
            isCompilers
              ? [
                "argument '\(early.label)' must precede argument '\(late.label)'",
                "incorrect argument labels in macro expansion (have '\(late.label):\(early.label):', expected '\(labels)')",
              ]
              : [
                "'@\(attribute)' takes '\(early.label):' before '\(late.label):': write '@\(attribute)(\(first), \(second))'"
              ]
          )
        }
      }
    }
    let found = try Compiler.messages(about: source, "-typecheck")
    for message in found {
      let wanted = expected.indices.contains(message.line - 5) ? expected[message.line - 5] : []
      #expect(wanted.contains(message.text), "\(message)")
    }
    #expect(Set(found.map(\.line)) == Set(expected.indices.map { $0 + 5 }))
    #expect(found.count == expected.count)
  }

  @Test func guide_listsTheCommonMistakes_withTheirMessages() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let guide = try String(contentsOf: package.appending(path: "Docs/Mistakes.md"), encoding: .utf8)
    let table = guide.split(separator: "\n").drop { $0 != "| written | error |" }.dropFirst(2)
      .prefix { $0.hasPrefix("|") }.map(String.init)
    let rows = Self.common.map { row in
      let attribute = row.source.prefix(upTo: row.source.range(of: " func ")?.lowerBound ?? row.source.endIndex)
      return "| `\(attribute)` | \(row.message) |"
    }
    #expect(table == rows)
  }

  /// A right attribute means the attribute's own declaration, not one that reports mistakes.
  @Test func everyRightSetting_compiles() throws {
    let messages = try Compiler.messages(about: Self.right, "-typecheck")
    #expect(messages == [])
  }

  private static let right = #"""
    import DecoratorMacros
    import Logging
    struct S { let logger: Logger; let opt: Logger?; let clock: any Clock<Duration>; let bclock: any BlockingClock<Duration>
      let rp: RetryPolicy; let lp: LoggingPolicy; let tp: TimingPolicy; let memo = MemoCache<Int, Int>(capacity: 3)
      @Logged(logger: \Self.logger) func a() {}
      @Logged(logger: \Self.opt) func a1() {}
      @Retrying(logger: \Self.opt) func a2() throws {}
      @Retrying(logger: \Self.logger, clock: \Self.clock) func a3() async throws {}
      @Retrying(\Self.rp) func a4() throws {}
      @Retrying(\Self.rp, clock: \Self.bclock) func a5() throws {}
      @Logged(\Self.lp) func a6() throws {}
      @Logged(\Self.lp, logger: \Self.logger) func a7() throws {}
      @Timed(\Self.tp) func a8() throws {}
      @Timed(clock: \Self.clock) func a9() throws {}
      @Memoized(in: \Self.memo) func a10(_ x: Int) -> Int { x }
      @Memoized(in: \Self.memo, key: { (x: Int) -> Int in x }) func a11(_ x: Int) -> Int { x }
      @Memoized(in: \Self.memo, ignoring: "y") func a12(_ x: Int, _ y: Int) -> Int { x }
      @Decorated(by: \Self.rp) func a13() throws {}
      @Decorated(by: InstanceProperty("rp")) func a14() throws {}
      @Logged(logger: InstanceProperty("logger")) func a15() {}
      @Retrying(InstanceProperty("rp")) func a16() throws {}
      @Memoized(in: InstanceProperty("memo")) func a17(_ x: Int) -> Int { x }
    }
    let gp = RetryPolicy(attempts: 2); let gt = TimingPolicy(named: "x"); let gl = LoggingPolicy(); let gm = MemoCache<Int, Int>(capacity: 3)
    let log = Logger(label: "x"); let opt: Logger? = nil; let d: Duration? = .seconds(3); let nm: String? = nil
    struct E1: Error {}
    @Retrying(gp) func b() throws {}
    @Retrying(gp, named: "x") func b1() throws {}
    @Retrying(gp, onResult: { (x: Int) in x == 1 }, named: "x", allowing: .blockedActor) func b2() throws -> Int { 1 }
    @Timed(gt) func b3() {}
    @Logged(gl) func b4() {}
    @Logged(gl, logger: log, named: "x") func b5() {}
    @Memoized(in: gm) func b6(_ x: Int) -> Int { x }
    @Memoized(timeToLive: .seconds(60)) func b7(_ x: Int) -> Int { x }
    @Memoized(timeToLive: .seconds(0.5)) func b8(_ x: Int) -> Int { x }
    @Memoized(timeToLive: d) func b9(_ x: Int) -> Int { x }
    @Memoized(capacity: 3, timeToLive: .milliseconds(2.5), ignoring: "y", named: "q") func b10(_ x: Int, _ y: Int) -> Int { x }
    @Memoized(abandoned: .keep) func b101(_ x: Int) async -> Int { x }
    @Memoized(capacity: 3, abandoned: .keep, onEviction: { (key: Int, value: Int, cause: EvictionCause) in }) func b102(_ x: Int) async -> Int { x }
    @Memoized(key: { (x: Int) -> Int in x }) func b11(_ x: Int) -> Int { x }
    @Memoized(ignoring: "y", "z") func b13(_ x: Int, _ y: Int, _ z: Int) -> Int { x }
    @Retrying(within: .seconds(3)) func c() throws {}
    @Retrying(within: .seconds(0.5)) func c1() throws {}
    @Retrying(within: d) func c2() throws {}
    @Retrying(attempts: 5, backoff: .exponential(from: .seconds(1)), within: .seconds(30), on: E1.self, E1.self, when: { _ in .retry }, onResult: { (x: Int) in x == 1 }, serverDelays: .capped(at: .seconds(3)), generator: SystemRandomNumberGenerator(), logger: log, willRetry: { _ in }, didGiveUp: { _ in }, named: "x", clock: ContinuousClock(), allowing: .blockedActor, .memoizedInside) func c3() throws -> Int { 1 }
    @Retrying(when: { _ in .retry }) func c4() throws {}
    @Retrying(willRetry: { print($0) }) func c5() throws {}
    @Retrying(named: nm ?? "x") func c6() throws {}
    @Retrying(logger: log) func c7() throws {}
    @Retrying(logger: opt) func c8() throws {}
    @Retrying(logger: nil) func c81() throws {}
    @Retrying(clock: ContinuousClock()) func c9() throws {}
    @Retrying(backoff: .none) func c10() throws {}
    @Retrying(on: E1.self) func c11() throws {}
    @Retrying(attempts: 3, allowing: .attribute("x")) func c12() throws {}
    @Logged(arguments: .only("x"), level: .info) func e(_ x: Int) {}
    @Logged(arguments: .all) func e1(_ x: Int) {}
    @Logged(arguments: .none) func e2(_ x: Int) {}
    @Logged(arguments: .all(redacting: "x")) func e3(_ x: Int) {}
    @Logged(level: .info) func e4(_ x: Int) {}
    @Logged(levels: LogLevels(call: .info)) func e5(_ x: Int) {}
    @Logged(result: .value, errors: .description, duration: .always, valueLimit: 3, callID: { "x" }, named: "b") func e6(_ x: Int) -> Int { 1}
    @Logged(callID: { "x" }) func e61() {}
    @Logged(logger: log) func e7(_ x: Int) {}
    @Logged(named: "x") func e8(_ x: Int) {}
    @Timed(named: "x") func f() {}
    @Timed(to: [.log()]) func f1() {}
    @Timed(named: "x", to: [.log()], clock: ContinuousClock()) func f3() {}
    @Timed(named: nm ?? "s") func f4() {}
    @Timed(allowing: .attribute("d")) func f5() {}
    @Decorated(by: .retrying(attempts: 3)) func g() throws {}
    @Decorated(by: .timed(named: "x")) func g1() throws {}
    @Decorated(by: gp) func g2() throws {}
    @Decorated(by: gp, named: "x") func g3() throws {}
    @Decorated(by: .retrying(attempts: 3, backoff: .none), named: "x") func g4() throws {}
    @Decorated(by: DecoratorStack { gt; gp }) func g5() throws {}
    @Memoized(timeToLive: nil) func h(_ x: Int) -> Int { x }
    @Logged(result: .none) func h1(_ x: Int) -> Int { x }
    @Logged(named: nil) func h2(_ x: Int) -> Int { x }
    @Retrying(within: nil) func h3() throws {}
    @Retrying(within: .none, when: .none, logger: .none, willRetry: .none) func h31() throws {}
    @Retrying(attempts: nil) func h32() throws {}
    @Memoized(timeToLive: .none) func h33(_ x: Int) -> Int { x }
    @Logged(logger: .none, callID: .none) func h34() {}
    @Memoized(in: gm, ignoring: "y") func h5(_ x: Int, y: Int) -> Int { x }
    @Retrying(backoff: .constant(.seconds(2)), within: .seconds(1.5)) func h6() throws {}
    @Retrying(within: .milliseconds(1)) func h7() throws {}
    @Retrying(within: .nanoseconds(1)) func h8() throws {}
    func makeSinks() -> [TimingSink] { [.log()] }
    extension LoggingPolicy { static let debug = LoggingPolicy(result: .value) }
    extension RetryPolicy { static let gateway = RetryPolicy(); static func gateway(_ attempts: Int) -> Self { Self(attempts: attempts) } }
    extension TimingPolicy { static let work = TimingPolicy(named: "work") }
    extension Backoff { static func seconds(_ delay: Double) -> Backoff { .constant(.seconds(delay)) } }
    struct Span { var start = 0 }
    @Timed(to: makeSinks()) func i() {}
    @Timed(to: [TimingSink](repeating: .log(), count: 2)) func i1() {}
    @Timed(to: TimingSink.standard.filter { _ in true }) func i2() {}
    @TimedMembers(to: makeSinks()) struct I { func i3() {} }
    @Logged(.debug) func i4() {}
    @Retrying(.gateway) func i5() throws {}
    @Retrying(.gateway(3), onResult: { (x: Int) in x == 1 }, clock: ContinuousClock()) func i6() throws -> Int { 1 }
    @Timed(.work) @Retrying(.gateway) func i7() throws {}
    @Retrying(backoff: .seconds(2)) func i8() throws {}
    @Memoized func i9(_ span: Span) -> Int { span.start }
    extension Span: Hashable {}
    @Retrying(on: Array([E1.self]), [E1.self], (any Error).self) func i10() throws {}
    func around(_ limit: Int, _ logger: Logger) throws {
      let sinks: [TimingSink] = [.log()]
      @Retrying(attempts: limit, when: { _ in limit > 3 ? .retry : .giveUp }) func inside() throws {}
      @Logged(level: limit > 3 ? .info : .debug, logger: logger) func insideToo() throws {}
      @Timed(to: sinks) func timedInside() throws {}
      try inside()
      try insideToo()
      try timedInside()
    }
    """#
}
