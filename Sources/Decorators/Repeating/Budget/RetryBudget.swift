public import CoreMetrics
import DecoratorPrimitives
public import Logging

/// How many retries and hedges the calls to one dependency may make together.
///
/// When a dependency fails, every call to it is retried, and the retries keep it down. A budget bounds them for all
/// calls together: by default to a fifth of the calls, and a few per second more, so that a caller with little traffic
/// can retry too.
///
/// ```swift
/// let budget = RetryBudget(named: "payments")
/// let charge = RetryPolicy(attempts: 3, budget: budget)
/// let refund = RetryPolicy(attempts: 5, budget: budget)   // the same dependency, the same budget
/// ```
///
/// A retry is allowed if it and the retries of the last `window` are no more than `perSecond × window + ratio × calls`,
/// with the calls of the same time (U1). A call counts once, however often it is repeated (U2). If the budget refuses a
/// retry, the call throws its own error at once, without a wait, and `didGiveUp` gets the reason `.budget` (U3).
///
/// The rule is that of Finagle and of tower, which keep it as a balance of tokens. A balance can overflow, and it
/// remembers an idle night. Counts of the last window do neither.
///
/// Make one budget for each dependency, and keep it. It holds about half a kilobyte. A call with a budget costs a short
/// lock and a reading of the clock.
public final class RetryBudget: Sendable {
  enum Rule: Sendable {
    case window(ratio: Double, perSecond: Double, length: Duration)
    case tokens(Throttle)
  }

  /// What a throttle of tokens allows, in thousandths of a token.
  struct Throttle: Sendable {
    let max: Int
    let ratio: Int
  }

  private struct State {
    var window: BudgetWindow
    /// Thousandths of tokens.
    var tokens: Int
    /// What was refused since the last warning.
    var refused = 0
    var warned: Duration?
  }

  /// The name of the dependency. It labels the metric and the log lines.
  public let name: String
  private let rule: Rule
  private let logger: Logger?
  private let timeline: Timeline
  @usableFromInline let firstAttempt: FirstAttempt
  private let refusals: KeptMetrics<CoreMetrics.Counter>
  private let state: Locked<State>

  /// Makes a budget for the calls to one dependency.
  ///
  /// - Parameters:
  ///   - name: The name of the dependency. It becomes the dimension `budget` of the metric `retries_refused`, so it should be
  ///     stable. It must not be empty.
  ///   - ratio: How many retries each call adds, more than 0 and at most 1; 0.2 by default, one retry for five calls.
  ///   - perSecond: How many retries are allowed in each second without any call, 0 or more; 3 by default.
  ///   - window: How long calls and retries count, at least a millisecond; 10 s by default.
  ///   - logger: Gets a warning for the first retry that is refused, and then at most one in each window. Without one,
  ///     the policy's logger gets the warning.
  ///   - factory: The metrics backend; by default the current one when the first retry asks.
  ///   - clock: What the window is measured on; by default the `ContinuousClock`.
  public convenience init(
    named name: String,
    ratio: Double = 0.2,
    perSecond: Double = 3,
    window: Duration = .seconds(10),
    logger: Logger? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    require(
      ratio > 0 && ratio <= 1,
      "The ratio of a retry budget must be more than 0 and at most 1; that of '\(name)' was \(ratio)."
    )
    require(
      perSecond >= 0 && perSecond.isFinite,
      "The retries per second of a retry budget must be 0 or more; those of '\(name)' were \(perSecond)."
    )
    require(
      window >= .milliseconds(1) && window <= Backoff.longestDelay,
      "The window of a retry budget must be at least a millisecond and at most a century; that of '\(name)' was \(window)."
    )
    self.init(name, .window(ratio: ratio, perSecond: perSecond, length: window), logger, factory, clock)
  }

  /// Makes a budget with the rule of gRPC's retry throttling, for clients that share its numbers (U6).
  ///
  /// The budget begins with `max` tokens. A failed attempt takes one, if the policy retries its error. A call that
  /// succeeds gives `ratio` back. Retries and hedges are allowed while there is more than half of `max`.
  ///
  /// ```swift
  /// let budget = RetryBudget.tokens(named: "orders", max: 10, ratio: 0.1)   // the "retryThrottling" of a service config
  /// ```
  ///
  /// The rule is that of gRFC A6.
  ///
  /// - Parameters:
  ///   - name: The name of the dependency. It must not be empty.
  ///   - max: The number of tokens, 1 to 1,000.
  ///   - ratio: What a success gives back, at least 0.001. Decimals after the third are cut.
  ///   - logger: Gets a warning for the first retry that is refused, and then at most one in 10 s. Without one, the policy's
  ///     logger gets the warning.
  ///   - factory: The metrics backend; by default the current one when the first retry asks.
  ///   - clock: What the time between warnings is measured on; by default the `ContinuousClock`.
  public static func tokens(
    named name: String,
    max: Int,
    ratio: Double,
    logger: Logger? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) -> RetryBudget {
    require(
      (1...1_000).contains(max),
      "The tokens of a retry budget must be 1 to 1,000; those of '\(name)' were \(max)."
    )
    require(
      ratio >= 0.001 && ratio <= 1_000,
      "The ratio of a retry budget must be 0.001 to 1,000; that of '\(name)' was \(ratio)."
    )
    // A decimal such as 0.57 can be a little less in binary.
    let throttle = Throttle(max: max * 1_000, ratio: Int(ratio * 1_000 + 1e-6))
    return RetryBudget(name, .tokens(throttle), logger, factory, clock)
  }

  private init(
    _ name: String,
    _ rule: Rule,
    _ logger: Logger?,
    _ factory: (any MetricsFactory)?,
    _ clock: any Clock<Duration>
  ) {
    require(!name.isEmpty, "The name of a retry budget must not be empty, because it labels a metric.")
    self.name = name
    self.rule = rule
    self.logger = logger
    timeline = Timeline(clock)
    firstAttempt = if case .tokens = rule { .rewarded } else { .counted }
    refusals = KeptMetrics(factory) { factory in
      CoreMetrics.Counter(label: "retries_refused", dimensions: [("budget", name)], factory: factory)
    }
    state = Locked(State(window: BudgetWindow(rule.length), tokens: rule.mostTokens))
  }
}

// MARK: Reading

extension RetryBudget {
  /// How many retries the last window may have; for a budget of tokens, how many failures in a row it allows to retry.
  ///
  /// Reading it changes nothing.
  public var allowed: Int {
    switch rule {
    case .window(let ratio, let perSecond, let length):
      let calls = current.window.calls
      return Self.allowed(ratio: ratio, perSecond: perSecond, length: length, calls: calls)
    case .tokens(let throttle): return (throttle.max / 2 - 1) / 1_000
    }
  }

  /// How many retries the last window had; for a budget of tokens, how many tokens are missing, rounded up.
  public var used: Int {
    switch rule {
    case .window: current.window.extras
    case .tokens(let throttle): (throttle.max - current.tokens + 999) / 1_000
    }
  }

  /// Whether a retry would be allowed now.
  public var allowsRetry: Bool {
    let current = current
    return rule.allowsExtra(current.window, tokens: current.tokens)
  }

  private var current: (window: BudgetWindow, tokens: Int) {
    let now = timeline.now
    return state.withLock { state in
      state.window.advance(to: now)
      return (state.window, state.tokens)
    }
  }

  fileprivate static func allowed(ratio: Double, perSecond: Double, length: Duration, calls: Int) -> Int {
    // Sums of decimals can be a little less in binary.
    Int(min(perSecond * (length / .seconds(1)) + ratio * Double(calls) + 1e-6, 1e15))
  }
}

// MARK: Taking

extension RetryBudget {
  /// The place in the window where a call or an extra attempt was counted.
  @frozen
  @usableFromInline
  struct Entry: Sendable {
    let part: Int
  }

  /// What the budget says to one more attempt.
  enum Answer {
    case granted(Entry)
    /// The attempt must not be made. A refusal is worth a warning if there was none lately and the budget has no logger.
    case refused(isWorthAWarning: Bool)
  }

  /// Counts a call whose first attempt starts (U2).
  ///
  /// - Returns: Where it was counted; `nil` if the attempt belongs to a call that the budget has counted, or if calls do not
  ///   count.
  @discardableResult
  @usableFromInline
  func deposit() -> Entry? {
    guard case .window = rule, !CountedCall.isCounted(by: self) else { return nil }
    let now = timeline.now
    return state.withLock { state in
      state.window.advance(to: now)
      return Entry(part: state.window.addCall())
    }
  }

  /// Takes a call back that was rejected before it ran (U2).
  func takeBack(_ deposit: Entry) {
    state.withLock { $0.window.removeCall(from: deposit.part) }
  }

  /// Asks for one more attempt.
  func withdraw(at site: CallSite? = nil) -> Answer {
    let now = timeline.now
    let (answer, refused) = state.withLock { state -> (Answer, Int) in
      state.window.advance(to: now)
      if rule.allowsExtra(state.window, tokens: state.tokens) {
        return (.granted(Entry(part: state.window.addExtra())), 0)
      }
      state.refused += 1
      if let warned = state.warned, now - warned < rule.length { return (.refused(isWorthAWarning: false), 0) }
      state.warned = now
      defer { state.refused = 0 }
      return (.refused(isWorthAWarning: logger == nil), state.refused)
    }
    let counter = refusals.value
    if case .refused = answer { counter.increment() }
    if refused > 0 { warn(refused, at: site ?? CallSite(named: name)) }
    return answer
  }

  /// Gives an attempt back that did not begin (U3).
  func giveBack(_ withdrawal: Entry) { state.withLock { $0.window.removeExtra(from: withdrawal.part) } }

  /// Asks for one more attempt that begins at once, such as a hedge (U4).
  ///
  /// - Returns: Whether to make it.
  func take(at site: CallSite? = nil) -> Bool {
    if case .granted = withdraw(at: site) { true } else { false }
  }

  /// Gives back what ``take(at:)`` has just taken, because the attempt did not begin.
  func giveBack() {
    let now = timeline.now
    state.withLock { state in
      state.window.advance(to: now)
      if let part = state.window.newestExtra { state.window.removeExtra(from: part) }
    }
  }

  /// A call succeeded; only tokens count that (U6).
  @usableFromInline
  func succeeded() {
    guard case .tokens(let throttle) = rule else { return }
    state.withLock { $0.tokens = min($0.tokens + throttle.ratio, throttle.max) }
  }

  /// An attempt failed with an error that is retried; only tokens count that (U6).
  func failed() {
    guard case .tokens = rule else { return }
    state.withLock { $0.tokens = max($0.tokens - 1_000, 0) }
  }

  private func warn(_ refused: Int, at site: CallSite) {
    logger?.warning(
      "refusing retries",
      metadata: [
        LogKey.budget: .escaped(name),
        LogKey.budgetAllowed: "\(allowed)",
        LogKey.budgetUsed: "\(used)",
        LogKey.refused: "\(refused)",
      ],
      file: site.fileID,
      function: site.function,
      line: site.line
    )
  }
}

extension RetryBudget.Rule {
  /// How long calls count, and how often a refusal is worth a warning.
  fileprivate var length: Duration {
    if case .window(_, _, let length) = self { length } else { .seconds(10) }
  }

  fileprivate var mostTokens: Int {
    if case .tokens(let throttle) = self { throttle.max } else { 0 }
  }

  fileprivate func allowsExtra(_ window: BudgetWindow, tokens: Int) -> Bool {
    switch self {
    case .window(let ratio, let perSecond, let length):
      window.extras
        < RetryBudget.allowed(ratio: ratio, perSecond: perSecond, length: length, calls: window.calls)
    case .tokens(let throttle): tokens > throttle.max / 2
    }
  }
}

extension LogKey {
  static let budget = "call.budget"
  static let budgetAllowed = "call.budget.allowed"
  static let budgetUsed = "call.budget.used"
  static let refused = "call.refused"
}

extension RetryBudget: CustomStringConvertible {
  /// Every setting in effect: `RetryBudget(named: "payments", ratio: 0.2, perSecond: 3.0, window: 10.0 seconds)`.
  public var description: String {
    let logging = logger.map { ", logger: \($0.label)" } ?? ""
    let others = logging + timeline.clock.setting.map { ", \($0)" }.joined()
    return switch rule {
    case .window(let ratio, let perSecond, let length):
      "RetryBudget(named: \"\(name)\", ratio: \(ratio), perSecond: \(perSecond), window: \(length)\(others))"
    case .tokens(let throttle):
      "RetryBudget.tokens(named: \"\(name)\", max: \(throttle.max / 1_000), ratio: \(Double(throttle.ratio) / 1_000)\(others))"
    }
  }
}
