/// Several decorators as one value that is made once and used for many functions, synchronous and asynchronous ones.
///
/// ```swift
/// let pipeline = Pipeline {
///   LoggingPolicy()                    // the first is outermost
///   RetryPolicy(attempts: 3)
///   if settings.isGuarded { breaker }
/// }
/// let user = try await pipeline.run(named: "fetch") { try await api.user(id) }
/// let fetch = AsyncFunction(named: "fetch", api.user).decorated(by: pipeline)
/// for warning in pipeline.warnings { logger.warning("\(warning)") }
/// print(pipeline.details)              // each layer in a line, with every setting in effect
/// ```
///
/// The order is the written one and is never changed; ``warnings`` tells of orders and settings that defeat their purpose.
/// A pipeline holds its layers and adds none of its own. Layers that hold state, such as a breaker, are shared by all
/// functions that use the pipeline.
///
/// A wrapped function throws `any Error`. An empty pipeline runs the function as it is. Each call costs a closure and a
/// dynamic call for each layer; a ``DecoratorStack`` of layers whose types the compiler knows costs less and keeps the
/// error type. A time limit has no synchronous form: an ``AsyncPipeline`` takes it.
public struct Pipeline: Decorator {
  /// The decorators, outermost first.
  public var layers: [any Decorator]

  /// Composes decorators.
  ///
  /// - Parameter layers: The decorators, the first outermost.
  public init(_ layers: [any Decorator]) {
    self.layers = layers
  }

  /// Composes decorators, one a line, the first outermost. Lines may stand in `if` and `for`.
  public init(@PipelineBuilder<any Decorator> _ layers: () -> [any Decorator]) {
    self.layers = layers()
  }

  /// The layers, outermost first: `logged(…) → retrying(…)`; `no decorator` if there is none.
  public var description: String { described(layers) }

  /// The layers of the layers, outermost first.
  public var parts: [any ConcurrentDecorator] { layers.flatMap(\.parts) }

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
    try await callThrough(layers, input, at: site, next)
  }
}

/// Several decorators of asynchronous functions as one value that is made once and used for many functions.
///
/// ```swift
/// var pipeline = AsyncPipeline {
///   TimeLimit(within: .seconds(30))    // the first is outermost
///   RetryPolicy(attempts: 3)
///   breaker
/// }
/// pipeline.layers.insert(LoggingPolicy(), at: 0)
/// let user = try await pipeline.run(named: "fetch") { try await api.user(id) }
/// ```
///
/// It is a ``Pipeline`` that also takes layers without a synchronous form, such as a time limit.
public struct AsyncPipeline: AsyncDecorator {
  /// The decorators, outermost first.
  public var layers: [any AsyncDecorator]

  /// Composes decorators.
  ///
  /// - Parameter layers: The decorators, the first outermost.
  public init(_ layers: [any AsyncDecorator]) {
    self.layers = layers
  }

  /// Composes decorators, one a line, the first outermost. Lines may stand in `if` and `for`.
  public init(@PipelineBuilder<any AsyncDecorator> _ layers: () -> [any AsyncDecorator]) {
    self.layers = layers()
  }

  /// The layers, outermost first: `timeLimited(…) → retrying(…)`; `no decorator` if there is none.
  public var description: String { described(layers) }

  /// The layers of the layers, outermost first.
  public var parts: [any ConcurrentDecorator] { layers.flatMap(\.parts) }

  /// Asks every layer.
  public func willDecorate(_ function: FunctionIdentity, argumentCount: Int) {
    for layer in layers { layer.willDecorate(function, argumentCount: argumentCount) }
  }

  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    try await callThrough(layers, input, at: site, next)
  }
}

private func described(_ layers: [any ConcurrentDecorator]) -> String {
  layers.isEmpty ? "no decorator" : layers.map { "\($0)" }.joined(separator: " → ")
}

nonisolated(nonsending) private func callThrough<Input, Output>(
  _ layers: [any AsyncDecorator],
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

/// Composes the lines of a closure to the layers of a ``Pipeline`` or an ``AsyncPipeline``.
@resultBuilder
public enum PipelineBuilder<Layer> {
  /// A line.
  public static func buildExpression(_ layer: Layer) -> [Layer] { [layer] }
  /// Several layers in a line: `pipeline.layers`.
  public static func buildExpression(_ layers: [Layer]) -> [Layer] { layers }
  /// A decorator that runs the call several times at once fits no pipeline.
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message:
      "time limits fit an AsyncPipeline, and hedges a DecoratorStack: write 'AsyncPipeline { … }', or 'fetch.hedged(after: …)'"
  )
  public static func buildExpression(_ layer: any ConcurrentDecorator) -> [Layer] { [] }
  /// What is no decorator is used by a method of the function.
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "caches, coalescers and fallbacks are no decorators: write 'decorated(by: pipeline).memoized(in: cache)'"
  )
  public static func buildExpression<Other>(_ other: Other) -> [Layer] { [] }
  /// All lines.
  public static func buildBlock(_ lines: [Layer]...) -> [Layer] { lines.flatMap { $0 } }
  /// An `if` without `else`.
  public static func buildOptional(_ lines: [Layer]?) -> [Layer] { lines ?? [] }
  /// An `if`.
  public static func buildEither(first lines: [Layer]) -> [Layer] { lines }
  /// Its `else`.
  public static func buildEither(second lines: [Layer]) -> [Layer] { lines }
  /// A `for`.
  public static func buildArray(_ lines: [[Layer]]) -> [Layer] { lines.flatMap { $0 } }
}
