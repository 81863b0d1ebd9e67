import Decorators
import DecoratorsTesting
import Testing

@Suite struct LoggedTests {
  struct Refused: Error, Equatable {}

  private let recorder = LogRecorder()
  private let clock = RecordingClock()
  private var policy: LoggingPolicy { LoggingPolicy(logger: recorder.logger) }
  private var messages: [String] { recorder.entries.map { "\($0.message)" } }
  private var arguments: [Logger.MetadataValue?] { recorder.entries.map { $0.metadata["call.arguments"] } }

  func fetchUser(id: Int) async throws(Refused) -> String {
    if id < 0 { throw Refused() }
    return "user \(id)"
  }
  func double(_ number: Int) -> Int { 2 * number }

  @Test func aClosureIsWrappedAndNeedsNoTry() {
    let twice = decorated(by: policy, named: "double") { (number: Int) in 2 * number }
    #expect(twice(4) == 8)
    #expect(messages == ["double called", "double succeeded"])
    #expect(
      twice.description == """
        logged(logger: LogRecorder, levels: call debug, success debug, failure error, rejected warning, \
        cancelled debug, valueLimit: 256) → double
        """
    )
  }

  @Test("L7: without a name a wrapped function goes by the place of the wrapping")
  func defaultName() {
    let line: UInt = #line + 1
    let twice = decorated(by: policy) { (number: Int) in 2 * number }
    #expect(twice(4) == 8)
    #expect(messages == ["\(#fileID):\(line) called", "\(#fileID):\(line) succeeded"])
  }

  @Test func theDefaultPolicyLogsToTheCurrentLogger() async throws {
    let audited = logged(named: "delete_user") { (id: String) async throws in try await clock.sleep(for: .seconds(1)) }
    try await withLogger(recorder.logger) { _ in try await audited("42") }
    let twice = withLogger(recorder.logger) { _ in Function(double).logged()(4) + logged { 1 }() }
    #expect(twice == 9)
    #expect(messages.prefix(2) == ["delete_user called", "delete_user succeeded"])
    #expect(messages.count == 6)
    #expect(arguments.allSatisfy { $0 == nil })
    #expect(
      audited.description == """
        logged(levels: call debug, success debug, failure error, rejected warning, cancelled debug, valueLimit: 256) \
        → delete_user
        """
    )
  }

  @Test func functionsThatExist() async {
    let fetch = AsyncFunction(named: "fetch", fetchUser).decorated(by: policy.with(clock: clock))
    #expect(Function(named: "double", double).decorated(by: policy)(4) == 8)
    do throws(Refused) {
      #expect(try await fetch(1) == "user 1")
      _ = try await fetch(-1)
    } catch {
      #expect(error == Refused())
    }
    #expect(
      messages == [
        "double called", "double succeeded", "fetch called", "fetch succeeded", "fetch called", "fetch failed",
      ]
    )
  }

  @Test func valuesThatAreAlreadyWrapped() async throws {
    let plain = Function(named: "double", double)
    let fetch = AsyncFunction(named: "fetch", fetchUser)
    #expect(plain.decorated(by: policy)(1) == 2)
    #expect(plain.decorated(by: policy, named: "twice")(1) == 2)
    #expect(try await fetch.decorated(by: policy)(1) == "user 1")
    #expect(try await fetch.decorated(by: policy, named: "get")(1) == "user 1")
    #expect(
      messages.filter { $0.hasSuffix("called") } == ["double called", "twice called", "fetch called", "get called"]
    )
  }

  @Test func aSynchronousFunctionIsCalledWithoutAwaitInTheSameExpression() async {
    #expect(Function(double).decorated(by: policy)(4) == 8)
    #expect(decorated(by: policy) { (number: Int) in 3 * number }(4) == 12)
  }

  @Test func argumentsAreNamed() async throws {
    let policy = LoggingPolicy(logger: recorder.logger, arguments: .all(redacting: "password"))
    let signIn = decorated(by: policy.with(argumentNames: ["user", "password"]), named: "sign_in") {
      (user: String, password: String) async throws in try await clock.sleep(for: .seconds(1))
    }
    try await signIn("ada", "s3cret")
    #expect(arguments == [["user": "ada", "password": "<redacted>"], nil])
    #expect(!recorder.entries.contains { "\($0)".contains("s3cret") })
  }

  @Test func argumentsWithoutNamesGoByPosition() {
    let policy = LoggingPolicy(logger: recorder.logger, arguments: .only("1"))
    let join = decorated(by: policy) { (a: String, b: Int) in "\(a)\(b)" }
    #expect(join("x", 2) == "x2")
    #expect(arguments == [["1": "2"], nil])
  }

  @Test func functionsWithoutArgumentsShowNone() {
    let policy = LoggingPolicy(logger: recorder.logger, arguments: .all(redacting: "password"))
    #expect(decorated(by: policy) { 42 }() == 42)
    #expect(arguments == [nil, nil])
  }

  @Test func whileTheLevelIsOffOnlyFailuresAreWritten() async throws {
    var logger = recorder.logger
    logger.logLevel = .info
    let policy = LoggingPolicy(logger: logger, arguments: .all, result: .value).with(clock: UnreadableClock())
    let half = decorated(by: policy.with(argumentNames: ["number"]), named: "half") {
      (number: Int) throws(Refused) in
      if number % 2 == 1 { throw Refused() }
      return number / 2
    }
    let fetch = AsyncFunction(named: "fetch", fetchUser).decorated(by: policy.with(argumentNames: ["id"]))
    #expect(try half(4) == 2)
    #expect(try await fetch(4) == "user 4")
    #expect(recorder.entries.isEmpty)
    do throws(Refused) { _ = try half(3) } catch { #expect(error == Refused()) }
    do throws(Refused) { _ = try await fetch(-3) } catch { #expect(error == Refused()) }
    #expect(messages == ["half failed", "fetch failed"])
    #expect(arguments == [["number": "3"], ["id": "-3"]])
    #expect(
      recorder.entries.allSatisfy { $0.metadata["call.duration.seconds"] == nil && $0.metadata["call.id"] != nil }
    )
  }

  @Test func aChoiceByNameAmongUnnamedArgumentsStops() async {
    await #expect(processExitsWith: .failure) {
      let policy = LoggingPolicy(arguments: .all(redacting: "password"))
      _ = decorated(by: policy) { (user: String, password: String) in }
    }
  }

  @Test("L5: a choice of arguments that the function does not have stops, naming it and those there are")
  func aSlipInAChoiceOfArguments() async {
    let redacted = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let policy = LoggingPolicy(arguments: .all(redacting: "pasword"))
      _ = decorated(by: policy.with(argumentNames: ["user", "password"]), named: "sign_in") {
        (user: String, password: String) in
      }
    }
    let excepted = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let policy = LoggingPolicy(arguments: .except("pasword"))
      _ = decorated(by: policy.with(argumentNames: ["user", "password"]), named: "sign_in") {
        (user: String, password: String) async in
      }
    }
    let chosen = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let wrapped = Function(named: "sign_in") { (user: String, password: String) in }
      _ = wrapped.logged(arguments: .only("pasword"), argumentNames: ["user", "password"])
    }
    for result in [redacted, excepted, chosen] {
      let text = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
      #expect(text.contains(#"sign_in names arguments that the function does not have: ["pasword"]"#))
      #expect(text.contains(#"["user", "password"]"#))
    }
  }

  @Test("L5: such a choice stops inside a stack of decorators too, whichever layer it is in")
  func aSlipInAChoiceOfArgumentsInsideAStack() async {
    let outermost = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let policy = LoggingPolicy(arguments: .all(redacting: "pasword")).with(argumentNames: ["user", "password"])
      let stack = DecoratorStack(policy, RetryPolicy(attempts: 2))
      _ = decorated(by: stack, named: "sign_in") { (user: String, password: String) in }
    }
    let innermost = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let stack = DecoratorStack {
        TimingPolicy(named: "sign_in")
        RetryPolicy(attempts: 2)
        LoggingPolicy(arguments: .except("pasword")).with(argumentNames: ["user", "password"])
      }
      let signIn = AsyncFunction(named: "sign_in") { (user: String, password: String) async in }
      _ = signIn.decorated(by: stack)
    }
    let erased = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let policy = LoggingPolicy(arguments: .only("pasword")).with(argumentNames: ["user", "password"])
      let signIn = Function(named: "sign_in") { (user: String, password: String) in }
      _ = signIn.decorated(by: Pipeline([RetryPolicy(attempts: 2), policy]))
    }
    for exit in [outermost, innermost, erased] {
      #expect(lastWords(exit).contains(#"sign_in names arguments that the function does not have: ["pasword"]"#))
      #expect(lastWords(exit).contains(#"["user", "password"]"#))
    }
  }

  @Test("L5: a choice that fits the function wraps it, also inside a stack")
  func aFittingChoiceOfArgumentsInsideAStack() async throws {
    let policy = LoggingPolicy(logger: recorder.logger, arguments: .all(redacting: "password"))
      .with(argumentNames: ["user", "password"])
    let stack = DecoratorStack(RetryPolicy(attempts: 2), policy)
    decorated(by: stack, named: "sign_in") { (user: String, password: String) in }("ada", "s3cret")
    let erased = Pipeline([RetryPolicy(attempts: 2), policy])
    try await decorated(by: erased, named: "sign_in") { (user: String, password: String) async in }("ada", "s3cret")
    let shown: Logger.MetadataValue = ["user": "ada", "password": "<redacted>"]
    #expect(arguments == [shown, nil, shown, nil])
  }

  @Test func aPositionBeyondTheLastStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = decorated(by: LoggingPolicy(arguments: .all(redacting: "5")), named: "open") { (password: String) in }
    }
    let text = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
    #expect(text.contains(#"open names arguments that the function does not have: ["5"]"#))
    #expect(text.contains(#"["0"]"#))
  }

  @Test func aPositionAmongNamedArgumentsStops() async {
    await #expect(processExitsWith: .failure) {
      let policy = LoggingPolicy(arguments: .all(redacting: "1"))
      _ = decorated(by: policy.with(argumentNames: ["user", "password"])) { (user: String, password: String) in }
    }
  }

  @Test func settingsInsteadOfAPolicy() async throws {
    let levels = LogLevels(call: nil, success: .info)
    let logger = recorder.logger
    let plain = Function(named: "plain", double)
    let fetch = AsyncFunction(named: "fetch", fetchUser)
    let closure = logged(logger: logger, levels: levels, arguments: .all, named: "closure", argumentNames: ["number"]) {
      (number: Int) in 2 * number
    }
    let task = logged(logger: logger, levels: levels, arguments: .all, named: "task", argumentNames: ["number"]) {
      (number: Int) async in 2 * number
    }
    let known = Function(double).logged(
      logger: logger,
      levels: levels,
      arguments: .all,
      named: "known",
      argumentNames: ["number"]
    )
    let existing = AsyncFunction(fetchUser).logged(
      logger: logger,
      levels: levels,
      arguments: .all,
      named: "existing",
      argumentNames: ["number"]
    )
    #expect(closure(4) == 8)
    #expect(await task(4) == 8)
    #expect(known(4) == 8)
    #expect(try await existing(4) == "user 4")
    #expect(plain.logged(logger: logger, levels: levels, arguments: .all, argumentNames: ["number"])(4) == 8)
    _ = try await fetch.logged(logger: logger, levels: levels, arguments: .all, argumentNames: ["number"])(4)
    #expect(messages == ["closure", "task", "known", "existing", "plain", "fetch"].map { "\($0) succeeded" })
    #expect(recorder.entries.allSatisfy { $0.level == .info })
    #expect(arguments.allSatisfy { $0 == ["number": "4"] })
  }

  @Test func aWrappedFunctionIsLoggedWithoutAnySetting() async throws {
    let fetch = AsyncFunction(named: "fetch", fetchUser)
    try await withLogger(recorder.logger) { _ in
      #expect(Function(named: "double", double).logged()(4) == 8)
      let user = try await fetch.logged()(1)
      #expect(user == "user 1")
    }
    #expect(messages == ["double called", "double succeeded", "fetch called", "fetch succeeded"])
  }

  @Test func aWrongCountOfArgumentNamesStops() async {
    await #expect(processExitsWith: .failure) {
      _ = decorated(by: LoggingPolicy.default.with(argumentNames: ["user"])) { (user: String, password: String) in }
    }
  }

  @Test("L5: an argument name that is there twice stops, naming the function and the names")
  func anArgumentNameThatIsThereTwiceStops() async {
    let wrapped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let policy = LoggingPolicy(arguments: .only("user")).with(argumentNames: ["user", "user"])
      _ = decorated(by: policy, named: "sign_in") { (user: String, password: String) in }
    }
    let stacked = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let policy = LoggingPolicy(arguments: .only("user")).with(argumentNames: ["user", "user"])
      let signIn = AsyncFunction(named: "sign_in") { (user: String, password: String) async in }
      _ = signIn.decorated(by: DecoratorStack(policy, RetryPolicy(attempts: 2)))
    }
    for exit in [wrapped, stacked] {
      #expect(lastWords(exit).contains(#"The argumentNames of sign_in must differ"#))
      #expect(lastWords(exit).contains(#"["user", "user"]"#))
    }
  }

  @Test func everyFormTakesTheSettingsOfAPolicy() async throws {
    let logger = recorder.logger
    let id: @Sendable () -> String = { "7f" }
    let policy = LoggingPolicy(
      levels: LogLevels(call: nil, success: .info),
      arguments: .all,
      result: .value,
      errors: .description,
      duration: .always,
      valueLimit: 4,
      callID: id,
      clock: clock
    )
    .with(argumentNames: ["number"])
    let settings = policy.with(logger: logger)
    let closure = logged(
      logger: logger,
      levels: policy.levels,
      arguments: .all,
      result: .value,
      errors: .description,
      duration: .always,
      valueLimit: 4,
      callID: id,
      argumentNames: ["number"],
      clock: clock
    ) { (number: Int) in "\(number)" }
    let task = logged(
      logger: logger,
      levels: policy.levels,
      arguments: .all,
      result: .value,
      errors: .description,
      duration: .always,
      valueLimit: 4,
      callID: id,
      argumentNames: ["number"],
      clock: clock
    ) { (number: Int) async in "\(number)" }
    let known = Function { (number: Int) in "\(number)" }.logged(
      logger: logger,
      levels: policy.levels,
      arguments: .all,
      result: .value,
      errors: .description,
      duration: .always,
      valueLimit: 4,
      callID: id,
      argumentNames: ["number"],
      clock: clock
    )
    let existing = AsyncFunction { (number: Int) async in "\(number)" }.logged(
      logger: logger,
      levels: policy.levels,
      arguments: .all,
      result: .value,
      errors: .description,
      duration: .always,
      valueLimit: 4,
      callID: id,
      argumentNames: ["number"],
      clock: clock
    )
    let inPlace = Function { (number: Int) in "\(number)" }.decorated(
      by: .logged(
        logger: logger,
        levels: policy.levels,
        arguments: .all,
        result: .value,
        errors: .description,
        duration: .always,
        valueLimit: 4,
        callID: id,
        argumentNames: ["number"],
        clock: clock
      )
    )
    for identity in [closure.identity, task.identity, known.identity, existing.identity, inPlace.identity] {
      #expect(identity.decorators == [settings.description])
    }
    _ = closure(12345) + known(12345) + inPlace(12345)
    _ = await task(12345) + existing(12345)
    #expect(recorder.entries.count == 5)
    for entry in recorder.entries {
      #expect(entry.level == .info)
      #expect(entry.metadata["call.arguments"] == ["number": "1234…"])
      #expect(entry.metadata["call.result"] == "1234…")
      #expect(entry.metadata["call.id"] == "7f")
      #expect(entry.metadata["call.duration.seconds"].map { "\($0)" } == "0.0")
    }
  }

  @Test func aPolicyWithAnotherLogger() {
    let policys = LogRecorder()
    let policy = LoggingPolicy(logger: policys.logger, levels: LogLevels(call: nil, success: .info))
    decorated(by: policy.with(logger: recorder.logger), named: "work") {}()
    #expect(recorder.entries.map(\.level) == [.info])
    #expect(policys.entries.isEmpty)
  }

  @Test("L10: metadata of the logger stays beside that of the record, which wins over a key of the same name")
  func metadataOfTheLogger() {
    var logger = recorder.logger
    let own: Logger.Metadata = [
      "function": "checkout", "arguments": "-v", "outcome": "?", "result": "none", "error.type": "E", "attempt": "2",
      "duration.seconds": "1", "reason": "r", "attempts": "3", "nested": "n", "delay.seconds": "4", "id": "5",
    ]
    for (key, value) in own { logger[metadataKey: key] = value }
    logger[metadataKey: "call.function"] = "mine"
    let logging = LoggingPolicy(logger: logger, arguments: .all, result: .value, errors: .description)
    let timing = TimingPolicy(named: "work", to: [.log(logger: logger)])
    let retry = RetryPolicy(attempts: 2, backoff: .none, logger: logger)
    _ = withLogging(logging, named: "work", arguments: ["id": 1]) { 1 }
    try? logging.run(named: "work") { () throws in
      try timing.run { () throws in try retry.run(named: "work") { () throws in throw Refused() } }
    }
    #expect(recorder.entries.count == 7)
    for entry in recorder.entries {
      #expect(entry.metadata.filter { own.keys.contains($0.key) } == own)
      #expect(entry.metadata["call.function"] == "work")
      #expect(entry.metadata.keys.allSatisfy { own.keys.contains($0) || $0.hasPrefix("call.") })
    }
  }

  @MainActor
  @Test func theFunctionRunsWhereItIsIsolated() async {
    let bump = decorated(by: policy) { @MainActor (number: Int) async in
      MainActor.assertIsolated()
      return number + 1
    }
    #expect(await bump(1) == 2)
  }

  @Test("L9: a wrapped function's records name the place of the wrapping")
  func sourceOfRecords() {
    let line: UInt = #line + 1
    let work = decorated(by: policy) {}
    work()
    #expect(recorder.entries.allSatisfy { ($0.fileID, $0.function, $0.line) == (#fileID, #function, line) })
  }
}
