public import Logging

/// When and how often a failed call is repeated: an immutable value that any number of calls may share (R11).
///
/// ```swift
/// let policy = RetryPolicy(
///   attempts: 5, backoff: .exponential(from: .milliseconds(250)), within: .seconds(30), on: TimeoutError.self
/// )
/// try await policy.run(named: "push") { try await api.push(total) }
/// let push = decorated(by: policy, named: "push") { (total: Int) async throws in try await api.push(total) }
/// ```
///
/// It is a ``TransparentDecorator``: the caller gets the last error unchanged. For a body that needs the number of its
/// attempt, use
/// ``withRetry(_:named:clock:onResult:fileID:function:line:_:)-(_,_,(any_BlockingClock<Duration>)?,_,_,_,_,_)``.
public struct RetryPolicy: Sendable {
  /// Policies that are copied share their settings, so that a copy costs one reference.
  private final class Shared: Sendable {
    let settings: RetrySettings

    init(_ settings: RetrySettings) { self.settings = settings }
  }

  private let shared: Shared
  @usableFromInline let firstAttempt: FirstAttempt

  var settings: RetrySettings { shared.settings }

  private init(_ settings: RetrySettings) {
    shared = Shared(settings)
    firstAttempt = FirstAttempt(within: settings.limit, budget: settings.budget, idempotent: settings.idempotent)
  }

  /// The budget counts a call that begins.
  @usableFromInline
  func countCall() -> RetryBudget.Entry? { shared.settings.budget?.deposit() }

  /// The budget counts a call that succeeded at once.
  @usableFromInline
  func rewardCall() { shared.settings.budget?.succeeded() }
}

// MARK: Settings

extension RetryPolicy {
  /// How many calls are made in total, the first included (R4); `nil` if only the limit and the backoff end a call.
  public var attempts: Int? { settings.attempts }
  /// The delays between them.
  public var backoff: Backoff { settings.backoff }
  /// How long the whole call may take before it gives up; `nil` for no limit.
  public var limit: Duration? { settings.limit }
  /// What a call does about delays that the server asks for.
  public var serverDelays: ServerDelays { settings.serverDelays }

  /// Describes when and how often a failed call is repeated.
  ///
  /// Choose which errors to retry, with `on:`, with `when:`, or by ``RetryClassifiable`` on the error. Without a choice
  /// the policy repeats every error, also programming errors and refusals that a retry cannot fix (R14). It never
  /// repeats `CancellationError`, nor any error once the task is cancelled (R5).
  ///
  /// - Parameters:
  ///   - attempts: How many calls are made in total, at least 1. The default is 3. With `within:` the default is no
  ///     count, so that only the limit and the end of the backoff end the call.
  ///   - backoff: The delays between them; by default exponential from 100 ms to 30 s with full jitter.
  ///   - limit: How long the whole call may take (R6). A wait that would reach the limit does not start: the call gives
  ///     up. Only a running attempt can exceed the limit. No limit by default.
  ///   - types: The errors that are retried: types (`TimeoutError.self`), protocols (`(any Transient).self`), and arrays
  ///     of them (`transientErrors`). Not given, all errors are retried. For an empty array none is. Anything else stops
  ///     the program, before the first call.
  ///   - classify: Decides about each error of those types. Without it, the error decides if it is
  ///     ``RetryClassifiable``; every other error is retried.
  ///   - idempotent: Whether the function may run twice for one call. With `false`, only errors that prove that nothing was
  ///     done are retried: see ``CallEffect`` (U9). The default is `true`.
  ///   - serverDelays: What to do about delays that the server asks for, with `.retry(after:)`. By default up to 60 s are
  ///     waited; if the server asks for more, the call gives up (R9).
  ///   - budget: How many retries the calls to the same dependency may make together (U1); no budget by default. If it
  ///     refuses a retry, the call gives up without a wait.
  ///   - errorLimit: How many errors of a call are kept for hooks and for `withRetry`'s body, 0 or more: the first one and
  ///     the latest ones. The default is 10.
  ///   - generator: Where jitter comes from. Each call takes a copy, so a seeded one gives every call the same delays.
  ///   - logger: Gets a warning before each wait, a line of level info for a success after retries, and an error when
  ///     attempts, delays or time run out; none by default.
  ///   - metrics: Counts retries, attempts and calls that give up; none by default. A call that succeeds at once does not
  ///     touch it.
  ///   - willRetry: Called before each wait, on the caller's thread. It should return quickly.
  ///   - didRecover: Called once when a call succeeds after at least one retry.
  ///   - didGiveUp: Called once when a call gives up, with what the attempts threw.
  ///   - clock: What waits and the total limit are measured on; the `ContinuousClock` by default. A synchronous call
  ///     blocks its thread while it waits, so it needs a `BlockingClock`; with another one, the first wait stops the
  ///     program.
  public init(
    attempts: Int? = nil,
    backoff: Backoff = .exponential(from: .milliseconds(100)),
    within limit: Duration? = nil,
    on types: Any...,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    idempotent: Bool = true,
    serverDelays: ServerDelays = .accepted(upTo: .seconds(60)),
    budget: RetryBudget? = nil,
    keepingErrors errorLimit: Int = 10,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    logger: Logger? = nil,
    metrics: RetryMetrics? = nil,
    willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
    didRecover: (@Sendable (RetryRecovery) -> Void)? = nil,
    didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.init(
      attempts: attempts,
      backoff: backoff,
      limit: limit,
      types: types,
      classify: classify,
      idempotent: idempotent,
      serverDelays: serverDelays,
      budget: budget,
      errorLimit: errorLimit,
      generator: generator,
      logger: logger,
      metrics: metrics,
      willRetry: willRetry,
      didRecover: didRecover,
      didGiveUp: didGiveUp,
      clock: DecoratorClock(clock)
    )
  }

  /// The same for the forms that take the settings themselves: they cannot hand on a variadic parameter.
  @usableFromInline
  init(
    attempts: Int?,
    backoff: Backoff,
    limit: Duration?,
    types: [Any],
    classify: (@Sendable (any Error) -> RetryDecision)?,
    idempotent: Bool,
    serverDelays: ServerDelays,
    budget: RetryBudget?,
    errorLimit: Int,
    generator: any RandomNumberGenerator & Sendable,
    logger: Logger?,
    metrics: RetryMetrics?,
    willRetry: (@Sendable (RetryEvent) -> Void)?,
    didRecover: (@Sendable (RetryRecovery) -> Void)?,
    didGiveUp: (@Sendable (RetryGiveUp) -> Void)?,
    clock: DecoratorClock
  ) {
    Self.check(attempts: attempts, limit: limit, types: types, errorLimit: errorLimit)
    self.init(
      RetrySettings(
        attempts: attempts ?? (limit == nil ? 3 : nil),
        backoff: backoff,
        limit: limit,
        errors: RetriedErrors(types),
        classify: classify,
        idempotent: idempotent,
        serverDelays: serverDelays,
        budget: budget,
        errorLimit: errorLimit,
        generator: generator,
        logger: logger,
        metrics: metrics,
        willRetry: willRetry,
        didRecover: didRecover,
        didGiveUp: didGiveUp,
        clock: clock
      )
    )
  }

  @inlinable
  static func check(attempts: Int?, limit: Duration?, types: [Any], errorLimit: Int) {
    if let attempts {
      require(
        attempts >= 1,
        "The attempts of a retry include the first call, so they must be at least 1; they were \(attempts)."
      )
    }
    if let limit { require(limit >= .zero, "The total limit of a retry must not be negative; it was \(limit).") }
    require(errorLimit >= 0, "The number of errors that a retry keeps must not be negative; it was \(errorLimit).")
    if !types.isEmpty { checkErrors(types) }
  }

  @usableFromInline @inline(never)
  static func checkErrors(_ types: [Any]) { RetriedErrors.check(types) }

  /// The same policy on another clock.
  ///
  /// - Parameter clock: What waits and the total limit are measured on; synchronous calls need a `BlockingClock`.
  public func with(clock: any Clock<Duration>) -> Self {
    var changed = settings
    changed.clock = DecoratorClock(clock)
    return Self(changed)
  }
}

// MARK: The decorator

extension RetryPolicy: TransparentDecorator {
  // Both ways into the loop share one call, so that a call which succeeds at once does not even make the closure for it.

  @inlinable @inline(__always)
  public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    var failure: Failure?
    var deposit: RetryBudget.Entry?
    if firstAttempt != .inLoop {
      if firstAttempt == .counted { deposit = countCall() }
      do throws(Failure) {
        let output = try next(input)
        if firstAttempt == .rewarded { rewardCall() }
        return output
      } catch { failure = error }
    }
    return try runAgain(input, after: failure, counted: deposit, at: site, next)
  }

  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    // No optional error here: to destroy it, a call that succeeds would go back to its executor once more.
    if firstAttempt == .inLoop { return try await runAgain(input, after: nil, counted: nil, at: site, next) }
    let deposit = firstAttempt == .counted ? countCall() : nil
    do throws(Failure) {
      let output = try await next(input)
      if firstAttempt == .rewarded { rewardCall() }
      return output
    } catch {
      return try await runAgain(input, after: error, counted: deposit, at: site, next)
    }
  }

  /// Repeats a call that failed, or makes every attempt of one that has not begun, because its time counts.
  @usableFromInline @inline(never)
  func runAgain<Input, Output, Failure: Error>(
    _ input: Input,
    after failure: Failure?,
    counted deposit: RetryBudget.Entry?,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    try retry(self, after: failure.map { .failure($0) }, counted: deposit, at: site, onResult: { _ in false }) {
      (_: RetryAttempt) throws(Failure) in try next(input)
    }
  }

  @usableFromInline @inline(never)
  nonisolated(nonsending) func runAgain<Input, Output, Failure: Error>(
    _ input: Input,
    after failure: Failure?,
    counted deposit: RetryBudget.Entry?,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    try await retry(self, after: failure.map { .failure($0) }, counted: deposit, at: site, onResult: { _ in false }) {
      (_: RetryAttempt) async throws(Failure) in try await next(input)
    }
  }
}

extension RetryPolicy {
  /// Wraps an asynchronous function without `call`, which would go back to the executor twice for each call that
  /// succeeds.
  @inlinable
  public func wrapped<Input, Output, Failure: Error>(
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws(Failure) -> Output,
    at site: CallSite
  ) -> nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    let layer = Layer(self, at: site, around: next)
    return firstAttempt == .inLoop ? layer.transparent() : layer.retrying()
  }
}

extension Layer where Wrapping == RetryPolicy {
  @inlinable
  func retrying<Input, Output, Failure: Error>()
    -> nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  where Next == nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    @inline(__always) @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws(Failure) -> Output
    {
      let deposit = self.decorator.firstAttempt == .counted ? self.decorator.countCall() : nil
      do throws(Failure) {
        let output = try await self.next(input)
        if self.decorator.firstAttempt == .rewarded { self.decorator.rewardCall() }
        return output
      } catch {
        return try await self.runAgain(input, after: error, counted: deposit)
      }
    }
    return run
  }

  @usableFromInline
  nonisolated(nonsending) func runAgain<Input, Output, Failure: Error>(
    _ input: Input,
    after error: Failure,
    counted deposit: RetryBudget.Entry?
  ) async throws(Failure) -> Output
  where Next == nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    try await decorator.runAgain(input, after: error, counted: deposit, at: site, next)
  }
}

extension RetryPolicy {
  // These override what every decorator has, because they make the site of the call only for one that fails.

  /// Runs a call now, and again while it fails: `policy.run { try readConfig() }`.
  ///
  /// The parameters are those of every decorator's `run`.
  @available(*, noasync, message: "this form blocks the thread while it waits: write 'await' for the one that suspends")
  @_disfavoredOverload
  @inlinable
  public func run<Output, Failure: Error>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: () throws(Failure) -> Output
  ) throws(Failure) -> Output {
    var failure: Failure?
    var deposit: RetryBudget.Entry?
    if firstAttempt != .inLoop {
      if firstAttempt == .counted { deposit = countCall() }
      do throws(Failure) {
        let output = try body()
        if firstAttempt == .rewarded { rewardCall() }
        return output
      } catch { failure = error }
    }
    return try runAgain(
      after: failure,
      counted: deposit,
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      body
    )
  }

  /// Runs an asynchronous call now, on the caller's actor, and again while it fails.
  ///
  /// The parameters are those of every decorator's `run`.
  @inlinable
  nonisolated(nonsending) public func run<Output, Failure: Error>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: nonisolated(nonsending) () async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    let place = CallPlace(fileID: fileID, function: function, line: line)
    if firstAttempt == .inLoop {
      return try await runAgain(after: nil, counted: nil, named: name, at: place, body)
    }
    let deposit = firstAttempt == .counted ? countCall() : nil
    do throws(Failure) {
      let output = try await body()
      if firstAttempt == .rewarded { rewardCall() }
      return output
    } catch {
      return try await runAgain(after: error, counted: deposit, named: name, at: place, body)
    }
  }

  @usableFromInline @inline(never)
  func runAgain<Output, Failure: Error>(
    after failure: Failure?,
    counted deposit: RetryBudget.Entry?,
    named name: String?,
    at place: CallPlace,
    _ body: () throws(Failure) -> Output
  ) throws(Failure) -> Output {
    let site = CallSite(named: name, at: place)
    return try runAgain((), after: failure, counted: deposit, at: site) { (_: Void) throws(Failure) in try body() }
  }

  @usableFromInline @inline(never)
  nonisolated(nonsending) func runAgain<Output, Failure: Error>(
    after failure: Failure?,
    counted deposit: RetryBudget.Entry?,
    named name: String?,
    at place: CallPlace,
    _ body: nonisolated(nonsending) () async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    let site = CallSite(named: name, at: place)
    return try await runAgain((), after: failure, counted: deposit, at: site) { (_: Void) async throws(Failure) in
      try await body()
    }
  }
}

extension RetryPolicy: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `retrying(attempts: 5, backoff: constant(1.0 seconds), …)`.
  public var description: String { "retrying(\(settings.shown.joined(separator: ", ")))" }

  /// The same around a function whose results are judged too.
  @usableFromInline
  var descriptionJudgingResults: String {
    "retrying(\((settings.shown + ["onResult: a closure"]).joined(separator: ", ")))"
  }
}

extension RetryPolicy {
  /// A retry, with its limit and its delays.
  public var traits: DecoratorTraits {
    DecoratorTraits(
      .retrying,
      limit: limit,
      plannedDelays: attempts.flatMap { backoff.sum(ofFirst: $0 - 1) },
      hasBudget: settings.budget != nil
    )
  }
}
