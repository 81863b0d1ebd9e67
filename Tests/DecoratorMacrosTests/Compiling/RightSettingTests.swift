import Testing

/// A right attribute means the attribute's own declaration, not one that reports mistakes.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct RightSettingTests {
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
    struct TimeoutError: Error {}
    let breaker = CircuitBreaker(named: "b"); let places = Bulkhead(named: "b", atMost: 3)
    let bucket = TokenBucket(named: "b", 1, per: .seconds(1)); let budget = RetryBudget(named: "b"); let noBudget: RetryBudget? = nil
    let loads = Coalescer<Int, Int>(named: "b")
    struct Guarded { let breaker: CircuitBreaker; let bucket: TokenBucket<ContinuousClock>; let budget: RetryBudget; let clock: any Clock<Duration>
      @CircuitBroken(by: \Self.breaker) func a() throws {}
      @CircuitBroken(by: InstanceProperty("breaker")) func a1() throws {}
      @RateLimited(by: \Self.bucket, waitingAtMost: .zero) func a2() throws {}
      @Retrying(budget: \Self.budget) func a3() throws {}
      @Hedged(after: .seconds(1), budget: \Self.budget, clock: \Self.clock) func a4() async throws {}
      @TimeLimited(within: .seconds(1), clock: \Self.clock) func a5() async throws {}
    }
    @TimeLimited(within: nil) func k() async throws {}
    @TimeLimited(eachAttempt: nil) func k1() async throws {}
    @TimeLimited(within: d, lateResults: .discarded, propagating: true, didOverrun: { _ in }, named: "x") func k2() async throws {}
    @CircuitBroken(by: breaker, orThrow: { _ in TimeoutError() }, named: "x") func k3() throws(TimeoutError) {}
    @CircuitBroken(by: breaker, onResult: { (id: Int) -> CircuitVerdict in .success }) func k4() throws -> Int { 1 }
    @Bulkheaded(by: places, cost: 2, named: "x") func k5() throws {}
    @RateLimited(by: bucket, cost: 2, waitingAtMost: nil, named: "x", allowing: .retryingInside) func k6() throws {}
    @Hedged(after: .milliseconds(10), attempts: 3, on: TimeoutError.self, when: { _ in .retry }, budget: budget) func k7() async throws {}
    @Hedged(after: .percentile(0.95), budget: noBudget, logger: log) func k8() async throws {}
    @Coalesced(ignoring: "b") func k9(_ a: Int, _ b: Int) async -> Int { a }
    @Coalesced(key: { (a: Int, b: Int) -> Int in a }, abandoned: .keep) func k10(_ a: Int, _ b: Int) async -> Int { a }
    @Coalesced(in: loads) func k11(_ a: Int) async -> Int { a }
    @Counted(named: "x", label: "y") func k12() {}
    @FallingBack(on: TimeoutError.self, (any Error).self, when: { _ in true }, to: 3) func k13() throws -> Int { 3 }
    @FallingBack(on: .any, to: { (error: any Error, id: Int) in id }, named: "x") func k14(_ id: Int) throws -> Int { 3 }
    @Retrying(attempts: 3, within: .seconds(3), eachAttempt: .seconds(1), on: TimeoutError.self, idempotent: false, budget: budget, metrics: RetryMetrics(named: "x")) func k15() async throws {}
    """#
}
