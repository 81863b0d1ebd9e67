import DecoratorPrimitives

/// Calls `body` with the elements that a generator's body yields, and returns when the generator's body has ended.
///
/// ```swift
/// try await withGenerator({ yield in
///   let connection = try await connect()
///   defer { connection.close() }
///   while let row = try await connection.row() { try await yield(row) }
/// }) { rows in
///   for try await row in rows.prefix(10) { show(row) }
/// }
/// // The connection is closed.
/// ```
///
/// It is ``generate(_:_:)`` with a defined end (rule G2). When `body` returns or throws, the consumer has left: the
/// waiting `yield` throws `CancellationError`. What the generator's body throws after that is dropped. A generator's
/// body that catches the error of `yield` and goes on delays the call until it ends.
///
/// - Parameters:
///   - generator: Calls `yield` for each element.
///   - body: Reads all or some of the elements, on the caller's actor. A use of the sequence after `body` has returned
///     stops the program.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, such as an error of its loop.
nonisolated(nonsending) public func withGenerator<Element, Result>(
  _ generator: @escaping @Sendable (_ yield: GeneratorYield<Element>) async throws -> Void,
  _ body: nonisolated(nonsending) (AsyncGenerator<Element>) async throws -> Result
) async throws -> Result {
  let scope = GeneratorScope()
  do {
    let result = try await body(AsyncGenerator(scope: scope, body: generator))
    await scope.end()
    return result
  } catch {
    await scope.end()
    throw error
  }
}

/// Calls `body` with the elements that a generator's body yields as a synchronous sequence, and returns when the
/// generator's body has ended.
///
/// ```swift
/// let firstPrimes = try withGeneratedSequence({ yield in
///   for number in 2... where isPrime(number) { try await yield(number) }
/// }) { primes in
///   Array(primes.prefix(5))
/// }
/// ```
///
/// It is ``withGenerator(_:_:)`` for a synchronous consumer. At the `await` before `yield`, the generator's body waits
/// for the consumer. Both run on the caller's thread in turn, so there is no switch of threads.
///
/// The generator's body may await other things. Then the caller's thread is blocked until they are ready. Do not do
/// that on a thread that they need: the thread of an actor that they use, the main thread, or the last thread of the
/// cooperative pool.
///
/// An iterator of a sequence cannot throw. So an error of the generator's body ends the sequence, and is thrown when
/// `body` has returned. The same is true of a cancellation of the task, which is checked before each element (rule G2).
/// Iterating again runs the generator's body again (rule G3).
///
/// - Parameters:
///   - generator: Calls `yield` for each element. It is not isolated to an actor.
///   - body: Reads all or some of the elements. A use of the sequence after `body` has returned stops the program.
/// - Returns: What `body` returns, if no iteration failed.
/// - Throws: What `body` throws. If it does not throw, the first error of the generator's body.
/// - Complexity: As for ``generate(_:_:)``.
public func withGeneratedSequence<Element, Result>(
  _ generator: @escaping @Sendable (_ yield: GeneratorYield<Element>) async throws -> Void,
  _ body: (GeneratedSequence<Element>) throws -> Result
) throws -> Result {
  let scope = GeneratorScope()
  let failure = Locked<(any Error)?>(nil)
  defer { scope.endOnThread() }
  let result = try body(GeneratedSequence(scope: scope, failure: failure, body: generator))
  if let failure = failure.withLock({ $0 }) { throw failure }
  return result
}

/// The elements that a function body yields. ``withGeneratedSequence(_:_:)`` passes it on.
public struct GeneratedSequence<Element>: Sequence {
  let scope: GeneratorScope
  let failure: Locked<(any Error)?>
  let body: @Sendable (GeneratorYield<Element>) async throws -> Void

  /// Makes an iterator. Its first `next()` starts a new run of the body.
  public func makeIterator() -> Iterator {
    Iterator(consumer: GeneratorConsumer(leavesOnThread: true, scope: scope, body), failure: failure)
  }

  public struct Iterator: IteratorProtocol {
    @usableFromInline let consumer: GeneratorConsumer<Element>
    private let failure: Locked<(any Error)?>

    init(consumer: GeneratorConsumer<Element>, failure: Locked<(any Error)?>) {
      self.consumer = consumer
      self.failure = failure
    }

    /// Returns the next element, or nil at the end and after an error.
    @inlinable
    public mutating func next() -> Element? {
      defer { withExtendedLifetime(consumer) {} }
      do {
        return try consumer.run.nextOnThread() ? consumer.slot.element.take() : nil
      } catch {
        keep(error)
        return nil
      }
    }

    @usableFromInline
    func keep(_ error: any Error) { failure.withLock { if $0 == nil { $0 = error } } }
  }
}
