public import CoreMetrics
public import Logging

// MARK: Synchronous

/// Runs a body, and answers every error with a substitute. The call throws only what the fallback throws.
///
/// ```swift
/// let rate = withFallback(on: .any, to: { error in Rate.approximate }) { try readRate() }
/// ```
///
/// Both closures run in the caller's task, do not escape and may capture anything. A cancelled call and a
/// ``RecursiveLoadError`` are thrown on, if the fallback's type of errors can hold them (F1).
///
/// - Parameters:
///   - errors: `.any`.
///   - logger: Gets a warning for a fallback, at most once a minute for this place and name, with the count since the
///     last one; by default `Logger.current`.
///   - didFallBack: Called after a fallback, with the error that it answered.
///   - name: The name of the function in the metric and in log lines; by default module, file and line of this call
///     (L7).
///   - factory: The backend of the metric `fallbacks`; by default the current one.
///   - clock: What the minute between log lines is measured on.
///   - fileID: The module and file that log lines name (L9).
///   - function: The function that log lines name.
///   - line: The line that log lines name.
///   - fallback: What makes the substitute. It gets the error.
///   - body: What to run.
/// - Returns: What the body returns, or the substitute.
/// - Throws: What the fallback throws.
@inlinable
public func withFallback<Output, Failure: Error, Thrown: Error>(
  on errors: AllErrors,
  logger: Logger? = nil,
  didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
  named name: String? = nil,
  metricsFactory factory: (any MetricsFactory)? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  to fallback: (Failure) throws(Thrown) -> Output,
  _ body: () throws(Failure) -> Output
) throws(Thrown) -> Output {
  do throws(Failure) {
    return try body()
  } catch {
    let settings = FallbackSettings(
      .all,
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      isKept: false
    )
    return try settings.replace(error, fallback)
  }
}

/// Runs a body, and answers some errors with a substitute.
///
/// ```swift
/// let page = try withFallback(on: FileError.self, to: { error in cache.page(path) }) { try readPage(path) }
/// ```
///
/// - Parameters:
///   - type: The errors that the fallback answers: a type, a protocol or an array of them, as `retrying` takes them. A
///     ``Rejection`` is answered in any case.
///   - others: More of them, after a comma.
///   - condition: Returns whether the fallback answers one of these errors; `{ !isRejection($0) }` leaves rejections
///     out.
/// - Throws: What the body throws, if the fallback does not answer it; what the fallback throws.
@inlinable
public func withFallback<Output, Failure: Error>(
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
  to fallback: (Failure) throws(Failure) -> Output,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  FallbackErrors.check(type, others)
  do throws(Failure) {
    return try body()
  } catch {
    let settings = FallbackSettings(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      isKept: false
    )
    return try settings.replace(error, fallback)
  }
}

/// Runs a body, and answers the errors for which a condition holds.
///
/// Rejections are among the errors that it is asked about. The other parameters are those of the form with types.
@inlinable
public func withFallback<Output, Failure: Error>(
  when condition: @escaping @Sendable (any Error) -> Bool,
  logger: Logger? = nil,
  didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
  named name: String? = nil,
  metricsFactory factory: (any MetricsFactory)? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  to fallback: (Failure) throws(Failure) -> Output,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  do throws(Failure) {
    return try body()
  } catch {
    let settings = FallbackSettings(
      FallbackErrors([], when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      isKept: false
    )
    return try settings.replace(error, fallback)
  }
}

// MARK: Asynchronous

/// Runs an asynchronous body on the caller's actor, and answers every error with a substitute.
///
/// ```swift
/// let rate = await withFallback(on: .any, to: { error in Rate.approximate }) { try await fetchRate() }
/// ```
///
/// The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable
nonisolated(nonsending) public func withFallback<Output, Failure: Error, Thrown: Error>(
  on errors: AllErrors,
  logger: Logger? = nil,
  didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
  named name: String? = nil,
  metricsFactory factory: (any MetricsFactory)? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  to fallback: nonisolated(nonsending) (Failure) async throws(Thrown) -> Output,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Thrown) -> Output {
  do throws(Failure) {
    return try await body()
  } catch {
    let settings = FallbackSettings(
      .all,
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      isKept: false
    )
    return try await settings.replace(error, fallback)
  }
}

/// Runs an asynchronous body on the caller's actor, and answers some errors with a substitute.
///
/// ```swift
/// let user = try await withFallback(on: NetworkError.self, to: { error in try await cached(id) }) {
///   try await api.user(id)
/// }
/// ```
///
/// The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable
nonisolated(nonsending) public func withFallback<Output, Failure: Error>(
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
  to fallback: nonisolated(nonsending) (Failure) async throws(Failure) -> Output,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  FallbackErrors.check(type, others)
  do throws(Failure) {
    return try await body()
  } catch {
    let settings = FallbackSettings(
      FallbackErrors([type] + others, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      isKept: false
    )
    return try await settings.replace(error, fallback)
  }
}

/// Runs an asynchronous body, and answers the errors for which a condition holds.
///
/// Rejections are among the errors that it is asked about. The other parameters are those of the form with types.
@_disfavoredOverload
@inlinable
nonisolated(nonsending) public func withFallback<Output, Failure: Error>(
  when condition: @escaping @Sendable (any Error) -> Bool,
  logger: Logger? = nil,
  didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
  named name: String? = nil,
  metricsFactory factory: (any MetricsFactory)? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  to fallback: nonisolated(nonsending) (Failure) async throws(Failure) -> Output,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  do throws(Failure) {
    return try await body()
  } catch {
    let settings = FallbackSettings(
      FallbackErrors([], when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line),
      isKept: false
    )
    return try await settings.replace(error, fallback)
  }
}
