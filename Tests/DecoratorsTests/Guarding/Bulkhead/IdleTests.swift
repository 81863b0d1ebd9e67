import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct IdleTests {
  @Test("A11: a bulkhead is idle if nothing runs or waits and its limit is the first one")
  func bulkheads() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 2, waiting: 1)
    #expect(bulkhead.isIdle)
    try await bulkhead.run { #expect(!bulkhead.isIdle) }
    #expect(bulkhead.isIdle)
    bulkhead.resize(to: 3)
    #expect(!bulkhead.isIdle)
    bulkhead.resize(to: 2)
    #expect(bulkhead.isIdle)
    let adaptive = Bulkhead(named: "db", atMost: .adaptive(from: 20))
    adaptive.resize(to: 30)
    #expect(adaptive.isIdle)
  }
}
