import CoreMetrics
import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct RetryBudgetTests {
  let clock = RecordingClock()
  let log = LogRecorder()
  let metrics = TestMetrics()

  private func budget(ratio: Double = 0.2, perSecond: Double = 3) -> RetryBudget {
    RetryBudget(named: "shop", ratio: ratio, perSecond: perSecond, clock: clock)
  }

  private func take(_ count: Int, from budget: RetryBudget) -> Int {
    (0..<count).filter { _ in budget.take() }.count
  }

  @Test("U1: a cold budget allows 30 retries, with 100 calls 50, and ten seconds later 30 again")
  func vector() {
    let budget = budget()
    #expect(take(31, from: budget) == 30)
    #expect(budget.used == 30 && budget.allowed == 30 && !budget.allowsRetry)
    for _ in 0..<100 { budget.deposit() }
    #expect(budget.allowed == 50 && budget.allowsRetry)
    #expect(take(30, from: budget) == 20)
    clock.advance(by: .seconds(10))
    #expect(budget.used == 0 && budget.allowed == 30)
    #expect(take(31, from: budget) == 30)
  }

  @Test("U1: calls and retries count for a window, in tenths of it")
  func aTenthLeavesAtATime() {
    let budget = budget(perSecond: 0.1)
    for _ in 0..<10 {
      for _ in 0..<5 { budget.deposit() }
      #expect(budget.take())
      clock.advance(by: .seconds(1))
    }
    // The first second has left the window.
    #expect(budget.allowed == 1 + 9 && budget.used == 9)
    clock.advance(by: .milliseconds(8_999))
    #expect(budget.allowed == 1 + 1 && budget.used == 1)
    clock.advance(by: .milliseconds(1))
    #expect(budget.allowed == 1 && budget.used == 0)
  }

  @Test("U1: the rule holds in every window, whatever the traffic")
  func theRuleHolds() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20 {
      let budget = budget(ratio: 0.5, perSecond: 0.2)
      var calls: [Duration] = []
      var granted: [Duration] = []
      for _ in 0..<400 {
        clock.advance(by: .milliseconds(Int.random(in: 0...300, using: &generator)))
        let now = clock.now.offset
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
          budget.deposit()
          calls.append(now)
        default:
          guard budget.take() else { continue }
          granted.append(now)
          // Parts are whole: what is counted is at least the last nine tenths, and at most the last window.
          let retries = granted.filter { now - $0 < .seconds(9) }.count
          let base = calls.filter { now - $0 <= .seconds(10) }.count
          #expect(retries <= 2 + base / 2)
        }
      }
    }
  }

  @Test("U1: idling heals by itself, also after a century")
  func idling() {
    let budget = budget()
    #expect(take(40, from: budget) == 30)
    clock.advance(by: .seconds(3_155_760_000))
    #expect(take(40, from: budget) == 30)
  }

  @Test("U2: a call that is taken back does not count, unless it has left the window")
  func takingBack() throws {
    let budget = budget(ratio: 1, perSecond: 0)
    let call = try #require(budget.deposit())
    #expect(budget.allowed == 1)
    budget.takeBack(call)
    #expect(budget.allowed == 0 && !budget.take())
    let old = try #require(budget.deposit())
    clock.advance(by: .seconds(10))
    budget.deposit()
    budget.takeBack(old)
    #expect(budget.allowed == 1)
  }

  @Test("U3: what is given back can be taken again, unless it has left the window")
  func givingBack() {
    let budget = budget(perSecond: 0.1)
    guard case .granted(let entry) = budget.withdraw() else {
      Issue.record("refused")
      return
    }
    #expect(!budget.take())
    budget.giveBack(entry)
    #expect(budget.take())
    budget.giveBack()
    #expect(budget.take())
    clock.advance(by: .seconds(10))
    #expect(budget.take())
    budget.giveBack(entry)
    #expect(budget.used == 1)
    budget.giveBack()
    budget.giveBack()
    #expect(budget.used == 0)
  }

  @Test("U3: the logger gets one warning in each window")
  func warnings() {
    let budget = RetryBudget(named: "shop\n", perSecond: 0.1, logger: log.logger, clock: clock)
    #expect(take(5, from: budget) == 1)
    #expect(log.entries.map(\.level) == [.warning])
    #expect(log.entries[0].metadata["call.budget"] == "shop\\n")
    clock.advance(by: .seconds(10))
    #expect(take(5, from: budget) == 1)
    #expect(log.entries.count == 2)
    #expect(log.entries[1].metadata["call.refused"] == "4")
  }

  @Test("U3: without a logger, the first refusal of a window is worth the caller's warning")
  func theCallersWarning() {
    func isWorthAWarning(_ budget: RetryBudget) -> Bool? {
      if case .refused(let isWorthAWarning) = budget.withdraw() { isWorthAWarning } else { nil }
    }
    let quiet = budget(perSecond: 0)
    #expect(isWorthAWarning(quiet) == true)
    #expect(isWorthAWarning(quiet) == false)
    clock.advance(by: .seconds(10))
    #expect(isWorthAWarning(quiet) == true)
    let own = RetryBudget(named: "shop", perSecond: 0, logger: log.logger, clock: clock)
    #expect(isWorthAWarning(own) == false)
  }

  @Test("U6: five failures of ten tokens refuse retries, and one success allows them again")
  func tokens() {
    let budget = RetryBudget.tokens(named: "orders", max: 10, ratio: 0.1, clock: clock)
    for _ in 0..<4 {
      budget.failed()
      #expect(budget.take())
    }
    #expect(budget.allowed == 4 && budget.used == 4)
    budget.failed()
    #expect(!budget.take() && !budget.allowsRetry)
    budget.succeeded()
    #expect(budget.take() && budget.used == 5)
    for _ in 0..<20 { budget.failed() }
    #expect(budget.used == 10)
    for _ in 0..<200 { budget.succeeded() }
    #expect(budget.used == 0)
  }

  @Test("U6: the ratio is cut to three decimals")
  func thousandths() {
    let budget = RetryBudget.tokens(named: "orders", max: 2, ratio: 0.5009)
    budget.failed()
    budget.succeeded()
    #expect(budget.used == 1)
    budget.succeeded()
    #expect(budget.used == 0)
    #expect("\(budget)" == #"RetryBudget.tokens(named: "orders", max: 2, ratio: 0.5)"#)
    #expect("\(RetryBudget.tokens(named: "o", max: 9, ratio: 0.57))".contains("ratio: 0.57)"))
  }

  @Test("U10: refusals are counted under the name of the budget, from zero on")
  func metric() throws {
    let budget = RetryBudget(named: "shop", perSecond: 0.1, metricsFactory: metrics, clock: clock)
    #expect(metrics.counters.isEmpty)
    #expect(budget.take())
    let counter = try metrics.expectCounter("retries_refused", [("budget", "shop")])
    #expect(counter.totalValue == 0)
    #expect(take(3, from: budget) == 0)
    #expect(counter.totalValue == 3)
    #expect(metrics.counters.count == 1)
  }

  @Test("A7: reading changes nothing")
  func reading() {
    let budget = budget(perSecond: 0.1)
    for _ in 0..<100 { _ = (budget.allowed, budget.used, budget.allowsRetry) }
    #expect(budget.take() && budget.used == 1)
  }

  @Test("A6: threads that share a budget take no more than it allows")
  func threads() async {
    let budget = RetryBudget(named: "shop", ratio: 0.5, perSecond: 1)
    let granted = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<500 where budget.take() { granted.increment() }
        }
      }
    }
    #expect(granted.value == 10)
  }

  @Test func description() {
    #expect("\(budget())".hasPrefix(#"RetryBudget(named: "shop", ratio: 0.2, perSecond: 3.0, window: 10.0 seconds"#))
    let logged = RetryBudget(named: "shop", logger: log.logger, clock: clock)
    #expect("\(logged)".hasSuffix(", logger: LogRecorder, clock: RecordingClock)"))
  }

  @Test("A10: a budget that could not work stops the program")
  func checks() async {
    await #expect(processExitsWith: .failure) { _ = RetryBudget(named: "") }
    await #expect(processExitsWith: .failure) { _ = RetryBudget(named: "a", ratio: 0) }
    await #expect(processExitsWith: .failure) { _ = RetryBudget(named: "a", ratio: .nan) }
    await #expect(processExitsWith: .failure) { _ = RetryBudget(named: "a", perSecond: -1) }
    await #expect(processExitsWith: .failure) { _ = RetryBudget(named: "a", window: .zero) }
    await #expect(processExitsWith: .failure) { _ = RetryBudget.tokens(named: "a", max: 0, ratio: 1) }
    await #expect(processExitsWith: .failure) { _ = RetryBudget.tokens(named: "a", max: 1, ratio: 0.0001) }
  }
}
