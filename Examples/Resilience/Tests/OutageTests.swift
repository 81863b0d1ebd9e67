import ResilienceSimulations
import Testing

@Suite("Outage: a server that does not answer")
struct OutageTests {
  @Test("B1, B6: with a breaker, few requests reach the dead server, and calls fail at once")
  func breaker() async throws {
    let without = try await Outage.run(hasBreaker: false, seed: 1)
    let with = try await Outage.run(hasBreaker: true, seed: 1)
    #expect(with.requestsWhileDown * 5 < without.requestsWhileDown)
    #expect(with.meanTimeToFail * 5 < without.meanTimeToFail)
    #expect(without.meanTimeToFail > .milliseconds(900))
    // The price: the breaker learns of the recovery at its next probe, at most half of the outage later.
    #expect(with.recovery > without.recovery)
    #expect(with.recovery < .seconds(30))
  }
}
