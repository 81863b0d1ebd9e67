#if Tracing
  public import Decorators
  public import Tracing

  /// What the span of a call shows, and of which kind it is.
  ///
  /// ```swift
  /// let tracing = TracingPolicy(kind: .client, recording: .only("id"))
  ///
  /// try await tracing.run(named: "push") { try await gateway.push(totals) }
  /// let fetch = decorated(by: tracing.with(argumentNames: ["id"]), named: "fetch") { (id: Int) async throws in … }
  /// ```
  ///
  /// Each call is one span. It begins with the call, has the name of the function (V5), is the parent of every span that
  /// begins inside, also in child tasks, and ends when the call returns or throws. Around a retry there is one span for
  /// the whole call, inside a retry one for each attempt (V1).
  ///
  /// | the call | status | attributes |
  /// |---|---|---|
  /// | returned | unset | `outcome` = `success` |
  /// | threw an error | error | `outcome` = `failure`, `error.type` |
  /// | was refused by a decorator inside | error | `outcome` = `rejected`, `error.type` |
  /// | was cancelled | unset | `outcome` = `cancelled` (V3) |
  ///
  /// Inside the second or a later attempt of a retry, a span has `retry.attempt`. Inside an attempt of a hedge that another
  /// attempt has overtaken, it has `hedge.result` = `lost`, and its cancellation is no error (V4). Retries, refusals, hedges and fallbacks
  /// inside the call are events of its span (V2). `error.type` is the name of the type with its module, the same as in
  /// logs (V6). By default a span shows no argument and no error's description, since each may hold a secret.
  ///
  /// The tracer is looked up once for each call: the one that `withTracer` has bound, or else the one that
  /// `InstrumentationSystem` was bootstrapped with. Without a tracer, a call costs that one look: no span is made, nothing
  /// is allocated and no task-local value is bound (V7). Many functions can share a policy.
  public struct TracingPolicy: Sendable {
    /// The policy of a call without its own policy: an internal span that shows nothing that may be a secret.
    public static let `default` = TracingPolicy()

    /// The kind of the spans.
    public let kind: SpanKind
    /// What is shown, as in a log line.
    private var shown: LoggingPolicy

    /// Which arguments are shown.
    public var recording: ArgumentLogging { shown.arguments }
    /// What is shown of errors.
    public var errors: LoggingPolicy.ErrorLogging { shown.errors }
    /// How many bytes of UTF-8 of a value are shown.
    public var valueLimit: Int { shown.valueLimit }
    /// The names of a wrapped function's arguments, in order. If empty, arguments are named by position.
    public var argumentNames: [String] { shown.argumentNames }

    /// Makes a policy.
    ///
    /// - Parameters:
    ///   - kind: The kind of the spans; `.internal` by default. Use `.client` where the function itself is the request to
    ///     another service, and nothing inside makes a span for it.
    ///   - recording: Which arguments are attributes, as `call.arguments.` and their name; by default none.
    ///   - errors: What is shown of errors: by default the type alone. With `.description` the span also has the
    ///     description as the message of its status, and lists the error.
    ///   - valueLimit: How many bytes of UTF-8 of an argument or a description are shown, at least 1; 256 by default.
    public init(
      kind: SpanKind = .internal,
      recording: ArgumentLogging = .none,
      errors: LoggingPolicy.ErrorLogging = .type,
      valueLimit: Int = 256
    ) {
      self.kind = kind
      shown = LoggingPolicy(arguments: recording, errors: errors, valueLimit: valueLimit)
    }

    /// The same policy for a function whose arguments have these names.
    ///
    /// Without names, the arguments of a wrapped function are named by their positions, `"0"`, `"1"` …. If the count
    /// differs from that of the function, a name is there twice, or the policy chooses a missing argument, the program
    /// stops where the function is wrapped.
    ///
    /// - Parameter names: The names of all arguments, in order.
    public func with(argumentNames names: [String]) -> Self {
      var copy = self
      copy.shown = shown.with(argumentNames: names)
      return copy
    }
  }

  extension TracingPolicy {
    /// It traces.
    public var traits: DecoratorTraits {
      DecoratorTraits(.traced)
    }
  }

  extension TracingPolicy: CustomStringConvertible {
    /// Every setting in effect, as it reads in source: `traced(kind: client, recording: only(id), valueLimit: 256)`.
    public var description: String {
      var settings = ["kind: \(kind)"]
      if recording != .none { settings.append("recording: \(recording)") }
      if !argumentNames.isEmpty { settings.append("argumentNames: " + argumentNames.joined(separator: ", ")) }
      if errors != .type { settings.append("errors: \(errors)") }
      settings.append("valueLimit: \(valueLimit)")
      return "traced(\(settings.joined(separator: ", ")))"
    }
  }

  // MARK: The decorator

  extension TracingPolicy: TransparentDecorator {
    /// Refuses argument names that do not fit the function, as ``LoggingPolicy`` does.
    public func willDecorate(_ function: FunctionIdentity, argumentCount: Int) {
      shown.willDecorate(function, argumentCount: argumentCount)
    }

    @inlinable
    public func call<Input, Output, Failure: Error>(
      _ input: Input,
      at site: CallSite,
      _ next: (Input) throws(Failure) -> Output
    ) throws(Failure) -> Output {
      guard let tracer = activeTracer() else { return try next(input) }
      return try traced(by: tracer, at: site, arguments: { shownArguments(of: input) }) { (_) throws(Failure) in
        try next(input)
      }
    }

    @inlinable
    nonisolated(nonsending) public func call<Input, Output, Failure: Error>(
      _ input: Input,
      at site: CallSite,
      _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
    ) async throws(Failure) -> Output {
      guard let tracer = activeTracer() else { return try await next(input) }
      return try await traced(by: tracer, at: site, arguments: { shownArguments(of: input) }) {
        (_) async throws(Failure) in try await next(input)
      }
    }

    @usableFromInline
    func shownArguments<Input>(of input: Input) -> [String: String] { shown.shownTexts(ofInput: input) }

    @usableFromInline
    func shownArguments(_ arguments: LoggedArguments) -> [String: String] { shown.shownTexts(of: arguments) }
  }

  extension TracingPolicy {
    /// Traces a call now, also in asynchronous code: tracing never waits.
    ///
    /// The parameters are those of every decorator's `run`.
    @inlinable
    public func run<Output, Failure: Error>(
      named name: String? = nil,
      fileID: StaticString = #fileID,
      function: StaticString = #function,
      line: UInt = #line,
      _ body: () throws(Failure) -> Output
    ) throws(Failure) -> Output {
      try call((), at: CallSite(named: name, fileID: fileID, function: function, line: line)) {
        (_: Void) throws(Failure) in try body()
      }
    }
  }

  // MARK: One span

  /// The tracer of the current task or of the program; `nil` if there is none, or one that does nothing.
  @usableFromInline
  func activeTracer() -> (any Tracer)? {
    let instrument = InstrumentationSystem.instrument
    if instrument is NoOpInstrument { return nil }
    // Of several instruments, the system finds the tracer.
    let tracer = instrument as? any Tracer ?? InstrumentationSystem.tracer
    return tracer is NoOpTracer ? nil : tracer
  }

  extension TracingPolicy {
    @usableFromInline
    func traced<Output, Failure: Error>(
      by tracer: any Tracer,
      at site: CallSite,
      arguments: () -> [String: String],
      _ body: (any Span) throws(Failure) -> Output
    ) throws(Failure) -> Output {
      let span = begin(tracer, at: site, arguments)
      let result = ServiceContext.$current.withValue(span.context) {
        CallEvents.$recorder.withValue(recorder(of: span)) { () -> Result<Output, Failure> in
          do throws(Failure) { return .success(try body(span)) } catch { return .failure(error) }
        }
      }
      end(span, throwing: result.error)
      return try result.get()
    }

    @usableFromInline
    nonisolated(nonsending) func traced<Output, Failure: Error>(
      by tracer: any Tracer,
      at site: CallSite,
      arguments: () -> [String: String],
      _ body: nonisolated(nonsending) (any Span) async throws(Failure) -> Output
    ) async throws(Failure) -> Output {
      let span = begin(tracer, at: site, arguments)
      let result = await ServiceContext.$current.withValue(span.context) {
        await CallEvents.$recorder.withValue(recorder(of: span)) { () -> Result<Output, Failure> in
          do throws(Failure) { return .success(try await body(span)) } catch { return .failure(error) }
        }
      }
      end(span, throwing: result.error)
      return try result.get()
    }

    private func begin(_ tracer: any Tracer, at site: CallSite, _ arguments: () -> [String: String]) -> any Span {
      let span: any Span = tracer.startSpan(
        site.name,
        ofKind: kind,
        function: site.function,
        file: site.fileID,
        line: site.line
      )
      if span.isRecording {
        let arguments = recording == .none ? [:] : arguments()
        let attempt = RetryAttempt.current?.number
        if !arguments.isEmpty || attempt != nil {
          span.updateAttributes { attributes in
            for (name, text) in arguments { attributes["call.arguments.\(name)"] = text }
            attributes["retry.attempt"] = attempt
          }
        }
      }
      return span
    }

    /// Ends the span with what its call threw.
    private func end(_ span: any Span, throwing error: (any Error)?) {
      if span.isRecording {
        let outcome = error.map(CallOutcome.init) ?? .success
        span.updateAttributes { attributes in
          attributes["outcome"] = outcome.rawValue
          if HedgeScope.current?.hasLost ?? false { attributes["hedge.result"] = "lost" }
          if let error, outcome != .cancelled { attributes["error.type"] = stableName(of: type(of: error)) }
        }
        if let error, outcome != .cancelled {
          let description = shown.shownText(of: error)
          span.setStatus(SpanStatus(code: .error, message: description))
          if description != nil { span.recordError(error) }
        }
      }
      span.end()
    }

    /// Receives what happens inside the call; `nil` if the span keeps nothing.
    private func recorder(of span: any Span) -> (any CallEventRecorder)? {
      span.isRecording ? SpanRecorder(span: span) : nil
    }
  }

  /// Lists what happens inside a call as events of its span.
  struct SpanRecorder: CallEventRecorder {
    let span: any Span

    func record(_ event: CallEvent) { span.addEvent(SpanEvent(event)) }
  }

  extension SpanEvent {
    fileprivate init(_ event: CallEvent) {
      var attributes = SpanAttributes()
      for (name, value) in event.details {
        switch value {
        case .text(let text): attributes[name] = text
        case .number(let number): attributes[name] = number
        case .seconds(let duration): attributes[name] = duration / .seconds(1)
        }
      }
      self.init(name: event.name, attributes: attributes)
    }
  }

  extension Result {
    fileprivate var error: Failure? {
      if case .failure(let error) = self { error } else { nil }
    }
  }
#endif
