import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct AdaptiveBulkheadTests {
  private struct Busy: Error {}

  private let clock = RecordingClock()
  private let changes = ValueRecorder<BulkheadLimitChange>()

  private func bulkhead(from start: Int = 2) -> Bulkhead {
    Bulkhead(
      named: "db",
      atMost: .adaptive(from: start, in: 1...200) { $0 is Busy },
      limitDidChange: { [changes] in changes.append($0) },
      clock: clock
    )
  }

  private func call(_ bulkhead: Bulkhead, taking seconds: Double, times: Int = 1) throws {
    for _ in 0..<times { try bulkhead.run { clock.advance(by: .seconds(seconds)) } }
  }

  @Test("K10, K12: the limit changes at most once in a window of a second and ten calls, and the hook says how")
  func windows() throws {
    let bulkhead = bulkhead(from: 100)
    func drop(_ count: Int, taking seconds: Double) {
      for _ in 0..<count {
        try? bulkhead.run { () throws in
          clock.advance(by: .seconds(seconds))
          throw Busy()
        }
      }
    }
    // Nine calls in many seconds are too few, and a tenth is enough.
    drop(9, taking: 2)
    #expect(bulkhead.limit == 100)
    drop(1, taking: 2)
    #expect(bulkhead.limit == 90)
    // Many calls in less than a second are too early, and a second is enough.
    drop(99, taking: 0.01)
    #expect(bulkhead.limit == 90)
    drop(1, taking: 0.01)
    #expect(bulkhead.limit == 81)
    #expect(
      changes.values == [
        BulkheadLimitChange(name: "db", old: 100, new: 90, number: 1),
        BulkheadLimitChange(name: "db", old: 90, new: 81, number: 2),
      ]
    )
  }

  @Test("K10: while calls take as long as ever and use the limit, it rises")
  func growth() throws {
    let bulkhead = bulkhead()
    // Two at once: L = 2 → 2.8 → 3.6.
    func pair() throws { try bulkhead.run { try call(bulkhead, taking: 0.1) } }
    for _ in 0..<20 { try pair() }
    #expect(bulkhead.limit == 2)
    try pair()
    #expect(bulkhead.limit == 3)
  }

  @Test("K10: a limit of which less than half is used does not change")
  func unused() throws {
    let bulkhead = bulkhead(from: 3)
    try call(bulkhead, taking: 0.3, times: 100)
    #expect(bulkhead.limit == 3)
  }

  @Test("K11: drops lower the limit; fast failures, rejections and cancellations say nothing")
  func samples() throws {
    let bulkhead = bulkhead(from: 100)
    func fail(_ error: any Error) {
      try? bulkhead.run { () throws in
        clock.advance(by: .seconds(1))
        throw error
      }
    }
    for _ in 0..<50 {
      fail(ConnectionError())
      fail(CancellationError())
      fail(BulkheadFullError(name: "other", reason: .queueFull, running: 1, waiting: 0))
    }
    #expect(bulkhead.limit == 100)
    for _ in 0..<10 { fail(Busy()) }
    #expect(bulkhead.limit == 90)
    for _ in 0..<10 { fail(StartedTimeout()) }
    #expect(bulkhead.limit == 81)
  }

  @Test("K6: an adaptive limit goes on from the one it was resized to, within its bounds")
  func resizing() {
    let bulkhead = bulkhead()
    bulkhead.resize(to: 500)
    #expect(bulkhead.limit == 200)
    bulkhead.resize(to: 10)
    #expect(bulkhead.limit == 10)
    #expect(changes.values.map(\.number) == [1, 2])
  }
}

/// A time limit of a call that had begun.
private struct StartedTimeout: Rejection {
  var name: String { "limit" }
  var retryAfter: Duration? { nil }
  var didRun: Bool { true }
}
