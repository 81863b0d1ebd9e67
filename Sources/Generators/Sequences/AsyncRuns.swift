extension AsyncSequence {
  /// Neighbours with the same key together, each run with its key, in order.
  ///
  /// ```swift
  /// for try await (level, entries) in log.runs(by: \.level) { print(level, entries.count) }
  /// ```
  ///
  /// Only what stands next to each other is put together, as by Python's `itertools.groupby`: a key may come again.
  /// Where the sequence throws, the run begun comes first and the error after it. Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - key: What the elements of a run have in common. It is asked once for each element.
  ///   - limit: How many elements a run holds at most, so that memory has a bound: at least 1. A longer run comes in
  ///     several, one after the other. There is no limit by default.
  /// - Complexity: One array for each run.
  @inlinable
  public func runs<Key: Equatable>(
    by key: @escaping @Sendable (Element) -> Key,
    limit: Int = .max
  ) -> AsyncRuns<Self, Key> {
    require(limit >= 1, "A run holds 1 or more elements, not \(limit).")
    return AsyncRuns(base: self, limit: limit, key: key)
  }
}

/// Neighbours with the same key together. `runs(by:limit:)` makes it.
public struct AsyncRuns<Base: AsyncSequence, Key: Equatable>: AsyncSequence {
  public typealias Element = (key: Key, elements: [Base.Element])
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let limit: Int
  @usableFromInline let key: @Sendable (Base.Element) -> Key

  @inlinable
  init(base: Base, limit: Int, key: @escaping @Sendable (Base.Element) -> Key) {
    self.base = base
    self.limit = limit
    self.key = key
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: base.makeAsyncIterator(), limit: limit, key: key)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline let limit: Int
    @usableFromInline let key: @Sendable (Base.Element) -> Key
    /// The first element of the next run, which ended the last one.
    @usableFromInline var first: (key: Key, element: Base.Element)?
    @usableFromInline var isFinished = false
    @usableFromInline var failure: Base.Failure?

    @inlinable
    init(base: Base.AsyncIterator, limit: Int, key: @escaping @Sendable (Base.Element) -> Key) {
      self.base = base
      self.limit = limit
      self.key = key
    }

    /// The next run, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> (key: Key, elements: [Base.Element])? {
      if first == nil { first = await read(isolation: actor) }
      guard let (key, first) = first.take() else {
        if let failure = failure.take() { throw failure }
        return nil
      }
      var run = [first]
      while run.count < limit, let element = await read(isolation: actor) {
        guard element.key == key else {
          self.first = element
          break
        }
        run.append(element.element)
      }
      return (key, run)
    }

    /// The next run, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> (key: Key, elements: [Base.Element])? {
      try await next(isolation: nil)
    }

    /// The next element with its key, or nil at the end and after an error.
    @inlinable
    mutating func read(isolation actor: isolated (any Actor)?) async -> (key: Key, element: Base.Element)? {
      guard !isFinished else { return nil }
      do {
        if let element = try await base.next(isolation: actor) { return (key(element), element) }
      } catch {
        failure = error
      }
      isFinished = true
      return nil
    }
  }
}

extension AsyncRuns: Sendable where Base: Sendable {}
