import Decorators
import DecoratorsTesting
import Synchronization

/// Clients that all want to write the same row once, with optimistic concurrency control: a client reads the row's
/// version, and its write succeeds only if nobody has written since. After a conflict it waits and begins anew.
///
/// It is the model of Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015: network delays are
/// normally distributed with a mean of 10 ms and a deviation of 2 ms, delays begin with 5 ms and are capped at 2 s.
public enum Contention {
  /// The ways to wait that are compared.
  public enum Strategy: String, CaseIterable, Sendable {
    case none = "no backoff"
    case exponential = "exponential"
    case equal = "equal jitter"
    case full = "full jitter"
    case decorrelated = "decorrelated jitter"

    var backoff: Backoff {
      // The model's first delay after a conflict is twice its base.
      switch self {
      case .none: .none
      case .exponential: .exponential(from: .milliseconds(10), cap: .seconds(2), jitter: .none)
      case .equal: .exponential(from: .milliseconds(10), cap: .seconds(2), jitter: .equal)
      case .full: .exponential(from: .milliseconds(10), cap: .seconds(2), jitter: .full)
      case .decorrelated: .decorrelated(from: .milliseconds(5), cap: .seconds(2))
      }
    }
  }

  /// What a run took.
  public struct Outcome: Sendable {
    /// How many writes the clients tried.
    public let calls: Int
    /// When the last client was done.
    public let time: Duration
  }

  private struct Conflict: Error {}

  private final class Row: Sendable {
    private let state = Mutex((version: 0, writes: 0))

    var version: Int { state.withLock { $0.version } }
    var writes: Int { state.withLock { $0.writes } }

    func write(over read: Int) -> Bool {
      state.withLock { state in
        state.writes += 1
        guard state.version == read else { return false }
        state.version += 1
        return true
      }
    }
  }

  /// Lets the clients write.
  ///
  /// - Parameters:
  ///   - clients: How many there are.
  ///   - strategy: How they wait after a conflict.
  ///   - seed: The seed of all randomness.
  public static func run(clients: Int, strategy: Strategy, seed: UInt64) async throws -> Outcome {
    try await withSimulatedTime { clock in
      let row = Row()
      let network = Randomness(seed: seed)
      @Sendable func delay() async throws {
        try await clock.sleep(for: network.normal(mean: .milliseconds(10), deviation: .milliseconds(2)))
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for client in 0..<clients {
          let policy = RetryPolicy(
            attempts: .max,
            backoff: strategy.backoff,
            on: Conflict.self,
            generator: SeededGenerator(seed: seed &* 1_000 &+ UInt64(client)),
            clock: clock
          )
          group.addTask {
            try await policy.run(named: "write the row") {
              try await delay()
              let version = row.version
              try await delay()
              try await delay()
              let isWritten = row.write(over: version)
              try await delay()
              if !isWritten { throw Conflict() }
            }
          }
        }
        try await group.waitForAll()
      }
      return Outcome(calls: row.writes, time: clock.now.offset)
    }
  }

  /// The mean of several runs.
  ///
  /// - Parameter seeds: The seeds of the runs.
  public static func mean(clients: Int, strategy: Strategy, seeds: Range<UInt64>) async throws -> Outcome {
    var (calls, time) = (0, Duration.zero)
    for seed in seeds {
      let outcome = try await run(clients: clients, strategy: strategy, seed: seed)
      calls += outcome.calls
      time += outcome.time
    }
    return Outcome(calls: calls / seeds.count, time: time / seeds.count)
  }
}
