import DecoratorPrimitives

/// The time of an object that calls share, or of one call: how long ago it began on its clock.
///
/// Instants are durations since then, so that the object's state has one type for every clock. They never run back: if
/// the clock does, no time has passed (A5).
@frozen
@usableFromInline
enum Timeline: Sendable {
  case continuous(since: ContinuousReading)
  case other(any StartedClock)

  /// Begins now.
  @usableFromInline
  init(_ clock: DecoratorClock) {
    switch clock {
    case .continuous: self = .continuous(since: ContinuousReading())
    case .other(let clock): self = .other(start(clock))
    }
  }

  /// Begins now.
  init(_ clock: any Clock<Duration>) { self.init(DecoratorClock(clock)) }

  /// Began at an instant of a clock.
  init<C: Clock<Duration>>(_ clock: C, since origin: C.Instant) {
    self = .other(Started(clock: clock, origin: origin))
  }

  /// How long ago the timeline began.
  @inline(__always)
  var now: Duration {
    switch self {
    case .continuous(let origin): max(.zero, ContinuousReading().elapsed(since: origin))
    case .other(let clock): max(.zero, clock.elapsed)
    }
  }

  /// Suspends until the instant, or until the task is cancelled.
  ///
  /// - Throws: `CancellationError`, or what the clock throws instead of waiting.
  nonisolated(nonsending) func sleep(until instant: Duration) async throws {
    if Waits.areSkipped { return try Task.checkCancellation() }
    switch self {
    case .continuous: try await ContinuousClock().sleep(for: instant - now)
    case .other(let clock): try await clock.sleep(until: instant)
    }
  }

  /// Blocks the thread until the instant, or until the task is cancelled.
  func blockingSleep(until instant: Duration) throws(CancellationError) {
    try clock.blockingSleep(for: instant - now)
  }

  /// The clock.
  var clock: DecoratorClock {
    switch self {
    case .continuous: .continuous
    case .other(let clock): .other(clock.anyClock)
    }
  }
}

/// A clock with the instant at which a timeline began.
@usableFromInline
protocol StartedClock: Sendable {
  var anyClock: any Clock<Duration> { get }
  var elapsed: Duration { get }
  /// When the timeline began, if the clock is the `SuspendingClock`.
  var suspendingOrigin: SuspendingClock.Instant? { get }
  nonisolated(nonsending) func sleep(until instant: Duration) async throws
  /// Lets the clock run an action at the instant.
  ///
  /// - Returns: What takes it back; nil if the clock is no ``AlarmClock``.
  func ring(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> (@Sendable () -> Void)?
}

private struct Started<C: Clock<Duration>>: StartedClock {
  let clock: C
  let origin: C.Instant

  var anyClock: any Clock<Duration> { clock }
  var elapsed: Duration { origin.duration(to: clock.now) }
  var suspendingOrigin: SuspendingClock.Instant? {
    C.self == SuspendingClock.self ? origin as? SuspendingClock.Instant : nil
  }

  nonisolated(nonsending) func sleep(until instant: Duration) async throws {
    try await clock.sleep(until: origin.advanced(by: min(instant, .longestWait)), tolerance: nil)
  }

  func ring(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> (@Sendable () -> Void)? {
    guard let clock = clock as? any AlarmClock<Duration> else { return nil }
    return ring(clock, at: instant, action)
  }

  private func ring<Alarming: AlarmClock>(
    _ clock: Alarming,
    at instant: Duration,
    _ action: @escaping @Sendable () -> Void
  ) -> (@Sendable () -> Void)? {
    guard let origin = origin as? Alarming.Instant else { return nil }
    return clock.ring(at: origin.advanced(by: min(instant, .longestWait)), action)
  }
}

private func start(_ clock: some Clock<Duration>) -> any StartedClock { Started(clock: clock, origin: clock.now) }
