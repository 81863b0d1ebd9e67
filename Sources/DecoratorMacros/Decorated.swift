/// Runs each call of the function through a decorator: one of this package, or one of your own.
///
/// ```swift
/// actor Users {
///   static let breaker = CircuitBreaker(after: 5)
///   let audit: AuditLog
///
///   @Decorated(by: \Self.audit)
///   @Retrying(attempts: 3, on: TimeoutError.self)
///   @Decorated(by: Self.breaker)
///   func user(_ id: String) async throws -> User { … }
/// }
/// ```
///
/// You can use it several times. The first attribute is outermost. The macro moves the function's body into a call of
/// the decorator's `run`. A `TransparentDecorator` fits every function. Any other `Decorator` throws errors of its own,
/// so the function must be `throws`, or `throws(E)` with `orThrow:`.
///
/// - Parameters:
///   - decorator: The decorator: a global or static value, or an expression such as `.retrying(attempts: 3)`, which is
///     evaluated once for the function.
///   - replacement: Makes an error of a `throws(E)` function of the decorator's own: `{ ShopError.unavailable($0) }`
///     (A4).
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Decorated<Attached: Decorator>(
  by decorator: Attached,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "DecoratedMacro")

/// Runs each call of the function through a decorator of its instance: `@Decorated(by: \Self.breaker)`.
///
/// - Parameters:
///   - decorator: A property of the instance.
///   - replacement: Makes an error of a `throws(E)` function of the decorator's own: `{ ShopError.unavailable($0) }`
///     (A4).
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Decorated<Instance, Attached: Decorator>(
  by decorator: KeyPath<Instance, Attached>,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "DecoratedMacro")

/// Runs each call of the function through a decorator of its instance that no key path can name, such as an actor's
/// variable: `@Decorated(by: InstanceProperty("breaker"))`.
///
/// - Parameters:
///   - decorator: A property of the instance.
///   - replacement: Makes an error of a `throws(E)` function of the decorator's own: `{ ShopError.unavailable($0) }`
///     (A4).
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Decorated(
  by decorator: InstanceProperty,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "DecoratedMacro")

/// Runs each call of an asynchronous function through a decorator that may run it in other tasks, or several times at
/// once.
///
/// ```swift
/// @Decorated(concurrentlyBy: Self.hedge)
/// func user(_ id: String) async throws -> User { … }
/// ```
///
/// The body escapes into tasks, as that of `@Memoized` does: it runs on the actor to which the function is isolated,
/// and can use only `Sendable` values. The function must be `async throws`.
///
/// - Parameters:
///   - decorator: The decorator: a global or static value, or an expression, which is evaluated once for the function.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Decorated<Attached: ConcurrentDecorator>(
  concurrentlyBy decorator: Attached,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "DecoratedMacro")

/// Runs each call of an asynchronous function through a decorator of its instance that may run it in other tasks:
/// `@Decorated(concurrentlyBy: \Self.hedge)`.
///
/// - Parameters:
///   - decorator: A property of the instance.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Decorated<Instance, Attached: ConcurrentDecorator>(
  concurrentlyBy decorator: KeyPath<Instance, Attached>,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "DecoratedMacro")

/// Runs each call of an asynchronous function through a decorator of its instance that no key path can name and that may run
/// it beside the caller: `@Decorated(concurrentlyBy: InstanceProperty("hedge"))`.
///
/// - Parameters:
///   - decorator: A property of the instance.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Decorated(
  concurrentlyBy decorator: InstanceProperty,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "DecoratedMacro")
