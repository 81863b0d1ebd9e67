// Forms of a hedge that look right and do not exist. Each is here so that the compiler's error names the form to write.

@available(
  *,
  unavailable,
  message:
    "a hedge runs the function several times at once, which a synchronous caller cannot do: make the function 'async'"
)
public func hedged<each Argument, Output, Failure: Error>(
  after delay: HedgeDelay,
  attempts: Int = 2,
  on types: Any...,
  budget: RetryBudget? = nil,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

extension Callable {
  @available(
    *,
    unavailable,
    message:
      "a hedge runs the function several times at once, which a synchronous caller cannot do: make the function 'async'"
  )
  public func hedged(
    after delay: HedgeDelay,
    attempts: Int = 2,
    on types: Any...,
    budget: RetryBudget? = nil,
    named name: String? = nil
  ) -> Self { self }

  @available(
    *,
    unavailable,
    message:
      "a hedge runs the function several times at once, which a synchronous caller cannot do: make the function 'async'"
  )
  public func decorated(by policy: HedgePolicy, named name: String? = nil) -> Self { self }
}

@available(
  *,
  unavailable,
  message:
    "the statistics of a percentile must outlive the call: keep a 'HedgePolicy(after: .percentile(…))', and write 'withHedging(policy) { attempt in … }'"
)
nonisolated(nonsending) public func withHedging<Output: Sendable, Failure: Error>(
  after delay: HedgeDelay,
  attempts: Int = 2,
  on types: Any...,
  budget: RetryBudget? = nil,
  named name: String? = nil,
  _ body: @escaping @Sendable (HedgeAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output { fatalError() }

// MARK: A delay that is no hedge's

extension HedgePolicy {
  @available(*, unavailable, message: "write 'after: .fixed(delay)', or the number itself: 'after: .milliseconds(100)'")
  public init(after delay: Duration, attempts: Int = 2, on types: Any..., budget: RetryBudget? = nil) {
    self.init(after: .fixed(delay))
  }
}

extension AsyncCallable {
  @available(*, unavailable, message: "write 'after: .fixed(delay)', or the number itself: 'after: .milliseconds(100)'")
  public func hedged(
    after delay: Duration,
    attempts: Int = 2,
    on types: Any...,
    budget: RetryBudget? = nil,
    named name: String? = nil
  ) -> Self { self }
}
