import Testing

@Suite struct TimedDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Timed(to: []) func load() {}",
      .error(
        "'@Timed' without sinks reports nothing: remove 'to:' to report to a metric and a log line",
        at: "[]"
      )
    )
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }
}
