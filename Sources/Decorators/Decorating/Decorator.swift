/// A value that runs a call: the idea behind every decorator of this package, and of yours.
///
/// Conform to one of the decorator protocols, and you can use your type in three ways:
///
/// ```swift
/// try await breaker.run { try await fetch(id) }                           // run a call now
/// let guarded = AsyncFunction(fetch).decorated(by: breaker)               // wrap a function
/// @Decorated(by: Self.breaker) func fetch(_ id: Int) async throws -> User // an attribute, with `DecoratorMacros`
/// ```
///
/// | conform to | if the decorator | you write |
/// |---|---|---|
/// | ``CallObserver`` | sees each call begin and end | `begin` and two `end`s, once for sync and async |
/// | ``CallGuard`` | lets calls in or refuses them | `admit` and `leave`, once for sync and async |
/// | ``TransparentDecorator`` | throws only what the function throws | `call`, sync and async, generic over the error |
/// | `Decorator` | may throw errors of its own | `call`, sync and async |
/// | ``AsyncDecorator`` | may throw errors of its own, and cannot serve a synchronous function | `call`, async |
/// | ``ConcurrentDecorator`` | runs the function in other tasks or several times at once | `callConcurrently`, async |
///
/// What a `Decorator` wraps throws `any Error`, because the decorator may throw errors of its own. A decorator without
/// errors of its own is a ``TransparentDecorator``: it keeps `throws(E)`, and what does not throw needs no `try`.
///
/// `description` shows the decorator with every effective setting. A wrapped function prints it, so it should read as
/// the decorator does in source: `retrying(attempts: 3, …)`.
public protocol Decorator: AsyncDecorator {
  /// Runs a synchronous call.
  ///
  /// - Parameters:
  ///   - input: The arguments of the call: an ``Arguments`` for a wrapped function, `Void` for `run`.
  ///   - site: The name and the place of the call.
  ///   - next: The function, or the next decorator inside. Call it any number of times with `input`.
  /// - Returns: What the caller gets.
  /// - Throws: What `next` throws, or an error of the decorator's own.
  func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws -> Output
  ) throws -> Output
}

/// A decorator that throws only what the function throws.
///
/// What it wraps keeps its error type: `throws(E)` stays `throws(E)`, and a function that does not throw is called
/// without `try`.
public protocol TransparentDecorator: Decorator {
  /// Runs a synchronous call, as the synchronous requirement of ``Decorator`` does.
  func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output

  /// Runs an asynchronous call on the caller's actor.
  nonisolated(nonsending) func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output

  /// Wraps an asynchronous function; by default so that each call of it goes through `call`.
  ///
  /// Implement it only if measurements say so. The default can cost an extra executor switch, about 15 ns.
  ///
  /// - Parameters:
  ///   - next: The function, or the next decorator inside.
  ///   - site: The name and the place of every call.
  /// - Returns: The wrapped function. It must do what `call` does.
  func wrapped<Input, Output, Failure: Error>(
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws(Failure) -> Output,
    at site: CallSite
  ) -> nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
}

extension TransparentDecorator {
  /// Lets each call go through `call`.
  @inlinable @inline(__always)
  public func wrapped<Input, Output, Failure: Error>(
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws(Failure) -> Output,
    at site: CallSite
  ) -> nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    Layer(self, at: site, around: next).transparent()
  }
}
