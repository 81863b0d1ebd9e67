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
        "payments.retry.attempts": text("4"), "payments.retry.firstDelay": text("250ms"),
        "payments.retry.longestDelay": text("1m"), "payments.retry.factor": text("3"),
        "payments.retry.jitter": text("equal"), "payments.retry.longestServerDelay": text("2m"),
        "payments.budget.ratio": text("0.1"), "payments.budget.perSecond": text("5"),
        "payments.breaker.failureRate": text("0.25"), "payments.breaker.minimumCalls": text("10"),
        "payments.breaker.window": text("10s"), "payments.breaker.openFor": text("1s"),
        "payments.breaker.longestOpen": text("1h"), "payments.breaker.probes": text("5"),
        "payments.rateLimit.count": text("100"), "payments.rateLimit.per": text("1m"),
        "payments.rateLimit.burst": text("20"), "payments.rateLimit.waitingAtMost": text("500us"),
        "payments.bulkhead.atMost": text("20"), "payments.bulkhead.waiting": text("50"),
        "payments.bulkhead.waitingAtMost": text("1s"),
      ])
      var expected = PipelineSettings()
      expected.timeLimit = .init(within: .seconds(30), eachAttempt: .milliseconds(2_500))
      var retry = PipelineSettings.Retry()
      retry.attempts = 4
      retry.firstDelay = .milliseconds(250)
      retry.longestDelay = .seconds(60)
      retry.factor = 3
      retry.jitter = .equal
      retry.longestServerDelay = .seconds(120)
      expected.retry = retry
      var budget = PipelineSettings.Budget()
      budget.ratio = 0.1
      budget.perSecond = 5
      expected.budget = budget
      var breaker = PipelineSettings.Breaker()
      breaker.failureRate = 0.25
      breaker.minimumCalls = 10
      breaker.window = .seconds(10)
      breaker.openFor = .seconds(1)
      breaker.longestOpen = .seconds(3_600)
      breaker.probes = 5
      expected.breaker = breaker
      var rate = PipelineSettings.Rate(count: 100)
      rate.period = .seconds(60)
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
        "payments.breaker.failureRate": ConfigValue(.double(0.75), isSecret: false),
        "payments.bulkhead.enabled": ConfigValue(.bool(false), isSecret: false),
        "payments.bulkhead.atMost": ConfigValue(.int(0), isSecret: false),
      ])
      #expect(read.retry?.attempts == 5)
      #expect(read.breaker?.failureRate == 0.75)
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
        ("retry.firstDelay", "-1s", "a duration"), ("retry.firstDelay", "0", "a duration"),
        ("retry.firstDelay", "1 week", "a duration"), ("retry.jitter", "some", "one of none, full, equal"),
        ("retry.longestDelay", "50ms", "at least the first delay"), ("retry.factor", "0.5", "a number of 1.0"),
        ("retry.enabled", "perhaps", "true or false"), ("budget.ratio", "2", "a number of 0.001 to 1.0"),
        ("budget.perSecond", "-1", "a number of 0.0"), ("breaker.failureRate", "50%", "a number"),
        ("breaker.minimumCalls", "1.5", "a whole number"), ("breaker.longestOpen", "1s", "at least 'openFor'"),
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
