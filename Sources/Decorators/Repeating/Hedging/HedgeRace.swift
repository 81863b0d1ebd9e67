import DecoratorPrimitives
import Logging

/// Runs the attempts of one call, and returns when all of them have ended.
@usableFromInline
nonisolated(nonsending) func hedge<Output: Sendable, Failure: Error>(
  _ policy: HedgePolicy,
  at site: CallSite,
  _ body: nonisolated(nonsending) @escaping @Sendable (HedgeAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  let race = HedgeRace(policy, at: site, body)
  return try await race.run().get()
}

/// One hedged call. Only the task of the call uses it.
private final class HedgeRace<Output: Sendable, Failure: Error> {
  typealias Body = nonisolated(nonsending) @Sendable (HedgeAttempt) async throws(Failure) -> Output
  typealias Mailbox = HedgeMailbox<Output, Failure>

  private struct Attempt {
    let scope: HedgeScope
    let began: Duration
    var isRunning = true
  }

  private let policy: HedgePolicy
  private let settings: HedgeSettings
  private let timeline: Timeline
  private let site: CallSite
  private let body: Body
  private let mailbox = Mailbox()

  private var attempts: [Attempt] = []
  private var errors: [any Error] = []
  private var running = 0
  /// The delay of this call; nil for no attempt because of time.
  private let delay: Duration?
  private var alarm: Alarm?
  /// Counts the alarms, so that one that rang while it was cancelled does nothing.
  private var alarms = 0
  /// Why the alarm starts an attempt.
  private var alarmReason = HedgeStart.Reason.delay
  /// Servers asked for no attempt before this.
  private var notBefore = Duration.zero
  /// No more attempts start.
  private var isClosed = false
  private var wasRefused = false
  private var allWereRejected = true
  private var deposit: RetryBudget.Entry?
  private var outcome: Result<Output, Failure>?
  private var winner: Int?
  private var decided = Duration.zero

  init(_ policy: HedgePolicy, at site: CallSite, _ body: @escaping Body) {
    self.policy = policy
    self.site = site
    self.body = body
    settings = policy.settings
    timeline = policy.timeline
    delay = policy.settings.delay.current
  }

  nonisolated(nonsending) func run() async -> Result<Output, Failure> {
    // A later attempt of a retry belongs to a call that is counted already.
    if !RetryScope.isRetrying { deposit = settings.budget?.deposit() }
    // Swift 6.3 crashes if `#isolation` is compared in place.
    let actor: (any Actor)? = #isolation
    await withDiscardingTaskGroup { group in
      start(in: &group, onThisThread: actor == nil)
      plan(.delay, in: &group)
      while running > 0 {
        switch await mailbox.next() {
        case .due(let number): if number == alarms { plan(alarmReason, in: &group) }
        case .ended(let number, .success(let output), let instant, let hadLost):
          end(number, at: instant, succeeded: true, hadLost: hadLost)
          await take(output, of: number, in: &group)
        case .ended(let number, .failure(let error), let instant, let hadLost):
          end(number, at: instant, succeeded: false, hadLost: hadLost)
          await take(error, in: &group)
        }
      }
    }
    finish()
    return outcome!
  }
}

// MARK: Starting

extension HedgeRace {
  /// Whether another attempt may start at all.
  private var mayStart: Bool {
    !isClosed && outcome == nil && attempts.count < settings.attempts && !Task.isCancelled
  }

  /// Starts the next attempt.
  ///
  /// The first one of a caller that is on no actor begins on the caller's thread, up to its first suspension, so that
  /// no other thread has to wake up. Others do not: the call must be free to notice that one has ended.
  private func start(in group: inout DiscardingTaskGroup, onThisThread: Bool = false) {
    let number = attempts.count + 1
    let scope = HedgeScope(attempt: number)
    let attempt = HedgeAttempt(number: number, errors: errors)
    attempts.append(Attempt(scope: scope, began: timeline.now))
    running += 1
    let run: @Sendable () async -> Void = { [body, mailbox, timeline] in
      let result: Result<Output, Failure> = await HedgeScope.$current.withValue(scope) {
        do throws(Failure) { return .success(try await body(attempt)) } catch { return .failure(error) }
      }
      mailbox.post(.ended(number, result, at: timeline.now, hadLost: scope.hasLost))
    }
    if #available(macOS 26, iOS 26, watchOS 26, tvOS 26, visionOS 26, *), onThisThread,
      withUnsafeCurrentTask(body: { $0?.unownedTaskExecutor }) == nil
    {
      group.addImmediateTask(operation: run)
    } else {
      group.addTask(operation: run)
    }
  }

  /// Starts the attempts that are due, and sets the alarm for the next one.
  private func plan(_ reason: HedgeStart.Reason, in group: inout DiscardingTaskGroup) {
    alarm?.cancel()
    alarms += 1
    var reason = reason
    while mayStart {
      let due: Duration
      switch reason {
      case .failure: due = notBefore
      case .delay:
        guard let delay else { return }
        due = max(attempts[attempts.count - 1].began + delay, notBefore)
      }
      let now = timeline.now
      let isSkipped = due > now && Waits.areSkipped
      guard due <= now || isSkipped && reason == .failure else {
        // Without a running attempt there is nobody to wait beside. Without waits, time starts nothing.
        if running > 0, !isSkipped { setAlarm(at: due, for: reason) }
        return
      }
      guard isWorthwhile(at: now), takeFromBudget() else { return }
      startExtra(reason, in: &group)
      reason = .delay
    }
  }

  private func setAlarm(at due: Duration, for reason: HedgeStart.Reason) {
    alarmReason = reason
    alarm = timeline.alarm(at: due) { [mailbox, alarms] in mailbox.post(.due(alarms)) }
  }

  /// Waits as long as a server asked for, while nothing runs, and then starts the next attempt.
  private nonisolated(nonsending) func waitForServer(in group: inout DiscardingTaskGroup) async {
    guard mayStart, isWorthwhile(at: notBefore), takeFromBudget() else { return }
    do {
      try await timeline.sleep(until: notBefore)
      try Task.checkCancellation()
    } catch {
      settings.budget?.giveBack()
      return
    }
    startExtra(.failure, in: &group)
    plan(.delay, in: &group)
  }

  /// Whether an attempt that starts then can end before the caller's deadline: whether the time that half of the
  /// attempts need is left, if that was measured (H5).
  private func isWorthwhile(at instant: Duration) -> Bool {
    guard let deadline = CallDeadline.current else { return true }
    let left = deadline.remaining - max(.zero, instant - timeline.now)
    if left > (settings.delay.statistics?.percentile(0.5) ?? .zero) { return true }
    isClosed = true
    return false
  }

  /// Asks the budget (H7).
  private func takeFromBudget() -> Bool {
    guard let budget = settings.budget, !budget.take(at: site) else { return true }
    wasRefused = true
    isClosed = true
    policy.hedges.increment(site.name, "refused")
    return false
  }

  private func startExtra(_ reason: HedgeStart.Reason, in group: inout DiscardingTaskGroup) {
    start(in: &group)
    let number = attempts.count
    CallEvents.post(.hedgeStarted(attempt: number))
    settings.didStart?(
      HedgeStart(
        name: site.name,
        attempt: number,
        reason: reason,
        elapsed: attempts[number - 1].began - attempts[0].began,
        errors: errors
      )
    )
    log(.debug, "hedging", [LogKey.attempt: "\(number)", LogKey.reason: "\(reason)"])
  }
}

// MARK: Ending

extension HedgeRace {
  /// Notes that an attempt ended. If it had lost, its age counts when it lost, because it would have taken longer (H6).
  private func end(_ number: Int, at instant: Duration, succeeded: Bool, hadLost: Bool) {
    running -= 1
    attempts[number - 1].isRunning = false
    if hadLost { reportOverrun(of: number, by: instant - decided) }
    guard hadLost || succeeded else { return }
    settings.delay.statistics?.record((hadLost ? decided : instant) - attempts[number - 1].began)
  }

  /// An attempt returned: the first value wins.
  private nonisolated(nonsending) func take(
    _ output: Output,
    of number: Int,
    in group: inout DiscardingTaskGroup
  ) async {
    guard outcome == nil else {
      await settings.discard?(output)
      return
    }
    winner = number
    allWereRejected = false
    settings.budget?.succeeded()
    decide(.success(output), in: &group)
  }

  /// An attempt failed.
  private nonisolated(nonsending) func take(_ error: Failure, in group: inout DiscardingTaskGroup) async {
    guard outcome == nil else { return }
    errors.append(error)
    if !isRejection(error) { allWereRejected = false }
    if !Task.isCancelled {
      switch settings.verdict(on: error) {
      case .fatal: return decide(.failure(error), in: &group)
      case .noMore: isClosed = true
      case .another(let pause):
        settings.budget?.failed()
        notBefore = max(notBefore, timeline.now + pause)
        plan(.failure, in: &group)
        if running == 0 { await waitForServer(in: &group) }
      }
    }
    if running == 0 { decide(.failure(error), in: &group) }
  }

  /// Decides the call, and cancels what still runs.
  private func decide(_ outcome: Result<Output, Failure>, in group: inout DiscardingTaskGroup) {
    self.outcome = outcome
    decided = timeline.now
    alarm?.cancel()
    for attempt in attempts where attempt.isRunning { attempt.scope.lose() }
    group.cancelAll()
  }

  private func reportOverrun(of number: Int, by duration: Duration) {
    guard duration > .milliseconds(1) else { return }
    settings.loserDidOverrun?(HedgeOverrun(name: site.name, attempt: number, duration: duration))
    log(.warning, "waited for a loser", [LogKey.attempt: "\(number)", LogKey.elapsed: .seconds(duration)])
  }

  private func finish() {
    if allWereRejected, let deposit { settings.budget?.takeBack(deposit) }
    guard attempts.count > 1 || wasRefused else { return }
    for number in attempts.indices.dropFirst().map({ $0 + 1 }) {
      policy.hedges.increment(site.name, number == winner ? "won" : "lost")
    }
    settings.didEnd?(
      HedgeEnd(
        name: site.name,
        attempts: attempts.count,
        winner: winner,
        errors: errors,
        wasRefused: wasRefused,
        elapsed: timeline.now - attempts[0].began
      )
    )
  }

  private func log(
    _ level: Logger.Level,
    _ message: Logger.Message,
    _ metadata: @autoclosure () -> Logger.Metadata
  ) {
    settings.logger?.log(
      level: level,
      message,
      metadata: metadata().merging([LogKey.function: .escaped(site.name)]) { $1 },
      file: site.fileID,
      function: site.function,
      line: site.line
    )
  }
}
