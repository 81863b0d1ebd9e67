#if Tracing
  /// A choice of arguments, a kind or a name: what people write first in `@Traced`.
  public struct MistakenTracedSetting: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {}
    public static var all: Self { "" }
    public static var none: Self { "" }
    public static func all(redacting names: String...) -> Self { "" }
    public static func only(_ names: String...) -> Self { "" }
    public static func except(_ names: String...) -> Self { "" }
    public static var `internal`: Self { "" }
    public static var server: Self { "" }
    public static var client: Self { "" }
    public static var producer: Self { "" }
    public static var consumer: Self { "" }
  }

  /// Reports arguments that `@Traced` does not take.
  @_documentation(visibility: private)
  @attached(peer)
  public macro Traced(
    _ first: MistakenTracedSetting = "",
    operationName: Mistaken.Name = "",
    label: Mistaken.Name = "",
    name: Mistaken.Name = "",
    named: Mistaken.Name = "",
    context: ServiceContext?? = nil,
    ofKind: SpanKind?? = nil,
    kind: SpanKind? = nil,
    arguments: Mistaken.Choice = "",
    args: Mistaken.Choice = "",
    recording: Mistaken.Choice = "",
    redacting: String? = nil,
    _ other: String? = nil,
    excluding: String? = nil,
    _ another: String? = nil,
    errors: LoggingPolicy.ErrorLogging? = nil,
    valueLimit: Int? = nil,
    span: Mistaken.Name = "",
    allowing: DecoratorHazard? = nil
  ) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

  /// Reports choices of arguments under another label.
  @_documentation(visibility: private)
  @attached(peer)
  public macro Traced(
    named: String?? = nil,
    kind: SpanKind? = nil,
    arguments: Mistaken.Arguments = .none,
    args: Mistaken.Arguments = .none,
    allowing: DecoratorHazard? = nil
  ) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

  /// Reports the arguments of `@Traced` in the wrong order.
  @_documentation(visibility: private)
  @attached(peer)
  public macro Traced(
    allowing: DecoratorHazard? = nil,
    valueLimit: Int?? = nil,
    errors: LoggingPolicy.ErrorLogging?? = nil,
    recording: Mistaken.Arguments = .none,
    kind: SpanKind?? = nil,
    named: Mistaken.Name = "",
    name: Mistaken.Name? = nil,
    label: Mistaken.Name? = nil
  ) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
#endif
