import Testing

@Suite struct RepetitionDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Retrying @Retrying func load() throws {}",
      .error(
        "'@Retrying' is on this function already: one is enough",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Memoized @Memoized func load() -> Int { 1 }",
      .error(
        "'@Memoized' is on this function already: one is enough",
        at: "@Memoized"
      )
    ),
    Misuse(
      #"@Timed @Timed(named: "b") func load() {}"#,
      .error(
        "'@Timed' is on this function already: it may stand twice only on both sides of '@Retrying', under two names",
        at: #"@Timed(named: "b")"#
      )
    ),
    Misuse(
      #"@Timed @Logged @Timed(named: "b") @Retrying func load() throws {}"#,
      .error(
        "'@Timed' is on this function already: it may stand twice only on both sides of '@Retrying', under two names",
        at: #"@Timed(named: "b")"#
      )
    ),
    Misuse(
      "@Timed @Retrying @Timed func load() throws {}",
      .error(
        "'@Timed' on both sides of '@Retrying' needs two names: add 'named:' to this one, which is each attempt's",
        at: "@Timed"
      )
    ),
    Misuse(
      #"@Timed(named: "a") @Retrying @Timed(named: "a") func load() throws {}"#,
      .error(
        "'@Timed' on both sides of '@Retrying' needs two names: change 'named:' of this one, which is each attempt's",
        at: #"@Timed(named: "a")"#
      )
    ),
    Misuse(
      "@Logged @Retrying @Logged func load() throws {}",
      .error(
        "'@Logged' on both sides of '@Retrying' needs two names: add 'named:' to this one, which is each attempt's",
        at: "@Logged"
      )
    ),
    Misuse(
      "@Timed(timing) @Retrying @Timed(timing) func load() throws {}",
      .error(
        "'@Timed' on both sides of '@Retrying' needs two names: give another policy to this one, which is each attempt's",
        at: "@Timed(timing)"
      )
    ),
    Misuse(
      "@Memoized @Retrying @Memoized func load() throws -> Int { 1 }",
      .error(
        "'@Memoized' is on this function already: one is enough",
        at: "@Memoized"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@Timed(a) @Retrying @Timed(b) func load() throws {}",
    #"@Timed(named: "a") @Retrying @Timed(named: "b") func load() throws {}"#,
    #"@Logged @Retrying @Logged(named: "b") func load() throws {}"#,
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
