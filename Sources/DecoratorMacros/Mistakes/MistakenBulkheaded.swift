/// Reports arguments that `@Bulkheaded` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Bulkheaded(
  _ first: Bulkhead? = nil,
  bulkhead: Bulkhead? = nil,
  semaphore: Bulkhead? = nil,
  maxConcurrent: Int? = nil,
  atMost: Int? = nil,
  by: Bulkhead?? = nil,
  cost: Int?? = nil,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a value that `by:` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Bulkheaded(
  by: Any?,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Bulkheaded(
  by: Mistaken.Path,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports arguments of `@Bulkheaded` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Bulkheaded(
  allowing: DecoratorHazard? = nil,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  orThrow: Any = 0,
  cost: Int??? = nil,
  by: Any = 0
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
