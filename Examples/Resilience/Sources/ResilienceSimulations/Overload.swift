import Decorators
import DecoratorsTesting
import Synchronization

/// A server that gets more calls than it can answer, without a limit of concurrency, with a fixed one and with an adaptive
/// one.
///
/// Calls that take longer than a second are of no use to anybody. Without a limit the queue grows, and soon no call is
/// useful, although the server is busy all the time. It is the case for which Netflix describes adaptive limits
/// ("Performance Under Load", 2018).
public enum Overload {
  /// The limits that are compared.
  public enum Limit: String, CaseIterable, Sendable {
    case none = "no limit"
    case fixed = "200 at once"
    case adaptive = "adaptive"
  }

  /// What the callers saw.
  public struct Outcome: Sendable {
    /// How many calls of the last minute were answered within a second.
    public let useful: Int
    /// How many calls of the last minute were refused at once.
    public let refused: Int
    /// How long the calls of the last minute took that were answered, in the middle.
    public let median: Duration
    /// The limit of the bulkhead at the end.
    public let limit: Int?
  }

  /// Lets 150 calls a second reach a server that can answer 100, for two minutes.
  ///
  /// - Parameters:
  ///   - limit: What limits the calls at once.
  ///   - seed: The seed of all randomness.
  public static func run(_ limit: Limit, seed: UInt64) async throws -> Outcome {
    await withSimulatedTime { clock in
      let arrivals = Randomness(seed: seed)
      let server = SimulatedServer(on: clock, work: .milliseconds(10), randomness: Randomness(seed: seed &+ 1))
      let bulkhead: Bulkhead? =
        switch limit {
        case .none: nil
        case .fixed: Bulkhead(named: "server", atMost: 200, clock: clock)
        case .adaptive: Bulkhead(named: "server", atMost: .adaptive(from: 20, in: 1...200), clock: clock)
        }
      let seen = Observations()
      await withTaskGroup(of: Void.self) { group in
        while clock.now.offset < .seconds(120) {
          group.addTask {
            let start = clock.now.offset
            do {
              if let bulkhead {
                try await bulkhead.run { try await server.answer() }
              } else {
                try await server.answer()
              }
              if start >= .seconds(60) { seen.answered(after: clock.now.offset - start) }
            } catch {
              if start >= .seconds(60) { seen.refused() }
            }
          }
          try? await clock.sleep(for: arrivals.interval(rate: 150))
        }
      }
      return seen.outcome(limit: bulkhead?.limit)
    }
  }

  /// What the callers saw so far.
  private final class Observations: Sendable {
    private let state = Mutex<(times: [Duration], refused: Int)>(([], 0))

    func answered(after time: Duration) { state.withLock { $0.times.append(time) } }

    func refused() { state.withLock { $0.refused += 1 } }

    func outcome(limit: Int?) -> Outcome {
      state.withLock { state in
        let times = state.times.sorted()
        return Outcome(
          useful: times.count { $0 <= .seconds(1) },
          refused: state.refused,
          median: times.isEmpty ? .zero : times[times.count / 2],
          limit: limit
        )
      }
    }
  }
}
