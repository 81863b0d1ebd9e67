#if Tracing
  public import Decorators
  public import Tracing

  // MARK: A closure last

  /// Wraps a function so that each call is a span.
  ///
  /// ```swift
  /// let fetch = traced(named: "fetch_user", kind: .client) { (id: Int) async throws in try await api.user(id) }
  /// ```
  ///
  /// Around a retry there is one span for the whole call. Inside a retry, as in
  /// `fetch.traced(named: "attempt").retrying(attempts: 3)`, there is one for each attempt (V1). A ``TracingPolicy`` holds
  /// the same settings as a value, and says what a span shows: `decorated(by: policy) { … }`.
  ///
  /// - Parameters:
  ///   - name: The function's name, which is the name of the spans; by default module, file and line of this call (L7).
  ///   - kind: The kind of the spans; `.internal` by default.
  ///   - recording: Which arguments are attributes, by their positions `"0"`, `"1"` …; by default none. To choose them by
  ///     names, use a policy with `argumentNames`.
  ///   - fileID: The module and file of this call.
  ///   - caller: The function that contains this call.
  ///   - line: The line of this call.
  ///   - function: What to wrap.
  /// - Returns: The function as a value. A call throws what the function throws, unchanged.
  @inlinable @inline(__always)
  public func traced<each Argument, Output, Failure: Error>(
    named name: String? = nil,
    kind: SpanKind = .internal,
    recording: ArgumentLogging = .none,
    fileID: StaticString = #fileID,
    function caller: StaticString = #function,
    line: UInt = #line,
    _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
  ) -> Function<repeat each Argument, Output, Failure> {
    Function(named: name, fileID: fileID, line: line, function)
      .traced(kind: kind, recording: recording, fileID: fileID, function: caller, line: line)
  }

  /// Wraps an asynchronous function so that each call is a span.
  ///
  /// The wrapper adds no executor hop. The parameters are those of the synchronous form.
  @_disfavoredOverload
  @inlinable @inline(__always)
  public func traced<each Argument: Sendable, Output: Sendable, Failure: Error>(
    named name: String? = nil,
    kind: SpanKind = .internal,
    recording: ArgumentLogging = .none,
    fileID: StaticString = #fileID,
    function caller: StaticString = #function,
    line: UInt = #line,
    _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
  ) -> AsyncFunction<repeat each Argument, Output, Failure> {
    AsyncFunction(named: name, fileID: fileID, line: line, function)
      .traced(kind: kind, recording: recording, fileID: fileID, function: caller, line: line)
  }

  // MARK: Methods

  extension Callable {
    /// Makes each call a span: `fetch.traced(named: "fetch_user", kind: .client)`.
    ///
    /// The parameters are those of the form with a closure last. Without a name, the function keeps its own.
    @inlinable @inline(__always)
    public func traced<each Argument>(
      named name: String? = nil,
      kind: SpanKind = .internal,
      recording: ArgumentLogging = .none,
      fileID: StaticString = #fileID,
      function: StaticString = #function,
      line: UInt = #line
    ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
      let policy = TracingPolicy(kind: kind, recording: recording)
      return decorated(by: policy, named: name, fileID: fileID, function: function, line: line)
    }
  }

  extension AsyncCallable {
    /// Makes each call a span: `fetch.traced(named: "fetch_user", kind: .client)`.
    ///
    /// The parameters are those of the form with a closure last. Without a name, the function keeps its own.
    @inlinable @inline(__always)
    public func traced<each Argument: Sendable>(
      named name: String? = nil,
      kind: SpanKind = .internal,
      recording: ArgumentLogging = .none,
      fileID: StaticString = #fileID,
      function: StaticString = #function,
      line: UInt = #line
    ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
      let policy = TracingPolicy(kind: kind, recording: recording)
      return decorated(by: policy, named: name, fileID: fileID, function: function, line: line)
    }
  }

  // MARK: In place

  extension ConcurrentDecorator where Self == TracingPolicy {
    /// Makes each call a span: `fetch.decorated(by: .traced(kind: .client))`.
    ///
    /// The settings are those of ``TracingPolicy``. The span has the name of the function.
    public static func traced(
      kind: SpanKind = .internal,
      recording: ArgumentLogging = .none,
      errors: LoggingPolicy.ErrorLogging = .type,
      valueLimit: Int = 256
    ) -> TracingPolicy {
      TracingPolicy(kind: kind, recording: recording, errors: errors, valueLimit: valueLimit)
    }
  }
#endif
