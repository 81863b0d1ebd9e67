extension Sequence {
  /// Returns the same elements, and reports how many there have been after each `duration`.
  ///
  /// ```swift
  /// for line in lines.progress(every: .seconds(10), report: { print("\($0) lines in \($1)") }) { … }
  /// ```
  ///
  /// There is no timer: a report comes with the first element after its time. At the end the total is reported too. A
  /// loop that is left early ends without a report.
  ///
  /// - Parameters:
  ///   - duration: The time from the first element to the first report, and from one report to the next, more than
  ///     zero.
  ///   - clock: The clock that measures the time. It is read for each element.
  ///   - report: Receives how many elements there have been, before the last of them is delivered, and the time since
  ///     the first one.
  @inlinable
  public func progress<C: Clock<Duration>>(
    every duration: Duration,
    clock: C = ContinuousClock(),
    report: @escaping (Int, Duration) -> Void
  ) -> TransformedSequence<Self, TimedProgress<Element, C>> {
    TransformedSequence(base: self, transform: TimedProgress(every: duration, clock: clock, report: report))
  }
}

extension AsyncSequence {
  /// Returns the same elements, and reports how many there have been, as
  /// ``Swift/Sequence/progress(every:clock:report:)`` does.
  ///
  /// Before an error the total is reported too. Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - duration: The time from the first element to the first report, and from one report to the next, more than
  ///     zero.
  ///   - clock: The clock that measures the time. It is read for each element.
  ///   - report: Receives how many elements there have been, before the last of them is delivered, and the time since
  ///     the first one.
  @inlinable
  public func progress<C: Clock<Duration>>(
    every duration: Duration,
    clock: C = ContinuousClock(),
    report: @escaping @Sendable (Int, Duration) -> Void
  ) -> AsyncTransformedSequence<Self, TimedProgress<Element, C>> {
    AsyncTransformedSequence(base: self, transform: TimedProgress(every: duration, clock: clock, report: report))
  }
}

/// The rule of `progress(every:clock:report:)`.
public struct TimedProgress<Element, C: Clock<Duration>>: StreamTransform {
  @usableFromInline let duration: Duration
  @usableFromInline let clock: C
  @usableFromInline let report: (Int, Duration) -> Void
  @usableFromInline var element: Element?
  @usableFromInline var count = 0
  /// The times of the first element and of the last report.
  @usableFromInline var times: (start: C.Instant, report: C.Instant)?

  @inlinable
  init(every duration: Duration, clock: C, report: @escaping (Int, Duration) -> Void) {
    require(duration > .zero, "The time between two reports of progress is more than zero, not \(duration).")
    self.duration = duration
    self.clock = clock
    self.report = report
  }

  @inlinable
  public mutating func add(_ element: Element) {
    self.element = element
    count += 1
    let now = clock.now
    guard let times else {
      self.times = (now, now)
      return
    }
    guard times.report.duration(to: now) >= duration else { return }
    self.times = (times.start, now)
    report(count, times.start.duration(to: now))
  }

  @inlinable
  public mutating func next() -> Element? { element.take() }

  @inlinable
  public mutating func finish() {
    guard let times else { return }
    report(count, times.start.duration(to: clock.now))
  }
}
