import Testing

/// Forms of `logged` and `timed` that look right and do not exist are one error each, which names the form to write.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct ObservingFormTests {
  private static let preface = """
    import Decorators
    import Logging
    let policy = LoggingPolicy()
    let timing = TimingPolicy(named: "work")
    let logger = Logger(label: "work")
    func double(_ number: Int) -> Int { 2 * number }
    func fetch(_ id: Int) async -> Int { id }

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

  /// A line of code, and how its error ends.
  private static let rows: [(source: String, wayOut: String)] = [
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
  ]

  @Test func aFormThatDoesNotExist_isOneErrorThatNamesTheWayOut() throws {
    let first = Self.preface.split(separator: "\n", omittingEmptySubsequences: false).count
    let source = Self.preface + Self.rows.map(\.source).joined(separator: "\n") + "\n"
    let found = try Compiler.messages(about: source, "-typecheck")
    for (index, row) in Self.rows.enumerated() {
      let messages = found.filter { $0.line == first + index }.map(\.text)
      #expect(messages.count == 1, "\(row.source)")
      #expect(messages.first?.hasSuffix(" is unavailable: \(row.wayOut)") == true, "\(row.source): \(messages)")
    }
    #expect(found.count == Self.rows.count)
  }
}
