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

  // Observing
  Misuse("The name of a timed function must not be empty") { _ = TimingPolicy(named: "") },
  Misuse("The label of a metric must not be empty") { _ = TimingSink.metric(label: "") },
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

  // Helpers for tests
  Misuse("RecordingClock cannot advance by -1.0 seconds.") { RecordingClock().advance(by: .seconds(-1)) },
]

private struct CancelledOrder: Error {}

/// A clock for asynchronous code only.
private struct TickingClock: Clock {
  let now = ContinuousClock.now
  var minimumResolution: Duration { .zero }
  func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {}
}
