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
  nonisolated(nonsending) func sleep(until instant: Duration) async throws
}

private struct Started<C: Clock<Duration>>: StartedClock {
  let clock: C
  let origin: C.Instant

  var anyClock: any Clock<Duration> { clock }
  var elapsed: Duration { origin.duration(to: clock.now) }

  nonisolated(nonsending) func sleep(until instant: Duration) async throws {
    try await clock.sleep(until: origin.advanced(by: min(instant, .longestWait)), tolerance: nil)
  }
}

private func start(_ clock: some Clock<Duration>) -> any StartedClock { Started(clock: clock, origin: clock.now) }
