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
    Row(
      source: #"@TimeLimited(timeout: .seconds(5)) func r1() async throws {}"#,
      line: 1,
      message: #"'@TimeLimited' has no 'timeout:': write '@TimeLimited(within: .seconds(5))'"#
    ),
    Row(
      source: #"@TimeLimited(5) func r2() async throws {}"#,
      line: 1,
      message: #"'@TimeLimited' takes the limit by its label: write '@TimeLimited(within: .seconds(5))'"#
    ),
    Row(
      source: #"@CircuitBroken(breaker) func r3() throws {}"#,
      line: 1,
      message: #"'@CircuitBroken' takes a 'CircuitBreaker' by its label: write '@CircuitBroken(by: breaker)'"#
    ),
    Row(
      source: #"@Bulkheaded(maxConcurrent: 5) func r4() throws {}"#,
      line: 1,
      message: #"'@Bulkheaded' has no 'maxConcurrent:': write '@Bulkheaded(by: Bulkhead(named: "…", atMost: 5))'"#
    ),
    Row(
      source: #"@RateLimited(bucket: bucket) func r5() throws {}"#,
      line: 1,
      message: #"'@RateLimited' has no 'bucket:': write '@RateLimited(by: bucket)'"#
    ),
    Row(
      source: #"@RateLimited(by: bucket, waitingAtMost: 3) func r6() throws {}"#,
      line: 1,
      message: #"'waitingAtMost:' takes a Duration: write '@RateLimited(by: bucket, waitingAtMost: .seconds(3))'"#
    ),
    Row(
      source: #"@Hedged(delay: .seconds(1)) func r7() async throws {}"#,
      line: 1,
      message: #"'@Hedged' has no 'delay:': write '@Hedged(after: .seconds(1))'"#
    ),
    Row(
      source: #"@FallingBack(on: TimeoutError.self, value: 5) func r8() throws -> Int { 1 }"#,
      line: 1,
      message: #"'@FallingBack' has no 'value:': write '@FallingBack(on: TimeoutError.self, to: 5)'"#
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

  @Test func commonMistakes_areOneErrorEach_thatNamesTheWayOut() throws {
    try TypeErrorTests.check(Self.common, "-typecheck")
  }

  @Test func otherMistakes_areOneErrorEach() throws {
    try TypeErrorTests.check(Self.more, "-typecheck")
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
}
