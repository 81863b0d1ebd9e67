extension Sequence {
  /// Returns the same elements, and reports how many there have been after each `count` elements.
  ///
  /// ```swift
  /// for line in lines.progress(every: 1_000_000, report: { print("\($0) lines") }) { … }
  /// ```
  ///
  /// At the end the total is reported too, unless it was reported last. A loop that is left early ends without a
  /// report.
  ///
  /// - Parameters:
  ///   - count: How many elements come between two reports, at least 1.
  ///   - report: Receives how many elements there have been, before the last of them is delivered.
  @inlinable
  public func progress(
    every count: Int,
    report: @escaping (Int) -> Void
  ) -> TransformedSequence<Self, CountedProgress<Element>> {
    TransformedSequence(base: self, transform: CountedProgress(every: count, report: report))
  }
}

extension AsyncSequence {
  /// Returns the same elements, and reports how many there have been, as ``Swift/Sequence/progress(every:report:)``
  /// does.
  ///
  /// Before an error the total is reported too. Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - count: How many elements come between two reports, at least 1.
  ///   - report: Receives how many elements there have been, before the last of them is delivered.
  @inlinable
  public func progress(
    every count: Int,
    report: @escaping @Sendable (Int) -> Void
  ) -> AsyncTransformedSequence<Self, CountedProgress<Element>> {
    AsyncTransformedSequence(base: self, transform: CountedProgress(every: count, report: report))
  }
}

/// The rule of `progress(every:report:)`.
public struct CountedProgress<Element>: StreamTransform {
  @usableFromInline let interval: Int
  @usableFromInline let report: (Int) -> Void
  @usableFromInline var element: Element?
  @usableFromInline var count = 0
  /// The count at which the next report is due.
  @usableFromInline var due: Int

  @inlinable
  init(every interval: Int, report: @escaping (Int) -> Void) {
    require(interval >= 1, "Progress is reported every 1 or more elements, not every \(interval).")
    self.interval = interval
    self.report = report
    due = interval
  }

  @inlinable
  public mutating func add(_ element: Element) {
    self.element = element
    count += 1
    guard count == due else { return }
    due = count.addingReportingOverflow(interval).partialValue
    report(count)
  }

  @inlinable
  public mutating func next() -> Element? { element.take() }

  @inlinable
  public mutating func finish() {
    if count != due &- interval { report(count) }
  }
}
