import ResilienceSimulations
import Testing

@Suite("Tail latency: Dean and Barroso's hedged requests")
struct TailLatencyTests {
  @Test("H2: a second request after 10 ms takes most off the tail, for about 2 % more requests")
  func hedging() async throws {
    let plain = try await TailLatency.run(reads: 150, keys: 100, hedgingAfter: nil, seed: 1)
    let hedged = try await TailLatency.run(reads: 150, keys: 100, hedgingAfter: .milliseconds(10), seed: 1)
    #expect(plain.requestsPerKey == 1)
    #expect((1.01...1.03).contains(hedged.requestsPerKey))
    // In the paper the 99.9th percentile falls to a twenty-fourth.
    #expect(plain.percentile(0.99) > hedged.percentile(0.99) * 5)
    #expect(hedged.percentile(0.5) < plain.percentile(0.5))
  }

  @Test("H2: hedging earlier costs more requests")
  func earlier() async throws {
    let late = try await TailLatency.run(reads: 30, keys: 100, hedgingAfter: .milliseconds(10), seed: 2)
    let early = try await TailLatency.run(reads: 30, keys: 100, hedgingAfter: .milliseconds(2), seed: 2)
    #expect(early.requestsPerKey > late.requestsPerKey * 1.1)
    #expect(early.percentile(0.99) < late.percentile(0.99))
  }
}
