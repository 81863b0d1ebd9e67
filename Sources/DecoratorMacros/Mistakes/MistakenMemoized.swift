/// Reports arguments that `@Memoized` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Memoized<Cache, KeyMaker, Listener, TimeSource>(
  _ first: Any? = nil,
  in: Cache? = Optional<Never>.none,
  maxsize: Int? = nil,
  maxSize: Int? = nil,
  max_size: Int? = nil,
  size: Int? = nil,
  limit: Int? = nil,
  capacity: Int? = nil,
  ttl: Mistaken.Time = 0,
  expiresAfter: Mistaken.Time = 0,
  maxAge: Mistaken.Time = 0,
  timeToLive: Mistaken.Time = 0,
  typed: Bool? = nil,
  ignoring: Mistaken.Names? = nil,
  _ another: String? = nil,
  key: KeyMaker? = Optional<Never>.none,
  abandoned: AbandonedLoads? = nil,
  onEviction: Listener? = Optional<Never>.none,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard? = nil
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Memoized<KeyMaker>(
  in: Mistaken.Path = Mistaken.path,
  capacity: Int? = nil,
  ignoring: String? = nil,
  _ another: String? = nil,
  key: KeyMaker? = Optional<Never>.none,
  clock: Mistaken.Path = Mistaken.path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Memoized` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Memoized(
  allowing: DecoratorHazard? = nil,
  clock: Any = 0,
  named: Mistaken.Name = "",
  name: Mistaken.Name? = nil,
  onEviction: Any = 0,
  abandoned: AbandonedLoads?? = nil,
  key: Any = 0,
  ignoring: String? = nil,
  typed: Bool?? = nil,
  timeToLive: Mistaken.Time = 0,
  maxAge: Mistaken.Time? = nil,
  expiresAfter: Mistaken.Time? = nil,
  ttl: Mistaken.Time? = nil,
  capacity: Int?? = nil,
  limit: Int = 0,
  size: Int = 0,
  max_size: Int = 0,
  maxSize: Int = 0,
  maxsize: Int = 0,
  in: Any = 0
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a clock without its type.
@_documentation(visibility: private)
@attached(peer)
public macro Memoized(
  capacity: Int? = nil,
  timeToLive: Duration?? = nil,
  named: String?? = nil,
  clock: Mistaken.Clock,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
