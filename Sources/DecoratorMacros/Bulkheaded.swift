/// Limits how many calls of the function, and of others with the same bulkhead, run at once.
///
/// ```swift
/// actor Reports {
///   static let database = Bulkhead(named: "database", atMost: 8, waiting: 16)
///
///   @Bulkheaded(by: Self.database)
///   func report(_ month: Month) async throws -> Report { … }
/// }
/// ```
///
/// A call that finds no place waits for one, if the bulkhead lets it, or throws a `BulkheadFullError`. So the function must be
/// `throws`, or `throws(E)` with `orThrow:`. A synchronous function waits by blocking its thread.
///
/// - Parameters:
///   - bulkhead: The bulkhead: a global or static value, `Self.bulkhead`, or a property of the instance, `\Self.bulkhead`.
///   - cost: How many places a call takes, at least 1. The default is 1 (K5).
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.unavailable($0) }` (A4). A
///     function that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Bulkheaded(
  by bulkhead: Bulkhead,
  cost: Int = 1,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "BulkheadedMacro")

/// Limits the calls that run at once by a bulkhead of the instance: `@Bulkheaded(by: \Self.bulkhead)`.
///
/// - Parameters:
///   - bulkhead: A property of the instance.
///   - cost: How many places a call takes, at least 1. The default is 1 (K5).
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.unavailable($0) }` (A4). A
///     function that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Bulkheaded<Instance>(
  by bulkhead: KeyPath<Instance, Bulkhead>,
  cost: Int = 1,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "BulkheadedMacro")

/// Limits the calls that run at once by a bulkhead of the instance that no key path can name: `@Bulkheaded(by: InstanceProperty("bulkhead"))`.
///
/// - Parameters:
///   - bulkhead: A property of the instance.
///   - cost: How many places a call takes, at least 1. The default is 1 (K5).
///   - replacement: Makes an error of a `throws(E)` function of the attribute's own: `{ ShopError.unavailable($0) }` (A4). A
///     function that throws any error does not take it.
///   - name: The function's name; by default type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Bulkheaded(
  by bulkhead: InstanceProperty,
  cost: Int = 1,
  orThrow replacement: ((any Error) -> any Error)? = nil,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "BulkheadedMacro")
