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
/// The keys are the labels of the parameters in code, and take the values that the parameters take.
///
/// | key | parameter | default |
/// |---|---|---|
/// | `timeLimit.within` | `within:` of ``TimeLimit`` and of the retry | no limit |
/// | `timeLimit.eachAttempt` | `eachAttempt:` of ``TimeLimit`` | no limit |
/// | `retry.attempts` | `attempts:` of ``RetryPolicy``, the first call included | 3 |
/// | `retry.backoff.from` | `from:` of ``Backoff/exponential(from:factor:cap:jitter:)`` | 100ms |
/// | `retry.backoff.factor` | `factor:` of it | 2 |
/// | `retry.backoff.cap` | `cap:` of it, at least `from` | 30s, or ten times `from` if that is more |
/// | `retry.backoff.jitter` | `jitter:` of it: `none`, `full` or `equal` | full |
/// | `retry.serverDelays.upTo` | `upTo:` of ``ServerDelays/accepted(upTo:)`` | 60s |
/// | `budget.ratio`, `budget.perSecond` | those of ``RetryBudget``, for the retry | 0.2, 3 |
/// | `breaker.opensAt`, `.minimumCalls`, `.openFor`, `.probes` | those of ``CircuitBreaker`` | 0.5, 20, 5s, 3 |
/// | `breaker.window` | `window:` of it, a time | 30s |
/// | `breaker.openUpTo` | `upTo:` of it, at least `openFor` | 60s, or `openFor` if that is more |
/// | `rateLimit.count` | the first one of ``TokenBucket``, the calls for each `per` | must be given |
/// | `rateLimit.per`, `rateLimit.burst` | those of it | 1s, 1 |
/// | `rateLimit.waitingAtMost` | that of ``RateLimit``; 0 never waits | no end of the wait |
/// | `bulkhead.atMost` | that of ``Bulkhead`` | must be given |
/// | `bulkhead.waiting`, `bulkhead.waitingAtMost` | those of it | 0, no end of the wait |
///
/// A decorator is there if one of its settings is, or if its `enabled` is true: `breaker.enabled`. `enabled` of false
/// leaves it out, and with the retry its budget. Durations are written `250ms`, `30s`, `2m`, `1h`, or as a number of
/// seconds. A configuration says how much, not what: which errors are retried and in which order the decorators stand
/// is for code to say.
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
    /// Delays that grow by a factor.
    public struct Backoff: Sendable, Hashable {
      /// The first delay.
      public var from = Duration.milliseconds(100)
      /// The factor by which each delay is longer than the one before.
      public var factor = 2.0
      /// The longest delay before jitter; nil for the default of `Backoff.exponential`.
      public var cap: Duration?
      /// How delays are randomized.
      public var jitter = Jitter.full

      public init() {}
    }

    /// All calls, the first included.
    public var attempts = 3
    /// The delays between them.
    public var backoff = Backoff()
    /// What to do about delays that a server asks for.
    public var serverDelays = ServerDelays.accepted(upTo: .seconds(60))

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
    public var opensAt = 0.5
    /// How many calls must have ended before it can open.
    public var minimumCalls = 20
    /// The time in which failures count.
    public var window = Duration.seconds(30)
    /// How long it stays open the first time.
    public var openFor = Duration.seconds(5)
    /// How long it stays open at most; nil for the default of ``CircuitBreaker``.
    public var openUpTo: Duration?
    /// How many calls a half-open breaker lets in.
    public var probes = 3

    public init() {}
  }

  /// A rate limit.
  public struct Rate: Sendable, Hashable {
    /// How many calls may begin in each ``per``.
    public var count: Int
    /// The time for ``count`` calls.
    public var per = Duration.seconds(1)
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
        guard try reader("retry").isDisabled else {
          throw reader("retry").error("enabled", "", "true where there is a budget, which is the retry's")
        }
        budget = nil
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
      let names = ["from", "factor", "cap", "jitter"].map { "backoff.\($0)" }
      guard try reader.isEnabled(settings: ["attempts", "serverDelays.upTo"] + names) else { return nil }
      var retry = Retry()
      retry.attempts = try reader.integer("attempts", atLeast: 1) ?? retry.attempts
      retry.backoff = try backoff(reader)
      if let longest = try reader.wait("serverDelays.upTo") { retry.serverDelays = .accepted(upTo: longest) }
      return retry
    }

    private static func backoff(_ reader: SettingsReader) throws(ConfigurationError) -> Retry.Backoff {
      var backoff = Retry.Backoff()
      backoff.from = try reader.wait("backoff.from") ?? backoff.from
      backoff.factor = try reader.number("backoff.factor", "of 1 or more") { $0 >= 1 } ?? backoff.factor
      backoff.cap = try reader.wait("backoff.cap")
      if let cap = backoff.cap, cap < backoff.from {
        throw reader.error("backoff.cap", try reader.text("backoff.cap") ?? "", "at least 'from', \(backoff.from)")
      }
      let jitters: KeyValuePairs = ["none": Jitter.none, "full": .full, "equal": .equal]
      backoff.jitter = try reader.choice("backoff.jitter", of: jitters) ?? backoff.jitter
      return backoff
    }

    private static func budget(_ reader: SettingsReader) throws(ConfigurationError) -> Budget? {
      guard try reader.isEnabled(settings: ["ratio", "perSecond"]) else { return nil }
      var budget = Budget()
      budget.ratio = try reader.share("ratio") ?? budget.ratio
      budget.perSecond = try reader.number("perSecond", "of 0 or more") { $0 >= 0 } ?? budget.perSecond
      return budget
    }

    private static func breaker(_ reader: SettingsReader) throws(ConfigurationError) -> Breaker? {
      let names = ["opensAt", "minimumCalls", "window", "openFor", "openUpTo", "probes"]
      guard try reader.isEnabled(settings: names) else { return nil }
      var breaker = Breaker()
      breaker.opensAt = try reader.share("opensAt") ?? breaker.opensAt
      breaker.minimumCalls = try reader.integer("minimumCalls", atLeast: 1) ?? breaker.minimumCalls
      breaker.window = try reader.duration("window") ?? breaker.window
      breaker.openFor = try reader.duration("openFor") ?? breaker.openFor
      breaker.openUpTo = try reader.duration("openUpTo")
      if let longest = breaker.openUpTo, longest < breaker.openFor {
        throw reader.error("openUpTo", try reader.text("openUpTo") ?? "", "at least 'openFor', \(breaker.openFor)")
      }
      breaker.probes = try reader.integer("probes", atLeast: 1) ?? breaker.probes
      if breaker.probes > 100 { throw reader.error("probes", "\(breaker.probes)", "at most 100") }
      return breaker
    }

    private static func rateLimit(_ reader: SettingsReader) throws(ConfigurationError) -> Rate? {
      guard try reader.isEnabled(settings: ["count", "per", "burst", "waitingAtMost"]) else { return nil }
      guard let count = try reader.integer("count", atLeast: 1) else {
        throw reader.error("count", "", "a whole number of 1 or more, the calls for each 'per'")
      }
      var rate = Rate(count: count)
      rate.per = try reader.duration("per") ?? rate.per
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
        throw reader.error("eachAttempt", try reader.text("eachAttempt") ?? "", "at most 'within', \(whole)")
      }
    }
  }
#endif

// MARK: - Making

extension AsyncPipeline {
  /// Makes the decorators that settings describe, in the recommended order (C1): the limit of the whole call, the
  /// retry, the circuit breaker, the rate limit, the bulkhead, the limit of an attempt.
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
            from: retry.backoff.from,
            factor: retry.backoff.factor,
            cap: retry.backoff.cap,
            jitter: retry.backoff.jitter
          ),
          within: settings.timeLimit?.within,
          when: classify,
          serverDelays: retry.serverDelays,
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
          opensAt: breaker.opensAt,
          minimumCalls: breaker.minimumCalls,
          window: .time(breaker.window),
          openFor: breaker.openFor,
          upTo: breaker.openUpTo,
          probes: breaker.probes,
          logger: logger,
          generator: generator,
          clock: clock
        )
      }
      if let rate = settings.rateLimit {
        RateLimit(
          named: name,
          by: TokenBucket(rate.count, per: rate.per, burst: rate.burst, clock: clock),
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
