/// Reports arguments that `@Coalesced` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Coalesced<Other, Shared, KeyMaker>(
  _ first: Any? = nil,
  by: Other? = Optional<Never>.none,
  in: Shared? = Optional<Never>.none,
  ignoring: Mistaken.Names? = nil,
  _ another: String? = nil,
  key: KeyMaker? = Optional<Never>.none,
  abandoned: AbandonedLoads? = nil,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Coalesced<KeyMaker>(
  in: Mistaken.Path,
  ignoring: String? = nil,
  _ another: String? = nil,
  key: KeyMaker? = Optional<Never>.none,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Coalesced` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Coalesced(
  allowing: DecoratorHazard? = nil,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  abandoned: AbandonedLoads?? = nil,
  key: Any = 0,
  ignoring: String? = nil,
  in: Any = 0,
  by: Any = 0
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
