import DecoratorPrimitives

/// The clock of a decorator: what it measures and waits on.
///
/// The `ContinuousClock` is a case of its own, because reading it past its `Instant`, whose layout is only known at run
/// time, costs less.
@frozen
@usableFromInline
package enum DecoratorClock: Sendable {
  case continuous
  case other(any Clock<Duration>)

  @usableFromInline
  package init<Given: Clock<Duration>>(_ clock: Given) {
    self = Given.self == ContinuousClock.self ? .continuous : .other(clock)
  }

  /// A clock given for one call, or else this one.
  func replaced(by given: (any Clock<Duration>)?) -> DecoratorClock {
    guard let given else { return self }
    return DecoratorClock(given)
  }

  /// The time since now, whenever it is asked for.
  package func stopwatch() -> @Sendable () -> Duration {
    switch self {
    case .continuous:
      let start = ContinuousReading()
      return { ContinuousReading().elapsed(since: start) }
    case .other(let clock): return StartTime.stopwatch(clock)
    }
  }

  /// Starts a measurement.
  @inline(__always)
  func start() -> StartTime {
    switch self {
    case .continuous: .continuous(ContinuousReading())
    case .other(let clock): .other(StartTime.stopwatch(clock))
    }
  }

  nonisolated(nonsending) package func sleep(for duration: Duration) async throws {
    if Waits.areSkipped { return try Task.checkCancellation() }
    switch self {
    case .continuous: try await ContinuousClock().sleep(for: duration)
    case .other(let clock): try await clock.sleep(for: duration)
    }
  }

  /// Blocks the thread.
  ///
  /// The public forms for synchronous functions take a `BlockingClock`, so only a policy that was made for asynchronous
  /// functions can bring another one here.
  package func blockingSleep(for duration: Duration) throws(CancellationError) {
    if Waits.areSkipped {
      if Task.isCancelled { throw CancellationError() }
      return
    }
    switch self {
    case .continuous: try ContinuousClock().blockingSleep(for: duration)
    case .other(let clock):
      guard let clock = clock as? any BlockingClock<Duration> else {
        fatalError(
          """
          A synchronous function waits by blocking its thread, and \(type(of: clock)) cannot block: \
          give the decorator a BlockingClock, or make the function asynchronous.
          """
        )
      }
      try clock.blockingSleep(for: duration)
    }
  }

  /// The setting as descriptions show it; nothing for the default.
  package var setting: [String] {
    switch self {
    case .continuous: []
    case .other(let clock): ["clock: \(type(of: clock))"]
    }
  }
}

/// When a measurement began.
@frozen
@usableFromInline
enum StartTime {
  case continuous(ContinuousReading)
  case other(() -> Duration)

  /// How long ago that was.
  @inline(__always)
  func elapsed() -> Duration {
    switch self {
    case .continuous(let start): ContinuousReading().elapsed(since: start)
    case .other(let elapsed): elapsed()
    }
  }

  static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
  }
}
