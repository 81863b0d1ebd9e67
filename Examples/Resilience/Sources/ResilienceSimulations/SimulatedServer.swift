import DecoratorsTesting
import Synchronization

/// A server that answers one request after the other. It does the work of every request that came, also of one whose
/// client has left, as servers do that do not know.
final class SimulatedServer: Sendable {
  private struct State {
    /// When the server has done all that came so far.
    var isIdleAt: Duration = .zero
    var requests = 0
  }

  private let clock: ManualClock
  private let randomness: Randomness
  private let work: Duration
  private let slowness: @Sendable (Duration) -> Double
  private let isDown: @Sendable (Duration) -> Bool
  private let state = Mutex(State())

  /// Makes a server.
  ///
  /// - Parameters:
  ///   - clock: The clock of the simulation.
  ///   - work: How long a request takes on average, without the queue.
  ///   - slowness: By what factor the work takes longer at a time.
  ///   - isDown: Whether the server does not answer at a time.
  ///   - randomness: Draws the work of each request, which is exponentially distributed.
  init(
    on clock: ManualClock,
    work: Duration,
    slowness: @escaping @Sendable (Duration) -> Double = { _ in 1 },
    isDown: @escaping @Sendable (Duration) -> Bool = { _ in false },
    randomness: Randomness
  ) {
    self.clock = clock
    self.work = work
    self.slowness = slowness
    self.isDown = isDown
    self.randomness = randomness
  }

  /// How many requests came so far.
  var requests: Int { state.withLock { $0.requests } }

  /// Answers a request when its work and that of all before it is done.
  func answer() async throws {
    let now = clock.now.offset
    let work = randomness.interval(rate: 1 / (work / .seconds(1))) * slowness(now)
    let end = state.withLock { state in
      state.requests += 1
      guard !isDown(now) else { return now }
      state.isIdleAt = max(now, state.isIdleAt) + work
      return state.isIdleAt
    }
    try await clock.sleep(until: TestInstant(offset: isDown(now) ? now + .seconds(600) : end))
  }
}
