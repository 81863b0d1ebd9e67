import ExampleTesting
import NIOConcurrencyHelpers
import Testing

@testable import LogErrorCounter

@Suite struct ProgressLineTests {
  @Test func line_changesTenTimesASecondAndIsTakenAway() {
    let written = NIOLockedValueBox("")
    var line = ProgressLine { text in written.withLockedValue { $0 += text } }
    let start = ContinuousClock.now
    line.show(Totals(lines: 1000, matches: 1), at: start)
    line.show(Totals(lines: 2000, matches: 2), at: start + .milliseconds(99))
    line.show(Totals(lines: 3000, matches: 3), at: start + .milliseconds(100))
    line.clear()
    line.clear()
    #expect(
      written.withLockedValue { $0 } == "\r\u{1B}[K1000 lines, 1 matches\r\u{1B}[K3000 lines, 3 matches\r\u{1B}[K"
    )
  }
}
