/// The identity of a wrapped function: its name, where it was wrapped, and the decorators around it.
///
/// ```swift
/// let fetch = retrying(attempts: 3, named: "fetch") { (id: Int) async throws in try await api.user(id) }
/// fetch.identity.name        // "fetch"
/// fetch.identity.decorators  // ["retrying(attempts: 3, …)"]
/// print(fetch)               // retrying(attempts: 3, …) → fetch
/// ```
public struct FunctionIdentity: Sendable, Hashable {
  /// The name given with `named:`, or the place of the first wrapping call, such as `Shop/Cart.swift:12` (L7).
  public var name: String

  /// The decorators around the function, outermost first, as they read in source.
  public var decorators: [String]

  /// What those decorators tell of themselves, outermost first.
  var traits: [DecoratorTraits]

  /// Where the function was first wrapped.
  public var location: SourceLocation

  /// Names a function without decorators.
  ///
  /// - Parameters:
  ///   - name: The function's name; without one, the place is its name.
  ///   - location: Where it was wrapped.
  public init(name: String?, location: SourceLocation) {
    self.name = name ?? location.description
    self.decorators = []
    self.traits = []
    self.location = location
  }

  /// The same function with one more decorator around it, and under another name if one is given.
  @usableFromInline
  func decorated(by decorator: String, with traits: DecoratorTraits = DecoratorTraits(), named name: String?) -> Self {
    self.decorated(by: decorator, traits: [traits], named: name)
  }

  private func decorated(by decorator: String, traits: [DecoratorTraits], named name: String?) -> Self {
    var decorated = self
    decorated.decorators.insert(decorator, at: 0)
    decorated.traits.insert(contentsOf: traits, at: 0)
    if let name { decorated.name = name }
    return decorated
  }

  /// The same function with one more decorator around it, which is asked whether it can serve the function.
  @usableFromInline
  func decorated(by decorator: some ConcurrentDecorator, named name: String?, argumentCount: Int) -> Self {
    let decorated = decorated(by: decorator.description, traits: decorator.parts.map(\.traits), named: name)
    decorator.willDecorate(decorated, argumentCount: argumentCount)
    return decorated
  }
}

extension FunctionIdentity: CustomStringConvertible {
  /// The decorators, outermost first, and the name: `timed → retrying(attempts: 3, …) → fetch`.
  public var description: String {
    (decorators + [name]).joined(separator: " → ")
  }
}
