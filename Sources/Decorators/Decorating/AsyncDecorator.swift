/// A decorator of asynchronous functions that runs them on the caller's actor, such as a time limit.
///
/// The function does not escape, so it may capture anything, as with a ``Decorator``. Unlike a `Decorator`, it cannot
/// serve a synchronous function. What it wraps throws `any Error`.
///
/// ```swift
/// struct Yielding: AsyncDecorator {
///   var description: String { "yielding" }
///   nonisolated(nonsending) func call<Input, Output>(
///     _ input: Input,
///     at site: CallSite,
///     _ next: nonisolated(nonsending) (Input) async throws -> Output
///   ) async throws -> Output {
///     await Task.yield()
///     return try await next(input)
///   }
/// }
/// ```
public protocol AsyncDecorator: ConcurrentDecorator {
  /// Runs an asynchronous call on the caller's actor.
  ///
  /// Cancellation of the task is for `next` to see; a decorator that waits should end its wait when the task is
  /// cancelled.
  ///
  /// - Parameters:
  ///   - input: The arguments of the call: an ``Arguments`` for a wrapped function, `Void` for `run`.
  ///   - site: The name and the place of the call.
  ///   - next: The function, or the next decorator inside. Call it any number of times with `input`.
  /// - Returns: What the caller gets.
  /// - Throws: What `next` throws, or an error of the decorator's own.
  nonisolated(nonsending) func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output
}

extension AsyncDecorator {
  /// Calls the function on the caller's actor.
  @inlinable
  nonisolated(nonsending) public func callConcurrently<Input: Sendable, Output: Sendable>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws -> Output
  ) async throws -> Output {
    try await call(input, at: site, next)
  }
}
