#if Tracing
  /// Makes each call of the function a span.
  ///
  /// ```swift
  /// @Traced(recording: .only("id"))
  /// @Retrying(attempts: 3, on: TimeoutError.self)
  /// @Traced(named: "fetch_attempt", kind: .client)
  /// func fetch(id: Int, token: String) async throws -> User { … }
  /// ```
  ///
  /// Around a retry there is one span for the whole call, inside it one for each attempt (V1). The two need different names.
  /// The span begins with the call, is the parent of the spans that begin inside, and ends when the call returns or throws.
  /// A cancelled call is no error (V3). ``TracingPolicy`` says which status and attributes a span has.
  ///
  /// The macro moves the function's body into a call of `withTracing`. The function keeps its name, signature, error type and
  /// isolation. Without a tracer, a call costs one look for it (V7). To get the span in the body, call `withTracing` there.
  ///
  /// By default a span shows no argument and no description of an error, because they may contain secrets. The compiler checks
  /// the argument names that are written here: a name that the function does not have is an error. Closures, parameter packs,
  /// isolated parameters, and `borrowing` or `consuming` parameters are never recorded. An `inout` parameter is recorded only
  /// if it is named, with its value before the call. A parameter with a property wrapper is recorded as `<redacted>`.
  ///
  /// The attribute of swift-distributed-tracing-extras has the same name. In a file that imports both modules, write
  /// `@DecoratorsTracingMacros.Traced`.
  ///
  /// - Parameters:
  ///   - name: The name of the span. The default is the function's type, name and labels (L7). It is the name for all calls,
  ///     because backends group spans by name (V5).
  ///   - kind: The kind of the span. The default is `.internal`.
  ///   - recording: The arguments that are attributes, as `call.arguments.` and their internal name. The default is none.
  ///   - errors: The part of an error to show. The default is only its type.
  ///   - valueLimit: The maximum size of a value in bytes of UTF-8, at least 1. The default is 256.
  ///   - hazards: The errors and warnings to disable.
  @attached(body)
  @attached(peer)
  public macro Traced(
    named name: String? = nil,
    kind: SpanKind = .internal,
    recording: ArgumentLogging = .none,
    errors: LoggingPolicy.ErrorLogging = .type,
    valueLimit: Int = 256,
    allowing hazards: DecoratorHazard...
  ) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TracedMacro")

  /// Makes each call of the function an internal span that shows no argument.
  ///
  /// It is the form without settings of ``Traced(named:kind:recording:errors:valueLimit:allowing:)``.
  @attached(body)
  @attached(peer)
  public macro Traced() = #externalMacro(module: "DecoratorMacrosPlugin", type: "TracedMacro")
#endif
