extension Sequence {
  /// Returns the same elements, and reports at the end of each iteration how it ended and how long it took.
  ///
  /// ```swift
  /// for line in lines.onEnd({ print("\($0.count) lines in \($0.duration): \($0.outcome)") }) { … }
  /// ```
  ///
  /// Each iteration is reported once. A loop that is left early is reported when it has released its iterator. An
  /// iterator that was never asked for an element is not reported. The cost for each element is that of a counter.
  ///
  /// - Parameters:
  ///   - clock: The clock that measures the time. It is read at the first element and at the end.
  ///   - report: Receives the report, at the end before `next()` returns nil.
  @inlinable
  public func onEnd<C: Clock<Duration>>(
    clock: C = ContinuousClock(),
    _ report: @escaping (IterationEnd) -> Void
  ) -> Watched<Self, C> {
    Watched(base: self, clock: clock, report: report)
  }
}

extension AsyncSequence {
  /// Returns the same elements, and reports the end of each iteration, as ``Swift/Sequence/onEnd(clock:_:)`` does.
  ///
  /// ```swift
  /// for try await row in rows(of: query).onEnd({ timer.recordSeconds($0.duration / .seconds(1)) }) { … }
  /// ```
  ///
  /// It measures the life of a stream. A decorator around the function that returns the stream measures only how long
  /// it takes to make the stream. The report comes before `next()` returns nil or throws.
  ///
  /// Cancellation is up to the sequence. An iteration that ends while its task is cancelled is reported as cancelled,
  /// also if the sequence then just ends, as an `AsyncStream` does.
  ///
  /// - Parameters:
  ///   - clock: The clock that measures the time. It is read at the first element and at the end.
  ///   - report: Receives the report.
  @inlinable
  public func onEnd<C: Clock<Duration>>(
    clock: C = ContinuousClock(),
    _ report: @escaping @Sendable (IterationEnd) -> Void
  ) -> AsyncWatched<Self, C> {
    AsyncWatched(base: self, clock: clock, report: report)
  }
}

/// The elements of a sequence, with a report at the end of each iteration. `onEnd(clock:_:)` returns it.
public struct Watched<Base: Sequence, C: Clock<Duration>>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let clock: C
  @usableFromInline let report: (IterationEnd) -> Void

  @inlinable
  init(base: Base, clock: C, report: @escaping (IterationEnd) -> Void) {
    self.base = base
    self.clock = clock
    self.report = report
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), clock: clock, report: report) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator
    @usableFromInline let clock: C
    @usableFromInline let report: (IterationEnd) -> Void
    @usableFromInline var watch: IterationWatch<C>?
    @usableFromInline var isFinished = false

    @inlinable
    init(base: Base.Iterator, clock: C, report: @escaping (IterationEnd) -> Void) {
      self.base = base
      self.clock = clock
      self.report = report
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next() -> Base.Element? {
      guard !isFinished else { return nil }
      let watch = watch ?? IterationWatch(clock: clock, report: report)
      self.watch = watch
      guard let element = base.next() else {
        isFinished = true
        watch.finish()
        return nil
      }
      watch.count += 1
      return element
    }
  }
}

extension Watched: LazySequenceProtocol where Base: LazySequenceProtocol {}

/// The elements of an asynchronous sequence, with a report at the end of each iteration. `onEnd(clock:_:)` returns it.
public struct AsyncWatched<Base: AsyncSequence, C: Clock<Duration>>: AsyncSequence {
  public typealias Element = Base.Element
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let clock: C
  @usableFromInline let report: @Sendable (IterationEnd) -> Void

  @inlinable
  init(base: Base, clock: C, report: @escaping @Sendable (IterationEnd) -> Void) {
    self.base = base
    self.clock = clock
    self.report = report
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: base.makeAsyncIterator(), clock: clock, report: report)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline let clock: C
    @usableFromInline let report: @Sendable (IterationEnd) -> Void
    @usableFromInline var watch: IterationWatch<C>?
    @usableFromInline var isFinished = false

    @inlinable
    init(base: Base.AsyncIterator, clock: C, report: @escaping @Sendable (IterationEnd) -> Void) {
      self.base = base
      self.clock = clock
      self.report = report
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Base.Element? {
      guard !isFinished else { return nil }
      let watch = watch ?? IterationWatch(clock: clock, report: report)
      self.watch = watch
      do {
        guard let element = try await base.next(isolation: actor) else {
          isFinished = true
          watch.finish()
          return nil
        }
        watch.count += 1
        return element
      } catch {
        isFinished = true
        watch.fail(error)
        throw error
      }
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Base.Element? { try await next(isolation: nil) }
  }
}

extension AsyncWatched: Sendable where Base: Sendable {}
