import PlatformC

/// The clock of a bucket. Instants are durations since the bucket was made, so that its state has one type for every clock.
enum TokenClock: Sendable {
  /// The `ContinuousClock`, whose `Instant` costs more than the reading itself.
  case continuous(since: Int64)
  case other(any StartedTokenClock)

  init<C: Clock<Duration>>(_ clock: C) {
    #if os(Linux)
      if C.self == ContinuousClock.self {
        self = .continuous(since: Self.nanoseconds)
        return
      }
    #endif
    self = .other(Started(clock: clock, start: clock.now))
  }

  #if os(Linux)
    private static var nanoseconds: Int64 { continuousTime() }
  #else
    private static var nanoseconds: Int64 { 0 }
  #endif

  /// How long ago the bucket was made. If the clock runs back, no time has passed (A5).
  @inline(__always)
  var now: Duration {
    switch self {
    case .continuous(let start): max(.zero, .nanoseconds(Self.nanoseconds &- start))
    case .other(let clock): max(.zero, clock.now)
    }
  }

  func sleep(until instant: Duration) async throws {
    switch self {
    case .continuous: try await ContinuousClock().sleep(for: instant - now)
    case .other(let clock): try await clock.sleep(until: instant)
    }
  }

  /// Blocks the thread, as long as `isValid` holds. Only a system clock asks it again while it waits.
  func blockingSleep(until instant: Duration, while isValid: () -> Bool) throws(CancellationError) {
    if case .other(let clock) = self, !clock.isSystemClock { return try clock.blockingSleep(until: instant) }
    while isValid() {
      let now = now
      guard now < instant else { return }
      let next = min(instant, now + .milliseconds(10))
      switch self {
      case .continuous: try ContinuousClock().blockingSleep(for: next - now)
      case .other(let clock): try clock.blockingSleep(until: next)
      }
    }
  }
}

/// A clock with the instant at which a bucket was made.
protocol StartedTokenClock: Sendable {
  var now: Duration { get }
  var isSystemClock: Bool { get }
  func sleep(until instant: Duration) async throws
  func blockingSleep(until instant: Duration) throws(CancellationError)
}

private struct Started<C: Clock<Duration>>: StartedTokenClock {
  let clock: C
  let start: C.Instant

  var now: Duration { start.duration(to: clock.now) }
  var isSystemClock: Bool { C.self == ContinuousClock.self || C.self == SuspendingClock.self }

  func sleep(until instant: Duration) async throws {
    try await clock.sleep(until: start.advanced(by: instant), tolerance: nil)
  }

  func blockingSleep(until instant: Duration) throws(CancellationError) {
    guard let clock = clock as? any BlockingClock<Duration> else {
      fatalError(
        """
        A synchronous call waits for a token by blocking its thread, and \(C.self) cannot block: give the bucket a \
        BlockingClock, or make the call asynchronous.
        """
      )
    }
    try clock.blockingSleep(for: instant - now)
  }
}
