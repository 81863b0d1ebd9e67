public import CoreMetrics
public import Logging

// MARK: Synchronous

extension Callable {
  /// Returns the last value for the same arguments if a call fails: `fetch.orLastGood(upTo: .seconds(3_600))`.
  ///
  /// Each call runs the function. Using a value never renews its age (F7). For arguments that are not `Hashable`, use
  /// `key:`. The values are those of a ``LastGood`` of the function's own.
  ///
  /// - Parameters:
  ///   - bound: How old a value may be, more than zero.
  ///   - capacity: The most values that are kept, at least 1; 128 by default.
  ///   - types: The errors that the last value answers. Not given, all errors. A ``Rejection`` is answered in any case.
  ///   - condition: Returns whether the last value answers one of these errors.
  ///   - logger: Gets a warning for a use, at most once a minute; by default `Logger.current`.
  ///   - didFallBack: Called after each use, with the error that it answered.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - factory: The backend of the metric `fallbacks`; by default the current one at the first use.
  ///   - clock: What the age of values is measured on.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  /// - Returns: The function as a value, with its error type.
  @inlinable
  public func orLastGood<each Argument: Hashable & Sendable>(
    upTo bound: Duration,
    capacity: Int = 128,
    on types: Any...,
    when condition: (@Sendable (any Error) -> Bool)? = nil,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    let lastGood = LastGood<Arguments<repeat each Argument>, Output>(
      upTo: bound,
      capacity: capacity,
      FallbackErrors(types, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name ?? identity.name,
      at: CallPlace(fileID: fileID, function: function, line: line)
    )
    return remembering(lastGood, by: lastGood.shown(hasKey: false), named: name) { $0 }
  }

  /// Returns the last value of the same key if a call fails.
  ///
  /// ```swift
  /// let rate = Function(fetchRate).orLastGood(upTo: .seconds(3_600), key: { currency, _ in currency })
  /// ```
  ///
  /// The arguments need not be `Hashable`, only the key.
  @inlinable
  public func orLastGood<each Argument, Key: Hashable & Sendable>(
    upTo bound: Duration,
    capacity: Int = 128,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    on types: Any...,
    when condition: (@Sendable (any Error) -> Bool)? = nil,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure>
  where Input == Arguments<repeat each Argument>, Output: Sendable {
    let lastGood = LastGood<Key, Output>(
      upTo: bound,
      capacity: capacity,
      FallbackErrors(types, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name ?? identity.name,
      at: CallPlace(fileID: fileID, function: function, line: line)
    )
    return remembering(lastGood, by: lastGood.shown(hasKey: true), named: name) { key(repeat each $0.values) }
  }

  /// Returns the last value of the same key if a call fails, from an object of your own.
  ///
  /// ```swift
  /// let rates = LastGood<String, Double>(named: "rates", upTo: .seconds(3_600))
  /// let rate = Function(fetchRate).orLastGood(by: rates, key: { $0 })
  /// ```
  ///
  /// - Parameters:
  ///   - lastGood: What keeps the values.
  ///   - key: Makes the key of the arguments.
  ///   - name: A new name for the function; by default it keeps its own.
  @inlinable
  public func orLastGood<each Argument, Key: Hashable & Sendable>(
    by lastGood: LastGood<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    named name: String? = nil
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    remembering(lastGood, by: ["by: \(lastGood.name)"], named: name) { key(repeat each $0.values) }
  }

  @inlinable
  func remembering<each Argument, Key: Hashable & Sendable>(
    _ lastGood: LastGood<Key, Output>,
    by settings: [String],
    named name: String?,
    _ key: @escaping @Sendable (Input) -> Key
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.orLastGood(settings, named: name)
    let body = body
    return Function(identity: identity, original: original) {
      (call: Arguments<repeat each Argument>) throws(Failure) in
      let key = key(call)
      return try lastGood.value(for: key) { () throws(Failure) in try body(call) }
    }
  }
}

// MARK: Asynchronous

extension AsyncCallable {
  /// Returns the last value for the same arguments if a call fails: `fetch.orLastGood(upTo: .seconds(3_600))`.
  ///
  /// The parameters are those of the synchronous form.
  @inlinable
  public func orLastGood<each Argument: Hashable & Sendable>(
    upTo bound: Duration,
    capacity: Int = 128,
    on types: Any...,
    when condition: (@Sendable (any Error) -> Bool)? = nil,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let lastGood = LastGood<Arguments<repeat each Argument>, Output>(
      upTo: bound,
      capacity: capacity,
      FallbackErrors(types, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name ?? identity.name,
      at: CallPlace(fileID: fileID, function: function, line: line)
    )
    return remembering(lastGood, by: lastGood.shown(hasKey: false), named: name) { $0 }
  }

  /// Returns the last value of the same key if a call fails.
  ///
  /// ```swift
  /// let rate = AsyncFunction(fetchRate).orLastGood(upTo: .seconds(3_600), key: { currency, _ in currency })
  /// ```
  ///
  /// The arguments need not be `Hashable`, only the key.
  @inlinable
  public func orLastGood<each Argument: Sendable, Key: Hashable & Sendable>(
    upTo bound: Duration,
    capacity: Int = 128,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    on types: Any...,
    when condition: (@Sendable (any Error) -> Bool)? = nil,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    named name: String? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let lastGood = LastGood<Key, Output>(
      upTo: bound,
      capacity: capacity,
      FallbackErrors(types, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name ?? identity.name,
      at: CallPlace(fileID: fileID, function: function, line: line)
    )
    return remembering(lastGood, by: lastGood.shown(hasKey: true), named: name) { key(repeat each $0.values) }
  }

  /// Returns the last value of the same key if a call fails, from an object of your own.
  ///
  /// ```swift
  /// let rates = LastGood<String, Double>(named: "rates", upTo: .seconds(3_600))
  /// let rate = AsyncFunction(fetchRate).orLastGood(by: rates, key: { $0 })
  /// ```
  ///
  /// - Parameters:
  ///   - lastGood: What keeps the values.
  ///   - key: Makes the key of the arguments.
  ///   - name: A new name for the function; by default it keeps its own.
  @inlinable
  public func orLastGood<each Argument: Sendable, Key: Hashable & Sendable>(
    by lastGood: LastGood<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    named name: String? = nil
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    remembering(lastGood, by: ["by: \(lastGood.name)"], named: name) { key(repeat each $0.values) }
  }

  @inlinable
  func remembering<each Argument: Sendable, Key: Hashable & Sendable>(
    _ lastGood: LastGood<Key, Output>,
    by settings: [String],
    named name: String?,
    _ key: @escaping @Sendable (Input) -> Key
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.orLastGood(settings, named: name)
    let body = body
    return AsyncFunction(identity: identity, original: original) {
      (call: Arguments<repeat each Argument>) async throws(Failure) in
      let key = key(call)
      return try await lastGood.value(for: key) { () async throws(Failure) in try await body(call) }
    }
  }
}

extension FunctionIdentity {
  /// The identity of a function with last good values, with every setting in effect.
  @usableFromInline
  func orLastGood(_ settings: [String], named name: String?) -> FunctionIdentity {
    decorated(
      by: "orLastGood(\(settings.joined(separator: ", ")))",
      with: DecoratorTraits(.fallingBack),
      named: name
    )
  }
}
