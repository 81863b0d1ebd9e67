public import Logging

// Forms of every decorator that look right and do not exist. Each is here so that the compiler's error names the form to
// write.

extension ConcurrentDecorator {
  @_disfavoredOverload
  @available(*, unavailable, message: "the name needs its label: write 'run(named: …) { … }'")
  public func run<Output, Failure: Error>(
    _ name: String,
    _ body: () throws(Failure) -> Output
  ) throws(Failure) -> Output { try body() }

  @available(*, unavailable, message: "the name needs its label: write 'run(named: …) { … }'")
  nonisolated(nonsending) public func run<Output, Failure: Error>(
    _ name: String,
    _ body: nonisolated(nonsending) () async throws(Failure) -> Output
  ) async throws(Failure) -> Output { try await body() }
}

// MARK: A decorator and its settings

@available(
  *,
  unavailable,
  message: "a decorator brings its logger: write 'RetryPolicy(logger: …)', or 'policy.with(logger: …)'"
)
public func decorated<each Argument, Output, Failure: Error>(
  by decorator: some ConcurrentDecorator,
  logger: Logger,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "a decorator brings its logger: write 'RetryPolicy(logger: …)', or 'policy.with(logger: …)'"
)
public func decorated<each Argument: Sendable, Output: Sendable, Failure: Error>(
  by decorator: some ConcurrentDecorator,
  logger: Logger,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

extension Callable {
  @available(
    *,
    unavailable,
    message: "a decorator brings its logger: write 'RetryPolicy(logger: …)', or 'policy.with(logger: …)'"
  )
  public func decorated(by decorator: some ConcurrentDecorator, logger: Logger, named name: String? = nil) -> Self {
    self
  }
}

extension AsyncCallable {
  @available(
    *,
    unavailable,
    message: "a decorator brings its logger: write 'RetryPolicy(logger: …)', or 'policy.with(logger: …)'"
  )
  public func decorated(by decorator: some ConcurrentDecorator, logger: Logger, named name: String? = nil) -> Self {
    self
  }
}

// MARK: The function first

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "wrap the function first: write 'Function(f).retrying(attempts: 3)', or 'retrying(attempts: 3) { … }'"
)
public func retrying<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  on types: Any...,
  named name: String? = nil
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "wrap the function first: write 'AsyncFunction(f).retrying(attempts: 3)', or 'retrying(attempts: 3) { … }'"
)
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  attempts: Int? = nil,
  backoff: Backoff? = nil,
  within limit: Duration? = nil,
  on types: Any...,
  named name: String? = nil
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "wrap the function first: write 'Function(f).memoized(capacity: 128)', or 'memoized(capacity: 128) { … }'"
)
public func memoized<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  capacity: Int? = nil,
  timeToLive: Duration? = nil,
  named name: String? = nil
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "wrap the function first: write 'AsyncFunction(f).memoized(capacity: 128)', or 'memoized(capacity: 128) { … }'"
)
public func memoized<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  capacity: Int? = nil,
  timeToLive: Duration? = nil,
  named name: String? = nil
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "wrap the function first: write 'Function(f).timed(named: …)', or 'timed(named: …) { … }'"
)
public func timed<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  named name: String,
  to sinks: [TimingSink] = []
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "wrap the function first: write 'AsyncFunction(f).timed(named: …)', or 'timed(named: …) { … }'"
)
public func timed<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  named name: String,
  to sinks: [TimingSink] = []
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "wrap the function first: write 'Function(f).logged(logger: …)', or 'logged(logger: …) { … }'"
)
public func logged<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  logger: Logger? = nil,
  levels: LogLevels? = nil,
  arguments: ArgumentLogging? = nil,
  named name: String? = nil
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "wrap the function first: write 'AsyncFunction(f).logged(logger: …)', or 'logged(logger: …) { … }'"
)
public func logged<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  logger: Logger? = nil,
  levels: LogLevels? = nil,
  arguments: ArgumentLogging? = nil,
  named name: String? = nil
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }
