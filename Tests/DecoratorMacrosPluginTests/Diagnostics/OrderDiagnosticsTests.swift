import DecoratorOrder
import SwiftSyntax
import SwiftSyntaxBuilder
import Testing

@testable import DecoratorSyntax

/// The orders of two attributes that do harm.
@Suite struct OrderDiagnosticsTests {
  /// The attributes, as they are written here.
  static let spelled: [DecoratorKind: String] = [
    .timed: "@Timed", .retrying: "@Retrying", .logged: "@Logged", .memoized: "@Memoized",
    .decorated: "@Decorated(by: gate)", .timeLimited: "@TimeLimited(within: .seconds(3))",
    .circuitBroken: "@CircuitBroken(by: breaker)", .bulkheaded: "@Bulkheaded(by: places)",
    .rateLimited: "@RateLimited(by: bucket)", .hedged: "@Hedged(after: .seconds(1))", .coalesced: "@Coalesced",
    .counted: "@Counted", .traced: "@Traced", .fallingBack: "@FallingBack(on: E.self, to: 0)",
  ]

  private static let pairs = DecoratorKind.allCases.flatMap { outer in
    DecoratorKind.allCases.filter { $0 != outer }.map { (outer, $0) }
  }

  private static func source(_ attributes: String...) -> String {
    attributes.joined(separator: " ") + " func load(_ id: Int) async throws -> Int { id }"
  }

  @Test("C3: every order of two has the verdict of the table, and only that", arguments: pairs)
  func pair_hasItsVerdict(_ outer: DecoratorKind, _ inner: DecoratorKind) {
    let (one, other) = (Self.spelled[outer]!, Self.spelled[inner]!)
    let harmful: [(DecoratorKind, DecoratorKind)] = [
      (.retrying, .memoized), (.retrying, .hedged), (.circuitBroken, .hedged), (.bulkheaded, .retrying),
      (.rateLimited, .retrying), (.hedged, .retrying), (.hedged, .memoized), (.hedged, .coalesced),
      (.retrying, .timeLimited),
      (.retrying, .fallingBack), (.circuitBroken, .fallingBack), (.memoized, .fallingBack),
    ]
    let diagnosed = Diagnosed.all(in: Self.source(one, other))
    guard harmful.contains(where: { $0 == (outer, inner) }) else {
      #expect(diagnosed == [])
      return
    }
    let verdict = OrderVerdict.of(outer.combinatorName, around: inner.combinatorName)[0]
    let hazard = ".\(inner.combinatorName)Inside"
    #expect(
      diagnosed == [
        .warning(
          verdict.sentence(outer.quoted, around: inner.quoted) + ", or add 'allowing: \(hazard)' if this is intended",
          at: one
        )
      ]
    )
    #expect(diagnosed[0].message.contains(outer.quoted) && diagnosed[0].message.contains(inner.quoted))
    let allowed = one.contains("(") ? "\(one.dropLast()), allowing: \(hazard))" : "\(one)(allowing: \(hazard))"
    #expect(Diagnosed.all(in: Self.source(allowed, other)) == [])
  }

  @Test(
    "C3: the sentences",
    arguments: [
      Misuse(
        source("@Bulkheaded(by: places)", "@Retrying"),
        .warning(
          """
          '@Bulkheaded' around '@Retrying' keeps its place while the retry waits between attempts: put '@Retrying' first, or \
          add 'allowing: .retryingInside' if this is intended
          """,
          at: "@Bulkheaded(by: places)"
        )
      ),
      Misuse(
        source("@CircuitBroken(by: breaker)", "@FallingBack(on: E.self, to: 0)"),
        .warning(
          """
          '@CircuitBroken' around '@FallingBack' takes the substitute for a success and never opens: put '@FallingBack' first, \
          or add 'allowing: .fallingBackInside' if this is intended
          """,
          at: "@CircuitBroken(by: breaker)"
        )
      ),
      Misuse(
        source("@Memoized(in: values)", "@FallingBack(on: E.self, to: 0)"),
        .warning(
          """
          '@Memoized' around '@FallingBack' keeps the substitute as a value: put '@FallingBack' first, or add 'allowing: \
          .fallingBackInside' if this is intended
          """,
          at: "@Memoized(in: values)"
        )
      ),
      Misuse(
        source("@RateLimited(by: bucket)", "@Retrying"),
        .warning(
          """
          '@RateLimited' around '@Retrying' takes one token for all attempts: put '@Retrying' first, or add 'allowing: \
          .retryingInside' if this is intended
          """,
          at: "@RateLimited(by: bucket)"
        )
      ),
      Misuse(
        source("@Hedged(after: .seconds(1))", "@Retrying"),
        .warning(
          """
          '@Hedged' around '@Retrying' multiplies attempts, because each of its attempts retries: remove one, or add \
          'allowing: .retryingInside' if this is intended
          """,
          at: "@Hedged(after: .seconds(1))"
        )
      ),
      Misuse(
        source("@Retrying", "@Hedged(after: .seconds(1))"),
        .warning(
          """
          '@Retrying' around '@Hedged' multiplies attempts, because each attempt is hedged: give one of them a 'budget:', or \
          add 'allowing: .hedgedInside' if this is intended
          """,
          at: "@Retrying"
        )
      ),
      Misuse(
        source("@Hedged(after: .seconds(1))", "@Coalesced"),
        .warning(
          """
          '@Hedged' around '@Coalesced' starts attempts that wait for the call of the first one, because calls with the same \
          key share a call: put '@Coalesced' first, or add 'allowing: .coalescedInside' if this is intended
          """,
          at: "@Hedged(after: .seconds(1))"
        )
      ),
      Misuse(
        source("@CircuitBroken(by: breaker)", "@Hedged(after: .seconds(1))"),
        .warning(
          """
          '@CircuitBroken' around '@Hedged' sees one call instead of its attempts, and the attempts that are cancelled hide \
          failures: put '@Hedged' first, or add 'allowing: .hedgedInside' if this is intended
          """,
          at: "@CircuitBroken(by: breaker)"
        )
      ),
      Misuse(
        source("@Retrying", "@TimeLimited(within: .seconds(1))"),
        .warning(
          """
          '@Retrying' around '@TimeLimited' gives up when the time is over, because 'within:' limits a whole call: write \
          'eachAttempt:', or add 'allowing: .timeLimitedInside' if this is intended
          """,
          at: "@Retrying"
        )
      ),
      Misuse(
        source("@Retrying(eachAttempt: .seconds(1))", "@Bulkheaded(by: places)"),
        .warning(
          """
          '@Retrying' around '@Bulkheaded' counts the wait for a place as time of the attempt: limit the attempts with a time \
          limit inside the bulkhead instead of 'eachAttempt:', or add 'allowing: .bulkheadedInside' if this is intended
          """,
          at: "@Retrying(eachAttempt: .seconds(1))"
        )
      ),
      Misuse(
        source("@TimeLimited(eachAttempt: .seconds(1))", "@Bulkheaded(by: places)"),
        .warning(
          """
          '@TimeLimited' around '@Bulkheaded' counts the wait for a place as time of the attempt: put '@Bulkheaded' first, or \
          add 'allowing: .bulkheadedInside' if this is intended
          """,
          at: "@TimeLimited(eachAttempt: .seconds(1))"
        )
      ),
    ]
  )
  func harmfulOrder_isAWarningAtTheOuterOne(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(
    "C3: one object twice is an error",
    arguments: [
      Misuse(
        source("@Bulkheaded(by: Self.places)", "@Retrying", "@Bulkheaded(by: Self.places)"),
        .warning(
          """
          '@Bulkheaded' around '@Retrying' keeps its place while the retry waits between attempts: put '@Retrying' first, or \
          add 'allowing: .retryingInside' if this is intended
          """,
          at: "@Bulkheaded(by: Self.places)"
        ),
        .error(
          """
          two '@Bulkheaded' use 'Self.places', so each call would pass it twice and could wait for itself: remove one
          """,
          at: "@Bulkheaded(by: Self.places)"
        )
      ),
      Misuse(
        source("@CircuitBroken(by: breaker)", "@CircuitBroken(by: breaker)"),
        .error(
          "two '@CircuitBroken' use 'breaker', so each call would pass it twice and could wait for itself: remove one",
          at: "@CircuitBroken(by: breaker)"
        )
      ),
      Misuse(
        source("@RateLimited(by: .shared)", "@Decorated(by: gate)", "@RateLimited(by: .shared)"),
        .error(
          "two '@RateLimited' use '.shared', so each call would pass it twice and could wait for itself: remove one",
          at: "@RateLimited(by: .shared)"
        )
      ),
      Misuse(
        source("@Decorated(by: breaker)", "@CircuitBroken(by: breaker)"),
        .error(
          "'@Decorated' and '@CircuitBroken' use 'breaker', so each call would pass it twice and could wait for itself: remove one",
          at: "@CircuitBroken(by: breaker)"
        )
      ),
    ]
  )
  func objectThatIsTwiceInAStack_isRefused(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    source("@TimeLimited(within: .seconds(9))", "@Retrying", "@TimeLimited(eachAttempt: .seconds(1))"),
    source("@TimeLimited(within: .seconds(9))", "@Bulkheaded(by: places)"),
    source("@Retrying", "@Bulkheaded(by: places)", "@TimeLimited(eachAttempt: .seconds(1))"),
    source("@Retrying", "@Hedged(after: .seconds(1), budget: budget)"),
    source("@Retrying(policy)", "@Hedged(after: .seconds(1))"),
    source("@CircuitBroken(by: outer)", "@CircuitBroken(by: inner)"),
    source("@Bulkheaded(by: Bulkhead(named: a))", "@Bulkheaded(by: Bulkhead(named: a))"),
    source("@Decorated(by: audit)", "@Retrying", "@Decorated(by: audit)"),
    #"@Counted @Retrying @Counted(named: "attempt") func load() throws {}"#,
    // The whole of the guide, outermost first.
    source(
      "@Timed",
      "@Logged",
      "@FallingBack(on: E.self, to: 0)",
      "@Coalesced",
      "@TimeLimited(within: .seconds(30))",
      "@Retrying",
      "@CircuitBroken(by: breaker)",
      "@RateLimited(by: bucket)",
      "@Bulkheaded(by: places)",
      "@TimeLimited(eachAttempt: .seconds(5))",
      #"@Timed(named: "attempt")"#
    ),
  ])
  func order_isFine(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }

  @Test(arguments: [
    Misuse(
      source("@TimeLimited(within: a)", "@TimeLimited(within: b)"),
      .error(
        "'@TimeLimited' is already on this function: use it twice only on both sides of '@Retrying'",
        at: "@TimeLimited(within: b)"
      )
    ),
    Misuse(
      source("@Counted", "@Retrying", "@Counted"),
      .error(
        "'@Counted' on both sides of '@Retrying' needs two different names: add 'named:' to this one, which applies to each attempt",
        at: "@Counted"
      )
    ),
    Misuse(
      source("@Hedged(after: a)", "@Hedged(after: b)"),
      .error("'@Hedged' is already on this function: remove one", at: "@Hedged(after: b)")
    ),
    Misuse(
      source("@Coalesced", "@Coalesced"),
      .error("'@Coalesced' is already on this function: remove one", at: "@Coalesced")
    ),
  ])
  func repetition_isRefused(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  // MARK: Remedies

  @Test func neighbours_areSwapped() {
    assertFixed(
      """
      /// Loads.
      @Bulkheaded(by: places) // eight
      @Retrying(attempts: 3)
      func load() throws {}
      """,
      """
      /// Loads.
      @Retrying(attempts: 3) // eight
      @Bulkheaded(by: places)
      func load() throws {}
      """,
      by: "Put '@Retrying' first",
      of: ["Put '@Retrying' first", "Allow '.retryingInside'"],
      at: (2, 1)
    )
  }

  @Test func othersBetween_canOnlyBeAllowed() {
    assertFixed(
      "@Bulkheaded(by: places) @Timed @Retrying(attempts: 3) func load() throws {}",
      "@Bulkheaded(by: places, allowing: .retryingInside) @Timed @Retrying(attempts: 3) func load() throws {}",
      by: "Allow '.retryingInside'",
      at: (1, 1)
    )
  }

  @Test func swapThatDoesHarmToo_isNotOffered() {
    assertFixed(
      "@Hedged(after: .seconds(1)) @Retrying func load() async throws {}",
      "@Hedged(after: .seconds(1), allowing: .retryingInside) @Retrying func load() async throws {}",
      by: "Allow '.retryingInside'",
      at: (1, 1)
    )
  }

  @Test func objectThatIsTwiceInAStack_isRemoved() {
    assertFixed(
      "@CircuitBroken(by: breaker) @CircuitBroken(by: breaker) func load() throws {}",
      "@CircuitBroken(by: breaker) func load() throws {}",
      by: "Remove it",
      at: (1, 29)
    )
  }

  // MARK: The table

  @Test func verdicts_nameCombinators() {
    let names = Set(DecoratorKind.allCases.map(\.combinatorName))
    #expect(OrderVerdict.all.allSatisfy { names.contains($0.outer) && names.contains($0.inner) })
  }

  @Test func everyVerdict_hasAHazardThatAllowsIt() {
    for verdict in OrderVerdict.all {
      #expect(Hazard(".\(raw: verdict.inner)Inside") != nil)
    }
  }
}
