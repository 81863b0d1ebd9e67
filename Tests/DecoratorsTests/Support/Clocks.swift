import Decorators
import DecoratorsTesting

/// A clock that can only suspend: a blocking wait on it stops the program.
struct SuspendingOnlyClock: Clock {
  let time = RecordingClock()
  var now: TestInstant { time.now }
  var minimumResolution: Duration { time.minimumResolution }

  func sleep(until deadline: TestInstant, tolerance: Duration?) async throws { try await time.sleep(until: deadline) }
}

/// The clock of a machine that goes to sleep for an hour in every wait.
struct OversleepingClock: BlockingClock {
  let time = RecordingClock()
  var now: TestInstant { time.now }
  var minimumResolution: Duration { time.minimumResolution }

  func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {
    try await time.sleep(until: deadline.advanced(by: .seconds(3_600)))
  }

  func blockingSleep(until deadline: TestInstant) throws(CancellationError) {
    try time.blockingSleep(until: deadline.advanced(by: .seconds(3_600)))
  }
}

/// A clock that cannot wait.
struct BrokenClock: Clock {
  struct Failure: Error, Equatable {}

  var now: TestInstant { TestInstant() }
  var minimumResolution: Duration { .zero }

  func sleep(until deadline: TestInstant, tolerance: Duration?) async throws { throw Failure() }
}
