/// Reports arguments that `@RateLimited` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro RateLimited(
  _ first: Any? = nil,
  bucket: Any? = nil,
  limiter: Any? = nil,
  by: Any? = nil,
  cost: Int?? = nil,
  timeout: Mistaken.Time = 0,
  maxWait: Mistaken.Time = 0,
  waitingAtMost: Mistaken.Time = 0,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a value that `by:` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro RateLimited(
  by: Any?,
  waitingAtMost: Duration?? = nil,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro RateLimited(
  by: Mistaken.Path,
  waitingAtMost: Duration?? = nil,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports arguments of `@RateLimited` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro RateLimited(
  allowing: DecoratorHazard? = nil,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  orThrow: Any = 0,
  hints: Any = 0,
  waitingAtMost: Mistaken.Time = 0,
  maxWait: Mistaken.Time? = nil,
  timeout: Mistaken.Time? = nil,
  cost: Int??? = nil,
  by: Any = 0
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
