import Decorators
import DecoratorsTesting

/// A clock that stands still and counts how often it is read.
struct StillClock: BlockingClock {
  var readings = Counter()

  var now: TestInstant {
    readings.increment()
    return TestInstant()
  }
  var minimumResolution: Duration { .zero }
  func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {}
  func blockingSleep(until deadline: TestInstant) throws(CancellationError) {}
}
