public import CoreMetrics
public import Logging

// Forms that look right and do not exist. Each is here so that the compiler's error names the form to write.

// MARK: A policy first

extension Callable {
  @available(
    *,
    unavailable,
    message: "pass a policy as 'decorated(by: policy, named: …)', or 'policy.with(logger: …)' in its place"
  )
  public func logged(
    _ policy: LoggingPolicy,
    logger: Logger? = nil,
    named name: String? = nil,
    argumentNames: [String] = [],
    clock: (any Clock<Duration>)? = nil
  ) -> Self { self }

  @available(
    *,
    unavailable,
    message: "pass a policy as 'decorated(by: policy)'; its name and its sinks stand where it is made"
  )
  public func timed(
    _ policy: TimingPolicy,
    named name: String? = nil,
    to sinks: [TimingSink] = [],
    clock: (any Clock<Duration>)? = nil
  ) -> Self { self }
}

extension AsyncCallable {
  @available(
    *,
    unavailable,
    message: "pass a policy as 'decorated(by: policy, named: …)', or 'policy.with(logger: …)' in its place"
  )
  public func logged(
    _ policy: LoggingPolicy,
    logger: Logger? = nil,
    named name: String? = nil,
    argumentNames: [String] = [],
    clock: (any Clock<Duration>)? = nil
  ) -> Self { self }

  @available(
    *,
    unavailable,
    message: "pass a policy as 'decorated(by: policy)'; its name and its sinks stand where it is made"
  )
  public func timed(
    _ policy: TimingPolicy,
    named name: String? = nil,
    to sinks: [TimingSink] = [],
    clock: (any Clock<Duration>)? = nil
  ) -> Self { self }
}

@available(
  *,
  unavailable,
  message: "pass a policy as 'decorated(by: policy, named: …) { … }', or 'policy.with(logger: …)' in its place"
)
public func logged<each Argument, Output, Failure: Error>(
  _ policy: LoggingPolicy,
  logger: Logger? = nil,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: (any Clock<Duration>)? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "pass a policy as 'decorated(by: policy, named: …) { … }', or 'policy.with(logger: …)' in its place"
)
public func logged<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ policy: LoggingPolicy,
  logger: Logger? = nil,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: (any Clock<Duration>)? = nil,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

@available(
  *,
  unavailable,
  message: "pass a policy as 'decorated(by: policy) { … }'; its name and its sinks stand where it is made"
)
public func timed<each Argument, Output, Failure: Error>(
  _ policy: TimingPolicy,
  named name: String? = nil,
  to sinks: [TimingSink] = [],
  clock: (any Clock<Duration>)? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "pass a policy as 'decorated(by: policy) { … }'; its name and its sinks stand where it is made"
)
public func timed<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ policy: TimingPolicy,
  named name: String? = nil,
  to sinks: [TimingSink] = [],
  clock: (any Clock<Duration>)? = nil,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

extension ConcurrentDecorator where Self == LoggingPolicy {
  @available(
    *,
    unavailable,
    message: "pass a policy as 'decorated(by: policy)', or 'policy.with(logger: …)' in its place"
  )
  public static func logged(_ policy: LoggingPolicy, logger: Logger? = nil) -> LoggingPolicy { policy }
}

extension ConcurrentDecorator where Self == TimingPolicy {
  @available(*, unavailable, message: "pass a policy as 'decorated(by: policy)'")
  public static func timed(_ policy: TimingPolicy) -> TimingPolicy { policy }
}

// MARK: No name, and arguments without their labels

@available(
  *,
  unavailable,
  message: "a timed function needs a name, which labels its metric: write 'timed(named: …) { … }'"
)
public func timed<each Argument, Output, Failure: Error>(
  to sinks: [TimingSink] = [],
  clock: (any Clock<Duration>)? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "a timed function needs a name, which labels its metric: write 'timed(named: …) { … }'"
)
public func timed<each Argument: Sendable, Output: Sendable, Failure: Error>(
  to sinks: [TimingSink] = [],
  clock: (any Clock<Duration>)? = nil,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> { AsyncFunction(function) }

@available(*, unavailable, message: "the name needs its label: write 'timed(named: …) { … }'")
public func timed<each Argument, Output, Failure: Error>(
  _ name: String,
  to sinks: [TimingSink] = [],
  clock: (any Clock<Duration>)? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@_disfavoredOverload
@available(*, unavailable, message: "the settings need their labels: write 'logged(logger: …, named: …) { … }'")
public func logged<each Argument, Output, Failure: Error>(
  _ setting: some Any,
  logger: Logger? = nil,
  levels: LogLevels = LogLevels(),
  arguments: ArgumentLogging = .none,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

extension Callable {
  @_disfavoredOverload
  @available(*, unavailable, message: "the settings need their labels: write 'logged(logger: …, named: …)'")
  public func logged(
    _ setting: some Any,
    logger: Logger? = nil,
    levels: LogLevels = LogLevels(),
    arguments: ArgumentLogging = .none,
    named name: String? = nil
  ) -> Self { self }

  @available(*, unavailable, message: "the name needs its label: write 'timed(named: …)'")
  public func timed(_ name: String, to sinks: [TimingSink] = [], clock: (any Clock<Duration>)? = nil) -> Self { self }
}

extension AsyncCallable {
  @_disfavoredOverload
  @available(*, unavailable, message: "the settings need their labels: write 'logged(logger: …, named: …)'")
  public func logged(
    _ setting: some Any,
    logger: Logger? = nil,
    levels: LogLevels = LogLevels(),
    arguments: ArgumentLogging = .none,
    named name: String? = nil
  ) -> Self { self }

  @available(*, unavailable, message: "the name needs its label: write 'timed(named: …)'")
  public func timed(_ name: String, to sinks: [TimingSink] = [], clock: (any Clock<Duration>)? = nil) -> Self { self }
}

// MARK: One level for several records

@available(*, unavailable, message: "each record has a level: write 'levels: LogLevels(call: …, success: …)'")
public func logged<each Argument, Output, Failure: Error>(
  logger: Logger? = nil,
  level: Logger.Level,
  arguments: ArgumentLogging = .none,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

extension Callable {
  @available(*, unavailable, message: "each record has a level: write 'levels: LogLevels(call: …, success: …)'")
  public func logged(
    logger: Logger? = nil,
    level: Logger.Level,
    arguments: ArgumentLogging = .none,
    named name: String? = nil
  ) -> Self { self }
}

extension AsyncCallable {
  @available(*, unavailable, message: "each record has a level: write 'levels: LogLevels(call: …, success: …)'")
  public func logged(
    logger: Logger? = nil,
    level: Logger.Level,
    arguments: ArgumentLogging = .none,
    named name: String? = nil
  ) -> Self { self }
}

extension LoggingPolicy {
  @available(*, unavailable, message: "each record has a level: write 'levels: LogLevels(call: …, success: …)'")
  public init(logger: Logger? = nil, level: Logger.Level, arguments: ArgumentLogging = .none) { self.init() }
}

// MARK: One sink without its array

extension [TimingSink] {
  @available(*, unavailable, message: "sinks stand in an array: write '[.metric(…)]'")
  public static func metric(label: String = "", factory: (any MetricsFactory)? = nil) -> Self { [] }

  @available(*, unavailable, message: "sinks stand in an array: write '[.log(…)]'")
  public static func log(
    level: Logger.Level = .debug,
    logger: Logger? = nil,
    slowerThan threshold: Duration? = nil
  ) -> Self { [] }

  @available(*, unavailable, message: "sinks stand in an array: write '[.call { … }]'")
  public static func call(
    slowerThan threshold: Duration? = nil,
    _ report: @escaping @Sendable (consuming TimedCall) -> Void
  ) -> Self { [] }
}

// MARK: Settings where a call runs at once

extension LoggingPolicy {
  @available(
    *,
    unavailable,
    message: "for a logger or arguments of one call write 'withLogging(policy, logger: …, arguments: …) { … }'"
  )
  public func run<Output, Failure: Error>(
    named name: String? = nil,
    logger: Logger? = nil,
    arguments: LoggedArguments = [:],
    _ body: () throws(Failure) -> Output
  ) throws(Failure) -> Output { try body() }
}

@available(
  *,
  unavailable,
  message: "pass settings in a policy: write 'withLogging(LoggingPolicy(levels: …), named: …) { … }'"
)
public func withLogging<Output, Failure: Error>(
  logger: Logger? = nil,
  levels: LogLevels,
  named name: String? = nil,
  arguments: LoggedArguments = [:],
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output { try body() }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "the settings have an order: write 'withLogging(policy, logger: …, named: …, arguments: …) { … }'"
)
public func withLogging<Output, Failure: Error>(
  _ policy: LoggingPolicy = .default,
  arguments: LoggedArguments = [:],
  clock: (any Clock<Duration>)? = nil,
  named name: String? = nil,
  logger: Logger? = nil,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output { try body() }

@available(
  *,
  unavailable,
  message: "the settings have an order: write 'withLogging(policy, logger: …, named: …, arguments: …) { … }'"
)
nonisolated(nonsending) public func withLogging<Output, Failure: Error>(
  _ policy: LoggingPolicy = .default,
  arguments: LoggedArguments = [:],
  clock: (any Clock<Duration>)? = nil,
  named name: String? = nil,
  logger: Logger? = nil,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output { try await body() }

@_disfavoredOverload
@available(
  *,
  unavailable,
  message: "the settings need their labels: write 'withLogging(policy, logger: …, named: …, arguments: …) { … }'"
)
public func withLogging<Output, Failure: Error>(
  _ policy: LoggingPolicy,
  _ setting: Any? = nil,
  logger: Logger? = nil,
  name: String? = nil,
  function: String? = nil,
  args: LoggedArguments = [:],
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output { try body() }

@available(
  *,
  unavailable,
  message: "the settings need their labels: write 'withLogging(policy, logger: …, named: …, arguments: …) { … }'"
)
nonisolated(nonsending) public func withLogging<Output, Failure: Error>(
  _ policy: LoggingPolicy,
  _ setting: Any? = nil,
  logger: Logger? = nil,
  name: String? = nil,
  function: String? = nil,
  args: LoggedArguments = [:],
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output { try await body() }
