import Testing

@Suite struct RepetitionDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Retrying @Retrying func load() throws {}",
      .error(
        "'@Retrying' is already on this function: remove one",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Memoized @Memoized func load() -> Int { 1 }",
      .error(
        "'@Memoized' is already on this function: remove one",
        at: "@Memoized"
      )
    ),
    Misuse(
      #"@Timed @Timed(named: "b") func load() {}"#,
      .error(
        "'@Timed' is already on this function: use it twice only on both sides of '@Retrying', with two different names",
        at: #"@Timed(named: "b")"#
      )
    ),
    Misuse(
      #"@Timed @Logged @Timed(named: "b") @Retrying func load() throws {}"#,
      .error(
        "'@Timed' is already on this function: use it twice only on both sides of '@Retrying', with two different names",
        at: #"@Timed(named: "b")"#
      )
    ),
    Misuse(
      "@Timed @Retrying @Timed func load() throws {}",
      .error(
        "'@Timed' on both sides of '@Retrying' needs two different names: add 'named:' to this one, which applies to each attempt",
        at: "@Timed"
      )
    ),
    Misuse(
      #"@Timed(named: "a") @Retrying @Timed(named: "a") func load() throws {}"#,
      .error(
        "'@Timed' on both sides of '@Retrying' needs two different names: change 'named:' in this one, which applies to each attempt",
        at: #"@Timed(named: "a")"#
      )
    ),
    Misuse(
      "@Logged @Retrying @Logged func load() throws {}",
      .error(
        "'@Logged' on both sides of '@Retrying' needs two different names: add 'named:' to this one, which applies to each attempt",
        at: "@Logged"
      )
    ),
    Misuse(
      "@Traced(kind: .client) @Retrying @Traced func load() throws {}",
      .error(
        "'@Traced' on both sides of '@Retrying' needs two different names: add 'named:' to this one, which applies to each attempt",
        at: "@Traced"
      )
    ),
    Misuse(
      #"@Traced @Traced(named: "b") func load() {}"#,
      .error(
        "'@Traced' is already on this function: use it twice only on both sides of '@Retrying', with two different names",
        at: #"@Traced(named: "b")"#
      )
    ),
    Misuse(
      "@Timed(timing) @Retrying @Timed(timing) func load() throws {}",
      .error(
        "'@Timed' on both sides of '@Retrying' needs two different names: pass another policy to this one, which applies to each attempt",
        at: "@Timed(timing)"
      )
    ),
    Misuse(
      "@Memoized @Retrying @Memoized func load() throws -> Int { 1 }",
      .error(
        "'@Memoized' is already on this function: remove one",
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
