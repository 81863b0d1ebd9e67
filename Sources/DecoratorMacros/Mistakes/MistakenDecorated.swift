/// Reports that there is no decorator.
@_documentation(visibility: private)
@attached(peer)
public macro Decorated() = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a decorator without its label.
@_documentation(visibility: private)
@attached(peer)
public macro Decorated<Attached: Decorator>(
  _ first: Attached,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a value that is no decorator.
@_documentation(visibility: private)
@attached(peer)
public macro Decorated(
  by: Any?,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a value that is no decorator.
@_documentation(visibility: private)
@attached(peer)
public macro Decorated(
  concurrentlyBy: Any?,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Decorated(
  by: Mistaken.Path = Mistaken.path,
  concurrentlyBy: Mistaken.Path = Mistaken.path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
