extension Sequence {
  /// The elements as they are, and after each `duration` a report of how many there have been.
  ///
  /// ```swift
  /// for line in lines.progress(every: .seconds(10), report: { print("\($0) lines in \($1)") }) { … }
  /// ```
  ///
  /// There is no timer: a report comes with the first element after its time. At the end the total is reported too. A loop
  /// that is left early ends without a report.
  ///
  /// - Parameters:
  ///   - duration: How long from the first element to the first report, and from each report to the next: more than zero.
  ///   - clock: What measures the time. It is read for each element.
  ///   - report: Told how many elements there have been, before the last of them is delivered, and how long it has been
  ///     since the first came.
  @inlinable
  public func progress<C: Clock<Duration>>(
    every duration: Duration,
    clock: C = ContinuousClock(),
    report: @escaping (Int, Duration) -> Void
  ) -> Shaped<Self, TimedProgress<Element, C>> {
    Shaped(base: self, rule: TimedProgress(every: duration, clock: clock, report: report))
  }
}

extension AsyncSequence {
  /// The elements as they are, and after each `duration` a report of how many there have been.
  ///
  /// ```swift
  /// for try await line in lines.progress(every: .seconds(10), report: { print("\($0) lines in \($1)") }) { … }
  /// ```
  ///
  /// There is no timer: a report comes with the first element after its time. At the end and before an error the total is
  /// reported too. A loop that is left early ends without a report. Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - duration: How long from the first element to the first report, and from each report to the next: more than zero.
  ///   - clock: What measures the time. It is read for each element.
  ///   - report: Told how many elements there have been, before the last of them is delivered, and how long it has been
  ///     since the first came.
  @inlinable
  public func progress<C: Clock<Duration>>(
    every duration: Duration,
    clock: C = ContinuousClock(),
    report: @escaping @Sendable (Int, Duration) -> Void
  ) -> AsyncShaped<Self, TimedProgress<Element, C>> {
    AsyncShaped(base: self, rule: TimedProgress(every: duration, clock: clock, report: report))
  }
}

/// The rule of `progress(every:clock:report:)`.
public struct TimedProgress<Element, C: Clock<Duration>>: ShapingRule {
  @usableFromInline let duration: Duration
  @usableFromInline let clock: C
  @usableFromInline let report: (Int, Duration) -> Void
  @usableFromInline var element: Element?
  @usableFromInline var count = 0
  /// When the first element came, and when the last report was.
  @usableFromInline var times: (start: C.Instant, report: C.Instant)?

  @inlinable
  init(every duration: Duration, clock: C, report: @escaping (Int, Duration) -> Void) {
    require(duration > .zero, "Progress is reported after more than zero, not \(duration).")
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
