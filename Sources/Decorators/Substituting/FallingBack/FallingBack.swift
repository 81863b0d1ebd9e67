public import CoreMetrics
public import Logging

// MARK: Synchronous

extension Callable {
  /// Answers every error with a substitute, so that the function throws only what the fallback throws.
  ///
  /// ```swift
  /// let rate = Function(readRate).fallingBack(on: .any, to: { error, currency in Rate.approximate(currency) })
  /// rate("EUR")   // no `try`: the fallback does not throw
  /// ```
  ///
  /// A cancelled call and a ``RecursiveLoadError`` are thrown on, if the fallback's type of errors can hold them (F1).
  /// If it cannot, the call gets a substitute, because it has to return something. `undecorated` keeps the fallback
  /// too, because its type is the same.
  ///
  /// - Parameters:
  ///   - errors: `.any`.
  ///   - logger: Gets a warning for a fallback, at most once a minute, with the count since the last one; by default
  ///     `Logger.current`.
  ///   - didFallBack: Called after each fallback, with the error that it answered.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - factory: The backend of the metric `fallbacks`; by default the current one at the first fallback.
  ///   - clock: What the minute between log lines is measured on.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  ///   - substitute: What makes the substitute. It gets the error and the arguments.
  /// - Returns: The function as a value, with the fallback's type of errors.
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
    to substitute: @escaping @Sendable (Failure, repeat each Argument) throws(Thrown) -> Output
  ) -> Function<repeat each Argument, Output, Thrown> where Input == Arguments<repeat each Argument> {
    answeringWithOwnErrors(
      .all,
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a closure"
    ) {
      (error: Failure, call: Arguments<repeat each Argument>) throws(Thrown) in
      try substitute(error, repeat each call.values)
    }
  }

  /// Answers some errors with a substitute.
  ///
  /// ```swift
  /// let page = Function(readPage).fallingBack(on: FileError.self, to: { error, path in cache.page(path) })
  /// ```
  ///
  /// The fallback runs once, in the caller's task, after everything inside gave up (F4). Other errors are thrown on,
  /// and so are a cancellation and a ``RecursiveLoadError``, whatever `on:` says (F1). What the fallback throws is
  /// thrown.
  ///
  /// - Parameters:
  ///   - type: The errors that the fallback answers: a type, a protocol or an array of them, as `retrying` takes them.
  ///     A ``Rejection`` is answered in any case, because an open circuit is what fallbacks are for.
  ///   - others: More of them, after a comma.
  ///   - condition: Returns whether the fallback answers one of these errors; `{ !isRejection($0) }` leaves rejections
  ///     out.
  ///   - substitute: What makes the substitute. It gets the error and the arguments. The other parameters are those of
  ///     the form with `.any`.
  /// - Returns: The function as a value, with its error type.
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
    to substitute: @escaping @Sendable (Failure, repeat each Argument) throws(Failure) -> Output
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    answering(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a closure"
    ) {
      (error: Failure, call: Arguments<repeat each Argument>) throws(Failure) in
      try substitute(error, repeat each call.values)
    }
  }

  /// Answers the errors for which a condition holds.
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
    to substitute: @escaping @Sendable (Failure, repeat each Argument) throws(Failure) -> Output
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    answering(
      FallbackErrors([], when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a closure"
    ) {
      (error: Failure, call: Arguments<repeat each Argument>) throws(Failure) in
      try substitute(error, repeat each call.values)
    }
  }

  /// Answers some errors with a substitute, where making it throws errors of another type.
  ///
  /// The function then throws `any Error`. The parameters are those of the form whose fallback throws the function's
  /// errors.
  @_disfavoredOverload
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
    to substitute: @escaping @Sendable (Failure, repeat each Argument) throws -> Output
  ) -> Function<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    answeringWithOwnErrors(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a closure"
    ) {
      (error: Failure, call: Arguments<repeat each Argument>) throws(any Error) in
      try substitute(error, repeat each call.values)
    }
  }
}

// MARK: Asynchronous

extension AsyncCallable {
  /// Answers every error with a substitute, so that the function throws only what the fallback throws.
  ///
  /// ```swift
  /// let rate = AsyncFunction(fetchRate).fallingBack(on: .any, to: { error, currency in Rate.approximate(currency) })
  /// await rate("EUR")   // no `try`: the fallback does not throw
  /// ```
  ///
  /// The parameters, and what happens to a cancelled call, are those of the synchronous form.
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
    to substitute: @escaping @Sendable (Failure, repeat each Argument) async throws(Thrown) -> Output
  ) -> AsyncFunction<repeat each Argument, Output, Thrown> where Input == Arguments<repeat each Argument> {
    answeringWithOwnErrors(
      .all,
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a closure"
    ) {
      (error: Failure, call: Arguments<repeat each Argument>) async throws(Thrown) in
      try await substitute(error, repeat each call.values)
    }
  }

  /// Answers some errors with a substitute.
  ///
  /// ```swift
  /// let user = AsyncFunction(fetchUser).fallingBack(on: NetworkError.self, to: { error, id in try await cached(id) })
  /// ```
  ///
  /// The parameters are those of the synchronous form.
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
    to substitute: @escaping @Sendable (Failure, repeat each Argument) async throws(Failure) -> Output
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    answering(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a closure"
    ) {
      (error: Failure, call: Arguments<repeat each Argument>) async throws(Failure) in
      try await substitute(error, repeat each call.values)
    }
  }

  /// Answers the errors for which a condition holds.
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
    to substitute: @escaping @Sendable (Failure, repeat each Argument) async throws(Failure) -> Output
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    answering(
      FallbackErrors([], when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a closure"
    ) {
      (error: Failure, call: Arguments<repeat each Argument>) async throws(Failure) in
      try await substitute(error, repeat each call.values)
    }
  }

  /// Answers some errors with a substitute, where making it throws errors of another type.
  ///
  /// The function then throws `any Error`. The parameters are those of the form whose fallback throws the function's
  /// errors.
  @_disfavoredOverload
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
    to substitute: @escaping @Sendable (Failure, repeat each Argument) async throws -> Output
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    answeringWithOwnErrors(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      with: "a closure"
    ) {
      (error: Failure, call: Arguments<repeat each Argument>) async throws(any Error) in
      try await substitute(error, repeat each call.values)
    }
  }
}
