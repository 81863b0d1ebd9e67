import Testing

@Suite struct MistakesDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      #"@Retrying(times: 3) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' has no 'times:': write '@Retrying(attempts: 3)'"#,
        at: #"3"#
      )
    ),
    Misuse(
      #"@Retrying(tries: 3, delay: 2) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' has no 'tries:', and '@Retrying' has no 'delay:': write '@Retrying(attempts: 3, backoff: .constant(.seconds(2), jitter: .none))'"#,
        at: #"3"#
      )
    ),
    Misuse(
      #"@Retrying(retries: 3) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' has no 'retries:' ('attempts:' counts the first call too): write '@Retrying(attempts: 4)'"#,
        at: #"3"#
      )
    ),
    Misuse(
      #"@Retrying(maxRetries: limit) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' has no 'maxRetries:' ('attempts:' counts the first call too): write '@Retrying(attempts: limit + 1)'"#,
        at: #"limit"#
      )
    ),
    Misuse(
      #"@Retrying(stop: 3, wait: .milliseconds(50)) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' has no 'stop:', and '@Retrying' has no 'wait:': write '@Retrying(attempts: 3, backoff: .constant(.milliseconds(50), jitter: .none))'"#,
        at: #"3"#
      )
    ),
    Misuse(
      #"@Retrying(attempts: 3, exceptions: Timeout.self, Closed.self, named: "load") func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' has no 'exceptions:': write '@Retrying(attempts: 3, on: Timeout.self, Closed.self, named: "load")'"#,
        at: #"Timeout.self"#
      )
    ),
    Misuse(
      #"@Retrying(attempts: 3, timeout: 5) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' has no 'timeout:': write '@Retrying(attempts: 3, within: .seconds(5))'"#,
        at: #"5"#
      )
    ),
    Misuse(
      #"@Retrying(attempts: 3, within: 0.5) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'within:' takes a Duration: write '@Retrying(attempts: 3, within: .seconds(0.5))'"#,
        at: #"0.5"#
      )
    ),
    Misuse(
      #"@Retrying(backoff: .seconds(2)) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'backoff:' takes a 'Backoff': write '@Retrying(backoff: .constant(.seconds(2), jitter: .none))'"#,
        at: #".seconds(2)"#
      )
    ),
    Misuse(
      #"@Retrying(5) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' takes the number of attempts by its label: write '@Retrying(attempts: 5)'"#,
        at: #"5"#
      )
    ),
    Misuse(
      #"@Retrying(on: Timeout.self, attempts: 3) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' takes 'attempts:' before 'on:': write '@Retrying(attempts: 3, on: Timeout.self)'"#,
        at: #"3"#
      )
    ),
    Misuse(
      #"@Retrying(\.gateway) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"a key path in an attribute names its type: write '@Retrying(\Self.gateway)'"#,
        at: #"\.gateway"#
      )
    ),
    Misuse(
      #"@Logged(logger: \.logger) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"a key path in an attribute names its type: write '@Logged(logger: \Self.logger)'"#,
        at: #"\.logger"#
      )
    ),
    Misuse(
      #"@Logged(.all) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Logged' takes the choice of arguments by its label: write '@Logged(arguments: .all)'"#,
        at: #".all"#
      )
    ),
    Misuse(
      #"@Logged(.only("id")) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Logged' takes the choice of arguments by its label: write '@Logged(arguments: .only("id"))'"#,
        at: #".only("id")"#
      )
    ),
    Misuse(
      #"@Logged(.info) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Logged' takes the level by its label: write '@Logged(level: .info)'"#,
        at: #".info"#
      )
    ),
    Misuse(
      #"@Logged(args: .all) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Logged' has no 'args:': write '@Logged(arguments: .all)'"#,
        at: #".all"#
      )
    ),
    Misuse(
      #"@Logged(level: .info, redacting: "id") func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Logged' has no 'redacting:': write '@Logged(arguments: .all(redacting: "id"), level: .info)'"#,
        at: #""id""#
      )
    ),
    Misuse(
      #"@Logged(excluding: "id") func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Logged' has no 'excluding:': write '@Logged(arguments: .except("id"))'"#,
        at: #""id""#
      )
    ),
    Misuse(
      #"@Logged(message: "loading") func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Logged' has no 'message:' (each record names the function): write '@Logged'"#,
        at: #""loading""#
      )
    ),
    Misuse(
      #"@Logged(arguments: "id") func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'arguments:' takes an 'ArgumentLogging': write '@Logged(arguments: .only("id"))'"#,
        at: #""id""#
      )
    ),
    Misuse(
      #"@Logged(arguments: ["id", "name"]) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'arguments:' takes an 'ArgumentLogging': write '@Logged(arguments: .only("id", "name"))'"#,
        at: #"["id", "name"]"#
      )
    ),
    Misuse(
      #"@Logged(arguments: true) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'arguments:' takes an 'ArgumentLogging': write '@Logged(arguments: .all)'"#,
        at: #"true"#
      )
    ),
    Misuse(
      #"@Retrying(gateway, attempts: 5) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Retrying' takes a 'RetryPolicy', which brings its own 'attempts:', or settings with labels: remove 'attempts:', or the policy"#,
        at: #"5"#
      )
    ),
    Misuse(
      #"@Logged(\Self.audit, arguments: .all, level: .info, named: "load") func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Logged' takes a 'LoggingPolicy', which brings its own 'arguments:', 'level:', or settings with labels: remove 'arguments:', 'level:', or the policy"#,
        at: #".all"#
      )
    ),
    Misuse(
      #"@Timed(timing, named: "load") func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Timed' takes a 'TimingPolicy', which brings its own 'named:', or settings with labels: remove 'named:', or the policy"#,
        at: #""load""#
      )
    ),
    Misuse(
      #"@Retrying(max_tries: 3) func load(_ id: Int) throws -> Int { id }"#,
      .error(#"'@Retrying' has no 'max_tries:': write '@Retrying(attempts: 3)'"#, at: #"3"#)
    ),
    Misuse(
      #"@Timed("load") func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Timed' takes the name by its label: write '@Timed(named: "load")'"#,
        at: #""load""#
      )
    ),
    Misuse(
      #"@Timed(name: "load") func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Timed' has no 'name:': write '@Timed(named: "load")'"#,
        at: #""load""#
      )
    ),
    Misuse(
      #"@Timed(to: .log(level: .info)) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'to:' takes an array: write '@Timed(to: [.log(level: .info)])'"#,
        at: #".log(level: .info)"#
      )
    ),
    Misuse(
      #"@Memoized(256) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Memoized' takes the capacity by its label: write '@Memoized(capacity: 256)'"#,
        at: #"256"#
      )
    ),
    Misuse(
      #"@Memoized(sizes) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Memoized' takes a cache by its label: write '@Memoized(in: sizes)'"#,
        at: #"sizes"#
      )
    ),
    Misuse(
      #"@Memoized(in: sizes, abandoned: .keep, named: "load") func load(_ id: Int) async -> Int { id }"#,
      .error(
        #"the cache of 'in:' brings its own 'abandoned:', and the cache of 'in:' brings its own 'named:': write '@Memoized(in: sizes)'"#,
        at: #".keep"#
      )
    ),
    Misuse(
      #"@Memoized(maxsize: nil) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"a cache of '@Memoized' has a limit: write '@Memoized(capacity: 1_000)'"#,
        at: #"nil"#
      )
    ),
    Misuse(
      #"@Timed(clock: .continuous) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'clock:' takes a clock with its type: write '@Timed(clock: ContinuousClock())'"#,
        at: #".continuous"#
      )
    ),
    Misuse(
      #"@Memoized(maxsize: 128, typed: true) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Memoized' has no 'maxsize:', and '@Memoized' has no 'typed:' (the types of the parameters belong to the key): write '@Memoized(capacity: 128)'"#,
        at: #"128"#
      )
    ),
    Misuse(
      #"@Memoized(ttl: 60) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Memoized' has no 'ttl:': write '@Memoized(timeToLive: .seconds(60))'"#,
        at: #"60"#
      )
    ),
    Misuse(
      #"@Memoized(limit: 8, expiresAfter: .seconds(3)) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Memoized' has no 'limit:', and '@Memoized' has no 'expiresAfter:': write '@Memoized(capacity: 8, timeToLive: .seconds(3))'"#,
        at: #"8"#
      )
    ),
    Misuse(
      #"@Memoized(timeToLive: 60) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'timeToLive:' takes a Duration: write '@Memoized(timeToLive: .seconds(60))'"#,
        at: #"60"#
      )
    ),
    Misuse(
      #"@Memoized(ignoring: ["id"]) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'ignoring:' takes names without an array: write '@Memoized(ignoring: "id")'"#,
        at: #"["id"]"#
      )
    ),
    Misuse(
      #"@Decorated(.retrying(attempts: 3)) func load(_ id: Int) throws -> Int { id }"#,
      .error(
        #"'@Decorated' takes the decorator by its label: write '@Decorated(by: .retrying(attempts: 3))'"#,
        at: #".retrying(attempts: 3)"#
      )
    ),
  ])
  func anotherSpelling_isOneErrorThatNamesTheRightOne(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source, by: OurMacros.mistaken) == misuse.diagnosed)
  }

  /// The compiler has chosen the attribute's own declaration, so the values have the right types.
  @Test(arguments: [
    "@Timed(to: makeSinks()) func load() {}",
    "@Timed(to: TimingSink.standard.filter { $0.isFast }) func load() {}",
    "@Timed(to: [TimingSink](repeating: .log(), count: 2)) func load() {}",
    "@Logged(.debug) func load() {}",
    "@Logged(arguments: [\"id\"]) func load(_ id: Int) {}",
    "@Retrying(backoff: .seconds(2)) func load() throws {}",
    "@Retrying(backoff: shrinking(factor: 0.5)) func load() throws {}",
    "@Retrying(backoff: shifted(by: .seconds(-1))) func load() throws {}",
    "@Retrying(clock: ShiftedClock(by: .seconds(-1))) func load() throws {}",
    "@Retrying(within: Limits.seconds(-1)) func load() throws {}",
    "@Decorated(by: Shift(by: .seconds(-1))) func load() throws {}",
    "@Memoized(timeToLive: Limits.zero) func load(_ id: Int) -> Int { id }",
    "@Memoized func load(_ span: Span) -> Int { 1 }",
    "@Memoized func load(_ span: Parsing.RawSpan) -> Int { 1 }",
    "@TimedMembers(to: makeSinks()) struct Loader { func load() {} }",
  ])
  func valueOfTheRightType_isNoMistake(_ source: String) throws {
    #expect(Diagnosed.all(in: source) == [])
    guard !source.contains("Members") else { return }
    let bodies = Bodies(source)
    for body in try bodies.all() { #expect(body != bodies.written) }
  }

  /// Another attribute composes all of them, and must not compose what is reported as wrong.
  @Test(arguments: [
    "Retrying(times: 3)", "Retrying(5)", "Retrying(named: \"load\", attempts: 3)", #"Retrying(logger: \.logger)"#,
  ])
  func certainMistake_leavesTheBodyToTheOtherAttributes(_ attribute: String) throws {
    let bodies = Bodies("@Timed @\(attribute) func load() throws {}")
    #expect(try bodies.body(by: bodies.attributes[0]) == bodies.written)
  }

  @Test func theWholeAttribute_isRewritten() {
    assertFixed(
      """
      /// Loads.
      @Retrying(tries: 3, delay: 2, named: "load")
      func load() throws {}
      """,
      """
      /// Loads.
      @Retrying(attempts: 3, backoff: .constant(.seconds(2), jitter: .none), named: "load")
      func load() throws {}
      """,
      by: "Write '@Retrying(attempts: 3, backoff: .constant(.seconds(2), jitter: .none), named: \"load\")'",
      at: (2, 18),
      macros: OurMacros.mistaken
    )
  }

  @Test func settingsBesideAPolicy_areRemoved() {
    assertFixed(
      """
      @Retrying(gateway, attempts: 5, on: Timeout.self, Closed.self, named: "load") func load() throws {}
      """,
      """
      @Retrying(gateway, named: "load") func load() throws {}
      """,
      by: "Remove 'attempts:', 'on:'",
      at: (1, 30),
      macros: OurMacros.mistaken
    )
  }

  @Test func anotherAttribute_isAllowedByName() {
    assertFixed(
      """
      @SceneBuilder @Timed(named: "load") func load() -> Int { 1 }
      """,
      """
      @SceneBuilder @Timed(named: "load", allowing: .attribute("SceneBuilder")) func load() -> Int { 1 }
      """,
      by: "Allow '@SceneBuilder'",
      at: (1, 1)
    )
  }
}
