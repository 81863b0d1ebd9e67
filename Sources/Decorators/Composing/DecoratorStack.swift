/// Several decorators as one, with their types known to the compiler.
///
/// ```swift
/// let guarded = DecoratorStack {
///   TimingPolicy(named: "fetch")   // the first is outermost, as in a stack of attributes
///   RetryPolicy(attempts: 3)
///   breaker
/// }
/// let user = try await guarded.run(named: "fetch") { try await api.user(id) }
/// print(guarded)   // timed(…) → retrying(attempts: 3, …) → breaker
/// ```
///
/// The compiler knows every layer, so a stack costs no more than its layers. It throws errors of its own only if one of
/// its layers does: a stack of ``TransparentDecorator``s is transparent, and a stack that contains a
/// ``ConcurrentDecorator`` is concurrent. For layers that are chosen at run time, use ``Pipeline``.
public struct DecoratorStack<Outer: ConcurrentDecorator, Inner: ConcurrentDecorator>: ConcurrentDecorator {
  @usableFromInline let outer: Outer
  @usableFromInline let inner: Inner

  /// Puts one decorator around another.
  ///
  /// - Parameters:
  ///   - outer: The outer one, which runs first.
  ///   - inner: The one inside.
  @inlinable @inline(__always)
  public init(_ outer: Outer, _ inner: Inner) {
    self.outer = outer
    self.inner = inner
  }

  /// Composes decorators, the first outermost.
  ///
  /// - Parameter layers: The decorators, one a line, at least two.
  @inlinable @inline(__always)
  public init(@DecoratorStackBuilder _ layers: () -> Self) {
    self = layers()
  }

  /// The layers, outermost first: `timed(…) → retrying(…)`.
  public var description: String { "\(outer) → \(inner)" }

  /// The layers of both, outermost first.
  public var parts: [any ConcurrentDecorator] { outer.parts + inner.parts }

  /// Asks both.
  public func willDecorate(_ function: FunctionIdentity, argumentCount: Int) {
    outer.willDecorate(function, argumentCount: argumentCount)
    inner.willDecorate(function, argumentCount: argumentCount)
  }

  @inlinable
  nonisolated(nonsending) public func callConcurrently<Input: Sendable, Output: Sendable>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws -> Output
  ) async throws -> Output {
    let inner = inner
    return try await outer.callConcurrently(input, at: site) { (input: Input) async throws in
      try await inner.callConcurrently(input, at: site, next)
    }
  }
}

extension DecoratorStack: AsyncDecorator where Outer: AsyncDecorator, Inner: AsyncDecorator {
  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    return try await outer.call(input, at: site) { (input: Input) async throws in
      try await inner.call(input, at: site, next)
    }
  }
}

extension DecoratorStack: Decorator where Outer: Decorator, Inner: Decorator {
  @inlinable @inline(__always)
  public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws -> Output
  ) throws -> Output {
    return try outer.call(input, at: site) { (input: Input) throws in try inner.call(input, at: site, next) }
  }
}

extension DecoratorStack: TransparentDecorator where Outer: TransparentDecorator, Inner: TransparentDecorator {
  @inlinable @inline(__always)
  public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    return try outer.call(input, at: site) { (input: Input) throws(Failure) in try inner.call(input, at: site, next) }
  }

  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    return try await outer.call(input, at: site) { (input: Input) async throws(Failure) in
      try await inner.call(input, at: site, next)
    }
  }

  /// Lets each layer wrap an asynchronous function in its own way.
  @inlinable @inline(__always)
  public func wrapped<Input, Output, Failure: Error>(
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws(Failure) -> Output,
    at site: CallSite
  ) -> nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    outer.wrapped(inner.wrapped(next, at: site), at: site)
  }
}

/// Composes the lines of a closure to a ``DecoratorStack``, the first outermost.
@resultBuilder
public enum DecoratorStackBuilder {
  /// The first line.
  @inlinable @inline(__always)
  public static func buildPartialBlock<First: ConcurrentDecorator>(first: First) -> First { first }

  /// The lines before, and the next one inside them.
  @inlinable @inline(__always)
  public static func buildPartialBlock<Outer: ConcurrentDecorator, Inner: ConcurrentDecorator>(
    accumulated: Outer,
    next: Inner
  ) -> DecoratorStack<Outer, Inner> {
    DecoratorStack(accumulated, next)
  }
}
