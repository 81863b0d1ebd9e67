import Decorators
import DecoratorsTesting
import Synchronization

/// A server that does not answer for half a minute, and clients with and without a circuit breaker.
///
/// Without a breaker, each call waits for its time limit, so calls pile up in the client, and the server gets the full
/// load while it is down and the moment it is back. This is the case for which Nygard, "Release It!", 2007, describes the
/// circuit breaker.
public enum Outage {
  /// What the clients saw.
  public struct Outcome: Sendable {
    /// How many requests reached the server while it did not answer.
    public let requestsWhileDown: Int
    /// How many calls were in flight at most.
    public let mostInFlight: Int
    /// How long a call took on average that failed.
    public let meanTimeToFail: Duration
    /// How long after the server was back the first call succeeded.
    public let recovery: Duration
  }

  static let callsPerSecond = 50.0
  static let down = Duration.seconds(20)..<Duration.seconds(50)

  /// Lets clients call for two minutes.
  ///
  /// - Parameters:
  ///   - hasBreaker: Whether they have a circuit breaker.
  ///   - seed: The seed of all randomness.
  public static func run(hasBreaker: Bool, seed: UInt64) async throws -> Outcome {
    await withSimulatedTime { clock in
      let arrivals = Randomness(seed: seed)
      let server = SimulatedServer(
        on: clock,
        work: .milliseconds(5),
        isDown: { down.contains($0) },
        randomness: Randomness(seed: seed &+ 1)
      )
      let breaker =
        hasBreaker
        ? CircuitBreaker(
          named: "server",
          window: .time(.seconds(5)),
          generator: SeededGenerator(seed: seed),
          clock: clock
        ) : nil
      let limit = TimeLimit(eachAttempt: .seconds(1), clock: clock)
      let seen = Observations()
      await withTaskGroup(of: Void.self) { group in
        while clock.now.offset < .seconds(120) {
          group.addTask {
            let start = clock.now.offset
            seen.begin()
            do {
              @Sendable func request() async throws {
                if down.contains(clock.now.offset) { seen.countRequestWhileDown() }
                try await limit.run { try await server.answer() }
              }
              if let breaker { try await breaker.run { try await request() } } else { try await request() }
              seen.end(succeeding: true, at: clock.now.offset, after: clock.now.offset - start)
            } catch {
              seen.end(succeeding: false, at: clock.now.offset, after: clock.now.offset - start)
            }
          }
          try? await clock.sleep(for: arrivals.interval(rate: callsPerSecond))
        }
      }
      return seen.outcome
    }
  }

  private final class Observations: Sendable {
    private struct State {
      var requestsWhileDown = 0
      var inFlight = 0
      var mostInFlight = 0
      var failures = 0
      var timeToFail = Duration.zero
      var firstSuccess: Duration?
    }

    private let state = Mutex(State())

    func begin() {
      state.withLock { state in
        state.inFlight += 1
        state.mostInFlight = max(state.mostInFlight, state.inFlight)
      }
    }

    func countRequestWhileDown() { state.withLock { $0.requestsWhileDown += 1 } }

    func end(succeeding: Bool, at now: Duration, after time: Duration) {
      state.withLock { state in
        state.inFlight -= 1
        if !succeeding {
          state.failures += 1
          state.timeToFail += time
        } else if now >= down.upperBound, state.firstSuccess == nil {
          state.firstSuccess = now
        }
      }
    }

    var outcome: Outcome {
      state.withLock { state in
        Outcome(
          requestsWhileDown: state.requestsWhileDown,
          mostInFlight: state.mostInFlight,
          meanTimeToFail: state.timeToFail / max(1, state.failures),
          recovery: (state.firstSuccess ?? .seconds(120)) - down.upperBound
        )
      }
    }
  }
}
