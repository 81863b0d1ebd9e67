/// Reports arguments that `@Memoized` does not take.
@_documentation(visibility: private)
@attached(peer)
public macro Memoized<First, Cache, KeyMaker, Listener, TimeSource>(
  _ first: First? = Optional<Never>.none,
  in: Cache? = Optional<Never>.none,
  maxsize: Int? = nil,
  maxSize: Int? = nil,
  size: Int? = nil,
  limit: Int? = nil,
  capacity: Int? = nil,
  ttl: Mistaken.Time = 0,
  expiresAfter: Mistaken.Time = 0,
  maxAge: Mistaken.Time = 0,
  timeToLive: Mistaken.Time = 0,
  typed: Bool? = nil,
  ignoring: Mistaken.Names?...,
  key: KeyMaker? = Optional<Never>.none,
  abandoned: AbandonedLoads? = nil,
  onEviction: Listener? = Optional<Never>.none,
  name: Mistaken.Name = "",
  named: Mistaken.Name = "",
  clock: TimeSource? = Optional<Never>.none,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports the same arguments in the opposite order, and those of `@Memoized` in the wrong order.
@_documentation(visibility: private)
@attached(peer)
public macro Memoized<Cache, KeyMaker, Listener, TimeSource>(
  allowing: DecoratorHazard??...,
  clock: TimeSource?? = Optional<Never>.none,
  named: String?? = nil,
  name: Mistaken.Name? = nil,
  onEviction: Listener?? = Optional<Never>.none,
  abandoned: AbandonedLoads?? = nil,
  key: KeyMaker?? = Optional<Never>.none,
  ignoring: Mistaken.Names??...,
  typed: Bool?? = nil,
  timeToLive: Duration?? = nil,
  maxAge: Mistaken.Time? = nil,
  expiresAfter: Mistaken.Time? = nil,
  ttl: Mistaken.Time? = nil,
  capacity: Int?? = nil,
  limit: Int?? = nil,
  size: Int?? = nil,
  maxSize: Int?? = nil,
  maxsize: Int?? = nil,
  in: Cache?? = Optional<Never>.none
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")

/// Reports a key path that does not name its type.
@_documentation(visibility: private)
@attached(peer)
public macro Memoized<KeyMaker>(
  in: Mistaken.Path = Mistaken.path,
  capacity: Int? = nil,
  ignoring: String?...,
  key: KeyMaker? = Optional<Never>.none,
  clock: Mistaken.Path = Mistaken.path,
  allowing: DecoratorHazard?...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "MistakenMacro")
