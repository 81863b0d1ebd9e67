extension Sequence {
  /// What `transform` makes of the elements, without those it throws for, which are handed to `onFailure`.
  ///
  /// ```swift
  /// var rejected: [(Line, any Error)] = []
  /// for record in lines.skippingFailures(of: Record.init, onFailure: { rejected.append(($0, $1)) }) { … }
  /// ```
  ///
  /// - Parameters:
  ///   - transform: Run once for each element, when it is asked for.
  ///   - onFailure: A dead-letter queue, say: it is told of each element left out and of its error, before the next element
  ///     is taken. To count only, hand over a ``FailureCount``.
  @inlinable
  public func skippingFailures<Output, Failure: Error>(
    of transform: @escaping (Element) throws(Failure) -> Output,
    onFailure: @escaping (Element, Failure) -> Void
  ) -> Shaped<Self, FailureSkipping<Element, Output, Failure>> {
    Shaped(base: self, rule: FailureSkipping(transform: transform, onFailure: onFailure))
  }

  /// What `transform` makes of the elements, without those it throws for, which are counted.
  ///
  /// ```swift
  /// let failures = FailureCount()
  /// for record in lines.skippingFailures(of: Record.init, countedBy: failures) { … }
  /// print("\(failures.count) left out, the last because of \(failures.last, default: "nothing")")
  /// ```
  ///
  /// - Parameters:
  ///   - transform: Run once for each element, when it is asked for.
  ///   - count: What counts.
  @inlinable
  public func skippingFailures<Output, Failure: Error>(
    of transform: @escaping (Element) throws(Failure) -> Output,
    countedBy count: FailureCount
  ) -> Shaped<Self, FailureSkipping<Element, Output, Failure>> {
    skippingFailures(of: transform, onFailure: { _, error in count.add(error) })
  }
}

/// The rule of `skippingFailures(of:onFailure:)`.
public struct FailureSkipping<Element, Output, Failure: Error>: ShapingRule {
  @usableFromInline let transform: (Element) throws(Failure) -> Output
  @usableFromInline let onFailure: (Element, Failure) -> Void
  @usableFromInline var output: Output?

  @inlinable
  init(
    transform: @escaping (Element) throws(Failure) -> Output,
    onFailure: @escaping (Element, Failure) -> Void
  ) {
    self.transform = transform
    self.onFailure = onFailure
  }

  @inlinable
  public mutating func add(_ element: Element) {
    do { output = try transform(element) } catch { onFailure(element, error) }
  }

  @inlinable
  public mutating func next() -> Output? { output.take() }
}
