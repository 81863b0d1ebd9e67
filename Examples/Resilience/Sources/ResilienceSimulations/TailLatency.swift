import Decorators
import DecoratorsTesting
import Synchronization

/// A read of many keys on many servers, which is as slow as its slowest request, with and without hedging.
///
/// It has the shape of the benchmark in Dean and Barroso, "The Tail at Scale", Communications of the ACM, 2013: 1,000 keys
/// on 100 BigTable servers, and a second request after 10 ms. There the 99.9th percentile fell from 1,800 ms to 74 ms with
/// 2 % more requests. Here a request takes a time of the Pareto distribution, which exceeds 10 ms in 2 % of all cases.
public enum TailLatency {
  /// What the reads took.
  public struct Outcome: Sendable {
    /// How long each read took, in ascending order.
    public let latencies: [Duration]
    /// How many requests were sent for each that was needed.
    public let requestsPerKey: Double

    /// The latency that this share of the reads did not exceed.
    public func percentile(_ share: Double) -> Duration {
      latencies[min(latencies.count - 1, Int(Double(latencies.count) * share))]
    }
  }

  /// Reads keys again and again.
  ///
  /// - Parameters:
  ///   - reads: How many reads there are, one after the other.
  ///   - keys: How many keys each of them reads at once.
  ///   - delay: When a second request is sent; nil for never.
  ///   - seed: The seed of all randomness.
  public static func run(reads: Int, keys: Int, hedgingAfter delay: Duration?, seed: UInt64) async throws -> Outcome {
    try await withSimulatedTime { clock in
      let randomness = Randomness(seed: seed)
      let requests = Tally()
      @Sendable func request() async throws {
        requests.increment()
        try await clock.sleep(for: randomness.pareto(least: .milliseconds(1), shape: 1.7))
      }
      let hedge = delay.map { HedgePolicy(after: .fixed($0), clock: clock) }
      var latencies: [Duration] = []
      for _ in 0..<reads {
        let start = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<keys {
            group.addTask {
              if let hedge { try await hedge.run { try await request() } } else { try await request() }
            }
          }
          try await group.waitForAll()
        }
        latencies.append(start.duration(to: clock.now))
      }
      return Outcome(
        latencies: latencies.sorted(),
        requestsPerKey: Double(requests.value) / Double(reads * keys)
      )
    }
  }
}
