import Testing

/// C7: every order of two attributes expands to code that compiles, and so does the recommended whole.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct PairTests {
  #if Tracing
    private static let (module, tracing) = ("DecoratorsTracingMacros", ["Traced"])
  #else
    private static let (module, tracing) = ("DecoratorMacros", [String]())
  #endif

  private static let preface = """
    import \(module)
    let breaker = CircuitBreaker(named: "pairs")
    let places = Bulkhead(named: "pairs", atMost: 8)
    let bucket = TokenBucket(named: "pairs", 8, per: .seconds(1), burst: 8)
    let gate = RetryPolicy(attempts: 1)
    enum ShopError: Error { case unavailable }

    """

  /// The attributes that fit a synchronous function.
  private static let ofAny =
    [
      "Timed", "Retrying", "Logged", "Memoized", "Decorated(by: gate)", "CircuitBroken(by: breaker)",
      "Bulkheaded(by: places)",
      "RateLimited(by: bucket)", "Counted", "FallingBack(on: ShopError.self, to: 0)",
    ] + tracing

  private static let ofAsync =
    ofAny + [
      "TimeLimited(within: .seconds(3))", "Hedged(after: .seconds(1))", "Coalesced",
      "Retrying(eachAttempt: .seconds(1))",
    ]

  /// The hazards of all orders, which one attribute of a function allows for all.
  private static let hazards =
    ".memoizedInside, .retryingInside, .hedgedInside, .bulkheadedInside, .circuitBrokenInside, .timeLimitedInside, .fallingBackInside, .coalescedInside"

  private static func pairs(of attributes: [String]) -> [(String, String)] {
    attributes.flatMap { outer in
      attributes.filter { $0.prefix { $0 != "(" } != outer.prefix { $0 != "(" } }.map { (allowing(outer), $0) }
    }
  }

  private static func allowing(_ attribute: String) -> String {
    attribute.hasSuffix(")") ? "\(attribute.dropLast()), allowing: \(hazards))" : "\(attribute)(allowing: \(hazards))"
  }

  private static func compile(_ pairs: [(String, String)], _ effects: String) throws {
    let functions = pairs.enumerated().map { index, pair in
      "@\(pair.0) @\(pair.1) func load\(index)(_ id: Int, name: String) \(effects) -> Int { id }"
    }
    let messages = try Compiler.messages(about: preface + functions.joined(separator: "\n"), "-typecheck")
    let first = preface.split(separator: "\n", omittingEmptySubsequences: false).count
    for message in messages {
      let place = message.line - first
      Issue.record("\(functions.indices.contains(place) ? functions[place] : "")\n\(message)")
    }
  }

  @Test("C7: pairs on asynchronous functions") func pairsOnAsyncFunctions_compile() throws {
    try Self.compile(Self.pairs(of: Self.ofAsync), "async throws")
  }

  @Test("C7: pairs on synchronous functions") func pairsOnSyncFunctions_compile() throws {
    try Self.compile(Self.pairs(of: Self.ofAny), "throws")
  }

  @Test("A4: pairs on functions with one type of error") func pairsOnTypedFunctions_compile() throws {
    let own = ["CircuitBroken(by: breaker", "Bulkheaded(by: places", "RateLimited(by: bucket"]
      .map { "\($0), orThrow: { _ in ShopError.unavailable })" }
    let all =
      ["Timed", "Retrying", "Logged", "Memoized", "Counted", "FallingBack(on: .any, to: 0)"] + own + Self.tracing
    try Self.compile(Self.pairs(of: all), "throws(ShopError)")
    let ofAsync = [
      "TimeLimited(within: .seconds(3), orThrow: { _ in ShopError.unavailable })",
      "Retrying(eachAttempt: .seconds(1), orThrow: { _ in ShopError.unavailable })", "Hedged(after: .seconds(1))",
      "Coalesced",
    ]
    try Self.compile(Self.pairs(of: all + ofAsync), "async throws(ShopError)")
  }

  @Test("C1, C7: the recommended order") func recommendedWhole_compilesWithoutAWarning() throws {
    let stack = [
      "Timed", "Logged", "FallingBack(on: ShopError.self, to: 0)", "Coalesced", "TimeLimited(within: .seconds(30))",
      "Retrying(attempts: 3)",
      "CircuitBroken(by: breaker)", "RateLimited(by: bucket)", "Bulkheaded(by: places)",
      "TimeLimited(eachAttempt: .seconds(5))", #"Timed(named: "attempt")"#,
    ]
    let attempt = Self.tracing.map { "\($0)(named: \"attempt\")" }
    let source =
      (Self.tracing + stack + attempt).map { "@\($0)\n" }.joined() + "func load(_ id: Int) async throws -> Int { id }"
    #expect(try Compiler.messages(about: Self.preface + source, "-typecheck") == [])
  }
}
