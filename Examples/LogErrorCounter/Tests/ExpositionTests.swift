import ExampleTesting
import Testing

@testable import LogErrorCounter

@Suite struct ExpositionTests {
  @Test("S1: a push carries running totals, so that pushing it twice is pushing it once")
  func body() {
    #expect(
      Exposition(metric: "app_errors").body(Totals(lines: 2000, matches: 13, bytes: 5, batches: 2)) == """
        # HELP app_errors Lines that hold one of the texts looked for, in this run.
        # TYPE app_errors counter
        app_errors 13
        # HELP app_errors_lines Lines read in this run.
        # TYPE app_errors_lines counter
        app_errors_lines 2000

        """
    )
  }

  @Test("S8: the counters are there before the first event, as zeros")
  func zeros() {
    let body = Exposition(metric: "m").body(Totals())
    #expect(body.contains("\nm 0\n"))
    #expect(body.contains("\nm_lines 0\n"))
  }

  @Test("S7: no sample has a timestamp")
  func timestamps() {
    let samples = Exposition(metric: "m").body(Totals(lines: 1)).split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(samples.map { $0.split(separator: " ").count } == [2, 2])
  }

  @Test(arguments: ["app_errors", "a", "_", ":", "A:b_9", "errors_total"])
  func metricName_isAccepted(name: String) {
    #expect(Exposition.isMetricName(name))
  }

  @Test(arguments: ["", "9a", "a-b", "a b", "a.b", "ä", "a\n", "{a}", "a\u{301}", "@", "[", "`"])
  func metricName_isRefused(name: String) {
    #expect(!Exposition.isMetricName(name))
  }
}
