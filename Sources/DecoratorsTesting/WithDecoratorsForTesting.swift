import DecoratorPrimitives

/// What the decorators of a test do when they would wait. ``withDecoratorsForTesting(waits:_:)`` sets it.
public enum DecoratorWaits: Sendable, Hashable {
  /// A wait for time ends at once, on every clock.
  case none
  /// A wait takes its time. It is the default, and it undoes `.none` in an inner scope.
  case real
}

/// Runs a body whose decorators do not wait.
///
/// Use it to test code that chooses its own policies and clocks. Where you can pass a ``RecordingClock``, do that
/// instead, because the clock also shows which waits there were.
///
/// ```swift
/// let user = try await withDecoratorsForTesting(waits: .none) {
///   try await shop.user(42)   // its retries back off for seconds, and here not at all
/// }
/// ```
///
/// The delays of retries and faults, the waits for a token, and everything else in this package that waits for time end
/// at once. Time does not move: a total limit sees only the time that really passed, and a time limit still counts. What
/// waits for an event, such as a place in a bulkhead, still waits. Only a decorator that is about to wait looks at the
/// setting, so it changes nothing about calls that do not wait.
///
/// The setting belongs to the current task. Child tasks and a `Task { … }` that the body starts inherit it. A
/// `Task.detached { … }` does not.
///
/// **Cancellation.** A wait in a cancelled task ends as it always does. For a retry, that is the end of the call.
///
/// - Parameters:
///   - waits: What happens instead of a wait.
///   - body: The code under test.
/// - Returns: What `body` returns.
/// - Throws: Only what `body` throws. If `body` does not throw, the call needs no `try`.
@discardableResult
public func withDecoratorsForTesting<Output, Failure: Error>(
  waits: DecoratorWaits,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  try Waits.$areSkipped.withValue(waits == .none) { Result(catching: body) }.get()
}

/// Runs an asynchronous body whose decorators do not wait, on the caller's actor.
///
/// The parameters are those of the synchronous form.
@discardableResult
nonisolated(nonsending) public func withDecoratorsForTesting<Output, Failure: Error>(
  waits: DecoratorWaits,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  try await Waits.$areSkipped.withValue(waits == .none) { await outcome(of: body) }.get()
}

/// What an asynchronous body returns or throws, with the type of its error.
nonisolated(nonsending) func outcome<Output, Failure: Error>(
  of body: nonisolated(nonsending) () async throws(Failure) -> Output
) async -> Result<Output, Failure> {
  do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
}
