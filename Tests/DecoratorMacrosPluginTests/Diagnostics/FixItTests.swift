import Testing

@Suite struct FixItTests {
  @Test func attemptsBelowOne_becomeOne() {
    assertFixed(
      """
      @Retrying(attempts: 0, on: Timeout.self) func load() throws {}
      """,
      """
      @Retrying(attempts: 1, on: Timeout.self) func load() throws {}
      """,
      by: "Use 1",
      at: (1, 21)
    )
  }

  @Test func consumedSelf_isCopied() {
    assertFixed(
      """
      struct File { @Timed consuming func closed() -> File { return consume self } }
      """,
      """
      struct File { @Timed consuming func closed() -> File { return copy self } }
      """,
      by: "Copy 'self'",
      at: (1, 63)
    )
  }

  @Test func errorInsteadOfItsType_becomesTheType() {
    assertFixed(
      """
      @Retrying(attempts: 3, on: Refusal.self, TimeoutError()) func load() throws {}
      """,
      """
      @Retrying(attempts: 3, on: Refusal.self, TimeoutError.self) func load() throws {}
      """,
      by: "Write 'TimeoutError.self'",
      at: (1, 42)
    )
  }

  @Test func blockedActor_isAllowedAtTheEnd() {
    assertFixed(
      #"""
      actor Gate {
        /// Loads.
        @Retrying(attempts: 3, clock: \Self.clock)
        func load() throws {}
      }
      """#,
      #"""
      actor Gate {
        /// Loads.
        @Retrying(attempts: 3, clock: \Self.clock, allowing: .blockedActor)
        func load() throws {}
      }
      """#,
      by: "Allow '.blockedActor'",
      at: (3, 3)
    )
  }

  @Test func secondHazard_joinsTheFirst() {
    assertFixed(
      """
      @MainActor @Retrying(gateway, allowing: .blockedActor) @Memoized
      func load(_ id: Int) throws -> Int { id }
      """,
      """
      @MainActor @Retrying(gateway, allowing: .blockedActor, .memoizedInside) @Memoized
      func load(_ id: Int) throws -> Int { id }
      """,
      by: "Allow '.memoizedInside'",
      of: ["Put '@Memoized' first", "Allow '.memoizedInside'"],
      at: (1, 12)
    )
  }

  @Test func otherErrors_areAllowed() {
    assertFixed(
      """
      @Retrying(on: TimeoutError.self, clock: clock)
      func load() throws(IOError) {}
      """,
      """
      @Retrying(on: TimeoutError.self, clock: clock, allowing: .otherErrors)
      func load() throws(IOError) {}
      """,
      by: "Allow '.otherErrors'",
      at: (1, 15)
    )
  }

  @Test func memoizedInside_isAllowed() {
    assertFixed(
      """
      @Retrying
      @Memoized
      func load(_ id: Int) throws -> Int { id }
      """,
      """
      @Retrying(allowing: .memoizedInside)
      @Memoized
      func load(_ id: Int) throws -> Int { id }
      """,
      by: "Allow '.memoizedInside'",
      of: ["Put '@Memoized' first", "Allow '.memoizedInside'"],
      at: (1, 1)
    )
  }

  @Test func abandonedLoadsOfASynchronousFunction_areRemoved() {
    assertFixed(
      """
      @Memoized(capacity: 3, abandoned: .keep, named: "load") func load() -> Int { 1 }
      """,
      """
      @Memoized(capacity: 3, named: "load") func load() -> Int { 1 }
      """,
      by: "Remove 'abandoned:'",
      at: (1, 35)
    )
  }

  @Test func onlyArgument_isRemovedWithItsParentheses() {
    assertFixed(
      """
      /// Loads.
      @Memoized(abandoned: .keep) // later
      func load() -> Int { 1 }
      """,
      """
      /// Loads.
      @Memoized // later
      func load() -> Int { 1 }
      """,
      by: "Remove 'abandoned:'",
      at: (2, 22)
    )
  }

  @Test func secondOfAKind_isRemoved() {
    assertFixed(
      """
      /// Loads.
      @Retrying(attempts: 3)
      @Retrying
      @Logged
      func load() throws {}
      """,
      """
      /// Loads.
      @Retrying(attempts: 3)
      @Logged
      func load() throws {}
      """,
      by: "Remove it",
      at: (3, 1)
    )
  }

  @Test func secondOfAKind_leavesItsComment() {
    assertFixed(
      """
      @Memoized
      // Why twice?
      @Memoized
      func load() -> Int { 1 }
      """,
      """
      @Memoized
      // Why twice?
      func load() -> Int { 1 }
      """,
      by: "Remove it",
      at: (3, 1)
    )
  }

  @Test func eachAttempt_isNamedBeforeTheOtherSettings() {
    assertFixed(
      #"""
      struct S {
        @Timed @Retrying @Timed(to: [.log()], clock: \Self.clock)
        func load(_ id: Int) throws {}
      }
      """#,
      #"""
      struct S {
        @Timed @Retrying @Timed(named: "S.load(_:) attempt", to: [.log()], clock: \Self.clock)
        func load(_ id: Int) throws {}
      }
      """#,
      by: "Use another name for the attempts",
      at: (2, 20)
    )
  }

  @Test func eachAttempt_isRenamed() {
    assertFixed(
      """
      @Logged(named: "load") @Retrying @Logged(level: .info, named: "load", clock: clock)
      func load() throws {}
      """,
      """
      @Logged(named: "load") @Retrying @Logged(level: .info, named: "load() attempt", clock: clock)
      func load() throws {}
      """,
      by: "Use another name for the attempts",
      at: (1, 34)
    )
  }

  @Test func misspeltArgument_isRespelt() {
    assertFixed(
      """
      @Logged(arguments: .all(redacting: "pasword")) func login(user: String, password: String) {}
      """,
      """
      @Logged(arguments: .all(redacting: "password")) func login(user: String, password: String) {}
      """,
      by: "Use 'password'",
      at: (1, 36)
    )
  }

  @Test func misspeltParameter_isRespelt() {
    assertFixed(
      """
      @Memoized(ignoring: "Trace") func load(_ id: Int, trace: Trace) -> Int { 1 }
      """,
      """
      @Memoized(ignoring: "trace") func load(_ id: Int, trace: Trace) -> Int { 1 }
      """,
      by: "Use 'trace'",
      at: (1, 21)
    )
  }

  @Test func keyPathWithoutAnInstance_becomesAStaticProperty() {
    assertFixed(
      #"""
      struct S {
        @Timed(\Self.timings[0]) static func load() {}
      }
      """#,
      """
      struct S {
        @Timed(Self.timings[0]) static func load() {}
      }
      """,
      by: "Use the static property 'Self.timings[0]'",
      at: (2, 10)
    )
  }

  @Test func functionAsAParameter_isIgnored() {
    assertFixed(
      """
      @Memoized(capacity: 3, named: "load") func load(_ id: Int, work: () -> Int) -> Int { 1 }
      """,
      """
      @Memoized(capacity: 3, ignoring: "work", named: "load") func load(_ id: Int, work: () -> Int) -> Int { 1 }
      """,
      by: "Exclude 'work' from the key",
      at: (1, 60)
    )
  }

  @Test func anotherFunctionAsAParameter_isIgnoredToo() {
    assertFixed(
      """
      @Memoized(ignoring: "trace", named: "load")
      func load(_ id: Int, trace: Trace, work: () -> Int) -> Int { 1 }
      """,
      """
      @Memoized(ignoring: "trace", "work", named: "load")
      func load(_ id: Int, trace: Trace, work: () -> Int) -> Int { 1 }
      """,
      by: "Exclude 'work' from the key",
      at: (2, 36)
    )
  }

  @Test func placeWithoutACache_usesADeclaredOne() {
    assertFixed(
      """
      struct Shop {
        @Memoized func price(_ item: String) -> Int { 1 }
      }
      """,
      #"""
      struct Shop {
        @Memoized(in: \Self.priceValues) func price(_ item: String) -> Int { 1 }
      }
      """#,
      by: "Use a declared cache",
      at: (2, 3)
    )
  }

  @Test func declaredCache_keepsWhatTheKeyIsMadeOf() {
    assertFixed(
      """
      extension Shop {
        @Memoized(capacity: 3, ignoring: "trace", "other", named: "price")
        static func price(_ item: String, trace: Trace, other: Trace) -> Int { 1 }
      }
      """,
      """
      extension Shop {
        @Memoized(in: Self.priceValues, ignoring: "trace", "other")
        static func price(_ item: String, trace: Trace, other: Trace) -> Int { 1 }
      }
      """,
      by: "Use a declared cache",
      at: (2, 3)
    )
  }

  @Test func declaredCache_keepsTheKey() {
    assertFixed(
      """
      func outer() {
        @Memoized(
          timeToLive: .seconds(60),
          key: { (item: String) -> Int in item.count }
        )
        func price(_ item: String) -> Int { 1 }
      }
      """,
      """
      func outer() {
        @Memoized(
          in: priceValues,
          key: { (item: String) -> Int in item.count }
        )
        func price(_ item: String) -> Int { 1 }
      }
      """,
      by: "Use a declared cache",
      at: (2, 3)
    )
  }

  @Test func secondOfAKind_leavesItsCommentAndItsLine() {
    assertFixed(
      """
      @Memoized
      // Why twice?
      @Memoized func load() -> Int { 1 }
      """,
      """
      @Memoized
      // Why twice?
      func load() -> Int { 1 }
      """,
      by: "Remove it",
      at: (3, 1)
    )
  }

  @Test func argumentsOnLines_stayOnLines() {
    assertFixed(
      """
      @Memoized(
        capacity: 3,
        named: "load"  // as it was
      )
      func load(_ id: Int, work: () -> Int) -> Int { 1 }
      """,
      """
      @Memoized(
        capacity: 3,
        ignoring: "work",
        named: "load"  // as it was
      )
      func load(_ id: Int, work: () -> Int) -> Int { 1 }
      """,
      by: "Exclude 'work' from the key",
      at: (5, 22)
    )
  }

  @Test func emptyParentheses_areKept() {
    assertFixed(
      """
      @Memoized()
      func load(_ id: Int, work: () -> Int) -> Int { 1 }
      """,
      """
      @Memoized(ignoring: "work")
      func load(_ id: Int, work: () -> Int) -> Int { 1 }
      """,
      by: "Exclude 'work' from the key",
      at: (2, 22)
    )
  }

  @Test func argumentsOnLines_getOneMore() {
    assertFixed(
      """
      actor Gate {
        @Retrying(
          attempts: 3  // or so
        )
        func load() throws {}
      }
      """,
      """
      actor Gate {
        @Retrying(
          attempts: 3,  // or so
          allowing: .blockedActor
        )
        func load() throws {}
      }
      """,
      by: "Allow '.blockedActor'",
      at: (2, 3)
    )
  }
}
