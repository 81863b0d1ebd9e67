public import CoreMetrics
public import Logging

// Fallbacks to a constant.

extension Callable {
  /// Answers every error with a constant, so that the function does not throw: `count.fallingBack(on: .any, to: 0)`.
  ///
  /// The other parameters are those of the form with a closure.
  @inlinable
  public func fallingBack<each Argument>(
    on errors: AllErrors,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    to value: Output
  ) -> Function<repeat each Argument, Output, Never> where Input == Arguments<repeat each Argument>, Output: Sendable {
    answeringWithOwnErrors(
      .all,
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a value"
    ) {
      (_: Failure, _: Arguments<repeat each Argument>) throws(Never) in value
    }
  }

  /// Answers some errors with a constant: `count.fallingBack(on: FileError.self, to: 0)`.
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
    to value: Output
  ) -> Function<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    answering(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a value"
    ) {
      (_: Failure, _: Arguments<repeat each Argument>) throws(Failure) in value
    }
  }

  /// Answers the errors for which a condition holds with a constant.
  ///
  /// Rejections are among the errors that it is asked about. The other parameters are those of the form with types.
  @inlinable
  public func fallingBack<each Argument>(
    when condition: @escaping @Sendable (any Error) -> Bool,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    to value: Output
  ) -> Function<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    answering(
      FallbackErrors([], when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a value"
    ) {
      (_: Failure, _: Arguments<repeat each Argument>) throws(Failure) in value
    }
  }
}

extension AsyncCallable {
  /// Answers every error with a constant, so that the function does not throw: `count.fallingBack(on: .any, to: 0)`.
  ///
  /// The other parameters are those of the form with a closure.
  @inlinable
  public func fallingBack<each Argument: Sendable>(
    on errors: AllErrors,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    to value: Output
  ) -> AsyncFunction<repeat each Argument, Output, Never> where Input == Arguments<repeat each Argument> {
    answeringWithOwnErrors(
      .all,
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a value"
    ) {
      (_: Failure, _: Arguments<repeat each Argument>) async throws(Never) in value
    }
  }

  /// Answers some errors with a constant: `count.fallingBack(on: FileError.self, to: 0)`.
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
    to value: Output
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    answering(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a value"
    ) {
      (_: Failure, _: Arguments<repeat each Argument>) async throws(Failure) in value
    }
  }

  /// Answers the errors for which a condition holds with a constant.
  ///
  /// Rejections are among the errors that it is asked about. The other parameters are those of the form with types.
  @inlinable
  public func fallingBack<each Argument: Sendable>(
    when condition: @escaping @Sendable (any Error) -> Bool,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    to value: Output
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    answering(
      FallbackErrors([], when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a value"
    ) {
      (_: Failure, _: Arguments<repeat each Argument>) async throws(Failure) in value
    }
  }
}
