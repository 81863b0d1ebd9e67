/// Reports arguments that `@CircuitBroken` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro CircuitBroken(
  _ first: CircuitBreaker? = nil,
  breaker: CircuitBreaker? = nil,
  circuitBreaker: CircuitBreaker? = nil,
  by: CircuitBreaker?? = nil,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a value that `by:` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro CircuitBroken(
  by: Any?,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro CircuitBroken(
  by: Mistaken.Path,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports arguments of `@CircuitBroken` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro CircuitBroken(
  allowing: DecoratorHazard? = nil,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  orThrow: Any = 0,
  onResult: Any = 0,
  by: Any = 0
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
