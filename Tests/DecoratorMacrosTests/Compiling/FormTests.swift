import Foundation
import Testing

/// Forms of the decorators that look right and do not exist are one error each, which names the form to write.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct FormTests {
  private static let preface = """
    import Decorators
    import Logging
    struct TimeoutError: Error {}
    let policy = LoggingPolicy()
    let timing = TimingPolicy(named: "work")
    let retry = RetryPolicy(attempts: 3)
    let logger = Logger(label: "work")
    let cache = MemoCache<Int, Int>()
    func double(_ number: Int) -> Int { 2 * number }
    func fetch(_ id: Int) async -> Int { id }
    func load(_ id: Int) throws -> Int { id }
    func push(_ id: Int) async throws -> Int { id }

    """

  private static let policyOfMethod =
    "pass a policy as 'decorated(by: policy, named: …)', or 'policy.with(logger: …)' in its place"
  private static let policyOfFunction =
    "pass a policy as 'decorated(by: policy, named: …) { … }', or 'policy.with(logger: …)' in its place"
  private static let timingOfMethod =
    "pass a policy as 'decorated(by: policy)'; its name and its sinks stand where it is made"
  private static let timingOfFunction =
    "pass a policy as 'decorated(by: policy) { … }'; its name and its sinks stand where it is made"
  private static let noName = "a timed function needs a name, which labels its metric: write 'timed(named: …) { … }'"
  private static let level = "each record has a level: write 'levels: LogLevels(call: …, success: …)'"

  private static func settings(_ form: String) -> String {
    "the settings are 'attempts:', which counts the first call too, 'backoff:' and 'within:': write '"
      + form.replacing("()", with: "(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30))") + "'"
  }
  private static func sizes(_ form: String) -> String {
    "the settings are 'capacity:' and 'timeToLive:': write '"
      + form.replacing("()", with: "(capacity: 128, timeToLive: .seconds(60))") + "'"
  }
  private static func order(_ form: String, name: String = ", named: …") -> String {
    "the settings have an order: write '"
      + form.replacing(
        "()",
        with:
          "(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30), on: TimeoutError.self, when: …\(name))"
      ) + "'"
  }
  private static let listener =
    "'onEviction:' takes a closure of the key, the value and the cause: write '{ (key, value, cause) in … }'"
  private static let bringsSettings =
    "a policy brings its settings, and its body takes the attempt: write 'policy.run { … }', or 'withRetry(policy) { attempt in … }'"
  private static let labelledRetry =
    "a policy brings its settings, and a name needs its label: write 'withRetry(policy, named: …) { attempt in … }'"
  private static let orderOfLogging =
    "the settings have an order: write 'withLogging(policy, logger: …, named: …, arguments: …) { … }'"
  private static let labelsOfLogging =
    "the settings need their labels: write 'withLogging(policy, logger: …, named: …, arguments: …) { … }'"
  private static let freshness =
    "make the cache: write 'memoized(in: MemoCache(freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600))))'"
  private static let attempt =
    "for its attempt a body needs a policy: write 'withRetry(RetryPolicy(attempts: 3)) { attempt in … }'"
  private static let blocks =
    "instance method 'run' is unavailable from asynchronous contexts; this form blocks the thread while it waits: write 'await' for the one that suspends"

  private static let otherLayer =
    "time limits fit an AsyncPipeline, and hedges a DecoratorStack: write 'AsyncPipeline { … }', or 'fetch.hedged(after: …)'"
  private static let noLayer =
    "caches, coalescers and fallbacks are no decorators: write 'decorated(by: pipeline).memoized(in: cache)'"

  /// The forms of the guide, and how their errors end.
  private static let common: [(source: String, wayOut: String)] = [
    ("try withRetry(retry, attempts: 5) { try load(1) }", bringsSettings),
    ("try withRetry(retry) { try load(1) }", bringsSettings),
    ("try withRetry(attempts: 5) { attempt in try load(attempt.number) }", attempt),
    ("try withRetry(times: 5) { try load(1) }", settings("withRetry() { … }")),
    ("try withRetry(5) { try load(1) }", settings("withRetry() { … }")),
    ("retrying(maxAttempts: 5) { (id: Int) throws in try load(id) }", settings("retrying() { … }")),
    ("retrying(attempts: 5, delay: .seconds(2)) { (id: Int) throws in try load(id) }", settings("retrying() { … }")),
    ("retrying(attempts: 5, timeout: .seconds(9)) { (id: Int) throws in try load(id) }", settings("retrying() { … }")),
    (
      "retrying(attempts: 5, backoff: .seconds(2)) { (id: Int) throws in try load(id) }",
      "a backoff says how delays follow each other: write '.constant(.seconds(…))'"
    ),
    (
      "retrying(retry, attempts: 5) { (id: Int) throws in try load(id) }",
      "pass a policy as 'decorated(by: policy, named: …) { … }': it brings its settings"
    ),
    (
      "retrying(load, attempts: 3)",
      "wrap the function first: write 'Function(f).retrying(attempts: 3)', or 'retrying(attempts: 3) { … }'"
    ),
    (
      "retrying(on: TimeoutError.self, attempts: 3) { (id: Int) throws in try load(id) }",
      order("retrying() { … }")
    ),
    ("RetryPolicy(maxAttempts: 5)", settings("RetryPolicy()")),
    (#"try retry.run("push") { try load(1) }"#, "the name needs its label: write 'run(named: …) { … }'"),
    ("Task { try retry.run { try load(1) } }", blocks),
    ("memoized(maxsize: 128) { (id: Int) in double(id) }", sizes("memoized() { … }")),
    ("memoized(128) { (id: Int) in double(id) }", sizes("memoized() { … }")),
    ("memoized(ttl: .seconds(60)) { (id: Int) async in await fetch(id) }", sizes("memoized() { … }")),
    ("memoized(onEviction: { (id: Int, value: Int) in print(id) }) { (id: Int) in double(id) }", listener),
    (
      "Function(double).memoized(abandoned: .keep)",
      "'abandoned:' is about loads in flight, which only an asynchronous function has: leave it out, or write 'AsyncFunction(…).memoized(abandoned: .keep)'"
    ),
    (
      "memoized(in: cache) { (id: Int) in double(id) }",
      "wrap the function first: write 'Function { … }.memoized(in: cache)'"
    ),
    (
      "cache[5]",
      "write 'value(for: key) { … }' to look up or load, 'peek(key)' to look, or 'insert(value, for: key)'"
    ),
    (
      "decorated(by: retry, logger: logger) { (id: Int) throws in try load(id) }",
      "a decorator brings its logger: write 'RetryPolicy(logger: …)', or 'policy.with(logger: …)'"
    ),
  ]

  /// A line of code, and how its error ends.
  private static let others: [(source: String, wayOut: String)] = [
    (#"let a01 = Function(double).logged(policy, logger: logger, named: "f")"#, policyOfMethod),
    ("let a02 = AsyncFunction(fetch).logged(policy)", policyOfMethod),
    (#"let a03 = logged(policy, logger: logger, named: "f") { (number: Int) in number }"#, policyOfFunction),
    ("let a04 = logged(policy) { (id: Int) async in await fetch(id) }", policyOfFunction),
    (
      "let a05 = Function(double).decorated(by: .logged(policy, logger: logger))",
      "pass a policy as 'decorated(by: policy)', or 'policy.with(logger: …)' in its place"
    ),
    ("let a06 = Function(double).timed(timing)", timingOfMethod),
    (#"let a07 = AsyncFunction(fetch).timed(timing, named: "f")"#, timingOfMethod),
    ("let a08 = timed(timing) { (number: Int) in number }", timingOfFunction),
    ("let a09 = timed(timing) { (id: Int) async in await fetch(id) }", timingOfFunction),
    ("let a10 = Function(double).decorated(by: .timed(timing))", "pass a policy as 'decorated(by: policy)'"),
    (
      #"let b01 = Function(double).logged("f")"#, "the settings need their labels: write 'logged(logger: …, named: …)'"
    ),
    (
      #"let b02 = AsyncFunction(fetch).logged(logger, named: "f")"#,
      "the settings need their labels: write 'logged(logger: …, named: …)'"
    ),
    (
      #"let b03 = logged("f") { (number: Int) in number }"#,
      "the settings need their labels: write 'logged(logger: …, named: …) { … }'"
    ),
    ("let b04 = timed { (number: Int) in number }", noName),
    ("let b05 = timed { (id: Int) async in await fetch(id) }", noName),
    (#"let b06 = timed("f") { (number: Int) in number }"#, "the name needs its label: write 'timed(named: …) { … }'"),
    (#"let b07 = Function(double).timed("f")"#, "the name needs its label: write 'timed(named: …)'"),
    (#"let b08 = AsyncFunction(fetch).timed("f")"#, "the name needs its label: write 'timed(named: …)'"),
    ("let c01 = Function(double).logged(level: .info)", level),
    ("let c02 = AsyncFunction(fetch).logged(level: .info)", level),
    ("let c03 = logged(level: .info) { (number: Int) in number }", level),
    ("let c04 = LoggingPolicy(level: .info)", level),
    (
      #"let d01 = Function(double).timed(named: "f", to: .metric())"#,
      "sinks stand in an array: write '[.metric(…)]'"
    ),
    (#"let d02 = TimingPolicy(named: "f", to: .log(level: .info))"#, "sinks stand in an array: write '[.log(…)]'"),
    (#"let d03 = timed(named: "f", to: .call { _ in }) { 1 }"#, "sinks stand in an array: write '[.call { … }]'"),
    (
      #"let e01 = policy.run(named: "f", logger: logger) { 1 }"#,
      "for a logger or arguments of one call write 'withLogging(policy, logger: …, arguments: …) { … }'"
    ),
    (
      #"let e02 = withLogging(levels: LogLevels(), named: "f") { 1 }"#,
      "pass settings in a policy: write 'withLogging(LoggingPolicy(levels: …), named: …) { … }'"
    ),
    ("func f01() async throws { _ = try await withRetry(retry, attempts: 5) { try await push(1) } }", bringsSettings),
    ("func f02() async throws { _ = try await withRetry(retry) { try await push(1) } }", bringsSettings),
    (
      "func f03() async throws { _ = try await withRetry(attempts: 5) { attempt in try await push(attempt.number) } }",
      attempt
    ),
    (
      "func f04() async throws { _ = try await withRetry(attempts: 5, delay: .seconds(1)) { try await push(1) } }",
      settings("withRetry() { … }")
    ),
    (
      "func f05() throws { _ = try withRetry(retry, attempts: 5) { attempt in try load(attempt.number) } }",
      labelledRetry
    ),
    (
      "func f06() async throws { _ = try retry.run { try load(1) } }",
      "expression is 'async' but is not marked with 'await'"
    ),
    (
      "func f07() async throws { _ = try withRetry(attempts: 3) { try load(1) } }",
      "expression is 'async' but is not marked with 'await'"
    ),
    (
      #"func f08() async throws { _ = try await retry.run("push") { try await push(1) } }"#,
      "the name needs its label: write 'run(named: …) { … }'"
    ),
    (
      "let g01 = retrying(retry) { (id: Int) async throws in try await push(id) }",
      "pass a policy as 'decorated(by: policy, named: …) { … }': it brings its settings"
    ),
    (
      "let g02 = Function(load).retrying(retry)",
      "pass a policy as 'decorated(by: policy, named: …)': it brings its settings"
    ),
    (
      "let g03 = AsyncFunction(push).retrying(retry, attempts: 3)",
      "pass a policy as 'decorated(by: policy, named: …)': it brings its settings"
    ),
    (
      "let g04 = Function(load).decorated(by: .retrying(retry))",
      "pass a policy as 'decorated(by: policy)': it brings its settings"
    ),
    ("let g05 = retrying(times: 5) { (id: Int) async throws in try await push(id) }", settings("retrying() { … }")),
    ("let g06 = Function(load).retrying(maxAttempts: 5)", settings("retrying()")),
    ("let g07 = AsyncFunction(push).retrying(5)", settings("retrying()")),
    ("let g08 = RetryPolicy(5)", settings("RetryPolicy()")),
    (
      "let g09 = Backoff.milliseconds(250)",
      "a backoff says how delays follow each other: write '.constant(.milliseconds(…))'"
    ),
    (
      "let g10 = retrying(push, attempts: 3)",
      "wrap the function first: write 'AsyncFunction(f).retrying(attempts: 3)', or 'retrying(attempts: 3) { … }'"
    ),
    (
      "let h01 = memoized(double, capacity: 9)",
      "wrap the function first: write 'Function(f).memoized(capacity: 128)', or 'memoized(capacity: 128) { … }'"
    ),
    (
      #"let h02 = timed(fetch, named: "f")"#,
      "wrap the function first: write 'AsyncFunction(f).timed(named: …)', or 'timed(named: …) { … }'"
    ),
    (
      "let h03 = logged(double, logger: logger)",
      "wrap the function first: write 'Function(f).logged(logger: …)', or 'logged(logger: …) { … }'"
    ),
    ("let h04 = Function(double).memoized(maxsize: 9)", sizes("memoized()")),
    ("let h05 = AsyncFunction(fetch).memoized(ttl: .seconds(9))", sizes("memoized()")),
    ("let h06 = MemoCache<Int, Int>(9)", sizes("MemoCache()")),
    (
      "let h08 = MemoCache<Int, Int>(timeToLive: .seconds(9), staleFor: .seconds(9))",
      "say it in 'freshness:': write 'freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600))'"
    ),
    (
      "let h09 = MemoCache<Int, Int>(timeToLive: .seconds(9), refreshingAfter: .seconds(5))",
      "say it in 'freshness:': write 'freshness: Freshness(timeToLive: .seconds(60), refreshingAfter: .seconds(45))'"
    ),
    ("let h10 = AsyncFunction(fetch).memoized(timeToLive: .seconds(9), staleFor: .seconds(9))", freshness),
    ("let h11 = Function(double).memoized(staleFor: .seconds(9))", freshness),
    (
      "let h07 = memoized(in: cache) { (id: Int) async in await fetch(id) }",
      "wrap the function first: write 'AsyncFunction { … }.memoized(in: cache)'"
    ),
    (#"let m01 = withLogging(policy, named: "f", logger: logger) { 1 }"#, orderOfLogging),
    (#"let m02 = withLogging(arguments: [:], named: "f") { 1 }"#, orderOfLogging),
    (#"let m03 = withLogging(policy, "f") { 1 }"#, labelsOfLogging),
    ("let m04 = withLogging(policy, logger) { 1 }", labelsOfLogging),
    (#"let m05 = withLogging(policy, name: "f") { 1 }"#, labelsOfLogging),
    (
      #"func m06() async { _ = await withLogging(policy, named: "f", logger: logger) { await fetch(1) } }"#,
      orderOfLogging
    ),
    (#"func m07() async { _ = await withLogging(policy, "f") { await fetch(1) } }"#, labelsOfLogging),
    (#"func m08() throws { _ = try withRetry(retry, "f") { attempt in try load(attempt.number) } }"#, labelledRetry),
    (
      #"func m09() async throws { _ = try await withRetry(retry, "f") { attempt in try await push(attempt.number) } }"#,
      labelledRetry
    ),
    (
      "let j01 = retrying(backoff: .none, attempts: 3) { (id: Int) async throws in try await push(id) }",
      order("retrying() { … }")
    ),
    ("let j02 = Function(load).retrying(on: TimeoutError.self, attempts: 3)", order("retrying()")),
    ("let j03 = AsyncFunction(push).retrying(within: .seconds(9), attempts: 3)", order("retrying()")),
    ("let j04 = RetryPolicy(when: { _ in .retry }, attempts: 3)", order("RetryPolicy()", name: "")),
    (
      "func j05() throws { _ = try withRetry(on: TimeoutError.self, attempts: 3) { try load(1) } }",
      order("withRetry() { … }")
    ),
    (
      "func j06() async throws { _ = try await withRetry(on: TimeoutError.self, attempts: 3) { try await push(1) } }",
      order("withRetry() { … }")
    ),
    (
      #"let j07 = retrying(named: "load", attempts: 3) { (id: Int) throws in try load(id) }"#, order("retrying() { … }")
    ),
    (
      "let l02: AsyncFunction<Int, Int, Never> = memoized(capacity: 9) { (id: Int) async in await fetch(id) }",
      "'memoized' makes an 'AsyncMemoizedFunction', for its cache: write 'AsyncFunction(memoized { … })' for the plain type"
    ),
    (
      "let l03: Function<Int, Int, Never> = memoized { (id: Int) in double(id) }",
      "'memoized' makes a 'MemoizedFunction', for its cache: write 'Function(memoized { … })' for the plain type"
    ),
    (
      "let l04: Function<Int, Int, Never> = Function(double).memoized(capacity: 9)",
      "'memoized' makes a 'MemoizedFunction', for its cache: write 'Function(f.memoized(…))' for the plain type"
    ),
    (
      "let l05: AsyncFunction<Int, Int, Never> = AsyncFunction(fetch).memoized()",
      "'memoized' makes an 'AsyncMemoizedFunction', for its cache: write 'AsyncFunction(f.memoized(…))' for the plain type"
    ),
    ("let k01 = memoized(capacity: 9, onEviction: { print(1) }) { (id: Int) async in await fetch(id) }", listener),
    ("let k02 = memoized(onEviction: 5) { (id: Int) in double(id) }", listener),
    ("let k03 = Function(double).memoized(onEviction: { (id: Int, value: Int) in print(id) })", listener),
    ("let k04 = AsyncFunction(fetch).memoized(onEviction: { (id: Int) in print(id) })", listener),
    ("let k05 = MemoCache<Int, Int>(onEviction: { (id: Int, value: Int) in print(id) })", listener),
    ("let k06 = MemoCache<Int, Int>(capacity: 9) { print($0) }", listener),
    (
      "let i01 = Function(load).decorated(by: retry, logger: logger)",
      "a decorator brings its logger: write 'RetryPolicy(logger: …)', or 'policy.with(logger: …)'"
    ),
    ("let p01 = Pipeline { retry; TimeLimit(within: .seconds(1)) }", otherLayer),
    ("let p02 = AsyncPipeline { HedgePolicy(after: .seconds(1)); retry }", otherLayer),
    ("let p03 = AsyncPipeline { cache; retry }", noLayer),
  ]

  private static var rows: [(source: String, wayOut: String)] {
    common.enumerated().map { ("func common\($0)() throws { _ = \($1.source) }", $1.wayOut) } + others
  }

  @Test func aFormThatDoesNotExist_isOneErrorThatNamesTheWayOut() throws {
    let first = Self.preface.split(separator: "\n", omittingEmptySubsequences: false).count
    let source = Self.preface + Self.rows.map(\.source).joined(separator: "\n") + "\n"
    let found = try Compiler.messages(about: source, "-typecheck")
    for (index, row) in Self.rows.enumerated() {
      let messages = found.filter { $0.line == first + index }.map(\.text)
      #expect(messages.count == 1, "\(row.source)")
      let isNamed = messages.first.map { $0 == row.wayOut || $0.hasSuffix(" is unavailable: \(row.wayOut)") }
      #expect(isNamed == true, "\(row.source): \(messages)")
    }
    #expect(found.count == Self.rows.count)
  }
  @Test func guide_listsTheCommonForms_withTheirMessages() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let guide = try String(contentsOf: package.appending(path: "Docs/Mistakes.md"), encoding: .utf8)
    let table = guide.split(separator: "\n").drop { $0 != "| in code | error |" }.dropFirst(2)
      .prefix { $0.hasPrefix("|") }.map(String.init)
    #expect(table == Self.common.map { "| `\($0.source)` | \($0.wayOut) |" })
  }
}
