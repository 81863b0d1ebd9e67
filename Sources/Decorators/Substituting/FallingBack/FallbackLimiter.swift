import DecoratorPrimitives

/// Lets one log line of a function pass in each minute, and counts what happened since the last one.
final class FallbackLimiter: Sendable {
  private struct State {
    var count = 0
    var logged: Duration?
  }

  private let timeline: Timeline
  private let state = Locked(State())

  init(_ clock: any Clock<Duration>) { timeline = Timeline(clock) }

  /// Counts a fallback.
  ///
  /// - Returns: How many there were since the last line, this one included, if it is time for a line.
  func count() -> Int? {
    let now = timeline.now
    return state.withLock { state in
      state.count += 1
      if let logged = state.logged, now - logged < .seconds(60) { return nil }
      state.logged = now
      defer { state.count = 0 }
      return state.count
    }
  }
}

extension FallbackLimiter {
  private struct Place: Hashable {
    let name: String
    let location: SourceLocation
  }

  /// How many places are kept, so that names that are made up for each call do not fill the memory.
  private static let capacity = 1_000

  private static let kept = Locked<[Place: FallbackLimiter]>([:])

  /// The limiter of calls that run now, of the same name at the same place.
  static func kept(for site: CallSite, _ clock: any Clock<Duration>) -> FallbackLimiter {
    let place = Place(name: site.name, location: site.location)
    if let limiter = kept.withLock({ $0[place] }) { return limiter }
    let made = FallbackLimiter(clock)
    return kept.withLock { kept in
      if let first = kept[place] { return first }
      if kept.count >= capacity { kept = [:] }
      kept[place] = made
      return made
    }
  }
}
