import ResilienceSimulations
import Testing

@Suite("Contention: AWS's comparison of jitter")
struct ContentionTests {
  @Test("R1, R2: the order of Brooker's figures for 100 clients")
  func order() async throws {
    var outcomes: [Contention.Strategy: Contention.Outcome] = [:]
    for strategy in Contention.Strategy.allCases {
      outcomes[strategy] = try await Contention.mean(clients: 100, strategy: strategy, seeds: 1..<11)
    }
    let none = try #require(outcomes[.none])
    let exponential = try #require(outcomes[.exponential])
    let equal = try #require(outcomes[.equal])
    let full = try #require(outcomes[.full])
    let decorrelated = try #require(outcomes[.decorrelated])

    // Backoff without jitter is the clear loser: more work and more time than with any jitter.
    for jittered in [equal, full, decorrelated] {
      #expect(exponential.calls > jittered.calls * 3 / 2)
      #expect(exponential.time > jittered.time * 3)
      // Without backoff the clients are done soonest, at the price of the most work.
      #expect(none.calls > jittered.calls * 2)
    }
    // Of the jittered ones, equal jitter takes much longer than full jitter and does no less work.
    #expect(equal.time > full.time * 1.15)
    #expect(Double(equal.calls) > Double(full.calls) * 0.98)
    // Full jitter does less work than decorrelated jitter and takes a little more time.
    #expect(full.calls < decorrelated.calls)
    #expect(full.time > decorrelated.time)
  }

  @Test("without backoff, the work grows with the square of the clients")
  func growth() async throws {
    let few = try await Contention.mean(clients: 25, strategy: .none, seeds: 1..<6)
    let many = try await Contention.mean(clients: 100, strategy: .none, seeds: 1..<6)
    #expect(many.calls > few.calls * 8)
  }

  @Test("a run with the same seed is the same run")
  func repeatable() async throws {
    let first = try await Contention.run(clients: 40, strategy: .full, seed: 7)
    let second = try await Contention.run(clients: 40, strategy: .full, seed: 7)
    #expect((first.calls, first.time) == (second.calls, second.time))
    #expect(try await Contention.run(clients: 40, strategy: .full, seed: 8).time != first.time)
  }
}
