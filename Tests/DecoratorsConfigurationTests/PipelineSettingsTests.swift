#if Configuration
  import Configuration
  import Decorators
  import DecoratorsConfiguration
  import DecoratorsTesting
  import Testing

  private func settings(_ values: [String: ConfigValue]) throws -> PipelineSettings {
    let provider = InMemoryProvider(
      values: Dictionary(uniqueKeysWithValues: values.map { (AbsoluteConfigKey(ConfigKey($0.key)), $0.value) })
    )
    return try PipelineSettings(ConfigReader(provider: provider), at: "payments")
  }

  private func text(_ text: String) -> ConfigValue { ConfigValue(.string(text), isSecret: false) }

  @Suite struct PipelineSettingsTests {
    @Test("C10: every setting is read, from text as the environment has it")
    func everySetting() throws {
      let read = try settings([
        "payments.timeLimit.within": text("30s"), "payments.timeLimit.eachAttempt": text("2.5"),
        "payments.retry.attempts": text("4"), "payments.retry.backoff.from": text("250ms"),
        "payments.retry.backoff.cap": text("1m"), "payments.retry.backoff.factor": text("3"),
        "payments.retry.backoff.jitter": text("equal"), "payments.retry.serverDelays.upTo": text("2m"),
        "payments.budget.ratio": text("0.1"), "payments.budget.perSecond": text("5"),
        "payments.breaker.opensAt": text("0.25"), "payments.breaker.minimumCalls": text("10"),
        "payments.breaker.window": text("10s"), "payments.breaker.openFor": text("1s"),
        "payments.breaker.openUpTo": text("1h"), "payments.breaker.probes": text("5"),
        "payments.rateLimit.count": text("100"), "payments.rateLimit.per": text("1m"),
        "payments.rateLimit.burst": text("20"), "payments.rateLimit.waitingAtMost": text("500us"),
        "payments.bulkhead.atMost": text("20"), "payments.bulkhead.waiting": text("50"),
        "payments.bulkhead.waitingAtMost": text("1s"),
      ])
      var expected = PipelineSettings()
      expected.timeLimit = .init(within: .seconds(30), eachAttempt: .milliseconds(2_500))
      var retry = PipelineSettings.Retry()
      retry.attempts = 4
      retry.backoff.from = .milliseconds(250)
      retry.backoff.cap = .seconds(60)
      retry.backoff.factor = 3
      retry.backoff.jitter = .equal
      retry.serverDelays = .accepted(upTo: .seconds(120))
      expected.retry = retry
      var budget = PipelineSettings.Budget()
      budget.ratio = 0.1
      budget.perSecond = 5
      expected.budget = budget
      var breaker = PipelineSettings.Breaker()
      breaker.opensAt = 0.25
      breaker.minimumCalls = 10
      breaker.window = .seconds(10)
      breaker.openFor = .seconds(1)
      breaker.openUpTo = .seconds(3_600)
      breaker.probes = 5
      expected.breaker = breaker
      var rate = PipelineSettings.Rate(count: 100)
      rate.per = .seconds(60)
      rate.burst = 20
      rate.waitingAtMost = .microseconds(500)
      expected.rateLimit = rate
      var places = PipelineSettings.Places(atMost: 20)
      places.waiting = 50
      places.waitingAtMost = .seconds(1)
      expected.bulkhead = places
      #expect(read == expected)
    }

    @Test("C10: values that have a type, as in JSON, are read as well")
    func typedValues() throws {
      let read = try settings([
        "payments.retry.attempts": ConfigValue(.int(5), isSecret: false),
        "payments.breaker.opensAt": ConfigValue(.double(0.75), isSecret: false),
        "payments.bulkhead.enabled": ConfigValue(.bool(false), isSecret: false),
        "payments.bulkhead.atMost": ConfigValue(.int(0), isSecret: false),
      ])
      #expect(read.retry?.attempts == 5)
      #expect(read.breaker?.opensAt == 0.75)
      #expect(read.bulkhead == nil)
    }

    @Test("C10: a decorator is there if a setting of it is, or if it is enabled")
    func enabled() throws {
      #expect(try settings([:]) == PipelineSettings())
      #expect(try settings(["payments.breaker.enabled": text("true")]).breaker == PipelineSettings.Breaker())
      #expect(try settings(["payments.retry.enabled": text("no"), "payments.retry.attempts": text("3")]).retry == nil)
      #expect(try settings(["others.retry.attempts": text("3")]).retry == nil)
    }

    @Test(
      "C10: a value that cannot be used is named by its key",
      arguments: [
        ("retry.attempts", "three", "a whole number of 1 or more"),
        ("retry.attempts", "0", "a whole number of 1 or more"),
        ("retry.backoff.from", "-1s", "a duration"), ("timeLimit.within", "0", "a duration of more than zero"),
        ("retry.backoff.from", "1 week", "a duration"), ("retry.backoff.jitter", "some", "one of none, full, equal"),
        ("retry.backoff.cap", "50ms", "at least 'from'"), ("retry.backoff.factor", "0.5", "a number of 1 or more"),
        ("retry.backoff.factor", "inf", "a number of 1 or more"), ("retry.serverDelays.upTo", "-1", "a duration"),
        ("retry.enabled", "perhaps", "true or false"), ("budget.ratio", "2", "a number above 0, and at most 1"),
        ("budget.perSecond", "-1", "a number of 0 or more"), ("breaker.opensAt", "50%", "a number above 0"),
        ("breaker.opensAt", "0", "a number above 0"), ("breaker.opensAt", "nan", "a number above 0"),
        ("retry", "5", "a group of settings: set 'retry.attempts' or 'retry.enabled' instead"),
        ("breaker", "true", "a group of settings: set 'breaker.opensAt'"),
        ("breaker.minimumCalls", "1.5", "a whole number"), ("breaker.openUpTo", "1s", "at least 'openFor'"),
        ("breaker.probes", "101", "at most 100"), ("rateLimit.burst", "0", "a whole number"),
        ("rateLimit.count", "", "a whole number"), ("bulkhead.atMost", "-5", "a whole number"),
        ("bulkhead.waiting", "-1", "a whole number of 0 or more"), ("timeLimit.within", "soon", "a duration"),
      ]
    )
    func badValues(_ key: String, _ value: String, _ expected: String) throws {
      let error = #expect(throws: ConfigurationError.self) {
        try settings(
          [
            "payments.rateLimit.count": text("1"), "payments.bulkhead.atMost": text("1"),
            "payments.retry.enabled": text("true"),
          ]
          .merging(["payments.\(key)": text(value)]) { $1 }
        )
      }
      #expect(error?.key == "payments.\(key)")
      #expect(error?.expected.hasPrefix(expected) == true, "\(String(describing: error))")
      #expect(error?.description.hasPrefix("\(error?.key ?? "") is \"\(error?.value ?? "")\": it must be ") == true)
    }

    @Test(
      "C10: a value of another shape is an error that names the key, and does not pass for missing",
      arguments: [
        ConfigContent.stringArray(["3"]), .intArray([3]), .doubleArray([3]), .boolArray([true]), .bytes([3]),
        .byteChunkArray([[3]]),
      ]
    )
    func shapes(_ content: ConfigContent) throws {
      let keys = [
        "timeLimit.within", "retry.attempts", "retry.backoff.factor", "retry.backoff.jitter", "retry.serverDelays.upTo",
        "budget.enabled", "breaker.window", "rateLimit.count", "bulkhead.waitingAtMost",
      ]
      for key in keys {
        let error = #expect(throws: ConfigurationError.self) {
          try settings(["payments.\(key)": ConfigValue(content, isSecret: false)])
        }
        #expect(error?.key == "payments.\(key)")
        #expect(error?.expected == "a single value, and not a list")
      }
      let group = #expect(throws: ConfigurationError.self) {
        try settings(["payments.retry": ConfigValue(content, isSecret: false)])
      }
      #expect(group?.key == "payments.retry")
    }

    @Test("C10: a zero that the API takes is taken from a configuration as well")
    func zeros() async throws {
      let read = try settings([
        "payments.retry.backoff.from": text("0"), "payments.retry.serverDelays.upTo": text("0s"),
        "payments.rateLimit.count": text("1"), "payments.rateLimit.waitingAtMost": text("0ms"),
        "payments.budget.perSecond": text("0"), "payments.bulkhead.atMost": text("1"),
        "payments.bulkhead.waiting": text("0"),
      ])
      #expect(read.retry?.backoff.from == .zero)
      #expect(read.retry?.serverDelays == .accepted(upTo: .zero))
      #expect(read.rateLimit?.waitingAtMost == .zero)
      #expect(read.budget?.perSecond == 0)
      // A pipeline takes all of them. The bucket is empty after one call, and the retry does not wait for it.
      await withSimulatedTime { clock in
        let pipeline = AsyncPipeline(named: "payments", read, clock: clock)
        await #expect(throws: Never.self) { try await pipeline.run {} }
        await #expect(throws: RateLimitedError.self) { try await pipeline.run {} }
        #expect(clock.now.offset == .zero)
      }
    }

    @Test("C10: every setting reaches its decorator")
    func everySettingArrives() throws {
      let read = try settings([
        "payments.timeLimit.within": text("31s"), "payments.timeLimit.eachAttempt": text("11s"),
        "payments.retry.attempts": text("4"), "payments.retry.backoff.from": text("250ms"),
        "payments.retry.backoff.cap": text("1m"), "payments.retry.backoff.factor": text("3"),
        "payments.retry.backoff.jitter": text("equal"), "payments.retry.serverDelays.upTo": text("2m"),
        "payments.budget.enabled": text("yes"), "payments.breaker.opensAt": text("0.25"),
        "payments.breaker.minimumCalls": text("10"), "payments.breaker.window": text("45s"),
        "payments.breaker.openFor": text("1s"), "payments.breaker.openUpTo": text("1h"),
        "payments.breaker.probes": text("5"), "payments.rateLimit.count": text("100"),
        "payments.rateLimit.per": text("50s"), "payments.rateLimit.burst": text("20"),
        "payments.rateLimit.waitingAtMost": text("7s"), "payments.bulkhead.atMost": text("21"),
        "payments.bulkhead.waiting": text("50"), "payments.bulkhead.waitingAtMost": text("8s"),
      ])
      let layers = AsyncPipeline(named: "payments", read).layers.map { "\($0)" }
      let expected = [
        ["within: 31.0 seconds"],
        [
          "attempts: 4", "from: 0.25 seconds", "factor: 3.0", "cap: 60.0 seconds", "equal jitter",
          "within: 31.0 seconds",
          "accepted(upTo: 120.0 seconds)", #"budget: "payments""#,
        ],
        [
          "opensAt: 0.25", "minimumCalls: 10", ".time(45.0 seconds)", "openFor: 1.0 seconds", "upTo: 3600.0 seconds",
          "probes: 5",
        ],
        ["every: 0.5 seconds", "burst: 20", "waitingAtMost: 7.0 seconds"],
        ["atMost: 21", "waiting: 50", "waitingAtMost: 8.0 seconds"],
        ["eachAttempt: 11.0 seconds"],
      ]
      try #require(layers.count == expected.count)
      for (layer, parts) in zip(layers, expected) {
        for part in parts { #expect(layer.contains(part)) }
      }
    }

    @Test("C10: the defaults are those of the decorators in code")
    func defaults() throws {
      let read = try settings([
        "payments.retry.enabled": text("true"), "payments.budget.enabled": text("true"),
        "payments.breaker.enabled": text("true"), "payments.rateLimit.count": text("5"),
        "payments.bulkhead.atMost": text("6"),
      ])
      let budget = RetryBudget(named: "payments")
      #expect(
        AsyncPipeline(named: "payments", read).description
          == AsyncPipeline {
            RetryPolicy(attempts: 3, budget: budget)
            CircuitBreaker(named: "payments")
            RateLimit(named: "payments", by: TokenBucket(5, per: .seconds(1)))
            Bulkhead(named: "payments", atMost: 6)
          }.description
      )
    }

    @Test("C5: an attempt cannot have a longer limit than the call")
    func limits() {
      let error = #expect(throws: ConfigurationError.self) {
        try settings(["payments.timeLimit.within": text("1s"), "payments.timeLimit.eachAttempt": text("2s")])
      }
      #expect(error?.key == "payments.timeLimit.eachAttempt")
    }

    @Test("C1: the pipeline has what is configured, in the recommended order, and no warning")
    func pipeline() async throws {
      let read = try settings([
        "payments.timeLimit.within": text("30s"), "payments.timeLimit.eachAttempt": text("10s"),
        "payments.retry.attempts": text("3"), "payments.budget.enabled": text("true"),
        "payments.breaker.enabled": text("true"), "payments.rateLimit.count": text("100"),
        "payments.bulkhead.atMost": text("20"),
      ])
      struct Broken: Error {}
      let calls = ValueRecorder<Int>()
      await withSimulatedTime { clock in
        let pipeline = AsyncPipeline(named: "payments", read, clock: clock)
        #expect(
          pipeline.layers.map(\.traits.role)
            == [.timeLimited, .retrying, .circuitBroken, .rateLimited, .bulkheaded, .timeLimited]
        )
        #expect(pipeline.warnings.isEmpty)
        _ = try? await pipeline.run {
          calls.append(1)
          throw Broken()
        }
      }
      #expect(calls.values.count == 3)
      #expect(AsyncPipeline(named: "none", PipelineSettings()).layers.isEmpty)
    }

    @Test("C10, U1: a budget without a retry is an error")
    func budgetAlone() {
      let error = #expect(throws: ConfigurationError.self) { try settings(["payments.budget.ratio": text("0.1")]) }
      #expect(error?.key == "payments.retry.enabled")
    }

    @Test("C10: a retry that is turned off takes its budget with it; a time limit that is only enabled is an error")
    func turnedOff() throws {
      let read = try settings([
        "payments.retry.enabled": text("false"), "payments.retry.attempts": text("3"),
        "payments.budget.ratio": text("0.1"),
      ])
      #expect(read == PipelineSettings())
      let error = #expect(throws: ConfigurationError.self) {
        try settings(["payments.timeLimit.enabled": text("true")])
      }
      #expect(error?.key == "payments.timeLimit.within")
    }

    @Test("Q2: a rate limit may be told never to wait")
    func neverWaits() throws {
      let read = try settings(["payments.rateLimit.count": text("5"), "payments.rateLimit.waitingAtMost": text("0")])
      #expect(read.rateLimit?.waitingAtMost == .zero)
    }

    @Test("C10: a group that is enabled without what it needs names the missing key")
    func missing() {
      for (group, key) in [("rateLimit", "count"), ("bulkhead", "atMost")] {
        let error = #expect(throws: ConfigurationError.self) {
          try settings(["payments.\(group).enabled": text("true")])
        }
        #expect(error?.key == "payments.\(group).\(key)")
      }
    }
  }
#endif
