/// The faults that ``withFaults(_:_:)`` has set for the current task; where it has set none, nothing happens.
///
/// ```swift
/// let fetch = AsyncFunction(fetchUser).faulty()          // or decorated(by: .faulty())
/// try await withFaults(.first(1, .error(ServerDown()))) { try await fetch(42) }
/// ```
public struct TaskFaults: TransparentDecorator {
  /// Creates the decorator.
  public init() {}

  public var description: String { "faulty()" }

  /// Faults.
  public var traits: DecoratorTraits { DecoratorTraits(.faulty) }

  public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    guard let faults = Faults.ofTask else { return try next(input) }
    return try faults.inject(key: nil, input, at: site, next)
  }

  nonisolated(nonsending) public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    guard let faults = Faults.ofTask else { return try await next(input) }
    return try await faults.inject(key: nil, input, at: site, next)
  }
}

extension Faults {
  @TaskLocal static var ofTask: Faults?
}

/// Sets the faults for functions that are ``TaskFaults`` in the current task.
///
/// ```swift
/// let users = UserService(fetch: AsyncFunction(fetchUser).faulty())
///
/// try await withFaults(.outage(from: .zero, to: .seconds(30), .error(ServerDown()))) {
///   try await users.refresh()
/// }
/// ```
///
/// So a service that is built once can be tested with other faults in each test, also in tests that run in parallel.
/// Child tasks and a `Task { … }` that the body starts inherit the faults. A `Task.detached { … }` does not.
///
/// - Parameters:
///   - faults: The faults; `nil` for none, also where an outer scope has set some.
///   - body: The code under test.
/// - Returns: What `body` returns.
/// - Throws: Only what `body` throws. If `body` does not throw, the call needs no `try`.
@discardableResult
public func withFaults<Output, Failure: Error>(
  _ faults: Faults?,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  try Faults.$ofTask.withValue(faults) { Result(catching: body) }.get()
}

/// Sets the faults for functions that are ``TaskFaults`` in the current task, on the caller's actor.
///
/// The parameters are those of the synchronous form.
@discardableResult
nonisolated(nonsending) public func withFaults<Output, Failure: Error>(
  _ faults: Faults?,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  try await Faults.$ofTask.withValue(faults) { await outcome(of: body) }.get()
}
