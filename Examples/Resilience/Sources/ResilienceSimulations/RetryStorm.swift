import Decorators
import DecoratorsTesting
import Synchronization

/// A server that is slow for a while, and clients whose retries keep it from recovering.
///
/// It is the failure that Bronson, Aghayev, Charapko and Zhu call metastable ("Metastable Failures in Distributed Systems",
/// HotOS 2021): the trigger is over, and the system stays down, because the load that the trigger caused sustains itself.
/// Here 70 requests a second reach a server that can answer 100. For ten seconds it can answer only 40. Its queue grows,
/// requests reach their time limit, and each is sent up to four times: 280 requests a second, of which the server answers
/// 100, all of them too late.
public enum RetryStorm {
  /// The ways to retry that are compared.
  public enum Strategy: String, CaseIterable, Sendable {
    case noRetry = "no retry"
    case retry = "4 attempts"
    case budget = "4 attempts, budget"
    case breaker = "4 attempts, breaker"
  }

  /// What happened in each second.
  public struct Outcome: Sendable {
    /// How many calls succeeded.
    public var succeeded: [Int]
    /// How many requests reached the server.
    public var requests: [Int]

    /// The share of calls that succeeded in these seconds, of those that began in them on average.
    public func successRate(in seconds: Range<Int>) -> Double {
      Double(succeeded[seconds].reduce(0, +)) / (RetryStorm.callsPerSecond * Double(seconds.count))
    }
  }

  static let callsPerSecond = 70.0
  /// When the server is slow, in seconds.
  public static let slowSeconds = 20.0...30.0

  /// Lets clients call for a time.
  ///
  /// - Parameters:
  ///   - strategy: How they retry.
  ///   - seconds: How long.
  ///   - seed: The seed of all randomness.
  public static func run(_ strategy: Strategy, seconds: Int, seed: UInt64) async throws -> Outcome {
    await withSimulatedTime { clock in
      let arrivals = Randomness(seed: seed)
      let server = SimulatedServer(
        on: clock,
        work: .milliseconds(10),
        slowness: { slowSeconds.contains($0 / .seconds(1)) ? 2.5 : 1 },
        randomness: Randomness(seed: seed &+ 1)
      )
      let budget = strategy == .budget ? RetryBudget(named: "server", perSecond: 1, clock: clock) : nil
      let breaker =
        strategy == .breaker
        ? CircuitBreaker(
          named: "server",
          window: .time(.seconds(5)),
          generator: SeededGenerator(seed: seed),
          clock: clock
        ) : nil
      let attempts = strategy == .noRetry ? 1 : 4
      // Inside the breaker, which does not count what is cancelled from outside.
      let limit = TimeLimit(eachAttempt: .seconds(1), clock: clock)
      let seen = Timeline(seconds: seconds)

      await withTaskGroup(of: Void.self) { group in
        var number: UInt64 = 0
        while clock.now.offset < .seconds(seconds) {
          number += 1
          let policy = RetryPolicy(
            attempts: attempts,
            backoff: .exponential(from: .milliseconds(100)),
            budget: budget,
            generator: SeededGenerator(seed: seed &* 1_000_003 &+ number),
            clock: clock
          )
          group.addTask {
            do {
              try await policy.run(named: "call") {
                @Sendable func request() async throws {
                  seen.countRequest(at: clock.now.offset)
                  try await limit.run { try await server.answer() }
                }
                if let breaker { try await breaker.run { try await request() } } else { try await request() }
              }
              seen.countSuccess(at: clock.now.offset)
            } catch {}
          }
          try? await clock.sleep(for: arrivals.interval(rate: callsPerSecond))
        }
        group.cancelAll()
      }
      return seen.outcome
    }
  }

  /// Counts by the second.
  private final class Timeline: Sendable {
    private let counts: Mutex<Outcome>

    init(seconds: Int) {
      let zeros = Array(repeating: 0, count: seconds)
      counts = Mutex(Outcome(succeeded: zeros, requests: zeros))
    }

    var outcome: Outcome { counts.withLock { $0 } }

    func countSuccess(at time: Duration) {
      counts.withLock { if let second = $0.second(of: time) { $0.succeeded[second] += 1 } }
    }

    func countRequest(at time: Duration) {
      counts.withLock { if let second = $0.second(of: time) { $0.requests[second] += 1 } }
    }
  }
}

extension RetryStorm.Outcome {
  fileprivate func second(of time: Duration) -> Int? {
    let second = Int(time / .seconds(1))
    return succeeded.indices.contains(second) ? second : nil
  }
}
