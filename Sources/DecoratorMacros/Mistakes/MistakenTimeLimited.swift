/// Reports arguments that `@TimeLimited` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro TimeLimited<TimeSource>(
  _ first: Mistaken.Time = 0,
  timeout: Mistaken.Time = 0,
  after: Mistaken.Time = 0,
  limit: Mistaken.Time = 0,
  seconds: Mistaken.Time = 0,
  within: Mistaken.Time = 0,
  eachAttempt: Mistaken.Time = 0,
  lateResults: LateResults? = nil,
  propagating: Bool? = nil,
  orThrow: Any? = nil,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro TimeLimited(
  within: Duration?? = nil,
  eachAttempt: Duration?? = nil,
  clock: Mistaken.Path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@TimeLimited` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro TimeLimited(
  allowing: DecoratorHazard? = nil,
  clock: Any = 0,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  orThrow: Any = 0,
  didOverrun: Any = 0,
  metrics: TimeLimitMetrics?? = nil,
  propagating: Bool?? = nil,
  lateResults: LateResults?? = nil,
  eachAttempt: Mistaken.Time = 0,
  within: Mistaken.Time = 0,
  seconds: Mistaken.Time? = nil,
  limit: Mistaken.Time? = nil,
  after: Mistaken.Time? = nil,
  timeout: Mistaken.Time? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a clock without its type.
@_documentation(visibility: private)
@attached(peer)
public macro TimeLimited(
  within: Duration?? = nil,
  eachAttempt: Duration?? = nil,
  named: String?? = nil,
  clock: Mistaken.Clock,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
