public import Logging

/// An error that carries the status of an HTTP response, which says whether a retry repeats the request, and whether a circuit
/// breaker counts it as a failure.
///
/// ```swift
/// struct ResponseError: HTTPStatusReporting {
///   var httpStatus: Int
///   var retryAfter: Duration?
/// }
/// ```
///
/// The decision is that of ``RetryDecision/forHTTPStatus(_:retryAfter:)``. Declare `retryDecision` to make another one.
public protocol HTTPStatusReporting: RetryClassifiable {
  /// The status of the response: 503.
  var httpStatus: Int { get }
  /// How long the server asked to wait, such as `RetryAfter` reads it from the response's fields; nil if it did not.
  var retryAfter: Duration? { get }
}

extension HTTPStatusReporting {
  /// What the status says: ``RetryDecision/forHTTPStatus(_:retryAfter:)``.
  public var retryDecision: RetryDecision { .forHTTPStatus(httpStatus, retryAfter: retryAfter) }
}

extension RetryDecision {
  /// What to do about a response with an error status: retry 408, 425, 429 and 5xx except 501, and give up on all others
  /// (C6). With 429 and 503, the delay that the server asked for counts (U8).
  ///
  /// - Parameters:
  ///   - status: The status of the response.
  ///   - delay: The delay that the server asked for; nil for the backoff's.
  public static func forHTTPStatus(_ status: Int, retryAfter delay: Duration? = nil) -> RetryDecision {
    switch status {
    case 408, 425, 429, 500, 502...599:
      if let delay, RetryAfter.isHonored(onStatus: status) { .retry(after: delay) } else { .retry }
    default: .giveUp
    }
  }
}

extension AsyncPipeline {
  /// The recommended decorators for the calls of an HTTP client to one service (C6).
  ///
  /// ```swift
  /// let pipeline = AsyncPipeline.http(breaker: CircuitBreaker(named: "users"), budget: RetryBudget(named: "users"))
  /// let user = try await pipeline.run(named: "user") { try await client.user(id) }
  /// ```
  ///
  /// 30 s for the whole call, 3 attempts with full jitter from 100 ms to 5 s, the breaker, and 10 s for each attempt. What is
  /// retried: errors with a status (``HTTPStatusReporting``) as ``RetryDecision/forHTTPStatus(_:retryAfter:)`` says, other
  /// errors if they are ``RetryClassifiable`` as they say, and all the rest, which never had a response.
  ///
  /// The pipeline shares only the objects that you give it. Its `layers` can be read and replaced.
  ///
  /// - Parameters:
  ///   - breaker: The circuit breaker of the service.
  ///   - budget: The retry budget of the service.
  ///   - idempotent: Whether a request may be repeated that the server may have carried out. The default is true: GET,
  ///     PUT and DELETE are. For POST and PATCH without an idempotency key, say false.
  ///   - logger: Gets the lines of the retry; none by default.
  ///   - generator: Where jitter comes from.
  ///   - clock: The clock of the limits and the delays.
  public static func http(
    breaker: CircuitBreaker,
    budget: RetryBudget,
    idempotent: Bool = true,
    logger: Logger? = nil,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    clock: any Clock<Duration> = ContinuousClock()
  ) -> AsyncPipeline {
    http(attempts: 3, breaker, budget, idempotent, logger, generator, clock)
  }

  /// As ``http(breaker:budget:idempotent:logger:generator:clock:)``, with 2 attempts instead of 3.
  ///
  /// The parameters are those of `http`.
  public static func conservative(
    breaker: CircuitBreaker,
    budget: RetryBudget,
    idempotent: Bool = true,
    logger: Logger? = nil,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    clock: any Clock<Duration> = ContinuousClock()
  ) -> AsyncPipeline {
    http(attempts: 2, breaker, budget, idempotent, logger, generator, clock)
  }

  private static func http(
    attempts: Int,
    _ breaker: CircuitBreaker,
    _ budget: RetryBudget,
    _ isIdempotent: Bool,
    _ logger: Logger?,
    _ generator: any RandomNumberGenerator & Sendable,
    _ clock: any Clock<Duration>
  ) -> AsyncPipeline {
    AsyncPipeline([
      TimeLimit(within: .seconds(30), clock: clock),
      RetryPolicy(
        attempts: attempts,
        backoff: .exponential(from: .milliseconds(100), cap: .seconds(5)),
        // The limit ends a running attempt. That the retry knows it too ends a wait before it begins.
        within: .seconds(30),
        when: { error in (error as? any RetryClassifiable)?.retryDecision ?? .retry },
        idempotent: isIdempotent,
        budget: budget,
        generator: generator,
        logger: logger,
        clock: clock
      ),
      breaker,
      TimeLimit(eachAttempt: .seconds(10), clock: clock),
    ])
  }
}
