import Testing

/// What only types can show is one error, at the user's line.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct TypeErrorTests {
  /// Code with one mistake, marked by its line.
  struct Row: Sendable, CustomTestStringConvertible {
    var source: String
    /// Counted from 1.
    var line: Int
    var message: String
    var testDescription: String { message }
  }

  static let preface = """
    import DecoratorMacros
    final class Book { var pages = 0 }
    struct Trace: Sendable {}
    struct Handle: Hashable {}
    @available(*, unavailable) extension Handle: Sendable {}
    struct Ticket: ~Copyable {}
    func use(_ book: Book) async -> Int { book.pages }
    func tear(_ ticket: consuming Ticket) -> Int { 1 }
    let counts = MemoCache<String, Int>(capacity: 8)
    struct TimeoutError: Error {}
    let anInt = 5
    let aName = "logger"
    let retry = RetryPolicy(attempts: 3)
    let timing = TimingPolicy(named: "load")
    let audit = LoggingPolicy()
    let breaker = CircuitBreaker(named: "load")
    let bucket = TokenBucket(named: "load", 1, per: .seconds(1))

    """

  /// What the type checker says.
  static let typed: [Row] = [
    Row(
      source: """
        @Memoized func notHashable(
          _ id: Int,
          _ trace: Trace
        ) -> Int { id }
        """,
      line: 3,
      message: """
        'part' is unavailable: '@Memoized' uses this parameter in the cache key, but its type is not Hashable: make the \
        type Hashable, leave the parameter out with 'ignoring:', or build the key with 'key:'
        """
    ),
    Row(
      source: """
        @Memoized(
          key: { (id: Int) -> Trace in Trace() })
        func keyNotHashable(_ id: Int) -> Int { id }
        """,
      line: 2,
      message:
        "'whole' is unavailable: 'key:' of '@Memoized' returns a type that is not Hashable: return a Hashable key"
    ),
    Row(
      source: "@Memoized func neither(_ book: Book) -> Int { 1 }",
      line: 1,
      message: """
        'part' is unavailable: '@Memoized' uses this parameter in the cache key, but its type is not Hashable: make the \
        type Hashable, leave the parameter out with 'ignoring:', or build the key with 'key:'
        """
    ),
    Row(
      source: """
        @Memoized
        func notSendableResult(_ id: Int) -> Book { Book() }
        """,
      line: 1,
      message: "type 'Book' does not conform to the 'Sendable' protocol"
    ),
    Row(
      source: "@Memoized func handleKey(_ handle: Handle) -> Int { 1 }",
      line: 1,
      message: "conformance of 'Handle' to 'Sendable' is unavailable"
    ),
    Row(
      source: "@Memoized func handleValue(_ id: Int) async -> Handle { Handle() }",
      line: 1,
      message: "conformance of 'Handle' to 'Sendable' is unavailable"
    ),
    Row(
      source: """
        final class NotSendable {
          var loads = 0
          @Memoized func load(_ id: Int) async -> Int {
            loads += 1
            return loads
          }
        }
        """,
      line: 4,
      message: "capture of 'self' with non-Sendable type 'NotSendable' in a '@Sendable' closure"
    ),
    Row(
      source: """
        @Timed
        @Memoized(in: counts)
        func otherKey(_ id: Int) -> Int { id }
        """,
      line: 2,
      message: "cannot convert value of type 'Int' to expected argument type 'String'"
    ),
    Row(
      source: """
        @Timed
        @Logged
        func wrongBody(_ id: Int) -> Int {
          let sum = id + 1

          return sum + "x"
        }
        """,
      line: 6,
      message: "cannot convert value of type 'String' to expected argument type 'Int'"
    ),
    Row(
      source: """
        struct Reader {
          let clock: any Clock<Duration>
          @Retrying(clock: \\Self.clock)
          func read() throws -> Int { 1 }
        }
        """,
      line: 3,
      message: """
        'clock' is unavailable: a synchronous '@Retrying' waits by blocking its thread, so its clock must be a BlockingClock: \
        use 'any BlockingClock<Duration>' instead of 'any Clock<Duration>', or make the function async
        """
    ),
    Row(
      source: """
        @Logged @Timed func around() -> Int {
          @Logged func inside() -> Int { 1 }
          @Timed func insideAgain() -> Int { 1 }
          return inside() + insideAgain()
        }
        """,
      line: 3,
      message: "recursive expansion of macro 'Timed()'"
    ),
    Row(
      source: """
        struct Shop {
          let priceCache = MemoCache<String, Int>(capacity: 8)
          @Memoized(in: \\Self.priceCache) func price(_ item: String) -> Int { 1 }
        }
        """,
      line: 3,
      message: "circular reference expanding peer macros on 'price'"
    ),
    Row(
      source: "@Timed func newTicket() -> Ticket { Ticket() }",
      line: 1,
      message: "instance method 'run(named:fileID:function:line:_:)' requires that 'Ticket' conform to 'Copyable'"
    ),
    Row(
      source: """
        @Retrying(onResult: { (text: String) in text.isEmpty })
        func judgesAnother() throws -> Int { 1 }
        """,
      line: 1,
      message: """
        'of' is unavailable: 'onResult:' of '@Retrying' takes a closure from the function's result to Bool: write the type \
        that the function returns, as in '{ (page: Page) in page.isEmpty }'
        """
    ),
    Row(
      source: """
        @MainActor enum Screen { static let sinks: [TimingSink] = [.log()] }
        @Timed(to: Screen.sinks) func sinksOfMainActor() {}
        """,
      line: 2,
      message: "main actor-isolated default value in a nonisolated context"
    ),
    Row(
      source: """
        struct Chapter {
          static let policy = RetryPolicy(attempts: 3)
          @Retrying(policy) func staticWithoutSelf() throws {}
        }
        """,
      line: 3,
      message: "static member 'policy' cannot be used on instance of type 'Chapter'"
    ),
    Row(
      source: """
        struct Verse {
          let policy = RetryPolicy(attempts: 3)
          @Retrying(policy) func memberWithoutKeyPath() throws {}
        }
        """,
      line: 3,
      message:
        "instance member 'policy' cannot be used on type 'Verse'; did you mean to use a value of this type instead?"
    ),
    Row(
      source: """
        @LoggedMembers(logger: InstanceProperty("missing"))
        struct Volume {
          func open() {}
        }
        """,
      line: 3,
      message: "value of type 'Volume' has no member 'missing'"
    ),
    Row(
      source: """
        struct Shelf { @TimedMembers struct Board { func read() -> Int { "" } } }
        """,
      line: 1,
      message: "cannot convert return expression of type 'String' to return type 'Int'"
    ),
    Row(
      source: """
        @Timed(clock: 3)
        func notAClock() -> Int { 1 }
        """,
      line: 1,
      message: "argument type 'Int' does not conform to expected type 'Clock'"
    ),
  ]

  /// What the compiler says once types are right.
  static let flow: [Row] = [
    Row(
      source: """
        @Timed func give(_ book: sending Book) async -> Int {
          let reading = Task { book.pages }
          return await reading.value
        }
        """,
      line: 2,
      message: """
        passing closure as a 'sending' parameter risks causing data races between code in the current task and concurrent \
        execution of the closure
        """
    ),
    Row(
      source: """
        @Retrying func giveAgain(_ book: sending Book) async throws -> Int {
          let reading = Task { book.pages }
          return await reading.value
        }
        """,
      line: 2,
      message: """
        passing closure as a 'sending' parameter risks causing data races between code in the current task and concurrent \
        execution of the closure
        """
    ),
    Row(
      source: """
        @Memoized(ignoring: "book") func giveOnce(_ id: Int, _ book: sending Book) -> Int {
          Task { book.pages }
          return id
        }
        """,
      line: 2,
      message: """
        passing closure as a 'sending' parameter risks causing data races between code in the current task and concurrent \
        execution of the closure
        """
    ),
    Row(
      source: """
        @Timed func tearUp(_ ticket: consuming Ticket) -> Int {
          tear(ticket)
        }
        """,
      line: 2,
      message: """
        noncopyable 'ticket' cannot be consumed when captured by an escaping closure or borrowed by a non-Escapable type
        """
    ),
    Row(
      source: """
        @Timed func halfReturning(_ id: Int) -> Int {
          if id > 1 { return 3 }
        }
        """,
      line: 3,
      message: "missing return in local function expected to return 'Int'"
    ),
  ]

  @Test func mistakesThatTypesShow_areOneErrorEach_atTheUsersLine() throws {
    try Self.check(Self.typed, "-typecheck")
  }

  @Test func mistakesThatFlowShows_areOneErrorEach_atTheUsersLine() throws {
    try Self.check(Self.flow, "-c")
  }

  /// Each line with `missing` has one error, which is shown at that word.
  @Test func errorsInABody_areAtTheUsersColumns() throws {
    let source = """
      import DecoratorMacros
      let pages = MemoCache<Int, Int>()
      @Logged func one() { missing() }
      struct Book {
        @Logged func two() {
          missing()
          missing()
        }
          @Timed @Retrying func three() async throws -> Int { return missing }
        @Memoized(in: pages) func four(_ id: Int) async -> Int { missing(id) }
        /* é */ @Timed func five(_ text: consuming String) -> String { missing(text) }
      }
      actor Shelf {
        @Memoized func six(_ id: Int) async -> Int { missing(id) }
        @Memoized nonisolated(nonsending) func seven(_ id: Int) async -> Int { missing(id) }
      }
      """
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let places = lines.enumerated().compactMap { index, line in
      line.firstRange(of: "missing").map { word in
        "\(index + 1):\(line.utf8.distance(from: line.startIndex, to: word.lowerBound) + 1)"
      }
    }
    #expect(places.count == 8)
    let found = try Compiler.placedMessages(about: source, "-typecheck")
    #expect(Set(found.map { "\($0.message.line):\($0.column)" }) == Set(places))
    #expect(found.count == places.count)
  }

  /// Here the compiler says more than one thing.
  @Test(arguments: [
    Row(
      source: "@Retrying func newTicketAgain() throws -> Ticket { Ticket() }",
      line: 1,
      message: "no exact matches in call to instance method 'run'"
    ),
    Row(
      source: "@Memoized func newTicketOnce() -> Ticket { Ticket() }",
      line: 1,
      message: "type 'Ticket' does not conform to protocol 'Copyable'"
    ),
  ])
  func noncopyableResult_doesNotCompile(_ row: Row) throws {
    let start = Self.preface.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    let found = try Compiler.messages(about: Self.preface + row.source + "\n", "-typecheck")
    #expect(found.contains(Compiler.Message(line: start + row.line, text: row.message)))
  }

  /// Compiles all rows together and compares what the compiler says.
  static func check(_ rows: [Row], _ mode: String) throws {
    var source = preface
    var expected: Set<Compiler.Message> = []
    for row in rows {
      let start = source.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      expected.insert(Compiler.Message(line: start + row.line, text: row.message))
      source += row.source + "\n"
    }
    let found = try Compiler.messages(about: source, mode)
    #expect(Set(found) == expected)
    #expect(found.count == expected.count)
  }
}
