import DecoratorPrimitives

/// Calls `body` with the elements that a generator's body yields as a synchronous sequence, and waits for the end of that
/// body, however `body` is left.
///
/// ```swift
/// let firstPrimes = try withGeneratedSequence({ yield in
///   for number in 2... where isPrime(number) { try await yield(number) }
/// }) { primes in
///   Array(primes.prefix(5))
/// }
/// ```
///
/// It is ``withGenerator(_:_:)`` for a synchronous consumer: the body starts with the first element, runs only when asked,
/// and has ended when the call returns. The `await` before `yield` is where the body waits for the consumer. Both run on
/// the caller's thread by turns, so no thread is started, and none is switched to.
///
/// A body may await other things. The caller's thread is blocked meanwhile, so do not do that on a thread that the other
/// things need: an actor that the caller is on, the main thread, or the last thread of the cooperative pool.
///
/// An iterator of a sequence cannot throw: an error of the generator ends the sequence, and is thrown when `body` has
/// returned. Cancellation of the task is looked at before each element, and ends the sequence in the same way (rule G2).
/// Iterating again runs the generator's body anew (rule G3).
///
/// - Parameters:
///   - generator: Calls `yield` for each element. It is isolated to no actor.
///   - body: Reads the elements, all or some. Using the sequence after it has returned stops the program.
/// - Returns: What `body` returns, if no iteration failed.
/// - Throws: What `body` throws, or else the first error of the generator.
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

/// The elements that a function body yields. ``withGeneratedSequence(_:_:)`` makes it.
public struct GeneratedSequence<Element>: Sequence {
  let scope: GeneratorScope
  let failure: Locked<(any Error)?>
  let body: @Sendable (GeneratorYield<Element>) async throws -> Void

  /// A new run of the body, which begins with the first element asked for.
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

    /// The next element, or nil at the end and after an error.
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
