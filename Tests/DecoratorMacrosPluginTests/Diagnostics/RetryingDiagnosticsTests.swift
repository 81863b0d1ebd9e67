import Testing

@Suite struct RetryingDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Retrying func load() {}",
      .error(
        "'load' does not throw, so '@Retrying' never repeats it: say with 'onResult:' which results to repeat, or let it throw",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Retrying(attempts: 0) func load() throws {}",
      .error(
        "'attempts:' counts all calls, the first included, so it is at least 1, not 0",
        at: "0"
      )
    ),
    Misuse(
      "@Retrying(attempts: -1) func load() throws {}",
      .error(
        "'attempts:' counts all calls, the first included, so it is at least 1, not -1",
        at: "-1"
      )
    ),
    Misuse(
      "@Retrying(backoff: .exponential(from: .seconds(1), factor: 0.5)) func load() throws {}",
      .error(
        "a backoff's factor is at least 1, not 0.5: delays do not shrink",
        at: "0.5"
      )
    ),
    Misuse(
      "@Retrying(backoff: .exponential(from: .seconds(1), factor: -2)) func load() throws {}",
      .error(
        "a backoff's factor is at least 1, not -2: delays do not shrink",
        at: "-2"
      )
    ),
    Misuse(
      "@Retrying func load(_ ticket: consuming Ticket) throws {}",
      .error(
        "'@Retrying' may run the body again, which has then consumed 'ticket': borrow it instead",
        at: "_ ticket: consuming Ticket"
      )
    ),
    Misuse(
      """
      actor Gate {
        @Retrying func load() throws {}
      }
      """,
      .warning(
        "while a synchronous '@Retrying' waits, it blocks 'Gate': make the function async, or say with 'allowing: .blockedActor' that it is meant",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@MainActor @Retrying func load() throws {}",
      .warning(
        "while a synchronous '@Retrying' waits, it blocks '@MainActor': make the function async, or say with 'allowing: .blockedActor' that it is meant",
        at: "@Retrying"
      )
    ),
    Misuse(
      """
      @MainActor struct View {
        @Retrying func load() throws {}
      }
      """,
      .warning(
        "while a synchronous '@Retrying' waits, it blocks '@MainActor': make the function async, or say with 'allowing: .blockedActor' that it is meant",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Retrying func load(on gate: isolated Gate) throws {}",
      .warning(
        "while a synchronous '@Retrying' waits, it blocks 'Gate': make the function async, or say with 'allowing: .blockedActor' that it is meant",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Retrying @Memoized func load(_ id: Int) throws -> Int { id }",
      .warning(
        "'@Retrying' around '@Memoized' goes through the cache on each attempt, and callers share one attempt only: put '@Memoized' first, or say with 'allowing: .memoizedInside' that it is meant",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@MainActor @Retrying @Memoized func load(_ id: Int) throws -> Int { id }",
      .warning(
        "while a synchronous '@Retrying' waits, it blocks '@MainActor': make the function async, or say with 'allowing: .blockedActor' that it is meant",
        at: "@Retrying"
      ),
      .warning(
        "'@Retrying' around '@Memoized' goes through the cache on each attempt, and callers share one attempt only: put '@Memoized' first, or say with 'allowing: .memoizedInside' that it is meant",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@MainActor @Retrying(allowing: .memoizedInside) @Memoized func load(_ id: Int) throws -> Int { id }",
      .warning(
        "while a synchronous '@Retrying' waits, it blocks '@MainActor': make the function async, or say with 'allowing: .blockedActor' that it is meant",
        at: "@Retrying(allowing: .memoizedInside)"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@Retrying(onResult: { (x: Int) in x < 0 }) func load() -> Int { 1 }",
    "@Retrying(attempts: 1) func load() throws {}",
    "@Retrying(backoff: .exponential(from: .seconds(1), factor: 1)) func load() throws {}",
    "@Retrying func load(_ ticket: borrowing Ticket) throws {}",
    """
    actor Gate {
      @Retrying nonisolated func load() throws {}
      @Retrying func later() async throws {}
      @Retrying static func shared() throws {}
    }
    """,
    """
    @MainActor struct View {
      @Retrying nonisolated func load() throws {}
    }
    """,
    """
    @globalActor actor Gate {
      @Retrying static func load() throws {}
    }
    """,
    """
    actor Gate {
      @Retrying(allowing: .blockedActor) func load() throws {}
    }
    """,
    "@Retrying(allowing: .memoizedInside) @Memoized func load(_ id: Int) throws -> Int { id }",
    "@Memoized @Retrying func load(_ id: Int) throws -> Int { id }",
    "@MainActor @Retrying(allowing: .blockedActor, .memoizedInside) @Memoized func load(_ id: Int) throws -> Int { id }",
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
