import DecoratorPrimitives
import DecoratorsTesting
import Foundation
import Testing

@testable import Decorators

@Suite(.timeLimit(.minutes(5)))
struct AlarmTests {
  let clock = ManualClock()
  let rings = Counter()

  @Test func itRingsAtItsInstant_once() async {
    let timeline = Timeline(clock)
    let alarm = timeline.alarm(at: .seconds(5)) { [rings] in rings.increment() }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .milliseconds(4_999))
    #expect(rings.value == 0)
    clock.advance(by: .milliseconds(1))
    await until { rings.value == 1 }
    #expect(await alarm.cancelOrFinish() == false)
    #expect(!alarm.cancel() && rings.value == 1)
  }

  @Test func oneThatIsCancelled_doesNotRing() async throws {
    let alarm = Timeline(clock).alarm(at: .seconds(5)) { [rings] in rings.increment() }
    await clock.sleepers(atLeast: 1)
    #expect(alarm.cancel())
    #expect(await !alarm.cancelOrFinish())
    await until { clock.sleepers.isEmpty }
    clock.advance(by: .seconds(9))
    #expect(rings.value == 0)
  }

  @Test func onAClockThatFails_itDoesNotRing() async {
    let alarm = Timeline(BrokenClock()).alarm(at: .seconds(5)) { [rings] in rings.increment() }
    for _ in 0..<100 { await Task.yield() }
    #expect(rings.value == 0)
    #expect(alarm.cancel())
  }

  @Test("A6: whoever finishes an alarm waits until its action has run", arguments: [true, false])
  func finishing(isContinuous: Bool) async {
    let timeline = isContinuous ? Timeline(ContinuousClock()) : Timeline(clock)
    let (hasBegun, mayEnd) = (Counter(), DispatchSemaphore(value: 0))
    let order = ValueRecorder<String>()
    let alarm = timeline.alarm(at: isContinuous ? .zero : .seconds(1)) {
      hasBegun.increment()
      mayEnd.wait()
      order.append("action")
    }
    if !isContinuous {
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .seconds(1))
    }
    await until { hasBegun.value == 1 }
    // Ends the action from a thread that no waiting task holds up.
    Thread.detachNewThread {
      for _ in 0..<100 { sched_yield() }
      mayEnd.signal()
    }
    #expect(await !alarm.cancelOrFinish())
    order.append("finished")
    #expect(order.values == ["action", "finished"])
  }

  @Test("T10: alarms of the ContinuousClock ring in any number, none early, and none after it was cancelled")
  func manyAlarms() async {
    var generator = SeededGenerator(seed: 4)
    let timeline = Timeline(ContinuousClock())
    let early = Counter()
    var alarms: [(alarm: Alarm, isShort: Bool)] = []
    for _ in 0..<2_000 {
      let isShort = Bool.random(using: &generator)
      let instant =
        timeline.now + (isShort ? .microseconds(Int.random(in: 0...30_000, using: &generator)) : .seconds(3_600))
      let alarm = timeline.alarm(at: instant) { [rings] in
        if timeline.now < instant { early.increment() }
        rings.increment()
      }
      alarms.append((alarm, isShort))
    }
    alarms.shuffle(using: &generator)
    var cancelled = 0
    for (alarm, isShort) in alarms where !isShort || Bool.random(using: &generator) {
      if alarm.cancel() { cancelled += 1 } else { #expect(isShort) }
    }
    await until { rings.value + cancelled == 2_000 }
    #expect(early.value == 0)
    #expect(cancelled >= alarms.filter { !$0.isShort }.count)
  }

  @Test("T10: alarms of either system clock that are cancelled leave nothing behind", arguments: [true, false])
  func cancelledAlarms(isContinuous: Bool) async {
    let timeline = isContinuous ? Timeline(ContinuousClock()) : Timeline(SuspendingClock())
    let timer = isContinuous ? SharedTimer.continuous : SharedTimer.suspending
    // The times are of all sizes, and each is before all others, which asks for a sleeper each time.
    for number in 0..<20_000 {
      let instant = Duration.seconds(36_000) - .milliseconds(number * 1_799)
      #expect(timeline.alarm(at: instant) {}.cancel())
    }
    for number in 0..<20_000 {
      let long = timeline.alarm(at: timeline.now + .seconds(3_600)) {}
      #expect(timeline.alarm(at: timeline.now + .milliseconds(100 + number % 7)) {}.cancel())
      #expect(long.cancel())
    }
    // A test that runs beside this one may have some alarms of its own.
    #expect(timer.alarms < 10_000)
    #expect(timer.sleepers < 16 * 64)
  }

  @Test("T10: sleepers wake early by a sixteenth of the way at most, and those of like alarms at one time")
  func wakeUps() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<10_000 {
      let way = Duration.nanoseconds(
        Int64.random(in: 0...(1 << Int64.random(in: 1...58, using: &generator)), using: &generator)
      )
      let now = Duration.nanoseconds(Int64.random(in: 0...(1 << 60), using: &generator))
      let wakeUp = SharedTimer.wakeUp(for: now + way, at: now)
      #expect(wakeUp <= now + way && wakeUp >= now + way - way / 16)
      if way <= .milliseconds(1) { #expect(wakeUp == now + way) }
    }
    for exponent in 20..<58 {
      let from = Int64(1) << Int64(exponent)
      let now = Duration.nanoseconds(from / 3)
      let times = Set(
        (0..<5_000).map { _ in
          SharedTimer.wakeUp(for: now + .nanoseconds(Int64.random(in: from..<(2 * from), using: &generator)), at: now)
        }
      )
      #expect(times.count <= 17, "\(exponent)")
    }
    #expect(SharedTimer.wakeUp(for: .seconds(-5), at: .zero) == .seconds(-5))
    let longest = SharedTimer.wakeUp(for: .longestWait, at: .seconds(5))
    #expect(longest > .seconds(1 << 28) && longest <= .seconds((1 << 29) + 5))
  }

  @Test("T10: on the SuspendingClock alarms share a timer too, ring at their instants and in any number")
  func suspendingAlarms() async {
    var generator = SeededGenerator(seed: 4)
    let timeline = Timeline(SuspendingClock())
    let early = Counter()
    for _ in 0..<2_000 {
      let instant = timeline.now + .microseconds(Int.random(in: 0...30_000, using: &generator))
      _ = timeline.alarm(at: instant) { [rings] in
        if timeline.now < instant { early.increment() }
        rings.increment()
      }
    }
    await until { rings.value == 2_000 }
    #expect(early.value == 0)
  }

  @Test("T10: ended calls with a limit leave no alarm on a clock that rings alarms itself")
  func recordingClock() async throws {
    let clock = RecordingClock()
    for _ in 0..<1_000 { try await withTimeLimit(within: .seconds(3_600), clock: clock) {} }
    #expect(clock.alarms == 0)
  }

  @Test("T10: an alarm that is set later and is due first rings first")
  func earlierAlarms() async {
    let timeline = Timeline(ContinuousClock())
    let late = timeline.alarm(at: .seconds(3_600)) { Issue.record("rang") }
    for delay in [20, 10, 1] {
      let before = rings.value
      _ = timeline.alarm(at: timeline.now + .milliseconds(delay)) { [rings] in rings.increment() }
      await until { rings.value > before }
    }
    #expect(late.cancel())
  }

  @Test("T10: setting and cancelling costs the same with 20,000 other alarms")
  func manyWaiting() async {
    let timeline = Timeline(ContinuousClock())
    let others = (0..<20_000).map { number in timeline.alarm(at: .seconds(1_000 + number)) {} }
    for number in 0..<20_000 {
      #expect(timeline.alarm(at: .seconds(900 + number)) {}.cancel())
    }
    for alarm in others { alarm.cancel() }
  }

  @Test func setAndCancelledOnManyTasks_noneIsLost() async {
    let timeline = Timeline(ContinuousClock())
    let total = Counter()
    await withTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask { [rings] in
          var generator = SeededGenerator(seed: UInt64(task))
          var cancelled = 0
          for _ in 0..<300 {
            let instant = timeline.now + .microseconds(Int.random(in: 0...100, using: &generator))
            let alarm = timeline.alarm(at: instant) { rings.increment() }
            if Bool.random(using: &generator) { await Task.yield() }
            if await alarm.cancelOrFinish() { cancelled += 1 }
          }
          return cancelled
        }
      }
      for await cancelled in group { for _ in 0..<cancelled { total.increment() } }
    }
    #expect(rings.value + total.value == 2_400)
  }
}
