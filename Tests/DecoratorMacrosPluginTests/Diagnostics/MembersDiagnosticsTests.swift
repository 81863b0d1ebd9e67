import Testing

@Suite struct MembersDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      """
      @LoggedMembers(level: .info, levels: LogLevels())
      extension S {
        func one() {}
        func two() {}
      }
      """,
      .error(
        "'level:' and 'levels:' both set the levels of calls and successes: pass only one of the two",
        at: ".info"
      )
    ),
    Misuse(
      """
      @TimedMembers protocol P {
        func one()
        func two()
      }
      """,
      .error(
        "'@TimedMembers' cannot be applied to a protocol, which has no function bodies: apply it to the types and extensions that have them",
        at: "@TimedMembers"
      )
    ),
    Misuse(
      """
      @LoggedMembers protocol P {
        func one()
      }
      """,
      .error(
        "'@LoggedMembers' cannot be applied to a protocol, which has no function bodies: apply it to the types and extensions that have them",
        at: "@LoggedMembers"
      )
    ),
    Misuse(
      """
      @LoggedMembers(valueLimit: 0)
      struct S {
        func one() {}
      }
      """,
      .error(
        "'valueLimit:' must be at least 1 byte, not 0",
        at: "0"
      )
    ),
    Misuse(
      """
      @TimedMembers(to: [])
      struct S {
        func one() {}
      }
      """,
      .error(
        "'@Timed' without sinks reports nothing: remove 'to:' to report to a metric and a log line",
        at: "[]"
      )
    ),
    Misuse(
      """
      @TimedMembers
      struct S {
        @Retrying func one() {}
      }
      """,
      .error(
        "'one' does not throw, so '@Retrying' never retries it: add 'onResult:' to select the results to retry, or make the function throw",
        at: "@Retrying"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }
}
