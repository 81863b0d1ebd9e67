/// Reports arguments that `@FallingBack` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro FallingBack<Substitute, Other>(
  _ first: Any? = nil,
  exceptions: (any Error.Type)? = nil,
  on: (any Error.Type)? = nil,
  value: Other? = Optional<Never>.none,
  to: Substitute? = Optional<Never>.none,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@FallingBack` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro FallingBack(
  allowing: DecoratorHazard? = nil,
  clock: Any = 0,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  to: Any = 0,
  value: Any = 0,
  on: Any? = nil,
  exceptions: Any?? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
