import DecoratorsTesting
import Testing

@testable import Decorators

@Suite("A sketch of frequencies")
struct FrequencySketchTests {
  private func sketch(for entries: Int) -> FrequencySketch {
    var sketch = FrequencySketch()
    while sketch.entries < entries { sketch.grow() }
    return sketch
  }

  @Test func itCountsUpToFifteen() {
    var sketch = FrequencySketch()
    defer { sketch.free() }
    #expect(sketch.frequency(of: 7) == 0)
    for count in 1...20 {
      sketch.add(7)
      #expect(sketch.frequency(of: 7) == min(15, count))
    }
    sketch.add(8, uses: 3)
    #expect(sketch.frequency(of: 8) == 3)
  }

  @Test("it never counts too little while nothing is halved, also while it grows", arguments: 0..<4)
  func neverTooLittle(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var sketch = FrequencySketch()
    defer { sketch.free() }
    var exact: [UInt32: Int] = [:]
    for step in 0..<20_000 {
      if step.isMultiple(of: 1_500) { sketch.grow() }
      sketch.period = .max
      let hash = UInt32.random(in: 0..<2_000, using: &random) &* 2_654_435_761
      let uses = Int.random(in: 1...3, using: &random)
      sketch.add(hash, uses: uses)
      exact[hash, default: 0] += uses
      if step.isMultiple(of: 997) {
        #expect(exact.allSatisfy { sketch.frequency(of: $0.key) >= min(15, $0.value) })
      }
    }
  }

  @Test func itSeldomCountsTooMuch() {
    var sketch = sketch(for: 10_000)
    defer { sketch.free() }
    sketch.period = .max
    for number in 0..<10_000 { sketch.add(UInt32(truncatingIfNeeded: number &* 2_654_435_761)) }
    let tooMuch = (0..<10_000).count { sketch.frequency(of: UInt32(truncatingIfNeeded: $0 &* 2_654_435_761)) > 1 }
    #expect(tooMuch < 300)
  }

  @Test func whatIsLongAgoCountsHalf() {
    var sketch = sketch(for: 1_000)
    defer { sketch.free() }
    sketch.period = 1_000
    sketch.add(1, uses: 12)
    var random = SeededGenerator(seed: 3)
    for _ in 0..<1_100 { sketch.add(.random(in: 2...(.max), using: &random)) }
    // 1,012 additions have halved everything once, and less than as many again have followed.
    #expect((6...7).contains(sketch.frequency(of: 1)))
  }
}

@Suite("The search for the size of the window")
struct WindowClimberTests {
  /// A cache whose hit rate is best at this share.
  private func share(after periods: Int, best: Double) -> Double {
    var climber = WindowClimber()
    for _ in 0..<periods {
      let rate = 0.6 - 0.5 * abs(climber.share - best)
      climber.hits = Int(rate * 100_000)
      climber.evictions = 100_000 - climber.hits
      climber.climb(count: 1_000)
    }
    return climber.share
  }

  @Test("it comes near to the best share", arguments: [0.0, 0.2, 0.5, 0.8])
  func climbs(best: Double) {
    #expect(abs(share(after: 300, best: best) - best) < 0.1)
  }

  @Test func itWaitsForTenTimesAsManyLookupsAsThereAreEntries() {
    var climber = WindowClimber()
    for _ in 0..<2 {
      (climber.hits, climber.evictions) = (9_000, 999)
      climber.climb(count: 1_000)
      #expect(climber.share == 0.01 && climber.hits == 9_000)
      climber.evictions += 1
      climber.climb(count: 1_000)
      #expect(climber.hits == 0)
      if climber.share != 0.01 { break }
    }
    #expect(climber.share > 0.05)
  }

  @Test func aWindowHasAtLeastOneEntry() {
    #expect(WindowClimber().windowSize(of: 3) == 1)
    #expect(WindowClimber().windowSize(of: 1_000) == 10)
  }
}
