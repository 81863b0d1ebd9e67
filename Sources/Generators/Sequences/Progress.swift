extension Sequence {
  /// The elements as they are, and every so many of them a report of how many there have been.
  ///
  /// ```swift
  /// for line in lines.progress(every: 1_000_000, report: { print("\($0) lines") }) { … }
  /// ```
  ///
  /// At the end the total is reported too, unless it just was. A loop that is left early ends without a report.
  ///
  /// - Parameters:
  ///   - count: How many elements to a report: at least 1.
  ///   - report: Told how many elements there have been, before the last of them is delivered.
  @inlinable
  public func progress(
    every count: Int,
    report: @escaping (Int) -> Void
  ) -> Shaped<Self, CountedProgress<Element>> {
    Shaped(base: self, rule: CountedProgress(every: count, report: report))
  }
}

extension AsyncSequence {
  /// The elements as they are, and every so many of them a report of how many there have been.
  ///
  /// ```swift
  /// for try await line in lines.progress(every: 1_000_000, report: { print("\($0) lines") }) { … }
  /// ```
  ///
  /// At the end and before an error the total is reported too, unless it just was. A loop that is left early ends without
  /// a report. Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - count: How many elements to a report: at least 1.
  ///   - report: Told how many elements there have been, before the last of them is delivered.
  @inlinable
  public func progress(
    every count: Int,
    report: @escaping @Sendable (Int) -> Void
  ) -> AsyncShaped<Self, CountedProgress<Element>> {
    AsyncShaped(base: self, rule: CountedProgress(every: count, report: report))
  }
}

/// The rule of `progress(every:report:)`.
public struct CountedProgress<Element>: ShapingRule {
  @usableFromInline let interval: Int
  @usableFromInline let report: (Int) -> Void
  @usableFromInline var element: Element?
  @usableFromInline var count = 0
  /// How many elements there are to be at the next report.
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
