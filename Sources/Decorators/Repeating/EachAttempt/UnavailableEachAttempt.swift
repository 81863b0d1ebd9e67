// Time limits of synchronous attempts, which do not exist (T9). Each is here so that the compiler's error says why.

@available(
  *,
  unavailable,
  message:
    "a synchronous attempt cannot be stopped from outside, so it has no time limit: make the function 'async', or leave 'eachAttempt:' out; 'within:' limits the time between attempts"
)
public func retrying<each Argument, Output, Failure: Error>(
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  eachAttempt attemptLimit: Duration,
  on types: Any...,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

extension Callable {
  @available(
    *,
    unavailable,
    message:
      "a synchronous attempt cannot be stopped from outside, so it has no time limit: make the function 'async', or leave 'eachAttempt:' out; 'within:' limits the time between attempts"
  )
  public func retrying(
    attempts: Int? = nil,
    backoff: Backoff? = nil,
    within limit: Duration? = nil,
    eachAttempt attemptLimit: Duration,
    on types: Any...,
    named name: String? = nil
  ) -> Self { self }

  @available(
    *,
    unavailable,
    message:
      "a synchronous attempt cannot be stopped from outside, so it has no time limit: make the function 'async', or leave 'eachAttempt:' out; 'within:' limits the time between attempts"
  )
  public func decorated(by policy: LimitedRetryPolicy, named name: String? = nil) -> Self { self }
}

extension LimitedRetryPolicy {
  @available(
    *,
    unavailable,
    message:
      "a synchronous attempt cannot be stopped from outside, so it has no time limit: make the function 'async', or leave 'eachAttempt:' out; 'within:' limits the time between attempts"
  )
  @_disfavoredOverload
  public func run<Output>(named name: String? = nil, _ body: () throws -> Output) throws -> Output { try body() }
}

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "a synchronous attempt cannot be stopped from outside, so it has no time limit: make the function 'async', or leave 'eachAttempt:' out; 'within:' limits the time between attempts"
)
public func withRetry<Output>(
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  eachAttempt attemptLimit: Duration,
  on types: Any...,
  named name: String? = nil,
  _ body: () throws -> Output
) throws -> Output { try body() }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "a synchronous attempt cannot be stopped from outside, so it has no time limit: make the function 'async', or leave 'eachAttempt:' out; 'within:' limits the time between attempts"
)
public func withRetry<Output>(
  _ policy: LimitedRetryPolicy,
  named name: String? = nil,
  _ body: (RetryAttempt) throws -> Output
) throws -> Output { try body(.first) }
