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
        "'level:' is short for a 'levels:' of calls and successes: give one of the two",
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
        "'@TimedMembers' has no bodies to decorate in a protocol: put it on the types and extensions that have them",
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
        "'@LoggedMembers' has no bodies to decorate in a protocol: put it on the types and extensions that have them",
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
        "'valueLimit:' is at least 1 character, not 0",
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
        "'@Timed' without a sink reports to nobody: leave 'to:' out for a metric and a log line",
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
        "'one' does not throw, so '@Retrying' never repeats it: say with 'onResult:' which results to repeat, or let it throw",
        at: "@Retrying"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }
}
