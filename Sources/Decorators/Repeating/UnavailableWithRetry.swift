public import Logging

// Forms of `withRetry` that look right and do not exist. Each is here so that the compiler's error names the form to write.

// MARK: Settings by other names

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "the settings are 'attempts:', which counts the first call too, 'backoff:' and 'within:': write 'withRetry(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30)) { … }'"
)
public func withRetry<Output, Failure: Error>(
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
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output { try body() }

@available(
  *,
  unavailable,
  message:
    "the settings are 'attempts:', which counts the first call too, 'backoff:' and 'within:': write 'withRetry(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30)) { … }'"
)
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
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
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output { try await body() }

// MARK: Settings in another order

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "the settings have an order: write 'withRetry(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30), on: TimeoutError.self, when: …, named: …) { … }'"
)
public func withRetry<Output, Failure: Error>(
  named name: String? = nil,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  on types: Any...,
  within limit: Duration? = nil,
  backoff: Backoff = .none,
  attempts: Int? = nil,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output { try body() }

@available(
  *,
  unavailable,
  message:
    "the settings have an order: write 'withRetry(attempts: 3, backoff: .constant(.seconds(1)), within: .seconds(30), on: TimeoutError.self, when: …, named: …) { … }'"
)
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
  named name: String? = nil,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  on types: Any...,
  within limit: Duration? = nil,
  backoff: Backoff = .none,
  attempts: Int? = nil,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output { try await body() }

// MARK: The attempt

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "for its attempt a body needs a policy: write 'withRetry(RetryPolicy(attempts: 3)) { attempt in … }'"
)
public func withRetry<Output, Failure: Error>(
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
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output { try body(.first) }

@available(
  *,
  unavailable,
  message: "for its attempt a body needs a policy: write 'withRetry(RetryPolicy(attempts: 3)) { attempt in … }'"
)
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
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
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output { try await body(.first) }

// MARK: A policy and settings

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "a policy brings its settings, and its body takes the attempt: write 'policy.run { … }', or 'withRetry(policy) { attempt in … }'"
)
public func withRetry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  _ setting: Any? = nil,
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  on types: Any...,
  logger: Logger? = nil,
  named name: String? = nil,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output { try body() }

@available(
  *,
  unavailable,
  message:
    "a policy brings its settings, and its body takes the attempt: write 'policy.run { … }', or 'withRetry(policy) { attempt in … }'"
)
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  _ setting: Any? = nil,
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  on types: Any...,
  logger: Logger? = nil,
  named name: String? = nil,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output { try await body() }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "a policy brings its settings, and a name needs its label: write 'withRetry(policy, named: …) { attempt in … }'"
)
public func withRetry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  _ setting: Any? = nil,
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  on types: Any...,
  logger: Logger? = nil,
  named name: String? = nil,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output { try body(.first) }

@available(
  *,
  unavailable,
  message:
    "a policy brings its settings, and a name needs its label: write 'withRetry(policy, named: …) { attempt in … }'"
)
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  _ setting: Any? = nil,
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  on types: Any...,
  logger: Logger? = nil,
  named name: String? = nil,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output { try await body(.first) }
