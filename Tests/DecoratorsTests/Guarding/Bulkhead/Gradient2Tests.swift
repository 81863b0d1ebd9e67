import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct Gradient2Tests {
  @Test("K10: the next limit, by the vectors")
  func vectors() {
    #expect(Gradient2.next(100, long: 0.1, short: 0.1, inFlight: 100).isAlmost(100.8))
    // Netflix: 90.8, with the 4 that is added always.
    #expect(Gradient2.next(100, long: 0.1, short: 0.3, inFlight: 100).isAlmost(90))
    #expect(Gradient2.next(100, long: 0.1, short: 10, inFlight: 100).isAlmost(90))
    #expect(Gradient2.next(100, long: 0.1, short: 0.2, inFlight: 100).isAlmost(95))
    #expect(Gradient2.next(100, long: 0.1, short: 0.3, inFlight: 40) == 100)
    #expect(Gradient2.next(100, long: 0.1, short: 0.15, inFlight: 50).isAlmost(100.8))
    #expect(Gradient2.next(100, long: 0, short: 0, inFlight: 100).isAlmost(100.8))
  }

  @Test("K10: the limit never leaves its range, and 1 is enough")
  func range() {
    var gradient = Gradient2(from: 3, in: 1...5)
    for _ in 0..<100 { gradient.windowEnded(short: 0.1, inFlight: 5, dropped: false) }
    #expect(gradient.wholeLimit == 5 && gradient.limit == 5)
    for _ in 0..<100 { gradient.windowEnded(short: 0.1, inFlight: 5, dropped: true) }
    #expect(gradient.wholeLimit == 1 && gradient.limit == 1)
    for _ in 0..<2 { gradient.windowEnded(short: 0.1, inFlight: 1, dropped: false) }
    #expect(gradient.wholeLimit == 2)
  }

  @Test("K11: a drop takes a tenth, as AIMD does, and its window needs no durations")
  func drops() {
    var gradient = Gradient2(from: 100, in: 1...200)
    gradient.windowEnded(short: nil, inFlight: 100, dropped: true)
    #expect(gradient.limit.isAlmost(90))
    gradient.windowEnded(short: 0.001, inFlight: 100, dropped: true)
    #expect(gradient.limit.isAlmost(81))
    gradient.windowEnded(short: nil, inFlight: 100, dropped: false)
    #expect(gradient.limit.isAlmost(81))
  }

  @Test("K10: why 4 is added only while g = 1: under a mild overload, the limit grows otherwise")
  func addingAlways() {
    var (always, ours) = (20.0, 20.0)
    for _ in 0..<200 {
      // Calls take 1.6 times as long as they should: g = 0.9375.
      always = always * 0.8 + (always * 0.9375 + 4) * 0.2
      ours = Gradient2.next(ours, long: 1, short: 1.6, inFlight: Int(ours.rounded(.up)))
    }
    #expect(always > 60)
    #expect(ours < 5)
  }

  @Test("K10: under an overload that lasts for an hour, the limit stays near what the server can do", arguments: 1...5)
  func lastingOverload(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    // A server that does 20 calls at once; more of them queue. There are always enough calls to fill the limit.
    func duration(at limit: Double, capacity: Double = 20) -> Double {
      0.1 * max(1, limit / capacity) * Double.random(in: 0.95...1.05, using: &random)
    }
    var gradient = Gradient2(from: 20, in: 1...200)
    var netflix = (limit: 20.0, long: 0.0, windows: 0.0)
    var largest = 0
    for _ in 0..<3_600 {
      gradient.windowEnded(short: duration(at: gradient.limit), inFlight: gradient.wholeLimit, dropped: false)
      largest = max(largest, gradient.wholeLimit)

      let short = duration(at: netflix.limit)
      netflix.windows += 1
      netflix.long += (short - netflix.long) * (netflix.windows <= 10 ? 1 / netflix.windows : 2.0 / 601)
      let g = min(max(1.5 * netflix.long / short, 0.5), 1)
      netflix.limit = min(netflix.limit * 0.8 + (netflix.limit * g + 4) * 0.2, 200)
    }
    #expect(netflix.limit > 190)
    #expect(largest < 50)
    #expect((20...50).contains(gradient.wholeLimit))
  }

  @Test("K10: after a change of the server for good, the limit falls, learns the new durations and rises again")
  func newDurations() {
    var gradient = Gradient2(from: 20, in: 1...200)
    func window(_ base: Double) {
      let short = base * max(1, gradient.limit / 20)
      gradient.windowEnded(short: short, inFlight: gradient.wholeLimit, dropped: false)
    }
    for _ in 0..<100 { window(0.1) }
    #expect(gradient.wholeLimit > 20)
    for _ in 0..<40 { window(0.3) }
    #expect(gradient.wholeLimit < 10)
    for _ in 0..<300 { window(0.3) }
    #expect(gradient.wholeLimit > 15)
    // And faster again.
    for _ in 0..<300 { window(0.1) }
    #expect(gradient.wholeLimit > 20)
  }
}

extension Double {
  fileprivate func isAlmost(_ other: Double) -> Bool { abs(self - other) < 1e-9 }
}
