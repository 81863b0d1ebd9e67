import DecoratorsTesting
import Testing

@testable import Generators

@Suite("Ordered work")
struct OrderedWorkTests {
  @Test("Results come in the order of the jobs, whichever is done first", arguments: 1...5)
  func order(limit: Int) {
    let work = OrderedWork<Int, Int>(concurrently: limit) { number in
      var sum = number
      // The first jobs take the longest.
      for step in 0..<(1_000 - number) { sum &+= step &* step }
      return sum == .min ? 0 : number
    }
    var results: [Int] = []
    var submitted = 0
    while results.count < 1_000 {
      while submitted < 1_000, work.pending < 12 {
        work.submit(submitted)
        submitted += 1
      }
      results.append(work.next() ?? -1)
    }
    #expect(results == Array(0..<1_000))
    #expect(work.next() == nil)
    work.stop()
  }

  @Test("The taking thread and others do jobs at the same time")
  func together() {
    let meeting = Meeting(of: 3)
    let work = OrderedWork<Int, Bool>(concurrently: 3) { _ in meeting.isHeld(within: 10) }
    for number in 0..<3 { work.submit(number) }
    #expect((0..<3).map { _ in work.next() } == [true, true, true])
    work.stop()
  }

  @Test("A stop drops what has not begun and waits for what has")
  func stop() {
    let done = ValueRecorder<Int>()
    let begun = Doorbell(rings: 0)
    let proceed = Doorbell(rings: 0)
    let work = OrderedWork<Int, Int>(concurrently: 2) { number in
      begun.ring()
      proceed.wait()
      done.append(number)
      return number
    }
    for number in 0..<10 { work.submit(number) }
    begun.wait()
    // The other thread may begin further jobs before the stop.
    for _ in 0..<10 { proceed.ring() }
    work.stop()
    let count = done.values.count
    #expect((1...10).contains(count))
    #expect(work.next() == nil)
    #expect(done.values.count == count)
    work.stop()
  }
}
