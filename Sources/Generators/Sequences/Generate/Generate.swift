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
/// **Laziness**: the body starts at the first `next()` and runs only when asked. There is no buffer: `yield` returns when
/// the consumer asks for the next element.
///
/// **Errors** that leave the body arrive at the consumer, after all elements before them. After the end or an error every
/// `next()` is nil (rule G1).
///
/// **Leaving**: when the loop is left, that is with the last copy of the iterator, or when the consumer's task is
/// cancelled, the waiting `yield` throws `CancellationError`, and so does every later one. The body's `defer` blocks run
/// soon after, on another thread; ``withGenerator(_:_:)`` waits for them. A body that waits for something else is
/// cancelled as a task is: `Task.isCancelled` is true in it. A cancelled consumer gets a `CancellationError` at once (rule G2).
///
/// **Iterating again** runs the body anew, from its beginning; two iterators share nothing (rule G3). So does retrying an
/// iteration that failed: elements come again (rule G13).
///
/// **Isolation**: the body is isolated to no actor and may be run beside other code, as a task's is. It has the priority
/// and the task-local values of the first `next()`. From one `yield` to the next it runs on the consumer's thread, also
/// where that is the main thread, until it awaits something else.
///
/// - Parameters:
///   - element: The elements' type, where the compiler cannot see it in the body.
///   - body: Calls `yield` for each element, one call at a time; code that it starts may do so too. `yield` throws.
/// - Complexity: A task for each iteration; for each element two suspensions of the body's task and no switch of threads.
public func generate<Element>(
  _ element: Element.Type = Element.self,
  _ body: @escaping @Sendable (_ yield: GeneratorYield<Element>) async throws -> Void
) -> AsyncGenerator<Element> {
  AsyncGenerator(scope: nil, body: body)
}

/// The elements that a function body yields. ``generate(_:_:)`` makes it.
public struct AsyncGenerator<Element>: AsyncSequence, Sendable {
  public typealias Failure = any Error

  let scope: GeneratorScope?
  let body: @Sendable (GeneratorYield<Element>) async throws -> Void

  /// A new run of the body, which begins with the first element asked for.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(consumer: GeneratorConsumer(leavesOnThread: false, scope: scope, body))
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline let consumer: GeneratorConsumer<Element>

    init(consumer: GeneratorConsumer<Element>) { self.consumer = consumer }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Element? {
      defer { withExtendedLifetime(consumer) {} }
      return try await consumer.run.next(isolation: actor) ? consumer.slot.element.take() : nil
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Element? { try await next(isolation: nil) }
  }
}

@available(*, unavailable)
extension AsyncGenerator.AsyncIterator: Sendable {}

/// How a generator's body hands elements to the consumer.
public struct GeneratorYield<Element>: Sendable {
  @usableFromInline let run: GeneratorRun
  @usableFromInline let slot: GeneratorSlot<Element>

  init(run: GeneratorRun, slot: GeneratorSlot<Element>) {
    self.run = run
    self.slot = slot
  }

  /// Hands an element over, and waits until the consumer asks for the next one.
  ///
  /// - Throws: `CancellationError` when the consumer has left, now or before. Let it leave the body.
  @inlinable
  nonisolated(nonsending) public func callAsFunction(_ element: sending Element) async throws {
    let element = Unshared(element)
    try await withUnsafeThrowingContinuation { continuation in
      run.yield(continuation) { slot.element = element.value }
    }
  }
}
