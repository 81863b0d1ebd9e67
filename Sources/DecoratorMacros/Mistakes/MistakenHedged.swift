/// Reports arguments that `@Hedged` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Hedged<TimeSource>(
  _ first: Mistaken.Time = 0,
  delay: Mistaken.Time = 0,
  after: Mistaken.Time = 0,
  maxAttempts: Int? = nil,
  maxHedges: Int? = nil,
  attempts: Int?? = nil,
  budget: (any RetryBudgetArgument)?? = nil,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Hedged(
  after: HedgeDelay? = nil,
  attempts: Int?? = nil,
  budget: Mistaken.Path = Mistaken.path,
  logger: Mistaken.Path = Mistaken.path,
  clock: Mistaken.Path = Mistaken.path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Hedged` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Hedged(
  allowing: DecoratorHazard? = nil,
  clock: Any = 0,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  on: Any? = nil,
  attempts: Int??? = nil,
  maxHedges: Int?? = nil,
  maxAttempts: Int?? = nil,
  after: Mistaken.Time? = nil,
  delay: Mistaken.Time? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a clock without its type.
@_documentation(visibility: private)
@attached(peer)
public macro Hedged(
  after: HedgeDelay,
  attempts: Int?? = nil,
  named: String?? = nil,
  clock: Mistaken.Clock,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
