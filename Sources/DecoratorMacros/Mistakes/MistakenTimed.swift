/// Reports arguments that `@Timed` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Timed<First, TimeSource>(
  _ first: First? = Optional<Never>.none,
  label: Mistaken.Name = "",
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  to: TimingSink? = nil,
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports settings beside a policy.
@_documentation(visibility: private)
@attached(peer)
public macro Timed<Policy: TimingPolicyArgument, TimeSource>(
  _ policy: Policy?,
  named: String?? = nil,
  to: [TimingSink]? = nil,
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Timed(
  _ policy: Mistaken.Path = Mistaken.path,
  to: [TimingSink]? = nil,
  clock: Mistaken.Path = Mistaken.path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Timed` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Timed(
  allowing: DecoratorHazard? = nil,
  clock: Any = 0,
  to: [TimingSink]?? = nil,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  label: Mistaken.Name? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a clock without its type.
@_documentation(visibility: private)
@attached(peer)
public macro Timed(
  named: String?? = nil,
  to: [TimingSink]? = nil,
  clock: Mistaken.Clock,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
