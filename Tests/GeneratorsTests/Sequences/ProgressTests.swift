import DecoratorsTesting
import Generators
import Testing

@Suite("Progress")
struct ProgressTests {
  @Test(
    "G1: after each count, and the total at the end unless it was reported last; sync and async, also on an error"
  )
  func byCount() async {
    for (count, expected) in [(0, []), (1, [1]), (2, [2]), (3, [2, 3]), (4, [2, 4]), (5, [2, 4, 5])] {
      var reports: [Int] = []
      let sync = drain(OnceOnly(0..<count).progress(every: 2, report: { reports.append($0) }))
      #expect(sync.elements == Array(0..<count))
      #expect(sync.isOver)
      #expect(reports == expected)
      let recorder = ValueRecorder<Int>()
      let async = await drain(AsyncElements(0..<count, fails: true).progress(every: 2) { recorder.append($0) })
      #expect(async.elements == Array(0..<count))
      #expect(async.failed && async.isOver)
      #expect(recorder.values == expected)
    }
  }

  @Test("By time, with the first element after each period, and at the end")
  func byTime() async {
    let clock = ManualClock()
    let recorder = ValueRecorder<String>()
    // Each element takes 4 seconds, the first as well.
    let slow = OnceOnly(1...5).tap { _ in clock.advance(by: .seconds(4)) }
    let sync = drain(slow.progress(every: .seconds(10), clock: clock) { recorder.append("\($0) in \($1)") })
    #expect(sync.elements == Array(1...5))
    #expect(sync.isOver)
    #expect(recorder.values == ["4 in 12.0 seconds", "5 in 16.0 seconds"])

    let again = ValueRecorder<String>()
    let slowAsync = AsyncElements(1...5, fails: true).tap { _ in clock.advance(by: .seconds(4)) }
    let async = await drain(slowAsync.progress(every: .seconds(10), clock: clock) { again.append("\($0) in \($1)") })
    #expect(async.elements == Array(1...5))
    #expect(async.failed && async.isOver)
    #expect(again.values == recorder.values)
  }

  @Test("Periods out of range stop the program with a sentence")
  func misuse() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].progress(every: 0) { _ in }
    }
    #expect(count.message.contains("Progress is reported every 1 or more elements, not every 0."))
    let time = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].progress(every: .zero) { _, _ in }
    }
    #expect(time.message.contains("The time between two reports of progress is more than zero, not 0.0 seconds."))
  }
}
