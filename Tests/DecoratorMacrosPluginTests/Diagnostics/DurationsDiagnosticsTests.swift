import Testing

@Suite struct DurationsDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Retrying(within: .seconds(-1)) func load() throws {}",
      .error(
        "'.seconds(-1)' is negative, but delays and limits cannot be negative: use a positive duration",
        at: ".seconds(-1)"
      )
    ),
    Misuse(
      "@Retrying(backoff: .constant(.milliseconds(-0.5))) func load() throws {}",
      .error(
        "'.milliseconds(-0.5)' is negative, but delays and limits cannot be negative: use a positive duration",
        at: ".milliseconds(-0.5)"
      )
    ),
    Misuse(
      "@Retrying(backoff: .exponential(from: Duration.seconds(-2), cap: .nanoseconds(-1))) func load() throws {}",
      .error(
        "'Duration.seconds(-2)' is negative, but delays and limits cannot be negative: use a positive duration",
        at: "Duration.seconds(-2)"
      ),
      .error(
        "'.nanoseconds(-1)' is negative, but delays and limits cannot be negative: use a positive duration",
        at: ".nanoseconds(-1)"
      )
    ),
    Misuse(
      "@Memoized(timeToLive: .microseconds(-1)) func load() -> Int { 1 }",
      .error(
        "'.microseconds(-1)' is negative, but delays and limits cannot be negative: use a positive duration",
        at: ".microseconds(-1)"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@Retrying(within: .seconds(0)) func load() throws {}"
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
