import DecoratorsTesting
import Generators
import Testing

@Suite("Windows over time")
struct TimeWindowsTests {
  /// The windows of elements whose time is the element in seconds, that come in any order, as the rule has them.
  private func expected(_ times: [Int], over duration: Int, every: Int, lateness: Int) -> (windows: [[Int]], late: Int)
  {
    guard let first = times.min(), let last = times.max() else { return ([], 0) }
    let starts = ((first - duration - every) / every - 1...last / every + 1).map { $0 * every }
    var windows = starts.map { _ in [Int]() }
    var latest = Int.min / 2
    var delivered = Int.min / 2
    var late = 0
    for time in times {
      if time < delivered { late += 1 }
      for (index, start) in starts.enumerated() where start <= time && time < start + duration && start >= delivered {
        windows[index].append(time)
      }
      latest = max(latest, time)
      // Those with elements are delivered in order as soon as their end has come.
      for (start, window) in zip(starts, windows) where start + duration <= latest - lateness && !window.isEmpty {
        delivered = max(delivered, start + every)
      }
    }
    return (windows.filter { !$0.isEmpty }.map { $0.sorted() }, late)
  }

  @Test("G1, G8: tumbling, sliding and gapped windows of elements in any order, sync and async, as by a plain loop")
  func againstALoop() async {
    for steps in randomArrays(seed: 4) {
      // Mostly forward, sometimes back.
      var now = 0
      let times = steps.map { step in
        now += step == 0 ? -3 : step
        return max(0, now)
      }
      for (duration, every) in [(5, 5), (5, 2), (5, 1), (2, 5), (1, 1)] {
        for lateness in [0, 1, 4, 100] {
          let expected = expected(times, over: duration, every: every, lateness: lateness)
          let sync = drain(
            OnceOnly(times).windows(
              over: .seconds(duration),
              every: .seconds(every),
              lateness: .seconds(lateness),
              at: { .seconds($0) }
            )
          )
          #expect(sync.elements.map(\.elements) == expected.windows)
          #expect(sync.elements.map(\.late).reduce(0, +) <= expected.late)
          if lateness == 100 { #expect(expected.late == 0) }
          #expect(sync.isOver)
          for window in sync.elements {
            #expect(window.end == window.start + .seconds(duration))
            #expect(window.elements.allSatisfy { .seconds($0) >= window.start && .seconds($0) < window.end })
          }
          let async = await drain(
            AsyncElements(times, fails: true).windows(
              over: .seconds(duration),
              every: .seconds(every),
              lateness: .seconds(lateness),
              at: { .seconds($0) }
            )
          )
          #expect(async.elements == sync.elements)
          #expect(async.failed && async.isOver)
        }
      }
    }
  }

  @Test("A window is delivered by the first element after it; one without elements is not; times before zero are times")
  func delivery() {
    var windows = [-7, -3, 12, 14, 40].windows(over: .seconds(10), at: { .seconds($0) }).makeIterator()
    #expect(windows.next() == window(-10, [-7, -3]))
    #expect(windows.next() == window(10, [12, 14]))
    #expect(windows.next() == window(40, [40]))
    #expect(windows.next() == nil)
  }

  @Test("Late elements are counted in the next window")
  func late() {
    let windows = Array([1, 11, 2, 3, 12].windows(over: .seconds(10), at: { .seconds($0) }))
    #expect(windows.map(\.elements) == [[1], [11, 12]])
    #expect(windows.map(\.late) == [0, 2])
  }

  @Test("One time in nanoseconds among seconds is left out, counted and passed on; the others are in their windows")
  func wrongUnit() async {
    let times = [100, 1_767_323_045_123_456_789, 101, 102]
    let omissions = TimeWindowOmissions()
    var omitted: [Int] = []
    let windows = Array(
      times.windows(over: .milliseconds(100), countedBy: omissions, at: { .seconds($0) }) { time, reason in
        #expect(reason == .tooFarAhead)
        omitted.append(time)
      }
    )
    #expect(windows.map(\.elements) == [[100], [101], [102]])
    #expect(windows.map(\.tooFarAhead) == [1, 0, 0])
    #expect(omitted == [times[1]])
    #expect(omissions.tooFarAhead == 1 && omissions.late == 0)

    let asyncOmitted = ValueRecorder<Int>()
    let async = await drain(
      AsyncElements(times, fails: true)
        .windows(
          over: .milliseconds(100),
          countedBy: omissions,
          at: { .seconds($0) },
          onOmission: { time, _ in asyncOmitted.append(time) }
        )
    )
    #expect(async.elements == windows)
    #expect(asyncOmitted.values == [times[1]] && omissions.tooFarAhead == 2)
  }

  @Test("No time, length, distance or tolerance stops the program, and no element is lost without a count")
  func extremes() {
    let extremes = [Duration(attoseconds: .min), Duration(attoseconds: .max), .zero, .seconds(1), .nanoseconds(-1)]
    let positive = [Duration(attoseconds: 1), .seconds(1), .seconds(Int64.max), Duration(attoseconds: .max)]
    var random = SeededGenerator(seed: 12)
    for duration in positive {
      for every in positive where every <= duration {
        for tolerance in positive + [.zero] {
          let omissions = TimeWindowOmissions()
          let times = (0..<12).map { _ in extremes.randomElement(using: &random)! }
          // Few windows overlap, so that the test is short.
          guard duration / every < 4 else { continue }
          let windows = Array(
            times.windows(
              over: duration,
              every: every,
              lateness: tolerance,
              maximumJump: tolerance,
              countedBy: omissions,
              at: { $0 }
            )
          )
          let shown = Set(windows.flatMap(\.elements).map { "\($0)" }).count
          #expect(omissions.late + omissions.tooFarAhead + windows.map(\.elements.count).reduce(0, +) >= times.count)
          #expect(shown > 0)
        }
      }
    }
  }

  @Test(
    "After a pause longer than the largest jump the stream goes on, and no element is lost",
    arguments: [1, 99, 100, 250]
  )
  func pause(count: Int) {
    let later = 10 * 86_400
    let times = [1, 2, 3] + (0..<count).map { later + $0 }
    let omissions = TimeWindowOmissions()
    let windows = Array(times.windows(over: .seconds(10), countedBy: omissions, at: { .seconds($0) }))
    #expect(windows.flatMap(\.elements) == times)
    #expect(windows.map(\.start) == windows.map(\.start).sorted())
    #expect(omissions.late == 0 && omissions.tooFarAhead == 0)
  }

  @Test("A stream whose first time is wrong goes on at the right times after 100 elements, and no element is lost")
  func wrongStart() {
    let times = [1_767_323_045_123] + Array(0..<300)
    let omissions = TimeWindowOmissions()
    let windows = Array(times.windows(over: .seconds(10), countedBy: omissions, at: { .seconds($0) }))
    #expect(windows.flatMap(\.elements) == times)
    #expect(omissions.late == 0 && omissions.tooFarAhead == 0)
  }

  @Test("Wrong times among right ones are left out, ahead and behind, while the stream is read")
  func countsWhileReading() {
    let omissions = TimeWindowOmissions()
    let times = sequence(first: 0, next: { $0 + 1 }).lazy.map { number in
      number % 10 == 5 ? 1_000_000_000 : number % 10 == 7 ? -1_000_000_000 : number
    }
    var windows = times.windows(over: .seconds(10), lateness: .seconds(1), countedBy: omissions, at: { .seconds($0) })
      .makeIterator()
    for tens in 0..<50 {
      #expect(windows.next()?.elements == [0, 1, 2, 3, 4, 6, 8, 9].map { tens * 10 + $0 })
      #expect(omissions.late == tens + 1 && omissions.tooFarAhead == tens + 1)
    }
  }

  @Test("Elements in reverse order within the lateness are sorted, and equal times keep their order")
  func reversed() {
    let times = (0..<2_000).reversed().map { (time: $0 / 2, number: 2_000 - $0) }
    let windows = Array(
      times.windows(over: .seconds(100), every: .seconds(50), lateness: .seconds(2_000), at: { .seconds($0.time) })
    )
    for window in windows {
      #expect(
        window.elements.map { [$0.time, $0.number] }
          == window.elements.sorted { ($0.time, $0.number) < ($1.time, $1.number) }.map { [$0.time, $0.number] }
      )
    }
    #expect(
      windows.filter { $0.start / .seconds(100) == ($0.start / .seconds(100)).rounded() }.map(\.elements.count).reduce(
        0,
        +
      ) == 2_000
    )
  }

  @Test("Memory is that of the window's elements")
  func memory() {
    final class Counted {
      nonisolated(unsafe) static var alive = 0
      let time: Int
      init(_ time: Int) {
        self.time = time
        Counted.alive += 1
      }
      deinit { Counted.alive -= 1 }
    }
    var most = 0
    let elements = (0..<5_000).lazy.map(Counted.init)
    for _ in elements.windows(over: .seconds(10), every: .seconds(1), at: { .seconds($0.time) }) {
      most = max(most, Counted.alive)
    }
    #expect(most <= 40)
  }

  @Test("Durations out of range stop the program with a sentence")
  func misuse() async {
    let duration = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].windows(over: .zero, at: { .seconds($0) })
    }
    #expect(duration.message.contains("A window over time lasts longer than zero, not 0.0 seconds."))
    let every = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].windows(over: .seconds(1), every: .zero, at: { .seconds($0) })
    }
    #expect(every.message.contains("Windows over time start more than zero apart, not 0.0 seconds."))
    let jump = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].windows(over: .seconds(1), maximumJump: .seconds(-1), at: { .seconds($0) })
    }
    #expect(jump.message.contains("The time of an element may jump by zero or more, not -1.0 seconds."))
  }

  private func window(_ start: Int, _ elements: [Int]) -> WindowFacts { WindowFacts(start: start, elements: elements) }
}

private struct WindowFacts: Equatable {
  let start: Int
  let elements: [Int]
}

private func == (window: TimeWindow<Int>?, facts: WindowFacts) -> Bool {
  window?.start == .seconds(facts.start) && window?.elements == facts.elements && window?.late == 0
}
