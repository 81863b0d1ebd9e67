import DecoratorPrimitives

/// The elements that `perFile:` makes of several files that are read at once.
/// `withLines(atPaths:concurrently:perFile:_:)` and `withCSVRecords(atPaths:_:concurrently:perFile:_:)` make it.
///
/// It is lazy. You can iterate it once: a second time stops the program.
public struct ConcurrentFiles<Element: Sendable>: LazySequenceProtocol, ScopedSequence {
  let reading: FilesReading<Element>

  public func makeIterator() -> Iterator { Iterator(reading) }

  /// The error that ended the elements early, which is thrown when the closure returns; nil while there is none.
  public var failure: (any Error)? { reading.failure }

  public var scope: ReadingScope { ReadingScope(reading) }

  /// Gives the elements. Copies share one place: an element goes to the copy that asks for it first.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let cursor: BatchCursor<Element>
    private let reading: FilesReading<Element>

    init(_ reading: FilesReading<Element>) {
      reading.begin()
      self.reading = reading
      cursor = BatchCursor()
    }

    /// The next element, or nil at the end and after an error.
    @inlinable
    public mutating func next() -> Element? {
      while true {
        if let element = cursor.next() { return element }
        guard load() else { return nil }
      }
    }

    @usableFromInline
    func load() -> Bool {
      guard let batch = reading.next() else { return false }
      cursor.load(batch)
      return true
    }
  }
}

/// ``ConcurrentFiles`` for `for try await`.
///
/// Each iteration reads the files anew. Leaving a loop ends its threads soon, and the end of the scope ends all of them.
///
/// **Cancellation** ends a wait for the next element at once with a `CancellationError`. After the end, an error or
/// cancellation there are no more elements (rule G1).
public struct AsyncConcurrentFiles<Element: Sendable>: AsyncSequence, Sendable {
  public typealias Failure = any Error

  let open: @Sendable () throws -> FilesRun<[Element]>

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(open) }

  /// Gives the elements. Copies share one place: an element goes to the copy that asks for it first.
  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    @usableFromInline let cursor = BatchCursor<Element>()
    private let reader: AsyncReader<[Element]>

    init(_ open: @escaping @Sendable () throws -> FilesRun<[Element]>) {
      reader = AsyncReader { OwnedFeed(try open()) }
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Element? {
      while true {
        if let element = cursor.next() { return element }
        guard try await load(isolation: actor) else { return nil }
      }
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Element? { try await next(isolation: nil) }

    @usableFromInline
    func load(isolation actor: isolated (any Actor)?) async throws -> Bool {
      guard let batch = try await reader.next(isolation: actor) else { return false }
      cursor.load(batch)
      return true
    }
  }
}

/// Walks over one batch after the other.
@usableFromInline
final class BatchCursor<Element> {
  @usableFromInline var batch: [Element] = []
  @usableFromInline var index = 0

  @usableFromInline init() {}

  /// The next element of the batch, or nil if another one is needed.
  @inlinable
  func next() -> Element? {
    guard index < batch.count else { return nil }
    defer { index &+= 1 }
    return batch[index]
  }

  func load(_ batch: [Element]) { (self.batch, index) = (batch, 0) }
}

/// Several files being read in a scope: they are read once, keep the error that ended them, and are closed at its end.
final class FilesReading<Element: Sendable> {
  private let run: FilesRun<[Element]>
  private var hasBegun = false
  private var isClosed = false
  private(set) var failure: (any Error)?

  init(_ run: FilesRun<[Element]>) { self.run = run }

  /// Lets the elements be asked for, once.
  func begin() {
    require(
      !hasBegun,
      "The elements of \(run.name) can be iterated once only. Read the files again, or keep the iterator."
    )
    hasBegun = true
  }

  /// The next elements of one file; nil at the end and after an error.
  func next() -> [Element]? {
    require(!isClosed, LineReading.isUsedTooLate(run.name))
    guard failure == nil else { return nil }
    do {
      return try run.take()
    } catch {
      fail(error)
      return nil
    }
  }

  func fail(_ error: any Error) {
    failure = error
    run.stop()
  }

  /// What `body` returns. The threads have ended when it does, and however it ends.
  ///
  /// - Throws: What `body` throws, or else what has ended the reading.
  func closing<Result>(after body: (ConcurrentFiles<Element>) throws -> Result) throws -> Result {
    defer {
      isClosed = true
      run.stop()
      run.waitForEnd()
    }
    let result = try body(ConcurrentFiles(reading: self))
    if let failure { throw failure }
    return result
  }
}
