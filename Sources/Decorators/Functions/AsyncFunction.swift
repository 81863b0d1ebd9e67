/// An asynchronous function as a value that keeps its types, its error type, its isolation and its name.
///
/// The combinators make one; store it, pass it on and call it as the function it wraps.
///
/// ```swift
/// struct Service { var fetch: AsyncFunction<Int, User, any Error> }  // (Int) async throws -> User
///
/// let service = Service(fetch: AsyncFunction(fetchUser).retrying(attempts: 3))
/// try await service.fetch(42)
/// ```
public struct AsyncFunction<each Argument: Sendable, Output: Sendable, Failure: Error>: AsyncCallable {
  public typealias Input = Arguments<repeat each Argument>
  public typealias Body =
    nonisolated(nonsending) @Sendable (Arguments<repeat each Argument>) async throws(Failure) -> Output

  public let identity: FunctionIdentity
  public let original: Body
  public let body: Body

  @inlinable @inline(__always)
  init(identity: FunctionIdentity, original: @escaping Body, body: @escaping Body) {
    self.identity = identity
    self.original = original
    self.body = body
  }

  /// Makes a value of a function, with no decorator around it.
  ///
  /// - Parameters:
  ///   - name: The function's name; the default is the place of this call (L7).
  ///   - fileID: The module and file of this call.
  ///   - line: The line of this call.
  ///   - function: The function.
  @inlinable @inline(__always)
  public init(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    line: UInt = #line,
    _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
  ) {
    let body: Body = { (call: Arguments<repeat each Argument>) async throws(Failure) in
      try await function(repeat each call.values)
    }
    self.init(
      identity: FunctionIdentity(name: name, location: SourceLocation(fileID: "\(fileID)", line: line)),
      original: body,
      body: body
    )
  }

  /// Makes a plain function value of any wrapped one, so that both fit the same property.
  @inlinable @inline(__always)
  public init<Wrapped: AsyncCallable>(_ wrapped: Wrapped)
  where Wrapped.Input == Arguments<repeat each Argument>, Wrapped.Output == Output, Wrapped.Failure == Failure {
    self.init(identity: wrapped.identity, original: wrapped.original, body: wrapped.body)
  }

  /// The function as it was before any decorator.
  public var undecorated: Self {
    Self(
      identity: FunctionIdentity(name: identity.name, location: identity.location),
      original: original,
      body: original
    )
  }
}
