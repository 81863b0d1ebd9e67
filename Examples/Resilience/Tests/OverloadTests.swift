import ResilienceSimulations
import Testing

@Suite("Overload: more calls than a server can answer")
struct OverloadTests {
  @Test("K10: an adaptive limit keeps the answers useful; without one, or with a large one, none is")
  func adaptive() async throws {
    let none = try await Overload.run(.none, seed: 1)
    let fixed = try await Overload.run(.fixed, seed: 1)
    let adaptive = try await Overload.run(.adaptive, seed: 1)
    #expect(none.useful == 0)
    #expect(none.median > .seconds(10))
    #expect(fixed.median > .seconds(1))
    // The server can answer 6,000 calls in the minute.
    #expect(adaptive.useful > 5_000)
    #expect(adaptive.median < .milliseconds(500))
    #expect(adaptive.refused > 2_000)
  }
}
