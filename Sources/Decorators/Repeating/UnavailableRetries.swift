public import Logging

// Forms of a retry that look right and do not exist. Each is here so that the compiler's error names the form to write.

// MARK: Settings by other names

@available(
  *,
  unavailable,
  message:
    "the settings are 'attempts:', which counts the first call too, 'backoff:' and 'within:': write 'retrying(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30)) { … }'"
)
public func retrying<each Argument, Output, Failure: Error>(
  _ number: Int? = nil,
  times: Int? = nil,
  tries: Int? = nil,
  retries: Int? = nil,
  maxAttempts: Int? = nil,
  maxRetries: Int? = nil,
  attempts: Int? = nil,
  delay: Duration? = nil,
  wait: Duration? = nil,
  interval: Duration? = nil,
  backoff: Backoff? = nil,
  timeout: Duration? = nil,
  within limit: Duration? = nil,
  exceptions: Any...,
  on types: Any...,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "the settings are 'attempts:', which counts the first call too, 'backoff:' and 'within:': write 'retrying(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30)) { … }'"
)
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ number: Int? = nil,
  times: Int? = nil,
  tries: Int? = nil,
  retries: Int? = nil,
  maxAttempts: Int? = nil,
  maxRetries: Int? = nil,
  attempts: Int? = nil,
  delay: Duration? = nil,
  wait: Duration? = nil,
  interval: Duration? = nil,
  backoff: Backoff? = nil,
  timeout: Duration? = nil,
  within limit: Duration? = nil,
  exceptions: Any...,
  on types: Any...,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

extension Callable {
  @available(
    *,
    unavailable,
    message:
      "the settings are 'attempts:', which counts the first call too, 'backoff:' and 'within:': write 'retrying(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30))'"
  )
  public func retrying(
    _ number: Int? = nil,
    times: Int? = nil,
    tries: Int? = nil,
    retries: Int? = nil,
    maxAttempts: Int? = nil,
    maxRetries: Int? = nil,
    attempts: Int? = nil,
    delay: Duration? = nil,
    wait: Duration? = nil,
    interval: Duration? = nil,
    backoff: Backoff? = nil,
    timeout: Duration? = nil,
    within limit: Duration? = nil,
    exceptions: Any...,
    on types: Any...,
    named name: String? = nil
  ) -> Self { self }
}

extension AsyncCallable {
  @available(
    *,
    unavailable,
    message:
      "the settings are 'attempts:', which counts the first call too, 'backoff:' and 'within:': write 'retrying(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30))'"
  )
  public func retrying(
    _ number: Int? = nil,
    times: Int? = nil,
    tries: Int? = nil,
    retries: Int? = nil,
    maxAttempts: Int? = nil,
    maxRetries: Int? = nil,
    attempts: Int? = nil,
    delay: Duration? = nil,
    wait: Duration? = nil,
    interval: Duration? = nil,
    backoff: Backoff? = nil,
    timeout: Duration? = nil,
    within limit: Duration? = nil,
    exceptions: Any...,
    on types: Any...,
    named name: String? = nil
  ) -> Self { self }
}

extension RetryPolicy {
  @available(
    *,
    unavailable,
    message:
      "the settings are 'attempts:', which counts the first call too, 'backoff:' and 'within:': write 'RetryPolicy(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30))'"
  )
  public init(
    _ number: Int? = nil,
    times: Int? = nil,
    tries: Int? = nil,
    retries: Int? = nil,
    maxAttempts: Int? = nil,
    maxRetries: Int? = nil,
    attempts: Int? = nil,
    delay: Duration? = nil,
    wait: Duration? = nil,
    interval: Duration? = nil,
    backoff: Backoff? = nil,
    timeout: Duration? = nil,
    within limit: Duration? = nil,
    exceptions: Any...,
    on types: Any...,
    named name: String? = nil
  ) { self.init(keepingErrors: 0) }
}

extension Backoff {
  @available(*, unavailable, message: "a backoff says how delays follow each other: write '.constant(.seconds(…))'")
  public static func seconds(_ seconds: Double) -> Backoff { .none }

  @available(
    *,
    unavailable,
    message: "a backoff says how delays follow each other: write '.constant(.milliseconds(…))'"
  )
  public static func milliseconds(_ milliseconds: Double) -> Backoff { .none }
}

// MARK: Settings in another order

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "the settings have an order: write 'retrying(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30), on: TimeoutError.self, when: …, named: …) { … }'"
)
public func retrying<each Argument, Output, Failure: Error>(
  named name: String? = nil,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  on types: Any...,
  within limit: Duration? = nil,
  backoff: Backoff = .none,
  attempts: Int? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "the settings have an order: write 'retrying(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30), on: TimeoutError.self, when: …, named: …) { … }'"
)
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  named name: String? = nil,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  on types: Any...,
  within limit: Duration? = nil,
  backoff: Backoff = .none,
  attempts: Int? = nil,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

extension Callable {
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message:
      "the settings have an order: write 'retrying(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30), on: TimeoutError.self, when: …, named: …)'"
  )
  public func retrying(
    named name: String? = nil,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    on types: Any...,
    within limit: Duration? = nil,
    backoff: Backoff = .none,
    attempts: Int? = nil
  ) -> Self { self }
}

extension AsyncCallable {
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message:
      "the settings have an order: write 'retrying(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30), on: TimeoutError.self, when: …, named: …)'"
  )
  public func retrying(
    named name: String? = nil,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    on types: Any...,
    within limit: Duration? = nil,
    backoff: Backoff = .none,
    attempts: Int? = nil
  ) -> Self { self }
}

extension RetryPolicy {
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message:
      "the settings have an order: write 'RetryPolicy(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30), on: TimeoutError.self, when: …)'"
  )
  public init(
    named name: String? = nil,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    on types: Any...,
    within limit: Duration? = nil,
    backoff: Backoff = .none,
    attempts: Int? = nil
  ) { self.init(keepingErrors: 0) }
}

// MARK: A policy and settings

@available(*, unavailable, message: "pass a policy as 'decorated(by: policy, named: …) { … }': it brings its settings")
public func retrying<each Argument, Output, Failure: Error>(
  _ policy: RetryPolicy,
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  on types: Any...,
  logger: Logger? = nil,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(*, unavailable, message: "pass a policy as 'decorated(by: policy, named: …) { … }': it brings its settings")
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ policy: RetryPolicy,
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  on types: Any...,
  logger: Logger? = nil,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

extension Callable {
  @available(*, unavailable, message: "pass a policy as 'decorated(by: policy, named: …)': it brings its settings")
  public func retrying(
    _ policy: RetryPolicy,
    attempts: Int? = nil,
    backoff: Backoff? = nil,
    within limit: Duration? = nil,
    on types: Any...,
    logger: Logger? = nil,
    named name: String? = nil
  ) -> Self { self }
}

extension AsyncCallable {
  @available(*, unavailable, message: "pass a policy as 'decorated(by: policy, named: …)': it brings its settings")
  public func retrying(
    _ policy: RetryPolicy,
    attempts: Int? = nil,
    backoff: Backoff? = nil,
    within limit: Duration? = nil,
    on types: Any...,
    logger: Logger? = nil,
    named name: String? = nil
  ) -> Self { self }
}

extension ConcurrentDecorator where Self == RetryPolicy {
  @available(*, unavailable, message: "pass a policy as 'decorated(by: policy)': it brings its settings")
  public static func retrying(_ policy: RetryPolicy, attempts: Int? = nil) -> RetryPolicy { policy }
}
