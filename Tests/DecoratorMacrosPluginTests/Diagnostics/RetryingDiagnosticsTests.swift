import Testing

@Suite struct RetryingDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Retrying func load() {}",
      .error(
        "'load' does not throw, so '@Retrying' never retries it: add 'onResult:' to select the results to retry, or make the function throw",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Retrying(attempts: 0) func load() throws {}",
      .error(
        "'attempts:' counts all calls, including the first, so it must be at least 1, not 0",
        at: "0"
      )
    ),
    Misuse(
      "@Retrying(attempts: -1) func load() throws {}",
      .error(
        "'attempts:' counts all calls, including the first, so it must be at least 1, not -1",
        at: "-1"
      )
    ),
    Misuse(
      "@Retrying(backoff: .exponential(from: .seconds(1), factor: 0.5)) func load() throws {}",
      .error(
        "'factor:' must be at least 1, not 0.5, because delays cannot decrease",
        at: "0.5"
      )
    ),
    Misuse(
      "@Retrying(backoff: .exponential(from: .seconds(1), factor: -2)) func load() throws {}",
      .error(
        "'factor:' must be at least 1, not -2, because delays cannot decrease",
        at: "-2"
      )
    ),
    Misuse(
      "@Retrying func load(_ ticket: consuming Ticket) throws {}",
      .error(
        "'@Retrying' may run the body more than once, but the first run consumes 'ticket': use 'borrowing' instead",
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
        "a synchronous '@Retrying' blocks 'Gate' while it waits: make the function async, or add 'allowing: .blockedActor' if this is intended",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@MainActor @Retrying func load() throws {}",
      .warning(
        "a synchronous '@Retrying' blocks '@MainActor' while it waits: make the function async, or add 'allowing: .blockedActor' if this is intended",
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
        "a synchronous '@Retrying' blocks '@MainActor' while it waits: make the function async, or add 'allowing: .blockedActor' if this is intended",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Retrying func load(on gate: isolated Gate) throws {}",
      .warning(
        "a synchronous '@Retrying' blocks 'Gate' while it waits: make the function async, or add 'allowing: .blockedActor' if this is intended",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@Retrying @Memoized func load(_ id: Int) throws -> Int { id }",
      .warning(
        "'@Retrying' around '@Memoized' looks in the cache on each attempt, and callers share only one attempt: put '@Memoized' first, or add 'allowing: .memoizedInside' if this is intended",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@MainActor @Retrying @Memoized func load(_ id: Int) throws -> Int { id }",
      .warning(
        "a synchronous '@Retrying' blocks '@MainActor' while it waits: make the function async, or add 'allowing: .blockedActor' if this is intended",
        at: "@Retrying"
      ),
      .warning(
        "'@Retrying' around '@Memoized' looks in the cache on each attempt, and callers share only one attempt: put '@Memoized' first, or add 'allowing: .memoizedInside' if this is intended",
        at: "@Retrying"
      )
    ),
    Misuse(
      "@MainActor @Retrying(allowing: .memoizedInside) @Memoized func load(_ id: Int) throws -> Int { id }",
      .warning(
        "a synchronous '@Retrying' blocks '@MainActor' while it waits: make the function async, or add 'allowing: .blockedActor' if this is intended",
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
