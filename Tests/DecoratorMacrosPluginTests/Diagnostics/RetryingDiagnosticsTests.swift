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
      "@Retrying(on: 503) func load() throws {}",
      .error(
        "'on:' takes the types of errors, not values: name a type, such as 'TimeoutError.self'; to retry a result, use 'onResult:'",
        at: "503"
      )
    ),
    Misuse(
      #"@Retrying(on: "Timeout", "timed out") func load() throws {}"#,
      .error("'on:' takes the types of errors, not values: write 'Timeout.self'", at: #""Timeout""#),
      .error(
        "'on:' takes the types of errors, not values: name a type, such as 'TimeoutError.self'",
        at: #""timed out""#
      )
    ),
    Misuse(
      "@Retrying(on: Refusal.self, TimeoutError()) func load() throws {}",
      .error("'on:' takes the types of errors, not values: write 'TimeoutError.self'", at: "TimeoutError()")
    ),
    Misuse(
      "@Retrying(on: [Refusal.self, Network.Failure<Int>.init(code: 3)]) func load() throws {}",
      .error(
        "'on:' takes the types of errors, not values: write 'Network.Failure<Int>.self'",
        at: "Network.Failure<Int>.init(code: 3)"
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
    Misuse(
      "@Retrying(on: TimeoutError.self) func load() throws(IOError) {}",
      .warning(
        "'load' throws only 'IOError', so '@Retrying' retries none of its errors: name 'IOError' in 'on:', or add 'allowing: .otherErrors' if a type there is another name of it or its superclass",
        at: "TimeoutError.self"
      )
    ),
    Misuse(
      "@Retrying(attempts: 3, on: [Net.TimeoutError.self], Closed<Int>.self) func load() throws(Files.IOError) {}",
      .warning(
        "'load' throws only 'Files.IOError', so '@Retrying' retries none of its errors: name 'Files.IOError' in 'on:', or add 'allowing: .otherErrors' if a type there is another name of it or its superclass",
        at: "[Net.TimeoutError.self]"
      )
    ),
    Misuse(
      """
      extension Files {
        @Retrying(on: TimeoutError.self) func load() throws(Files.IOError) {}
      }
      """,
      .warning(
        "'load' throws only 'Files.IOError', so '@Retrying' retries none of its errors: name 'Files.IOError' in 'on:', or add 'allowing: .otherErrors' if a type there is another name of it or its superclass",
        at: "TimeoutError.self"
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
    "@Retrying(on: transientErrors, Errors.transient, transient(), (any Transient).self) func load() throws {}",
    "@Retrying(on: [Timeout.self, Refusal<Int>.self], Array(errors), [any Error.Type](errors)) func load() throws {}",
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
    @ModelActor actor Store {
      @Retrying static func load() throws {}
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
    "@Retrying func load() throws(IOError) {}",
    "@Retrying(on: TimeoutError.self, allowing: .otherErrors) func load() throws(IOError) {}",
    "@Retrying(on: TimeoutError.self, IOError.self) func load() throws(IOError) {}",
    "@Retrying(on: [TimeoutError.self, Files.IOError.self]) func load() throws(IOError) {}",
    "@Retrying(on: Files::IOError.self) func load() throws(IOError) {}",
    "@Retrying(on: Self.IOError.self) func load() throws(Files.IOError) {}",
    "@Retrying(on: TimeoutError.self, (any Transient).self) func load() throws(IOError) {}",
    "@Retrying(on: TimeoutError.self, transientErrors) func load() throws(IOError) {}",
    "@Retrying(on: TimeoutError.self) func load() throws(any Transient) {}",
    "@Retrying(on: TimeoutError.self) func load() throws(any Error) {}",
    "@Retrying(on: TimeoutError.self) func load() throws {}",
    "@Retrying(on: TimeoutError.self) func load<E: Error>(_ work: () throws(E) -> Void) throws(E) {}",
    "@Retrying(on: E.self) func load<E: Error>(_ type: E.Type) throws(IOError) {}",
    """
    struct Client<Failure: Error> {
      @Retrying(on: TimeoutError.self) func load() throws(Failure) {}
    }
    """,
    """
    extension Client {
      @Retrying(on: TimeoutError.self) func load() throws(Failure) {}
      @Retrying(on: TimeoutError.self) func loadAgain() throws(Self.Failure) {}
    }
    """,
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
