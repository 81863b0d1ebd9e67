/// Lets calls of the function pass a circuit breaker, which refuses them while what they call is down.
///
/// ```swift
/// struct Payments {
///   static let breaker = CircuitBreaker(named: "payments")
///
///   @Retrying(attempts: 3, on: TimeoutError.self)
///   @CircuitBroken(by: Self.breaker)
///   func charge(_ order: Order) async throws -> Receipt { … }
/// }
/// ```
///
/// Functions that name the same breaker share it. While the circuit is open, a call throws a `CircuitOpenError` and the body
/// does not run. So the function must be `throws`, or `throws(E)` with `orThrow:`.
///
/// - Parameters:
///   - breaker: The breaker: a global or static value, `Self.breaker`, or a property of the instance, `\Self.breaker`.
///   - judge: What a result means for the circuit: a closure that states its types,
///     `{ (response: Response) -> CircuitVerdict in response.status == 503 ? .failure : .success }`. Without it every result is a
///     success. A `throws(E)` function does not take it.
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.unavailable($0) }` (A4). A
///     function that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro CircuitBroken<Judge>(
  by breaker: CircuitBreaker,
  onResult judge: Judge = Optional<Never>.none,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "CircuitBrokenMacro")

/// Lets calls of the function pass a circuit breaker of the instance: `@CircuitBroken(by: \Self.breaker)`.
///
/// - Parameters:
///   - breaker: A property of the instance.
///   - judge: What a result means for the circuit: a closure that states its types,
///     `{ (response: Response) -> CircuitVerdict in response.status == 503 ? .failure : .success }`. Without it every result is a
///     success. A `throws(E)` function does not take it.
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.unavailable($0) }` (A4). A
///     function that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro CircuitBroken<Instance, Judge>(
  by breaker: KeyPath<Instance, CircuitBreaker>,
  onResult judge: Judge = Optional<Never>.none,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "CircuitBrokenMacro")

/// Lets calls of the function pass a circuit breaker of the instance that no key path can name: `@CircuitBroken(by: InstanceProperty("breaker"))`.
///
/// - Parameters:
///   - breaker: A property of the instance.
///   - judge: What a result means for the circuit: a closure that states its types,
///     `{ (response: Response) -> CircuitVerdict in response.status == 503 ? .failure : .success }`. Without it every result is a
///     success. A `throws(E)` function does not take it.
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.unavailable($0) }` (A4). A
///     function that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro CircuitBroken<Judge>(
  by breaker: InstanceProperty,
  onResult judge: Judge = Optional<Never>.none,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "CircuitBrokenMacro")
