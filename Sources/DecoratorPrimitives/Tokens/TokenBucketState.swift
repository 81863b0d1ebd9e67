/// How full a bucket is, and who waits for its tokens.
///
/// It is a plain value, guarded by the bucket's lock. Its methods return the waiters to wake. The bucket wakes them after
/// it has released the lock. Times are measured from the creation of the bucket.
struct TokenBucketState {
  /// What a waiter wants.
  struct Ticket: Sendable {
    let tokens: Int
    let limits: WaitLimits
    /// The call's places in the queues of all its buckets, if it wants tokens of several.
    var places: TokenPlaces?
  }

  /// The first of those who wait: it checks the bucket, or sleeps until the bucket holds enough.
  struct Turn {
    let ticket: Ticket
    let since: Duration
    /// Whom a change of the bucket wakes early.
    var sleeper: Task<Void, any Error>?
  }

  private(set) var rate: TokenRate
  private let firstRate: TokenRate
  /// When the bucket will be full again if nobody takes more tokens.
  private var isFullAt = Duration.zero
  /// Until when the bucket gives nothing.
  private var pausedUntil = Duration.zero
  /// Counts what changes the time at which tokens come, other than taking them.
  private(set) var revision = 0
  private var turn: Turn?
  /// The callers that wait for the turn.
  private var queue = WaitQueue<Ticket>()
  /// How many tokens the callers in the queue want.
  private var queued: Int128 = 0

  init(_ rate: TokenRate) {
    self.rate = rate
    firstRate = rate
  }

  /// How many callers wait for the turn.
  var waiting: Int { queue.count }

  /// Whether the bucket is full, at its first rate, and nobody waits.
  func isIdle(at now: Duration) -> Bool { turn == nil && isFullAt <= now && rate == firstRate }
}

// MARK: - Taking

extension TokenBucketState {
  /// How long a caller that comes now would have to wait: until the tokens of all who wait and its own have come (Q3).
  ///
  /// A caller that wants more than the bucket holds lets it fill further from the start of its turn.
  func wait(for tokens: Int, at now: Duration) -> Duration {
    max(.zero, due(for: queued + Int128(turn?.ticket.tokens ?? 0) + Int128(tokens), at: now) - now)
  }

  private func due(for tokens: Int128, at now: Duration) -> Duration {
    let start = if let turn, turn.ticket.tokens > rate.burst { turn.since } else { now }
    return max(isFullAt, start) + rate.time(for: tokens) - rate.depth
  }

  /// Takes the tokens if there are enough and nobody waits.
  @inline(__always)
  mutating func takeAtOnce(_ tokens: Int, at now: Duration) -> Bool {
    guard turn == nil else { return false }
    let amount = tokens == 1 ? rate.interval : rate.time(for: Int128(tokens))
    let end = max(isFullAt, now) + amount
    guard end - rate.depth <= now else { return false }
    // A bucket that fills beyond its depth for a caller is empty when it has given.
    isFullAt = tokens > rate.burst ? now + rate.depth : end
    return true
  }

  func canTakeAtOnce(_ tokens: Int, at now: Duration) -> Bool {
    turn == nil && due(for: Int128(tokens), at: now) <= now
  }

  private mutating func spend(_ tokens: Int, at now: Duration) {
    isFullAt = tokens > rate.burst ? now + rate.depth : max(isFullAt, now) + rate.time(for: Int128(tokens))
  }

  /// When the caller that has the turn can take its tokens.
  func dueOfTurn(at now: Duration) -> Duration {
    guard let turn else { return now }
    return due(for: Int128(turn.ticket.tokens), at: now)
  }

  /// Takes the tokens of the caller that has the turn, and passes the turn on. There must be enough.
  mutating func takeInTurn(at now: Duration) -> Waiter<Ticket>? {
    if let turn { spend(turn.ticket.tokens, at: now) }
    return passTurn(at: now)
  }
}

// MARK: - Waiting

extension TokenBucketState {
  /// A caller waits: it has the turn, or enters the queue.
  ///
  /// - Returns: Nil if it has the turn.
  mutating func enter(_ ticket: Ticket, at now: Duration) -> Waiter<Ticket>? {
    guard turn != nil else {
      turn = Turn(ticket: ticket, since: now)
      return nil
    }
    let waiter = Waiter(ticket)
    queue.enter(waiter)
    queued += Int128(ticket.tokens)
    return waiter
  }

  /// - Returns: Whether the waiter was still queued. Then it must be woken.
  mutating func leave(_ waiter: Waiter<Ticket>, _ departure: Departure) -> Bool {
    guard queue.leave(waiter, departure) else { return false }
    queued -= Int128(waiter.ticket.tokens)
    return true
  }

  /// - Returns: The waiter that has the turn now; nil if nobody waits.
  mutating func passTurn(at now: Duration) -> Waiter<Ticket>? {
    guard let next = queue.head() else {
      turn = nil
      return nil
    }
    queue.grant(next)
    queued -= Int128(next.ticket.tokens)
    turn = Turn(ticket: next.ticket, since: now)
    return next
  }

  /// The caller that has the turn sleeps, unless the bucket has changed since it looked.
  mutating func sleep(_ sleeper: Task<Void, any Error>, revision: Int) -> Bool {
    guard revision == self.revision else { return false }
    turn?.sleeper = sleeper
    return true
  }
}

// MARK: - Changing

extension TokenBucketState {
  /// What a change leads to.
  struct Effect {
    /// Who looks at the bucket again.
    var sleeper: Task<Void, any Error>?
    /// Who cannot be served in time any more, to be woken.
    var leavers: [Waiter<Ticket>] = []
    /// The places of those who cannot be served in time any more, and may wait for another bucket.
    var overdue: [TokenPlaces] = []
  }

  /// Changes the rate. The fill stays the same fraction, and counts from now (Q6).
  mutating func setRate(_ new: TokenRate, at now: Duration) -> Effect {
    // A pause lasts as long as before. What is missing beyond it, or without one, is scaled.
    let isPaused = pausedUntil > now
    let start = isPaused ? pausedUntil + rate.depth - rate.interval : now
    let missing = max(.zero, isFullAt - start).scaled(by: new.depth, over: rate.depth)
    rate = new
    isFullAt = (isPaused ? pausedUntil + new.depth - new.interval : now) + missing
    return changed(at: now)
  }

  /// Gives no token before a time (Q9).
  mutating func pause(until instant: Duration, at now: Duration) -> Effect {
    guard instant > now else { return Effect() }
    pausedUntil = max(pausedUntil, instant)
    return empty(until: pausedUntil + rate.depth - rate.interval, at: now)
  }

  /// Lowers the fill to so many tokens, if there are more (Q9).
  mutating func lower(to tokens: Int, at now: Duration) -> Effect {
    guard tokens < rate.burst else { return Effect() }
    return empty(until: now + rate.depth - rate.time(for: Int128(tokens)), at: now)
  }

  private mutating func empty(until instant: Duration, at now: Duration) -> Effect {
    guard instant > isFullAt else { return Effect() }
    isFullAt = instant
    return changed(at: now)
  }

  /// Looks at all who wait again: their tokens come at other times.
  private mutating func changed(at now: Duration) -> Effect {
    revision += 1
    var effect = Effect(sleeper: turn?.sleeper)
    turn?.sleeper = nil
    var before: Int128 = 0
    if let ticket = turn?.ticket {
      if ticket.limits.allows(due(for: Int128(ticket.tokens), at: now)) {
        before = Int128(ticket.tokens)
      } else if let places = ticket.places {
        // With the turn in this bucket, a call can still wait for another one.
        effect.overdue.append(places)
      }
    }
    for waiter in queue.entries {
      let due = due(for: before + Int128(waiter.ticket.tokens), at: now)
      if waiter.ticket.limits.allows(due) {
        before += Int128(waiter.ticket.tokens)
      } else if leave(waiter, .overdue) {
        effect.leavers.append(waiter)
        if let places = waiter.ticket.places { effect.overdue.append(places) }
      }
    }
    return effect
  }
}

// MARK: - Values

/// Until when a caller waits.
package struct WaitLimits: Sendable {
  /// The last instant at which it still takes its tokens; nil without a limit.
  var latest: Duration?
  /// The instant before which it must have taken them; nil without a limit.
  var before: Duration?

  func allows(_ due: Duration) -> Bool {
    if let latest, due > latest { return false }
    if let before, due >= before { return false }
    return true
  }
}

/// How fast a bucket fills, and how much it holds.
struct TokenRate: Sendable, Equatable {
  /// The time in which the bucket gains a token.
  let interval: Duration
  let burst: Int
  /// The time in which an empty bucket becomes full.
  let depth: Duration

  init(_ count: Int, per period: Duration, burst: Int) {
    require(count >= 1, "The token count of a rate must be at least 1; it was \(count).")
    require(period > .zero, "The period of a rate must be greater than zero; it was \(period).")
    require(burst >= 1, "The burst of a token bucket must be at least 1; it was \(burst).")
    interval = min(period / count, .longestWait)
    self.burst = burst
    depth = Self.time(of: interval, times: Int128(burst))
  }

  /// The time in which the bucket gains so many tokens, at most the longest that can be waited for.
  func time(for tokens: Int128) -> Duration {
    Self.time(of: interval, times: tokens)
  }

  private static func time(of interval: Duration, times tokens: Int128) -> Duration {
    let (time, overflow) = interval.attoseconds.multipliedReportingOverflow(by: tokens)
    return overflow ? .longestWait : min(Duration(attoseconds: time), .longestWait)
  }
}

extension Duration {
  /// This duration × `numerator` / `denominator`, at most the longest that can be waited for. None may be negative.
  fileprivate func scaled(by numerator: Duration, over denominator: Duration) -> Duration {
    let divisor = UInt128(max(denominator.attoseconds, 1))
    let product = UInt128(attoseconds).multipliedFullWidth(by: UInt128(numerator.attoseconds))
    guard product.high < divisor else { return .longestWait }
    let (quotient, _) = divisor.dividingFullWidth(product)
    return min(Duration(attoseconds: Int128(clamping: quotient)), .longestWait)
  }
}
