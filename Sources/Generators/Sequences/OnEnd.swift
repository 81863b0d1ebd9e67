extension Sequence {
  /// The elements as they are, and at the end of each iteration a report of how it ended and how long it took.
  ///
  /// ```swift
  /// for line in lines.onEnd({ print("\($0.count) lines in \($0.duration): \($0.outcome)") }) { … }
  /// ```
  ///
  /// Each iteration is reported once. A loop that is left early is reported when it has released its iterator. An
  /// iterator that was never asked for an element is not reported. The cost of each element is that of a counter.
  ///
  /// - Parameters:
  ///   - clock: What measures the time. It is read at the first element and at the end.
  ///   - report: Receives the report, at the end before `next()` returns nil.
  @inlinable
  public func onEnd<C: Clock<Duration>>(
    clock: C = ContinuousClock(),
    _ report: @escaping (IterationEnd) -> Void
  ) -> Watched<Self, C> {
    Watched(base: self, clock: clock, report: report)
  }
}

/// The elements of a sequence, with a report at the end of each iteration. `onEnd(clock:_:)` makes it.
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

    /// The next element, or nil at the end.
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
