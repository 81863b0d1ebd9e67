import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct AdaptiveSamplingTests {
  private struct Busy: Error {}

  @Test("K11: the first 256 calls of a window are measured, and then one in eight, at most 13 calls apart")
  func share() {
    let measured = (0..<100_256).filter { AdaptiveSampling.isMeasured(UInt64($0)) }
    #expect(Array(measured.prefix(256)) == Array(0..<256))
    let others = measured.dropFirst(256)
    #expect((12_490...12_510).contains(others.count))
    #expect(zip(others, others.dropFirst()).allSatisfy { $1 - $0 <= 13 })
  }

  @Test("K11: functions that take turns are measured equally often", arguments: 2...16)
  func turns(functions: Int) {
    var measured = Array(repeating: 0, count: functions)
    for number in 256..<100_256 where AdaptiveSampling.isMeasured(UInt64(number)) { measured[number % functions] += 1 }
    let fair = Double(measured.reduce(0, +)) / Double(functions)
    #expect(measured.allSatisfy { abs(Double($0) - fair) < fair / 20 })
  }

  @Test("K11: a call that is not measured does not read the clock")
  func readings() throws {
    let clock = StillClock()
    let bulkhead = Bulkhead(named: "db", atMost: .adaptive(), clock: clock)
    func readings(of calls: Int) throws -> Int {
      let before = clock.readings.value
      for _ in 0..<calls { try bulkhead.run {} }
      return clock.readings.value - before
    }
    #expect(try readings(of: 256) == 512)
    #expect((1_990...2_010).contains(try readings(of: 8_000)))
  }

  @Test("K10: the limit follows the calls that are measured in windows of many calls")
  func durations() throws {
    let clock = RecordingClock()
    let bulkhead = Bulkhead(named: "db", atMost: .adaptive(from: 1), clock: clock)
    func call(_ times: Int) throws {
      for _ in 0..<times { try bulkhead.run { clock.advance(by: .milliseconds(1)) } }
    }
    // A window lasts for a second, and until a call is measured: L = 1 → 1.8 → 2.6.
    try call(2_000)
    #expect(bulkhead.limit == 1)
    try call(40)
    #expect(bulkhead.limit == 2)
  }

  @Test("K11: a drop counts also in a window in which calls are sampled")
  func drops() throws {
    let clock = RecordingClock()
    let bulkhead = Bulkhead(named: "db", atMost: .adaptive(from: 100) { $0 is Busy }, clock: clock)
    for _ in 0..<10_000 { try bulkhead.run { clock.advance(by: .microseconds(1)) } }
    #expect(bulkhead.limit == 100)
    try? bulkhead.run { () throws in
      clock.advance(by: .seconds(1))
      throw Busy()
    }
    #expect(bulkhead.limit == 90)
  }

  @Test("K10: what runs at once counts, whichever calls are measured")
  func inFlight() {
    let sampling = AdaptiveSampling()
    for running in [1, 5, 3] { sampling.note(running: running) }
    // What cannot be copied stands in no expectation.
    var inFlight = sampling.inFlight
    #expect(inFlight == 5)
    sampling.restart(running: 2)
    sampling.note(running: 1)
    inFlight = sampling.inFlight
    #expect(inFlight == 2)
  }
}
