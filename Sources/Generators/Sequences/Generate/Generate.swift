/// The elements that a function body yields, as an asynchronous sequence.
///
/// ```swift
/// let users = generate { yield in
///   var page = try await api.firstPage()
///   while true {
///     for user in page.users { try await yield(user) }
///     guard let next = page.next else { return }
///     page = try await api.page(next)
///   }
/// }
/// for try await user in users { print(user.name) }
/// ```
///
/// **Laziness**: the body starts at the first `next()` and runs only when the consumer asks. There is no buffer:
/// `yield` returns when the consumer asks for the next element.
///
/// **Errors** that leave the body reach the consumer after all elements before them. After the end or an error, every
/// `next()` returns nil (rule G1).
///
/// **Leaving**: the consumer leaves when the last copy of its iterator is gone, or when its task is cancelled. Then the
/// waiting `yield` and every later one throw `CancellationError`. The `defer` blocks of the body run soon after that,
/// on another thread. ``withGenerator(_:_:)`` waits for them. A body that computes or awaits something else is
/// cancelled as a task is: its `Task.isCancelled` becomes true. A cancelled consumer receives one `CancellationError`
/// at once (rule G2).
///
/// **Iterating again** runs the body from its beginning. Two iterators share nothing (rule G3). A retry around an
/// iteration does the same, so elements come again (rule G13).
///
/// **Isolation**: the body is not isolated to an actor. Its task has the priority and the task-local values of the
/// first `next()`. From one `yield` to the next it runs on the consumer's thread, which can be the main thread, until
/// it awaits something else. The nonisolated functions that it calls run there too.
///
/// - Parameters:
///   - element: The type of the elements, if the compiler cannot see it in the body.
///   - body: Calls `yield` for each element, one call at a time. Functions and child tasks that it starts may call
///     `yield`.
/// - Complexity: A task for each iteration. For each element one suspension of that task, and no switch of threads.
public func generate<Element>(
  _ element: Element.Type = Element.self,
  _ body: @escaping @Sendable (_ yield: GeneratorYield<Element>) async throws -> Void
) -> AsyncGenerator<Element> {
  AsyncGenerator(scope: nil, body: body)
}

/// The elements that a function body yields. ``generate(_:_:)`` returns it.
public struct AsyncGenerator<Element>: AsyncSequence, Sendable {
  public typealias Failure = any Error

  let scope: GeneratorScope?
  let body: @Sendable (GeneratorYield<Element>) async throws -> Void

  /// Makes an iterator. Its first `next()` starts a new run of the body.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(consumer: GeneratorConsumer(leavesOnThread: false, scope: scope, body))
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline let consumer: GeneratorConsumer<Element>

    init(consumer: GeneratorConsumer<Element>) { self.consumer = consumer }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Element? {
      defer { withExtendedLifetime(consumer) {} }
      let run = consumer.run
      // The handler is there while the body computes, so that the body sees a cancellation before its next `yield`.
      await withTaskCancellationHandler {
        // The closure uses the actor, so it is isolated to it and does not leave its thread.
        _ = actor
        run.resumeBody()
      } onCancel: {
        run.leave()
      }
      if run.isPending { await run.waitForBody(isolation: actor) }
      return try run.hasElement() ? consumer.slot.element.take() : nil
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Element? { try await next(isolation: nil) }
  }
}

@available(*, unavailable)
extension AsyncGenerator.AsyncIterator: Sendable {}

/// Hands the elements of a generator's body to the consumer.
public struct GeneratorYield<Element>: Sendable {
  @usableFromInline let gate: GeneratorGate
  @usableFromInline let slot: GeneratorSlot<Element>

  init(gate: GeneratorGate, slot: GeneratorSlot<Element>) {
    self.gate = gate
    self.slot = slot
  }

  /// Hands an element over, and waits until the consumer asks for the next one.
  ///
  /// - Throws: `CancellationError` if the consumer has left, now or before. Let it leave the body.
  @inlinable
  nonisolated(nonsending) public func callAsFunction(_ element: sending Element) async throws {
    try gate.run.beginYield()
    slot.element = element
    try await gate.pass()
  }
}
