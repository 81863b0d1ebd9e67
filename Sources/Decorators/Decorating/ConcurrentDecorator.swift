/// A decorator that may run the function in other tasks, or several times at once, such as a hedge.
///
/// The function escapes into tasks, so it must be asynchronous and `@Sendable`, and its arguments and its result must be
/// `Sendable`. What it wraps throws `any Error`.
///
/// Every ``AsyncDecorator`` is one as well: where concurrency is allowed, calling the function on the caller's actor is fine.
public protocol ConcurrentDecorator: Sendable, CustomStringConvertible {
  /// Runs an asynchronous call whose function may escape.
  ///
  /// - Parameters:
  ///   - input: The arguments of the call.
  ///   - site: The name and the place of the call.
  ///   - next: The function, or the next decorator inside. It may be called from any task.
  /// - Returns: What the caller gets.
  /// - Throws: What `next` throws, or an error of the decorator's own.
  nonisolated(nonsending) func callConcurrently<Input: Sendable, Output: Sendable>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws -> Output
  ) async throws -> Output

  /// The decorator is about to be put around a function.
  ///
  /// A decorator that does not fit the function stops the program here, where the mistake is, and not at the first
  /// call. By default, every function is fine.
  ///
  /// - Parameters:
  ///   - function: The function with the decorators around it so far.
  ///   - argumentCount: How many arguments it takes.
  func willDecorate(_ function: FunctionIdentity, argumentCount: Int)

  /// What the decorator tells the others around a function. By default, no rule of composition speaks of it.
  var traits: DecoratorTraits { get }

  /// The decorators that this one is composed of, outermost first; by default itself.
  var parts: [any ConcurrentDecorator] { get }
}

extension ConcurrentDecorator {
  /// Every function is fine.
  public func willDecorate(_ function: FunctionIdentity, argumentCount: Int) {}
}
