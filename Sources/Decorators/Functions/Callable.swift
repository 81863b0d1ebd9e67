/// A wrapped function of any kind that is called without `await`.
///
/// Every combinator takes and returns a `Callable`, so wrapped functions compose in any order.
public protocol Callable<Input, Output, Failure>: Sendable, CustomStringConvertible {
  /// The arguments of a call, an ``Arguments`` of the function's parameters.
  associatedtype Input
  /// What a call returns.
  associatedtype Output
  /// What a call throws; `Never` if it does not.
  associatedtype Failure: Error

  /// The name, the place and the decorators of the function.
  var identity: FunctionIdentity { get }

  /// The function as it was before any decorator.
  var original: @Sendable (Input) throws(Failure) -> Output { get }

  /// What a call runs: the function with every decorator around it.
  var body: @Sendable (Input) throws(Failure) -> Output { get }
}

extension Callable {
  /// The decorators around the function, outermost first, and its name.
  public var description: String { identity.description }

  /// Calls the function. Argument labels are lost.
  ///
  /// To pass it to an API that needs a closure, write `{ function($0, $1) }`.
  @inlinable @inline(__always)
  public func callAsFunction<each Argument>(_ argument: repeat each Argument) throws(Failure) -> Output
  where Input == Arguments<repeat each Argument> {
    try body(Arguments(repeat each argument))
  }
}

/// A wrapped function of any kind that is called with `await`.
///
/// It adds no executor hop of its own: the function runs where it would have run unwrapped.
public protocol AsyncCallable<Input, Output, Failure>: Sendable, CustomStringConvertible {
  /// The arguments of a call, an ``Arguments`` of the function's parameters.
  associatedtype Input: Sendable
  /// What a call returns.
  associatedtype Output: Sendable
  /// What a call throws; `Never` if it does not.
  associatedtype Failure: Error

  /// The name, the place and the decorators of the function.
  var identity: FunctionIdentity { get }

  /// The function as it was before any decorator.
  var original: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output { get }

  /// What a call runs: the function with every decorator around it.
  var body: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output { get }
}

extension AsyncCallable {
  /// The decorators around the function, outermost first, and its name.
  public var description: String { identity.description }

  /// Calls the function. Argument labels are lost.
  ///
  /// To pass it to an API that needs a closure, write `{ try await function($0, $1) }`.
  @inlinable @inline(__always)
  nonisolated(nonsending) public func callAsFunction<each Argument>(
    _ argument: repeat each Argument
  ) async throws(Failure) -> Output
  where Input == Arguments<repeat each Argument> {
    try await body(Arguments(repeat each argument))
  }
}
