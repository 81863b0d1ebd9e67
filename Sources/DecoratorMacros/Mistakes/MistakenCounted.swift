/// Reports arguments that `@Counted` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Counted(
  _ first: Mistaken.Name = "",
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  label: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Counted` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Counted(
  allowing: DecoratorHazard? = nil,
  label: Mistaken.Name? = nil,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
