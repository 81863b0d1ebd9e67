/// Why it does harm that one decorator is around another one (C3), in words that the macros, the list and a pipeline share.
///
/// Decorators have the names of their combinators here, so that nothing but the standard library is needed to read it.
package struct OrderVerdict: Equatable {
  /// What else must be true of the two.
  package enum Condition: Equatable {
    case always
    /// Neither has a `budget:`, and neither takes a policy, which may have one.
    case withoutBudget
    /// The outer one limits an attempt: it says so with `eachAttempt:`, or is inside of a retry or a hedge.
    case ofAttempts
    /// The inner one limits the whole call, `within:`.
    case ofWholeCall
    /// The outer one, a retry, limits each attempt, `eachAttempt:`.
    case withEachAttempt
  }

  package let outer: String
  package let inner: String
  package let condition: Condition
  /// What is wrong: what the outer one does, as the end of the sentence that begins with it.
  package let harm: String
  /// What to do. Nil if it is to put the inner one outside.
  package let wayOut: String?

  private init(
    _ outer: String,
    around inner: String,
    if condition: Condition = .always,
    _ harm: String,
    wayOut: String? = nil
  ) {
    self.outer = outer
    self.inner = inner
    self.condition = condition
    self.harm = harm
    self.wayOut = wayOut
  }

  /// The orders that do harm. Every other order of two decorators is a choice.
  package static let all: [OrderVerdict] = [
    OrderVerdict(
      "retrying",
      around: "memoized",
      "looks in the cache on each attempt, and callers share only one attempt"
    ),
    OrderVerdict(
      "retrying",
      around: "timeLimited",
      if: .ofWholeCall,
      "gives up when the time is over, because 'within:' limits a whole call",
      wayOut: "write 'eachAttempt:'"
    ),
    OrderVerdict("retrying", around: "fallingBack", "takes the substitute for a success and never retries"),
    OrderVerdict(
      "retrying",
      around: "hedged",
      if: .withoutBudget,
      "multiplies attempts, because each attempt is hedged",
      wayOut: "give one of them a 'budget:'"
    ),
    OrderVerdict(
      "retrying",
      around: "bulkheaded",
      if: .withEachAttempt,
      "counts the wait for a place as time of the attempt",
      wayOut: "limit the attempts with a time limit inside the bulkhead instead of 'eachAttempt:'"
    ),
    OrderVerdict(
      "timeLimited",
      around: "bulkheaded",
      if: .ofAttempts,
      "counts the wait for a place as time of the attempt"
    ),
    OrderVerdict(
      "retrying",
      around: "circuitBroken",
      if: .withEachAttempt,
      "cancels attempts that take too long, and a breaker counts no cancellation, so it never opens for slow calls",
      wayOut: "limit the attempts with a time limit inside the breaker instead of 'eachAttempt:'"
    ),
    OrderVerdict(
      "timeLimited",
      around: "circuitBroken",
      if: .ofAttempts,
      "cancels attempts that take too long, and a breaker counts no cancellation, so it never opens for slow calls"
    ),
    OrderVerdict("circuitBroken", around: "fallingBack", "takes the substitute for a success and never opens"),
    OrderVerdict(
      "circuitBroken",
      around: "hedged",
      "sees one call instead of its attempts, and the attempts that are cancelled hide failures"
    ),
    OrderVerdict("bulkheaded", around: "retrying", "keeps its place while the retry waits between attempts"),
    OrderVerdict("rateLimited", around: "retrying", "takes one token for all attempts"),
    OrderVerdict(
      "hedged",
      around: "retrying",
      "multiplies attempts, because each of its attempts retries",
      wayOut: "remove one"
    ),
    OrderVerdict(
      "hedged",
      around: "memoized",
      "starts attempts that wait for the load of the first one, because calls with the same key share a load"
    ),
    OrderVerdict(
      "hedged",
      around: "coalesced",
      "starts attempts that wait for the call of the first one, because calls with the same key share a call"
    ),
    OrderVerdict("memoized", around: "fallingBack", "keeps the substitute as a value"),
  ]

  /// The verdicts on this order.
  package static func of(_ outer: String, around inner: String) -> [OrderVerdict] {
    all.filter { $0.outer == outer && $0.inner == inner }
  }

  /// The sentence, with the two as they are written.
  ///
  /// - Parameter place: Where the outermost decorator stands: `first`, but last in a chain of calls.
  package func sentence(_ outer: String, around inner: String, place: String = "first") -> String {
    "\(outer) around \(inner) \(harm): \(wayOut ?? "put \(inner) \(place)")"
  }
}
