public import CoreMetrics
import DecoratorPrimitives
public import Logging
public import Synchronization

/// Refuses calls of a function that keeps failing, so that callers do not wait for it in vain and it can recover.
///
/// ```swift
/// let payments = CircuitBreaker(named: "payments", openFor: .seconds(5))
/// let charge = AsyncFunction(api.charge).circuitBroken(by: payments)
/// let receipt = try await payments.run { try await api.charge(order) }
/// ```
///
/// A closed circuit lets calls run and counts how they end. If too many of the calls of its window failed, it opens: it
/// refuses calls with a ``CircuitOpenError``, and their functions do not run. When its open time is over, the next
/// calls run as probes. If enough of them succeed, the circuit closes, and otherwise it opens for twice as long.
///
/// ```
///          too many failures               open time is over
///  closed ────────────────────▶ open ─────────────────────────▶ half-open
///    ▲                           ▲       probes fail: longer        │  │
///    │                           └──────────────────────────────────┘  │
///    └───────────────────────── probes succeed ────────────────────────┘
/// ```
///
/// Make one breaker for each dependency and keep it: all functions that name it share its state (A1). For a breaker per
/// host or per tenant, see ``Keyed``. A breaker never waits and has no timer: it notices that its time is over when the
/// next call asks (A7).
///
/// **What counts.** A thrown error is a failure, with three exceptions, which count as nothing: a cancellation, the
/// ``Rejection`` of a decorator inside, and an error whose own ``RetryClassifiable`` says that the request was wrong.
/// `counting:` decides about the other errors, and `onResult:` of `circuitBroken` about results.
///
/// **Cancellation.** A cancelled call counts as nothing (B9). A breaker never waits, so a task that is already
/// cancelled is let into a closed circuit as any other, but takes no place of a probe: it gets `CancellationError`.
///
/// **Cost.** A call costs a load of one atomic word, one turn of a lock and one reading of the clock, with
/// `slowerThan:` two. A breaker takes about 1.4 kilobytes, besides its metrics; a window of calls takes another byte
/// for each.
public final class CircuitBreaker: @unchecked Sendable {
  struct State {
    /// Whether a thread reports events now. The others leave theirs to it, so that they are reported in order (A6).
    var isReporting = false
    var circuit: Circuit
  }

  let settings: CircuitSettings
  let metrics: CircuitMetrics
  let timeline: Timeline
  let locked: Locked<State>
  /// Only the thread that reports events uses it.
  var generator: any RandomNumberGenerator & Sendable
  /// The generation of the circuit, and in the last two bits whether calls are let in without a look at the circuit and
  /// without a look at the clock.
  @usableFromInline let admission: Atomic<UInt64>

  /// The name of the breaker, which labels its metrics.
  public var name: String { settings.name }

  /// Makes a closed circuit breaker.
  ///
  /// - Parameters:
  ///   - name: The name in errors, log lines and metrics. It must not be empty. Metrics keep a series for each name.
  ///   - failureRate: The share of failed calls at which the circuit opens, above 0 and up to 1. The default is 0.5.
  ///   - minimumCalls: How many calls of the window must have ended before the circuit can open, at least 1. The
  ///     default is 20.
  ///   - window: The calls that count: those of the last 30 seconds by default.
  ///   - slowLimit: A call that takes longer is slow, whether it succeeds or not. By default no call is. Waits in
  ///     decorators inside the breaker count, so with a bulkhead or a rate limit inside use a time limit for each
  ///     attempt instead: its errors are failures.
  ///   - slowRate: The share of slow calls at which the circuit opens, above 0 and up to 1. By default it is that of
  ///     failed calls if there is a `slowerThan:`, and otherwise slow calls do not open the circuit.
  ///   - openFor: How long the circuit stays open, more than 0. The default is 5 seconds. The time doubles each time
  ///     the circuit opens again before it has closed. If the error that opens it asks for a longer delay, that counts
  ///     (B6).
  ///   - longestOpen: The longest open time, also for what an error asks for, at least `openFor`. The default is 60
  ///     seconds, or `openFor` if that is more.
  ///   - jitter: The share of the open time, from 0 to 1, of which a random part is added, so that the probes of many
  ///     processes do not come together. The default is 0.1.
  ///   - probes: How many calls a half-open circuit lets in, at once and in total, 1 to 100. The default is 3. As soon
  ///     as the share `opensAt:` of them has failed, the circuit opens, and as soon as that can no longer happen, it
  ///     closes (B7).
  ///   - probeLease: After this time a probe loses its place to the next call that asks, so that one that never ends
  ///     blocks nothing (B8). More than 0. The default is 30 seconds. Make it at least twice the time limit of an
  ///     attempt.
  ///   - recovery: How calls return after the circuit has closed: all at once, or gradually.
  ///   - counting: Decides what an error counts as; by default ``CircuitVerdict/standard(for:)`` does. It is not asked
  ///     about cancellations and about rejections of calls that did not run. It runs where the call ended.
  ///   - didChange: Called once for each change of the state, in order and one at a time, without a lock, after the
  ///     change. It may use the breaker. If several threads cause changes, one of them makes the calls for all.
  ///   - didLoseProbe: Called once for each probe that loses its place.
  ///   - logger: Gets a warning for each change and each lost probe, a notice when the circuit closes, and a warning
  ///     for refused calls, at most once a minute, with their number; none by default.
  ///   - metricsFactory: The metrics backend. By default it is the current one when the first call ends.
  ///   - generator: Where jitter comes from.
  ///   - clock: What all times are measured on; the `ContinuousClock` by default. The breaker never waits on it.
  public init(
    named name: String,
    opensAt failureRate: Double = 0.5,
    minimumCalls: Int = 20,
    window: CircuitWindow = .time(.seconds(30)),
    slowerThan slowLimit: Duration? = nil,
    slowRate: Double? = nil,
    openFor: Duration = .seconds(5),
    upTo longestOpen: Duration? = nil,
    jitter: Double = 0.1,
    probes: Int = 3,
    probeLease: Duration = .seconds(30),
    recovery: CircuitRecovery = .atOnce,
    counting: (@Sendable (any Error) -> CircuitVerdict)? = nil,
    didChange: (@Sendable (CircuitChange) -> Void)? = nil,
    didLoseProbe: (@Sendable (CircuitProbeLoss) -> Void)? = nil,
    logger: Logger? = nil,
    metricsFactory: (any MetricsFactory)? = nil,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    settings = CircuitSettings(
      name: name,
      rules: CircuitRules(
        failureRate: failureRate,
        slowRate: slowRate ?? (slowLimit == nil ? nil : failureRate),
        minimumCalls: minimumCalls,
        window: window,
        openFor: openFor,
        longestOpen: longestOpen ?? max(openFor, .seconds(60)),
        jitter: jitter,
        probes: probes,
        probeLease: probeLease,
        recovery: recovery
      ),
      slowLimit: slowLimit,
      counting: counting,
      didChange: didChange,
      didLoseProbe: didLoseProbe,
      log: logger.map { CircuitLog(logger: $0) },
      metricsFactory: metricsFactory,
      generator: generator is SystemRandomNumberGenerator ? nil : "\(type(of: generator))",
      clock: DecoratorClock(clock)
    )
    settings.check()
    metrics = CircuitMetrics(circuit: name, factory: metricsFactory)
    timeline = Timeline(settings.clock)
    self.generator = generator
    var circuit = Circuit(name: name, rules: settings.rules.limited)
    circuit.jitterDraw = .random(in: 0...1, using: &self.generator)
    admission = Atomic(settings.admission(to: circuit))
    locked = Locked(State(circuit: circuit))
  }
}

extension CircuitBreaker: IdleCheckable {
  /// What the next call would meet. Reading it changes nothing (A7).
  public var state: CircuitState {
    let now = timeline.now
    return locked.withLock { $0.circuit.state(at: now) }
  }

  /// What the breaker knows now. Reading it changes nothing (A7).
  public var snapshot: CircuitSnapshot {
    let now = timeline.now
    return locked.withLock { $0.circuit.snapshot(at: now) }
  }

  /// Whether the circuit is closed and has counted nothing that still counts.
  ///
  /// The breaker does not count the calls that are running in a closed circuit. ``Keyed`` drops no breaker that such a
  /// call still holds.
  public var isIdle: Bool {
    let now = timeline.now
    return locked.withLock { $0.circuit.isIdle(at: now) }
  }
}

extension CircuitBreaker {
  /// A circuit breaker, with its window of time.
  public var traits: DecoratorTraits {
    let window: Duration? = if case .time(let length) = settings.rules.window { length } else { nil }
    return DecoratorTraits(.circuitBroken, window: window, object: ObjectIdentifier(self), name: name)
  }
}

extension CircuitBreaker: CustomStringConvertible {
  /// Every setting in effect, as it reads in source (A10): `circuitBroken(by: CircuitBreaker(named: "payments", …))`.
  public var description: String { "circuitBroken(by: \(settings.shown))" }

  /// The same around a function whose results are judged too.
  @usableFromInline
  var descriptionJudgingResults: String { "circuitBroken(by: \(settings.shown), onResult: a closure)" }
}
