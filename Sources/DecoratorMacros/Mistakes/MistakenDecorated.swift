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

/// Reports arguments that `@Decorated` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Decorated<Attached, Concurrent>(
  by: Attached? = Optional<Never>.none,
  concurrentlyBy: Concurrent? = Optional<Never>.none,
  named: Mistaken.Name = "",
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Decorated` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Decorated<Attached, Concurrent>(
  allowing: DecoratorHazard??...,
  named: String?? = nil,
  concurrentlyBy: Concurrent?? = Optional<Never>.none,
  by: Attached?? = Optional<Never>.none
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Decorated(
  by: Mistaken.Path = Mistaken.path,
  concurrentlyBy: Mistaken.Path = Mistaken.path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
