/// Several decorators as one, chosen at run time, for example by a configuration.
///
/// ```swift
/// var layers: [any Decorator] = [LoggingPolicy()]
/// if let attempts = settings.attempts { layers.append(RetryPolicy(attempts: attempts)) }
/// let guarded = AnyDecoratorStack(layers)   // the first is outermost
/// let user = try await guarded.run(named: "fetch") { try await api.user(id) }
/// ```
///
/// A wrapped function throws `any Error`. An empty stack runs the function as it is. Each call costs a closure and a
/// dynamic call for each layer. Where the types are known, a ``DecoratorStack`` costs less and keeps the error type.
public struct AnyDecoratorStack: Decorator {
  /// The decorators, outermost first.
  public let layers: [any Decorator]

  /// Composes decorators.
  ///
  /// - Parameter layers: The decorators, the first outermost.
  public init(_ layers: [any Decorator]) {
    self.layers = layers
  }

  /// The layers, outermost first: `logged(…) → retrying(…)`; `no decorator` if there is none.
  public var description: String {
    layers.isEmpty ? "no decorator" : layers.map { "\($0)" }.joined(separator: " → ")
  }

  /// Asks every layer.
  public func willDecorate(_ function: FunctionIdentity, argumentCount: Int) {
    for layer in layers { layer.willDecorate(function, argumentCount: argumentCount) }
  }

  public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws -> Output
  ) throws -> Output {
    func run(_ index: Int, _ input: Input) throws -> Output {
      guard index < layers.count else { return try next(input) }
      return try layers[index].call(input, at: site) { (input: Input) throws in try run(index + 1, input) }
    }
    return try run(0, input)
  }

  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    nonisolated(nonsending)
      func run(_ index: Int, _ input: Input) async throws -> Output
    {
      guard index < layers.count else { return try await next(input) }
      return try await layers[index].call(input, at: site) { (input: Input) async throws in
        try await run(index + 1, input)
      }
    }
    return try await run(0, input)
  }
}
