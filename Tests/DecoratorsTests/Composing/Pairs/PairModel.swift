import Decorators

/// What the rules say that members do (A3, A9, A12, T4, R5, R9, B4, H3 …), without tasks, locks and clocks: a call is a
/// function from the time when it begins to the time when it ends. The tests compare it with the members themselves.
///
/// Times are in milliseconds.
struct PairModel {
  typealias Time = Int

  static let never = Time.max / 4

  enum Thrown: Hashable {
    case broken
    /// An error that says itself that the request was wrong.
    case wrongRequest
    case cancelled
    case circuitOpen, bulkheadFull
    case rateLimited(retryAfter: Time)
    case limitOfCall, limitOfAttempt

    var isRejection: Bool {
      switch self {
      case .circuitOpen, .bulkheadFull, .rateLimited: true
      default: false
      }
    }
  }

  enum Outcome: Hashable {
    case value(Int)
    case error(Thrown)
  }

  struct Ending: Hashable {
    var outcome: Outcome
    var at: Time
  }

  /// A call that begins at a time, in a task that is cancelled at another one.
  typealias Call = (inout World, _ now: Time, _ cancelledAt: Time) -> Ending

  /// A load of a cache or a coalescer.
  struct Load: Hashable {
    var ending: Ending
    var until: Time
  }

  /// What an object knows.
  struct Object: Hashable {
    /// How often calls that an observer saw ended in what way.
    var seen: [String: Int] = [:]
    var successes = 0
    var failures = 0
    var isOpen = false
    /// When the place of a bulkhead is free.
    var freeAt: Time = 0
    /// When a bucket is full.
    var fullAt: Time = 0
    var kept: Int?
    /// When the last good value was stored: a call that ends later brings the later value.
    var keptAt: Time = 0
    /// The load that others of the same key join, and how long they can.
    var load: Load?
    var faults = 0
  }

  /// The objects of the outer and the inner member, and how often the function was called.
  struct World: Hashable {
    var objects = [Object(), Object()]
    var calls = 0
  }

  // MARK: The function

  static func function(_ script: PairScript) -> Call {
    { world, now, cancelledAt in
      world.calls += 1
      switch script.behaviour(ofCall: world.calls) {
      case .hangs: return Ending(outcome: .error(.cancelled), at: max(now, cancelledAt))
      case .returns(let value): return working(now, cancelledAt, .value(value))
      case .fails(let error): return working(now, cancelledAt, .error(error))
      case .ignoresCancellation(let outcome): return Ending(outcome: outcome, at: now + PairScript.longWork)
      }
    }
  }

  private static func working(_ now: Time, _ cancelledAt: Time, _ outcome: Outcome) -> Ending {
    let end = now + PairScript.work
    return cancelledAt < end
      ? Ending(outcome: .error(.cancelled), at: max(now, cancelledAt)) : Ending(outcome: outcome, at: end)
  }

  /// A12.
  private static func isCancellation(_ ending: Ending, _ cancelledAt: Time) -> Bool {
    guard case .error(let error) = ending.outcome else { return false }
    return error == .cancelled || cancelledAt <= ending.at
  }

  private static let cancelled = Outcome.error(.cancelled)

  // MARK: Members

  static func layer(_ member: Member, _ slot: Int, around next: @escaping Call) -> Call {
    switch member {
    case .timed, .logged, .counted: observing(slot, next)
    case .retrying: retrying(next)
    case .limitOfCall: limiting(member.limit, .limitOfCall, next)
    case .limitOfAttempt: limiting(member.limit, .limitOfAttempt, next)
    case .circuitBroken: breaking(slot, next)
    case .bulkheaded: bulkheading(slot, next)
    case .rateLimited: rateLimiting(slot, next)
    case .hedged: hedging(after: Member.hedgeDelay(slot), next)
    case .coalesced: coalescing(slot, next)
    case .memoized: memoizing(slot, next)
    case .fallingBack: fallingBack(next)
    case .lastGood: rememberingLastGood(slot, next)
    case .faulty: injecting(slot, next)
    }
  }

  /// L1, V: an observer sees each call once.
  private static func observing(_ slot: Int, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      let ending = next(&world, now, cancelledAt)
      let seen =
        switch ending.outcome {
        case .value: "success"
        case .error where isCancellation(ending, cancelledAt): "cancelled"
        case .error(let error) where error.isRejection: "rejected"
        case .error: "failure"
        }
      world.objects[slot].seen[seen, default: 0] += 1
      return ending
    }
  }

  /// R4, R5, R9, A3: three attempts, two seconds apart.
  private static func retrying(_ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      var begin = now
      for attempt in 1...Member.attempts {
        let ending = next(&world, begin, cancelledAt)
        guard case .error(let error) = ending.outcome, !isCancellation(ending, cancelledAt),
          attempt < Member.attempts
        else { return ending }
        switch error {
        case .broken, .limitOfAttempt: begin = ending.at + Member.backoff
        case .rateLimited(let delay) where delay <= 60_000: begin = ending.at + delay
        default: return ending
        }
        // A retry that is cancelled while it waits throws its last error.
        if cancelledAt < begin { return Ending(outcome: ending.outcome, at: cancelledAt) }
      }
      fatalError()
    }
  }

  /// T4: the error of a limit, unless the call returned in spite of it, or its caller was cancelled.
  private static func limiting(_ limit: Time, _ error: Thrown, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      let ending = next(&world, now, min(cancelledAt, now + limit))
      guard case .error = ending.outcome, ending.at >= now + limit, ending.at < cancelledAt else { return ending }
      return Ending(outcome: .error(error), at: ending.at)
    }
  }

  /// B1, B4, B9: two failures and no success open it, and it stays open.
  private static func breaking(_ slot: Int, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      if world.objects[slot].isOpen {
        return Ending(outcome: cancelledAt <= now ? cancelled : .error(.circuitOpen), at: now)
      }
      let ending = next(&world, now, cancelledAt)
      switch ending.outcome {
      case .value: world.objects[slot].successes += 1
      case .error(let error):
        if isCancellation(ending, cancelledAt) || error.isRejection || error == .wrongRequest { break }
        world.objects[slot].failures += 1
      }
      if world.objects[slot].failures >= 2, world.objects[slot].successes == 0 {
        world.objects[slot].isOpen = true
        world.objects[slot].failures = 0
      }
      return ending
    }
  }

  /// K1, A9: one place, and nobody waits.
  private static func bulkheading(_ slot: Int, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      if cancelledAt <= now { return Ending(outcome: cancelled, at: now) }
      if world.objects[slot].freeAt > now { return Ending(outcome: .error(.bulkheadFull), at: now) }
      // Who comes while this call runs finds the place taken, whenever it ends.
      world.objects[slot].freeAt = never
      let ending = next(&world, now, cancelledAt)
      world.objects[slot].freeAt = ending.at
      return ending
    }
  }

  /// Q2, Q3, A9: two tokens, a new one each 40 seconds, and nobody waits.
  private static func rateLimiting(_ slot: Int, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      if cancelledAt <= now { return Ending(outcome: cancelled, at: now) }
      let full = max(world.objects[slot].fullAt, now) + Member.tokenInterval
      let missing = full - now - Member.burst * Member.tokenInterval
      if missing > 0 { return Ending(outcome: .error(.rateLimited(retryAfter: missing)), at: now) }
      world.objects[slot].fullAt = full
      return next(&world, now, cancelledAt)
    }
  }

  /// H2, H3, H4, H9: two attempts. The second one begins after the delay, or when the first one failed.
  private static func hedging(after delay: Time, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      let before = world
      let first = next(&world, now, cancelledAt)
      if first.at <= now + delay {
        guard case .error(let error) = first.outcome, !isCancellation(first, cancelledAt) else { return first }
        var begin = first.at
        switch error {
        case .broken, .limitOfAttempt: break
        case .rateLimited(let pause) where pause <= 60_000: begin += pause
        default: return first
        }
        if cancelledAt < begin { return Ending(outcome: first.outcome, at: cancelledAt) }
        return next(&world, begin, cancelledAt)
      }
      if cancelledAt <= now + delay { return first }
      let second = next(&world, now + delay, cancelledAt)
      let (early, late) = first.at < second.at ? (first, second) : (second, first)
      guard isDecision(early.outcome), early.at < cancelledAt else { return late }
      // The other one lost: it is cancelled, and the call waits for it.
      world = before
      _ = next(&world, now, early.at)
      _ = next(&world, now + delay, early.at == second.at ? cancelledAt : early.at)
      return early
    }
  }

  /// Whether the other attempt of a hedge has lost: a value, or an error that no other attempt can change.
  private static func isDecision(_ outcome: Outcome) -> Bool {
    switch outcome {
    case .value, .error(.wrongRequest), .error(.limitOfCall): true
    case .error: false
    }
  }

  /// M4: the caller leaves when it is cancelled, and the load is cancelled with its last caller. Who comes while it
  /// runs joins it.
  private static func coalescing(_ slot: Int, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      if cancelledAt <= now { return Ending(outcome: cancelled, at: now) }
      let ending: Ending
      if let load = world.objects[slot].load, load.until > now {
        ending = load.ending
      } else {
        ending = next(&world, now, cancelledAt)
        world.objects[slot].load = Load(ending: ending, until: min(ending.at, cancelledAt))
      }
      return cancelledAt <= ending.at ? Ending(outcome: cancelled, at: cancelledAt) : ending
    }
  }

  /// M1: values are kept, errors are not.
  private static func memoizing(_ slot: Int, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      if let kept = world.objects[slot].kept { return Ending(outcome: .value(kept), at: now) }
      let ending = coalescing(slot, next)(&world, now, cancelledAt)
      if case .value(let value) = ending.outcome { world.objects[slot].kept = value }
      return ending
    }
  }

  /// F1: every error but a cancellation.
  private static func fallingBack(_ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      let ending = next(&world, now, cancelledAt)
      guard case .error = ending.outcome, !isCancellation(ending, cancelledAt) else { return ending }
      return Ending(outcome: .value(Member.substitute), at: ending.at)
    }
  }

  /// F7.
  private static func rememberingLastGood(_ slot: Int, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      let ending = next(&world, now, cancelledAt)
      switch ending.outcome {
      case .value(let value):
        if ending.at >= world.objects[slot].keptAt {
          (world.objects[slot].kept, world.objects[slot].keptAt) = (value, ending.at)
        }
      case .error:
        if !isCancellation(ending, cancelledAt), let kept = world.objects[slot].kept {
          return Ending(outcome: .value(kept), at: ending.at)
        }
      }
      return ending
    }
  }

  /// X1: the first call fails, and the function does not run.
  private static func injecting(_ slot: Int, _ next: @escaping Call) -> Call {
    { world, now, cancelledAt in
      guard world.objects[slot].faults == 0 else { return next(&world, now, cancelledAt) }
      world.objects[slot].faults = 1
      return Ending(outcome: .error(.broken), at: now)
    }
  }
}
