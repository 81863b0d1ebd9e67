public import Decorators
public import Logging

#if Configuration
  public import Configuration
#endif

/// The decorators around the calls to one dependency, as a configuration says.
///
/// ```swift
/// let settings = try PipelineSettings(config, at: "payments")
/// let payments = AsyncPipeline(named: "payments", settings, logger: logger)
/// ```
///
/// | key | meaning | default |
/// |---|---|---|
/// | `timeLimit.within`, `timeLimit.eachAttempt` | the limits of the whole call and of an attempt | none |
/// | `retry.attempts` | all calls, the first included | 3 |
/// | `retry.firstDelay`, `.longestDelay`, `.factor`, `.jitter` | the delays; `none`, `full` or `equal` | 100ms, 30s, 2, full |
/// | `retry.longestServerDelay` | the longest delay that a server may ask for | 60s |
/// | `budget.ratio`, `budget.perSecond` | the retries of all calls together | 0.2, 3 |
/// | `breaker.failureRate`, `.minimumCalls`, `.window`, `.openFor`, `.longestOpen`, `.probes` | the circuit breaker | as ``CircuitBreaker`` |
/// | `rateLimit.count`, `.per`, `.burst`, `.waitingAtMost` | the token bucket | `per` 1s, `burst` 1, no end of the wait |
/// | `bulkhead.atMost`, `.waiting`, `.waitingAtMost` | the calls at once, and the queue | `waiting` 0, no end of the wait |
///
/// A decorator is there if one of its settings is, or if its `enabled` is true. `enabled` of false leaves it out. Durations
/// are written `250ms`, `30s`, `2m`, `1h`, or as a number of seconds. A configuration says how much, not what: which errors
/// are retried and in which order the decorators stand is for code to say.
public struct PipelineSettings: Sendable, Hashable {
  /// Limits of time.
  public struct TimeLimits: Sendable, Hashable {
    /// The limit of the whole call.
    public var within: Duration?
    /// The limit of each attempt.
    public var eachAttempt: Duration?

    public init(within: Duration? = nil, eachAttempt: Duration? = nil) {
      self.within = within
      self.eachAttempt = eachAttempt
    }
  }

  /// A retry.
  public struct Retry: Sendable, Hashable {
    /// All calls, the first included.
    public var attempts = 3
    /// The first delay.
    public var firstDelay = Duration.milliseconds(100)
    /// The longest delay.
    public var longestDelay = Duration.seconds(30)
    /// The factor by which each delay is longer than the one before.
    public var factor = 2.0
    /// How delays are randomized.
    public var jitter = Jitter.full
    /// The longest delay that a server may ask for.
    public var longestServerDelay = Duration.seconds(60)

    public init() {}
  }

  /// A budget of the retries.
  public struct Budget: Sendable, Hashable {
    /// How many retries each call adds.
    public var ratio = 0.2
    /// How many retries each second adds.
    public var perSecond = 3.0

    public init() {}
  }

  /// A circuit breaker.
  public struct Breaker: Sendable, Hashable {
    /// The share of failures at which it opens.
    public var failureRate = 0.5
    /// How many calls must have ended before it can open.
    public var minimumCalls = 20
    /// The time in which failures count.
    public var window = Duration.seconds(30)
    /// How long it stays open the first time.
    public var openFor = Duration.seconds(5)
    /// How long it stays open at most.
    public var longestOpen: Duration?
    /// How many calls a half-open breaker lets in.
    public var probes = 3

    public init() {}
  }

  /// A rate limit.
  public struct Rate: Sendable, Hashable {
    /// How many calls may begin per `period`.
    public var count: Int
    /// The time for `count` calls.
    public var period = Duration.seconds(1)
    /// How many calls may begin at once.
    public var burst = 1
    /// The longest wait; nil for no end.
    public var waitingAtMost: Duration?

    public init(count: Int) { self.count = count }
  }

  /// A bulkhead.
  public struct Places: Sendable, Hashable {
    /// How many calls may run at once.
    public var atMost: Int
    /// How many may wait.
    public var waiting = 0
    /// The longest wait; nil for no end.
    public var waitingAtMost: Duration?

    public init(atMost: Int) { self.atMost = atMost }
  }

  /// The limits of time, if any.
  public var timeLimit: TimeLimits?
  /// The retry, if there is one.
  public var retry: Retry?
  /// The budget of the retry, if there is one.
  public var budget: Budget?
  /// The circuit breaker, if there is one.
  public var breaker: Breaker?
  /// The rate limit, if there is one.
  public var rateLimit: Rate?
  /// The bulkhead, if there is one.
  public var bulkhead: Places?

  /// No decorator.
  public init() {}
}

// MARK: - Reading

#if Configuration
  extension PipelineSettings {
    /// Reads the settings of one pipeline.
    ///
    /// - Parameters:
    ///   - configuration: The configuration.
    ///   - key: The key under which the settings are: `payments`, or `clients.payments`.
    /// - Throws: ``ConfigurationError`` with the key of the first value that cannot be used.
    public init(_ configuration: ConfigReader, at key: ConfigKey) throws(ConfigurationError) {
      func reader(_ group: String) -> SettingsReader {
        SettingsReader(configuration, at: key.components, group: group)
      }
      timeLimit = try Self.timeLimit(reader("timeLimit"))
      retry = try Self.retry(reader("retry"))
      budget = try Self.budget(reader("budget"))
      if budget != nil, retry == nil {
        throw reader("retry").error("enabled", "", "true where there is a budget, which is the retry's")
      }
      breaker = try Self.breaker(reader("breaker"))
      rateLimit = try Self.rateLimit(reader("rateLimit"))
      bulkhead = try Self.bulkhead(reader("bulkhead"))
      try checkTogether(reader("timeLimit"))
    }

    private static func timeLimit(_ reader: SettingsReader) throws(ConfigurationError) -> TimeLimits? {
      guard try reader.isEnabled(settings: ["within", "eachAttempt"]) else { return nil }
      let limits = try TimeLimits(within: reader.duration("within"), eachAttempt: reader.duration("eachAttempt"))
      if limits == TimeLimits() {
        throw reader.error("within", "", "a duration, such as 30s, because 'enabled' alone sets no limit")
      }
      return limits
    }

    private static func retry(_ reader: SettingsReader) throws(ConfigurationError) -> Retry? {
      let names = ["attempts", "firstDelay", "longestDelay", "factor", "jitter", "longestServerDelay"]
      guard try reader.isEnabled(settings: names) else { return nil }
      var retry = Retry()
      retry.attempts = try reader.integer("attempts", atLeast: 1) ?? retry.attempts
      retry.firstDelay = try reader.duration("firstDelay") ?? retry.firstDelay
      retry.longestDelay = try reader.duration("longestDelay") ?? max(retry.longestDelay, retry.firstDelay)
      if retry.longestDelay < retry.firstDelay {
        throw reader.error(
          "longestDelay",
          reader.text("longestDelay") ?? "",
          "at least the first delay, \(retry.firstDelay)"
        )
      }
      retry.factor = try reader.number("factor", in: 1...1_000) ?? retry.factor
      retry.jitter =
        try reader.choice("jitter", of: ["none": Jitter.none, "full": .full, "equal": .equal]) ?? retry.jitter
      retry.longestServerDelay = try reader.duration("longestServerDelay") ?? retry.longestServerDelay
      return retry
    }

    private static func budget(_ reader: SettingsReader) throws(ConfigurationError) -> Budget? {
      guard try reader.isEnabled(settings: ["ratio", "perSecond"]) else { return nil }
      var budget = Budget()
      budget.ratio = try reader.number("ratio", in: 0.001...1) ?? budget.ratio
      budget.perSecond = try reader.number("perSecond", in: 0...1_000_000) ?? budget.perSecond
      return budget
    }

    private static func breaker(_ reader: SettingsReader) throws(ConfigurationError) -> Breaker? {
      let names = ["failureRate", "minimumCalls", "window", "openFor", "longestOpen", "probes"]
      guard try reader.isEnabled(settings: names) else { return nil }
      var breaker = Breaker()
      breaker.failureRate = try reader.number("failureRate", in: 0.001...1) ?? breaker.failureRate
      breaker.minimumCalls = try reader.integer("minimumCalls", atLeast: 1) ?? breaker.minimumCalls
      breaker.window = try reader.duration("window") ?? breaker.window
      breaker.openFor = try reader.duration("openFor") ?? breaker.openFor
      breaker.longestOpen = try reader.duration("longestOpen")
      if let longest = breaker.longestOpen, longest < breaker.openFor {
        throw reader.error("longestOpen", reader.text("longestOpen") ?? "", "at least 'openFor', \(breaker.openFor)")
      }
      breaker.probes = try reader.integer("probes", atLeast: 1) ?? breaker.probes
      if breaker.probes > 100 { throw reader.error("probes", "\(breaker.probes)", "at most 100") }
      return breaker
    }

    private static func rateLimit(_ reader: SettingsReader) throws(ConfigurationError) -> Rate? {
      guard try reader.isEnabled(settings: ["count", "per", "burst", "waitingAtMost"]) else { return nil }
      guard let count = try reader.integer("count", atLeast: 1) else {
        throw reader.error("count", "", "a whole number of 1 or more, the calls per 'per'")
      }
      var rate = Rate(count: count)
      rate.period = try reader.duration("per") ?? rate.period
      rate.burst = try reader.integer("burst", atLeast: 1) ?? rate.burst
      rate.waitingAtMost = try reader.wait("waitingAtMost")
      return rate
    }

    private static func bulkhead(_ reader: SettingsReader) throws(ConfigurationError) -> Places? {
      guard try reader.isEnabled(settings: ["atMost", "waiting", "waitingAtMost"]) else { return nil }
      guard let atMost = try reader.integer("atMost", atLeast: 1) else {
        throw reader.error("atMost", "", "a whole number of 1 or more, the calls at once")
      }
      var places = Places(atMost: atMost)
      places.waiting = try reader.integer("waiting", atLeast: 0) ?? places.waiting
      places.waitingAtMost = try reader.duration("waitingAtMost")
      return places
    }

    /// Compares settings of several decorators (C5).
    private func checkTogether(_ reader: SettingsReader) throws(ConfigurationError) {
      if let whole = timeLimit?.within, let attempt = timeLimit?.eachAttempt, attempt > whole {
        throw reader.error("eachAttempt", reader.text("eachAttempt") ?? "", "at most 'within', \(whole)")
      }
    }
  }
#endif

// MARK: - Making

extension AsyncPipeline {
  /// Makes the decorators that settings describe, in the recommended order (C1): the limit of the whole call, the retry, the
  /// circuit breaker, the rate limit, the bulkhead, the limit of an attempt.
  ///
  /// The pipeline has a breaker, a bucket, a bulkhead and a budget of its own: make it once for each dependency.
  ///
  /// - Parameters:
  ///   - name: The name of the dependency, for metrics, log lines and errors.
  ///   - settings: What the configuration says.
  ///   - classify: Decides which errors are retried; by default as ``RetryPolicy`` does.
  ///   - logger: Gets the lines of all decorators; none by default.
  ///   - generator: Where jitter comes from.
  ///   - clock: The clock of all decorators.
  public init(
    named name: String,
    _ settings: PipelineSettings,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    logger: Logger? = nil,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    clock: some Clock<Duration> = ContinuousClock()
  ) {
    self.init {
      if let within = settings.timeLimit?.within { TimeLimit(within: within, clock: clock) }
      if let retry = settings.retry {
        RetryPolicy(
          attempts: retry.attempts,
          backoff: .exponential(
            from: retry.firstDelay,
            factor: retry.factor,
            cap: retry.longestDelay,
            jitter: retry.jitter
          ),
          within: settings.timeLimit?.within,
          when: classify,
          serverDelays: .accepted(upTo: retry.longestServerDelay),
          budget: settings.budget.map {
            RetryBudget(named: name, ratio: $0.ratio, perSecond: $0.perSecond, logger: logger, clock: clock)
          },
          generator: generator,
          logger: logger,
          clock: clock
        )
      }
      if let breaker = settings.breaker {
        CircuitBreaker(
          named: name,
          opensAt: breaker.failureRate,
          minimumCalls: breaker.minimumCalls,
          window: .time(breaker.window),
          openFor: breaker.openFor,
          upTo: breaker.longestOpen,
          probes: breaker.probes,
          logger: logger,
          generator: generator,
          clock: clock
        )
      }
      if let rate = settings.rateLimit {
        RateLimit(
          named: name,
          by: TokenBucket(rate.count, per: rate.period, burst: rate.burst, clock: clock),
          waitingAtMost: rate.waitingAtMost,
          logger: logger
        )
      }
      if let places = settings.bulkhead {
        Bulkhead(
          named: name,
          atMost: places.atMost,
          waiting: places.waiting,
          waitingAtMost: places.waitingAtMost,
          logger: logger,
          clock: clock
        )
      }
      if let attempt = settings.timeLimit?.eachAttempt { TimeLimit(eachAttempt: attempt, clock: clock) }
    }
  }
}
