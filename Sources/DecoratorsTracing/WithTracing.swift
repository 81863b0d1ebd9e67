#if Tracing
  public import Decorators
  public import Tracing

  /// Runs a body once, in a span of its own.
  ///
  /// ```swift
  /// try withTracing(named: "import", arguments: ["file": file]) { span in
  ///   let rows = try importRows(of: file)
  ///   span.attributes["import.rows"] = rows.count
  /// }
  /// ```
  ///
  /// The span is that of ``TracingPolicy``: it is the parent of all spans that begin inside, and it ends when the body
  /// returns or throws. A cancelled call is no error (V3). That is the difference to `withSpan`, which records every
  /// thrown error, and the error keeps its type. To trace a body that needs no span, use `run` of a policy.
  ///
  /// - Parameters:
  ///   - policy: The kind of the span and what it shows.
  ///   - name: The name of the span; by default module, file and line of this call (L7). It should not contain arguments,
  ///     because backends group spans by name (V5).
  ///   - arguments: The arguments by name. They are evaluated only if the span shows arguments. If the policy redacts or
  ///     excepts an argument that the call does not have, all of them are redacted.
  ///   - fileID: The module and file of this call.
  ///   - function: The function that contains this call.
  ///   - line: The line of this call.
  ///   - body: What is traced. It receives the span, which keeps nothing if there is no tracer.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, unchanged.
  @inlinable
  public func withTracing<Output, Failure: Error>(
    _ policy: TracingPolicy = .default,
    named name: String? = nil,
    arguments: @autoclosure () -> LoggedArguments = [:],
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: (any Span) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    guard let tracer = activeTracer() else { return try body(idleSpan()) }
    let site = CallSite(named: name, fileID: fileID, function: function, line: line)
    return try policy.traced(by: tracer, at: site, arguments: { policy.shownArguments(arguments()) }, body)
  }

  /// Runs an asynchronous body once, on the caller's actor, in a span of its own.
  ///
  /// ```swift
  /// let page = try await withTracing(named: "load page") { span in
  ///   let page = try await site.load(url)
  ///   span.attributes["page.size"] = page.size
  ///   return page
  /// }
  /// ```
  ///
  /// The parameters are those of the synchronous form.
  @_disfavoredOverload
  @inlinable
  nonisolated(nonsending) public func withTracing<Output, Failure: Error>(
    _ policy: TracingPolicy = .default,
    named name: String? = nil,
    arguments: @autoclosure () -> LoggedArguments = [:],
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: nonisolated(nonsending) (any Span) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    guard let tracer = activeTracer() else { return try await body(idleSpan()) }
    let site = CallSite(named: name, fileID: fileID, function: function, line: line)
    return try await policy.traced(by: tracer, at: site, arguments: { policy.shownArguments(arguments()) }, body)
  }

  /// The span of a call that is not traced.
  @usableFromInline
  func idleSpan() -> any Span { NoOpTracer.NoOpSpan(context: ServiceContext.current ?? .topLevel) }

  /// Adds an event to the span of the nearest traced call in the current task; without one, nothing happens.
  ///
  /// Use it in hooks of decorators:
  ///
  /// ```swift
  /// let policy = RetryPolicy(didGiveUp: { end in addSpanEvent("gave up", ["reason": "\(end.reason.rawValue)"]) })
  /// ```
  ///
  /// - Parameters:
  ///   - name: What happened. It should be from a closed set.
  ///   - attributes: More about it.
  public func addSpanEvent(_ name: String, _ attributes: @autoclosure () -> SpanAttributes = [:]) {
    guard let recorder = CallEvents.recorder as? SpanRecorder else { return }
    recorder.span.addEvent(SpanEvent(name: name, attributes: attributes()))
  }
#endif
