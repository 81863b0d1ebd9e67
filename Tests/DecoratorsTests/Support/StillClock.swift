import DecoratorsTesting

/// A clock that stands still and counts how often it is read.
struct StillClock: Clock {
  let readings = Counter()

  var now: TestInstant {
    readings.increment()
    return TestInstant(offset: .zero)
  }
  var minimumResolution: Duration { .zero }
  func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {}
}
