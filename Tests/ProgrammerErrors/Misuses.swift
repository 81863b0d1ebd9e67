import Decorators
import DecoratorsTesting
import Generators

/// A mistake in a program, and the sentence that the program must stop with.
struct Misuse: Sendable {
  let sentence: String
  let commit: @Sendable () async throws -> Void

  init(_ sentence: String, _ commit: @escaping @Sendable () async throws -> Void) {
    self.sentence = sentence
    self.commit = commit
  }
}

let misuses = [
  // Caching
  Misuse("The capacity of a cache must not be negative; it was -1.") { _ = MemoCache<Int, Int>(capacity: -1) },
  Misuse("The capacity of a cache must not exceed 2,147,483,646; it was \(Int.max).") {
    _ = MemoCache<Int, Int>(capacity: .max)
  },
  Misuse("The capacity of a cache must not exceed 2,147,483,646; it was \(Int.max).") {
    _ = LRUCache<Int, Int>(capacity: .max)
  },
  Misuse("The time to live of a cache's entries must be greater than zero; it was 0.0 seconds.") {
    _ = MemoCache<Int, Int>(capacity: 1, timeToLive: .zero)
  },

  Misuse("The capacity of a cache must not exceed a weight of 2^62; it was \(Int.max).") {
    _ = MemoCache<Int, Int>(capacity: .max, weighing: { _, _ in 1 })
  },
  Misuse("`staleFor:` must not be negative; it was -1.0 seconds.") {
    _ = Freshness<Int, Int>(timeToLive: .seconds(1), staleFor: .seconds(-1))
  },
  Misuse("`retryingAfter:` must be greater than zero, or every call would start a load; it was 0.0 seconds.") {
    _ = Freshness<Int, Int>(timeToLive: .seconds(1), retryingAfter: .zero)
  },
  Misuse("`refreshingAfter:` must be greater than zero; it was 0.0 seconds.") {
    _ = Freshness<Int, Int>(timeToLive: .seconds(1), refreshingAfter: .zero)
  },
  Misuse("`refreshingAfter:` (1.0 seconds) must be less than the time to live (1.0 seconds).") {
    _ = Freshness<Int, Int>(timeToLive: .seconds(1), refreshingAfter: .seconds(1))
  },
  Misuse("`patience:` must be greater than zero; it was 0.0 seconds. Omit it to wait for nothing.") {
    _ = Freshness<Int, Int>(timeToLive: .seconds(1), staleFor: .seconds(1), patience: .zero)
  },
  Misuse("`patience:` needs `staleFor:`, because without it there is no stale value to return.") {
    _ = Freshness<Int, Int>(timeToLive: .seconds(1), patience: .seconds(1))
  },
  Misuse("`expiryJitter:` must be from 0 to less than 1, a share of the time to live; it was 1.0.") {
    _ = Freshness<Int, Int>(timeToLive: .seconds(1), expiryJitter: 1)
  },
  Misuse("The time to live of a cache's entries must be greater than zero; it was 0.0 seconds.") {
    _ = Freshness<Int, Int>(timeToLive: .zero)
  },
  Misuse("The name of a coalescer must not be empty, because errors show it.") {
    _ = Coalescer<Int, Int>(named: "")
  },

  // Repeating
  Misuse("The attempts of a retry include the first call, so they must be at least 1; they were 0.") {
    _ = RetryPolicy(attempts: 0)
  },
  Misuse("The total limit of a retry must not be negative; it was -1.0 seconds.") {
    _ = RetryPolicy(within: .seconds(-1))
  },
  Misuse("The delay of a backoff must not be negative; it was -1.0 seconds.") { _ = Backoff.constant(.seconds(-1)) },
  Misuse("The delay of a backoff must not be negative; it was -1.0 seconds.") { _ = Backoff.delays([.seconds(-1)]) },
  Misuse(
    "'on:' takes types of errors, protocols, and arrays of them, such as TimeoutError.self, but it was given a value"
  ) {
    try await withRetry(attempts: 3, on: CancelledOrder()) { () async throws in }
  },
  Misuse("The factor of a backoff must be a finite number of 1 or more; it was 0.5.") {
    _ = Backoff.exponential(from: .seconds(1), factor: 0.5)
  },

  Misuse("The cap of a backoff must be at least its first delay, 2.0 seconds; it was 1.0 seconds.") {
    _ = Backoff.decorrelated(from: .seconds(2), cap: .seconds(1))
  },
  Misuse("The number of errors that a retry keeps must not be negative; it was -1.") {
    _ = RetryPolicy(keepingErrors: -1)
  },
  Misuse("'on:' takes types of errors, protocols, and arrays of them, but Int is not a type of error.") {
    _ = RetryPolicy(on: Int.self)
  },
  Misuse("The longest server delay must not be negative; it was -1.0 seconds.") {
    _ = ServerDelays.accepted(upTo: .seconds(-1))
  },
  Misuse("The name of a retried function must not be empty, because it labels a metric.") {
    _ = RetryMetrics(named: "")
  },
  Misuse("The least time of an attempt must not be negative; it was -1.0 seconds.") {
    _ = RetryPolicy().with(eachAttempt: .seconds(1), floor: .seconds(-1))
  },
  Misuse("A time limit must be more than zero, because it would let no call run; it was 0.0 seconds.") {
    _ = RetryPolicy().with(eachAttempt: .zero)
  },

  // Retry budgets
  Misuse("The name of a retry budget must not be empty, because it labels a metric.") { _ = RetryBudget(named: "") },
  Misuse("The ratio of a retry budget must be more than 0 and at most 1; that of 'orders' was 0.0.") {
    _ = RetryBudget(named: "orders", ratio: 0)
  },
  Misuse("The retries per second of a retry budget must be 0 or more; those of 'orders' were -1.0.") {
    _ = RetryBudget(named: "orders", perSecond: -1)
  },
  Misuse("The window of a retry budget must be at least a millisecond and at most a century; that of 'orders' was") {
    _ = RetryBudget(named: "orders", window: .zero)
  },
  Misuse("The tokens of a retry budget must be 1 to 1,000; those of 'orders' were 0.") {
    _ = RetryBudget.tokens(named: "orders", max: 0, ratio: 0.1)
  },
  Misuse("The ratio of a retry budget must be 0.001 to 1,000; that of 'orders' was 0.0.") {
    _ = RetryBudget.tokens(named: "orders", max: 10, ratio: 0)
  },

  // Hedging
  Misuse("The attempts of a hedge include the first call, so they must be at least 1; they were 0.") {
    _ = HedgePolicy(after: .seconds(1), attempts: 0)
  },
  Misuse("The delay of a hedge must not be negative; it was -1.0 seconds.") { _ = HedgeDelay.fixed(.seconds(-1)) },
  Misuse("The percentile of a hedge must be more than 0 and less than 1; it was 1.0.") {
    _ = HedgeDelay.percentile(1)
  },
  Misuse("The delay of a hedge must not be negative; it was -1.0 seconds.") {
    _ = HedgeDelay.percentile(0.9, else: .seconds(-1))
  },
  Misuse("The name of the statistics of a hedge must not be empty.") { _ = HedgeStatistics(named: "") },

  // Time limits
  Misuse("A time limit must be more than zero, because it would let no call run; it was 0.0 seconds.") {
    _ = TimeLimit(within: .zero)
  },
  Misuse("A time limit must be more than zero, because it would let no call run; it was -1.0 seconds.") {
    _ = TimeLimit(eachAttempt: .seconds(-1))
  },
  Misuse("The name of a function with a time limit must not be empty, because it labels a metric.") {
    _ = TimeLimitMetrics(named: "")
  },

  // Circuit breakers
  Misuse("The name of a circuit breaker must not be empty, because it labels metrics and errors.") {
    _ = CircuitBreaker(named: "")
  },
  Misuse("'opensAt:' of a circuit breaker must be above 0 and at most 1; it was 50.0.") {
    _ = CircuitBreaker(named: "orders", opensAt: 50)
  },
  Misuse("'slowRate:' of a circuit breaker must be above 0 and at most 1; it was 0.0.") {
    _ = CircuitBreaker(named: "orders", slowerThan: .seconds(1), slowRate: 0)
  },
  Misuse("The minimum calls of a circuit breaker must be at least 1; they were 0.") {
    _ = CircuitBreaker(named: "orders", minimumCalls: 0)
  },
  Misuse("The window of a circuit breaker must be longer than 0; it was 0.0 seconds.") {
    _ = CircuitBreaker(named: "orders", window: .time(.zero))
  },
  Misuse("The window of a circuit breaker must hold 1 to 1,000,000 calls; it was 0.") {
    _ = CircuitBreaker(named: "orders", window: .calls(0))
  },
  Misuse("A window of 10 calls never has the 20 that a breaker waits for: lower 'minimumCalls:'.") {
    _ = CircuitBreaker(named: "orders", window: .calls(10))
  },
  Misuse("'slowerThan:' of a circuit breaker must be longer than 0; it was 0.0 seconds.") {
    _ = CircuitBreaker(named: "orders", slowerThan: .zero)
  },
  Misuse("'openFor:' of a circuit breaker must be longer than 0; it was 0.0 seconds.") {
    _ = CircuitBreaker(named: "orders", openFor: .zero)
  },
  Misuse("'upTo:' of a circuit breaker must be at least 'openFor:', 5.0 seconds; it was 1.0 seconds.") {
    _ = CircuitBreaker(named: "orders", upTo: .seconds(1))
  },
  Misuse("The jitter of a circuit breaker must be from 0 to 1; it was 2.0.") {
    _ = CircuitBreaker(named: "orders", jitter: 2)
  },
  Misuse("A circuit breaker needs 1 to 100 probes; they were 0.") { _ = CircuitBreaker(named: "orders", probes: 0) },
  Misuse("'probeLease:' of a circuit breaker must be longer than 0; it was 0.0 seconds.") {
    _ = CircuitBreaker(named: "orders", probeLease: .zero)
  },
  Misuse("'recovery:' of a circuit breaker must be longer than 0; it was 0.0 seconds.") {
    _ = CircuitBreaker(named: "orders", recovery: .gradually(over: .zero))
  },

  // Bulkheads
  Misuse("The name of a bulkhead must not be empty, because it labels its metrics.") {
    _ = Bulkhead(named: "", atMost: 1)
  },
  Misuse("A bulkhead must let 1 call or more run at once; its limit was 0.") {
    _ = Bulkhead(named: "orders", atMost: 0)
  },
  Misuse("A bulkhead must let 1 call or more run at once; its limit was 0.") {
    Bulkhead(named: "orders", atMost: 1).resize(to: 0)
  },
  Misuse("The number of calls that wait for a bulkhead must not be negative; it was -1.") {
    _ = Bulkhead(named: "orders", atMost: 1, waiting: -1)
  },
  Misuse("The longest wait for a bulkhead must be greater than zero; it was 0.0 seconds.") {
    _ = Bulkhead(named: "orders", atMost: 1, waiting: 1, waitingAtMost: .zero)
  },
  Misuse("An adaptive limit must allow 1 call or more; its lowest was 0.") { _ = AdaptiveLimit.adaptive(in: 0...30) },
  Misuse("An adaptive limit must start between its bounds: 20 is not in 1...10.") {
    _ = AdaptiveLimit.adaptive(in: 1...10)
  },
  Misuse("A call takes 1 or more places of the bulkhead 'orders', not 0.") {
    _ = Bulkhead(named: "orders", atMost: 1).with(cost: 0)
  },
  Misuse("A call cannot take 2 places of the bulkhead 'orders': it has 1.") {
    _ = Bulkhead(named: "orders", atMost: 1).with(cost: 2)
  },

  // Rate limits
  Misuse("The name of a token bucket must not be empty, because it labels metrics.") {
    _ = TokenBucket(named: "", 1, per: .seconds(1))
  },
  Misuse("The period of a rate must be greater than zero; it was 0.0 seconds.") { _ = TokenBucket(1, per: .zero) },
  Misuse("The burst of a token bucket must be at least 1; it was 0.") {
    _ = TokenBucket(1, per: .seconds(1), burst: 0)
  },
  Misuse("The token count of a rate must be at least 1; it was 0.") {
    TokenBucket(1, per: .seconds(1)).setRate(0, per: .seconds(1))
  },
  Misuse("A caller takes 1 or more tokens from a bucket, not 0.") {
    _ = TokenBucket(1, per: .seconds(1)).expectedWait(for: 0)
  },
  Misuse("A rate limit needs a name, because it labels metrics: write TokenBucket(named: …) or RateLimit(named: …).") {
    _ = RateLimit(by: TokenBucket(1, per: .seconds(1)))
  },
  Misuse("The longest wait for a token must not be negative; it was -1.0 seconds.") {
    _ = RateLimit(by: TokenBucket(named: "orders", 1, per: .seconds(1)), waitingAtMost: .seconds(-1))
  },
  Misuse("A call takes 1 or more tokens of the rate limit 'orders', not 0.") {
    _ = RateLimit(by: TokenBucket(named: "orders", 1, per: .seconds(1)), cost: 0)
  },
  Misuse("A call cannot take 2 tokens of the rate limit 'orders': its burst is 1.") {
    _ = RateLimit(by: TokenBucket(named: "orders", 1, per: .seconds(1)), cost: 2)
  },
  Misuse("RateLimits was given the same bucket twice: a call would wait for itself. Use cost: to take several tokens.")
  {
    let bucket = TokenBucket(named: "orders", 1, per: .seconds(1))
    _ = RateLimits(bucket, bucket)
  },

  // Objects by key
  Misuse("The capacity of a table of objects by key must be at least 1; it was 0.") {
    _ = Keyed(capacity: 0) { (host: String) in CircuitBreaker(named: host) }
  },

  // Substituting
  Misuse("The name of last good values must not be empty, because it labels a metric.") {
    _ = LastGood<Int, Int>(named: "", upTo: .seconds(1))
  },
  Misuse("The age of a last good value must be more than zero; that of 'rates' was 0.0 seconds.") {
    _ = LastGood<Int, Int>(named: "rates", upTo: .zero)
  },
  Misuse("The capacity of last good values must be at least 1; that of 'rates' was 0.") {
    _ = LastGood<Int, Int>(named: "rates", upTo: .seconds(1), capacity: 0)
  },
  Misuse("'on:' takes types of errors, protocols, and arrays of them, but Int is not a type of error.") {
    _ = Function(named: "rate") { () throws in 1 }.fallingBack(on: Int.self, to: { _ in 2 })
  },

  // Observing
  Misuse("The name of a counted function must not be empty, because it labels a metric.") {
    _ = CountingPolicy(named: "")
  },
  Misuse("The label of a metric must not be empty. Omit it to use `function_calls`.") {
    _ = CountingPolicy(named: "orders", label: "")
  },
  Misuse("The name of a timed function must not be empty") { _ = TimingPolicy(named: "") },
  Misuse("The label of a metric must not be empty") { _ = TimingSink.metric(label: "") },
  Misuse("A logging policy's valueLimit must be at least 1 byte, not 0.") { _ = LoggingPolicy(valueLimit: 0) },
  Misuse("The argument count of sign_in is 1, but argumentNames has 2") {
    let policy = LoggingPolicy(arguments: .all).with(argumentNames: ["user", "password"])
    _ = decorated(by: policy, named: "sign_in") { (user: String) in }
  },
  Misuse("The argumentNames of sign_in must differ, because they choose what is shown") {
    let policy = LoggingPolicy(arguments: .all).with(argumentNames: ["user", "user"])
    _ = decorated(by: policy, named: "sign_in") { (user: String, password: String) in }
  },
  Misuse(#"sign_in names arguments that the function does not have: ["pasword"]"#) {
    let policy = LoggingPolicy(arguments: .all(redacting: "pasword")).with(argumentNames: ["user", "password"])
    _ = decorated(by: policy, named: "sign_in") { (user: String, password: String) in }
  },

  // A clock that cannot block
  Misuse("A synchronous function waits by blocking its thread, and TickingClock cannot block") {
    let policy = RetryPolicy(backoff: .constant(.seconds(1)), clock: TickingClock())
    let failing = decorated(by: policy) { () throws in throw CancelledOrder() }
    try failing()
  },

  // Rates
  Misuse("The token count of a rate must be at least 1; it was 0.") { _ = TokenBucket(0, per: .seconds(1)) },
  Misuse("A caller takes 1 or more tokens from a bucket, not 0.") {
    try await TokenBucket(2, per: .seconds(1)).take(0)
  },

  // Generators
  Misuse("A chunk holds 1 or more elements, not 0.") { _ = [1].chunks(of: 0) },
  Misuse("A window shows 1 or more elements, not 0.") { _ = [1].windows(of: 0) },
  Misuse("1 or more calls may be under way at once, not 0.") { _ = [1].mapConcurrently(atMost: 0) { $0 } },
  Misuse("The separator of fields is empty: give at least one character, or .whitespace") {
    try withLines(of: Array("a".utf8)) { lines in for line in lines { _ = line.fields(separatedBy: "") } }
  },
  Misuse("The line has no such field. Use field(_:)") {
    try withLines(of: Array("a".utf8)) { lines in for line in lines { _ = line.fields(separatedBy: " ")[1] } }
  },
  Misuse("A match has 0 or more lines before and after it, not -1 and 0.") {
    try withLines(of: Array("a".utf8)) { lines in _ = lines.context(around: "a", before: -1) }
  },
  Misuse("A line of a container holds 1 or more bytes, not 0.") {
    try withLines(of: Array("a".utf8)) { lines in _ = lines.containerEntries(in: .cri, limit: 0) }
  },
  Misuse("A zone is 0 to 23 hours and 0 to 59 minutes from UTC, not 25 and 0.") { _ = TimestampZone.ahead(hours: 25) },
  Misuse("\"%Q\" is no pattern of time stamps: there is no directive %Q.") { _ = TimestampFormat.pattern("%Q") },
  Misuse("\"x\" cannot be the decimal separator of numbers.") { _ = NumberFormat(decimalSeparator: "x") },
  Misuse("can be iterated once only") {
    try withLines(of: Array("a\n".utf8)) { lines in
      for _ in lines {}
      for _ in lines {}
    }
  },
  Misuse("were used after the closure they were given to had returned") {
    let numbers = try withLines(of: Array("a\n".utf8)) { lines in lines.map(\.number) }
    print(Array(numbers))
  },
  Misuse("The separator of CSV fields is one ASCII character, neither a newline nor the quote") {
    _ = CSVFormat(separator: "'", quote: "'")
  },
  Misuse("fields 1 and 2 have the same name \"a\"") { _ = CSVFormat(header: .names(["a", "a"])) },
  Misuse("was used after the closure it was given to had returned") {
    var bytes: [UInt8] = []
    let writer = try withCSVWriter(to: &bytes) { $0 }
    try writer.write(["a"])
  },

  // Faults
  Misuse("The duration of a fault must not be negative; it was -1.0 seconds.") { _ = Fault.delay(.seconds(-1)) },
  Misuse("The duration of a fault must not be negative; it was -1.0 seconds.") {
    _ = Fault.lateAnswer(by: .seconds(-1))
  },
  Misuse("The share of the fault hang must be from 0 to 1; it was 2.0.") { _ = Faults.randomly([.hang: 2], seed: 1) },
  Misuse("The shares of faults must not add up to more than 1; they add up to 1.5.") {
    _ = Faults.randomly([.hang: 1, .delay(.seconds(1)): 0.5], seed: 1)
  },
  Misuse("The number of calls that get a fault must not be negative; it was -1.") { _ = Faults.first(-1, .hang) },
  Misuse("An outage must not end before it begins; it was to last from 2.0 seconds to 1.0 seconds.") {
    _ = Faults.outage(from: .seconds(2), to: .seconds(1), .hang)
  },
  Misuse("does not fit fetch, which does not throw") {
    _ = faulty(by: .first(1, .error(CancelledOrder())), named: "fetch") { () in 1 }
  },
  Misuse("does not fit fetch, which returns Int and not String") {
    _ = faulty(by: .first(1, .result("one")), named: "fetch") { () in 1 }
  },

  // Helpers for tests
  Misuse("RecordingClock cannot advance by -1.0 seconds.") { RecordingClock().advance(by: .seconds(-1)) },
  Misuse("ManualClock cannot advance by -1.0 seconds.") { ManualClock().advance(by: .seconds(-1)) },
  Misuse("ManualClock cannot go back from +1.0 seconds to +0.0 seconds.") {
    let clock = ManualClock()
    clock.advance(by: .seconds(1))
    clock.advance(to: TestInstant(offset: .zero))
  },
]

private struct CancelledOrder: Error {}

/// A clock for asynchronous code only.
private struct TickingClock: Clock {
  let now = ContinuousClock.now
  var minimumResolution: Duration { .zero }
  func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {}
}
