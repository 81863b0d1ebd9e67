public import CoreMetrics
public import Logging

// Fallbacks to another function.

extension Callable {
  /// Answers every error with another function of the same arguments.
  ///
  /// ```swift
  /// let read = Function(readPrimary).fallingBack(on: .any, to: Function(readReplica))
  /// ```
  ///
  /// The other parameters are those of the form with a closure.
  @inlinable
  public func fallingBack<each Argument, Thrown: Error>(
    on errors: AllErrors,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    to other: some Callable<Input, Output, Thrown>
  ) -> Function<repeat each Argument, Output, Thrown> where Input == Arguments<repeat each Argument> {
    answeringWithOwnErrors(
      .all,
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: other.identity.name
    ) {
      (_: Failure, call: Arguments<repeat each Argument>) throws(Thrown) in try other.body(call)
    }
  }

  /// Answers some errors with another function of the same arguments.
  ///
  /// The other parameters are those of the form with a closure.
  @inlinable
  public func fallingBack<each Argument>(
    on type: Any,
    _ others: Any...,
    when condition: (@Sendable (any Error) -> Bool)? = nil,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    to other: some Callable<Input, Output, Failure>
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    answering(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: other.identity.name
    ) {
      (_: Failure, call: Arguments<repeat each Argument>) throws(Failure) in try other.body(call)
    }
  }
}

extension AsyncCallable {
  /// Answers every error with another function of the same arguments.
  ///
  /// ```swift
  /// let fetch = fetchFromPrimary.circuitBroken(by: primary)
  ///   .fallingBack(on: .any, to: fetchFromReplica.circuitBroken(by: replica))
  /// ```
  ///
  /// Give the other function a breaker of its own: it runs whether the first one's circuit is open or not (F4). The
  /// other parameters are those of the form with a closure.
  @inlinable
  public func fallingBack<each Argument: Sendable, Thrown: Error>(
    on errors: AllErrors,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    to other: some AsyncCallable<Input, Output, Thrown>
  ) -> AsyncFunction<repeat each Argument, Output, Thrown> where Input == Arguments<repeat each Argument> {
    answeringWithOwnErrors(
      .all,
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: other.identity.name
    ) {
      (_: Failure, call: Arguments<repeat each Argument>) async throws(Thrown) in try await other.body(call)
    }
  }

  /// Answers some errors with another function of the same arguments.
  ///
  /// The other parameters are those of the form with a closure.
  @inlinable
  public func fallingBack<each Argument: Sendable>(
    on type: Any,
    _ others: Any...,
    when condition: (@Sendable (any Error) -> Bool)? = nil,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    to other: some AsyncCallable<Input, Output, Failure>
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    answering(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: other.identity.name
    ) {
      (_: Failure, call: Arguments<repeat each Argument>) async throws(Failure) in try await other.body(call)
    }
  }
}
