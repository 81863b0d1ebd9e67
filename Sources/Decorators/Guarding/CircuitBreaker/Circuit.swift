/// The state of a circuit breaker, without a lock, a clock and a generator: they are given with each event.
///
/// | event | closed | open | halfOpen | isolated | disabled |
/// |---|---|---|---|---|---|
/// | a call asks | runs | refused until its time, then halfOpen | runs if a place is free | refused | runs |
/// | an outcome of this generation | counted; may open | - | counted; may close or open | - | counted |
/// | an ignored or cancelled call of this generation | nothing | - | its place is free | - | nothing |
/// | an outcome of an older generation | stale | stale | stale | stale | stale |
///
/// Every state is entered with a new generation, which the permit of a call carries.
struct Circuit {
  // What every call reads or changes comes first, in few cache lines.
  private(set) var state = CircuitState.closed
  private(set) var generation: UInt64 = 1
  private(set) var window: OutcomeWindow
  /// What has happened and was not yet reported.
  private(set) var events: [CircuitEvent] = [.made]
  private var eventCount = 0

  let name: String
  let rules: CircuitRules
  private(set) var reopenings = 0
  private var openUntil = Duration.zero
  private var openTime = Duration.zero
  private var openedBy: (any Error.Type)?
  private(set) var probes: CircuitProbes
  private var lastTicket: UInt64 = 0
  private(set) var ramp: CircuitRamp?
  private var isolationReason: String?

  private(set) var refused = 0
  private var refusedInLines = 0
  private var lastLine: Duration?
  private(set) var stale = 0
  private(set) var lostProbes = 0

  /// The share of the jitter at the next opening.
  var jitterDraw = 0.0

  init(name: String, rules: CircuitRules) {
    self.name = name
    self.rules = rules
    window = OutcomeWindow(rules.window)
    probes = CircuitProbes(places: rules.probes)
  }

  /// Whether every call runs, so that nobody needs to ask.
  var admitsAll: Bool { state == .closed && ramp == nil || state == .disabled }

  /// As good as new: closed, with nothing counted.
  func isIdle(at now: Duration) -> Bool {
    state == .closed && ramp.map { $0.isOver(at: now) } ?? true && window.counts(at: now).calls == 0
  }
}

// MARK: - A call asks

extension Circuit {
  enum Answer {
    /// The call runs, as the probe with this ticket, or as no probe.
    case admitted(ticket: UInt64)
    case refused(CircuitOpenError)
  }

  mutating func ask(at now: Duration, from place: CallPlace) -> Answer {
    switch state {
    case .disabled: return .admitted(ticket: 0)
    case .closed: return askRamp(at: now)
    case .isolated: return refuse(at: now)
    case .open:
      guard now >= openUntil else { return refuse(at: now) }
      enter(.halfOpen, because: .openTimeOver, at: now, from: place)
      return probe(at: now)
    case .halfOpen:
      takeBackOverdueProbes(at: now, from: place)
      return probes.hasFreePlace ? probe(at: now) : refuse(at: now)
    }
  }

  private mutating func probe(at now: Duration) -> Answer {
    lastTicket += 1
    probes.begin(lastTicket, at: now)
    return .admitted(ticket: lastTicket)
  }

  private mutating func askRamp(at now: Duration) -> Answer {
    guard let ramp else { return .admitted(ticket: 0) }
    if ramp.isOver(at: now) { self.ramp = nil } else if !self.ramp!.admits(at: now) { return refuse(at: now) }
    return .admitted(ticket: 0)
  }

  private mutating func refuse(at now: Duration) -> Answer {
    refused += 1
    return .refused(
      CircuitOpenError(
        name: name,
        state: state,
        retryAfter: retryAfter(at: now),
        openedBy: state == .isolated || state == .closed ? nil : openedBy,
        isolationReason: isolationReason
      )
    )
  }

  private mutating func takeBackOverdueProbes(at now: Duration, from place: CallPlace) {
    for age in probes.removeOverdue(lease: rules.probeLease, at: now) {
      lostProbes += 1
      eventCount += 1
      events.append(
        .lostProbe(CircuitProbeLoss(number: eventCount, age: age, after: snapshot(at: now), place: place))
      )
    }
  }
}

// MARK: - A call ends

/// How a call ended, for its circuit.
struct CircuitOutcome {
  enum Kind {
    case success, failure, ignored, cancelled
  }

  var kind: Kind
  var isSlow = false
  var error: (any Error.Type)?
  /// The delay that the error asked for.
  var retryAfter: Duration?
}

/// The values of the dimension `kind` of the counter `circuit_calls`.
enum CircuitCallKind: Int, CaseIterable {
  case success, slow, failure, ignored, cancelled, refused, stale
}

extension Circuit {
  /// Counts the outcome of a call.
  ///
  /// - Returns: As what it was counted.
  mutating func record(
    _ outcome: CircuitOutcome,
    of generation: UInt64,
    ticket: UInt64,
    at now: Duration,
    from place: CallPlace
  ) -> CircuitCallKind {
    // A probe that has lost its place is as late as a call of an older generation.
    guard generation == self.generation, ticket == 0 || probes.end(ticket) else {
      stale += 1
      return .stale
    }
    switch outcome.kind {
    case .ignored: return .ignored
    case .cancelled: return .cancelled
    case .success, .failure: break
    }
    let isFailure = outcome.kind == .failure
    if ticket == 0 {
      window.add(isFailure: isFailure, isSlow: outcome.isSlow, at: now)
      if state == .closed { decideWhileClosed(outcome, at: now, from: place) }
    } else {
      probes.add(isFailure: isFailure, isSlow: outcome.isSlow)
      decideByProbes(outcome, at: now, from: place)
    }
    return isFailure ? .failure : outcome.isSlow ? .slow : .success
  }

  /// Every outcome is a reason to look, also a success: it may be the one that completes the minimum (B3).
  private mutating func decideWhileClosed(_ outcome: CircuitOutcome, at now: Duration, from place: CallPlace) {
    let counts = window.total
    guard counts.calls >= rules.minimumCalls else { return }
    if counts.failures > 0, let rate = counts.failureRate, rate >= rules.failureRate {
      open(because: .failureRate, outcome, at: now, from: place)
    } else if counts.slow > 0, let limit = rules.slowRate, let rate = counts.slowRate, rate >= limit {
      open(because: .slowRate, outcome, at: now, from: place)
    }
  }

  /// Decides as soon as no outcome of the other probes could change the decision (B7).
  private mutating func decideByProbes(_ outcome: CircuitOutcome, at now: Duration, from place: CallPlace) {
    let counts = probes.counts
    let rest = rules.probes - counts.calls
    if counts.failures >= rules.failedProbesToOpen {
      reopen(because: .probesFailed, outcome, at: now, from: place)
    } else if let limit = rules.slowProbesToOpen, counts.slow >= limit {
      reopen(because: .probesSlow, outcome, at: now, from: place)
    } else if counts.failures + rest < rules.failedProbesToOpen,
      rules.slowProbesToOpen.map({ counts.slow + rest < $0 }) ?? true
    {
      enter(.closed, because: .probesSucceeded, at: now, from: place)
    }
  }

  private mutating func reopen(
    because reason: CircuitChange.Reason,
    _ outcome: CircuitOutcome,
    at now: Duration,
    from place: CallPlace
  ) {
    reopenings += 1
    open(because: reason, outcome, at: now, from: place)
  }

  private mutating func open(
    because reason: CircuitChange.Reason,
    _ outcome: CircuitOutcome,
    at now: Duration,
    from place: CallPlace
  ) {
    openTime = rules.openTime(reopenings: reopenings, hint: outcome.retryAfter, draw: jitterDraw)
    enter(.open, because: reason, at: now, from: place, error: outcome.error)
  }
}

// MARK: - An operator decides

extension Circuit {
  /// Refuses all calls. A circuit that is isolated already keeps its reason.
  mutating func isolate(reason: String, at now: Duration, from place: CallPlace) {
    guard state != .isolated else { return }
    enter(.isolated, because: .isolated, at: now, from: place, isolation: reason)
  }

  /// Closes the circuit. One that is closed forgets what it has counted, and lets all calls in.
  mutating func close(at now: Duration, from place: CallPlace) {
    enter(.closed, because: .closed, at: now, from: place)
  }

  mutating func disable(at now: Duration, from place: CallPlace) {
    enter(.disabled, because: .disabled, at: now, from: place)
  }
}

// MARK: - Changes

extension Circuit {
  private mutating func enter(
    _ next: CircuitState,
    because reason: CircuitChange.Reason,
    at now: Duration,
    from place: CallPlace,
    error: (any Error.Type)? = nil,
    isolation: String? = nil
  ) {
    let previous = state
    let before = snapshot(at: now)
    state = next
    generation += 1
    ramp = nil
    isolationReason = isolation
    probes = CircuitProbes(places: rules.probes)
    switch next {
    case .open:
      openUntil = now + openTime
      openedBy = error
    case .halfOpen:
      break
    case .closed:
      reopenings = 0
      openedBy = nil
      window.removeAll()
      if previous != .closed, previous != .disabled, case .gradually(let time) = rules.recovery {
        ramp = CircuitRamp(from: now, over: time)
      }
    case .isolated, .disabled:
      window.removeAll()
    }
    guard next != previous else { return }
    eventCount += 1
    events.append(
      .changed(
        CircuitChange(
          number: eventCount,
          from: previous,
          to: next,
          reason: reason,
          before: before,
          after: snapshot(at: now),
          place: place
        )
      )
    )
  }
}

// MARK: - Reports

extension Circuit {
  /// What has happened since the last time.
  mutating func takeEvents() -> [CircuitEvent] {
    defer { events = [] }
    return events
  }

  /// How many refused calls a log line should report now; `nil` if the last line is less than a minute old (V9).
  mutating func refusalsToLog(at now: Duration) -> Int? {
    if let lastLine, now - lastLine < .seconds(60) { return nil }
    lastLine = now
    defer { refusedInLines = refused }
    return refused - refusedInLines
  }
}

// MARK: - Reading

extension Circuit {
  /// What the next call would meet (A7).
  func state(at now: Duration) -> CircuitState {
    state == .open && now >= openUntil ? .halfOpen : state
  }

  /// How long a call that is refused now should wait.
  private func retryAfter(at now: Duration) -> Duration? {
    switch state {
    // A clock that runs back makes no wait longer than the whole (A5).
    case .open: min(openTime, max(.zero, openUntil - now))
    case .halfOpen: probes.untilOverdue(lease: rules.probeLease, at: now)
    case .closed: ramp?.retryAfter(at: now)
    case .isolated, .disabled: nil
    }
  }

  func snapshot(at now: Duration) -> CircuitSnapshot {
    let shown = state(at: now)
    let overdue = state == .halfOpen ? probes.overdueCount(lease: rules.probeLease, at: now) : 0
    let counts = state == .halfOpen ? probes.counts : shown == .halfOpen ? OutcomeCounts() : window.counts(at: now)
    let ramp = ramp.flatMap { $0.isOver(at: now) ? nil : $0 }
    let waits: Bool =
      switch shown {
      case .open: true
      case .halfOpen: state == .halfOpen && overdue == 0 && !probes.hasFreePlace
      case .closed: ramp != nil
      case .isolated, .disabled: false
      }
    let share: Double =
      switch shown {
      case .closed: ramp?.share(at: now) ?? 1
      case .disabled: 1
      case .open, .halfOpen, .isolated: 0
      }
    return CircuitSnapshot(
      name: name,
      state: shown,
      calls: counts.calls,
      failures: counts.failures,
      slow: counts.slow,
      runningProbes: state == .halfOpen ? probes.running.count - overdue : 0,
      reopenings: reopenings,
      retryAfter: waits ? retryAfter(at: now) : nil,
      admittedShare: share,
      openedBy: state == .isolated || state == .disabled ? nil : openedBy,
      isolationReason: isolationReason,
      refused: refused,
      stale: stale,
      lostProbes: lostProbes
    )
  }
}
