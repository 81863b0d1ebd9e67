extension Sequence {
  /// Each element with the one after it.
  ///
  /// ```swift
  /// for (before, after) in readings.pairwise() where after.value < before.value { … }
  /// (1...4).pairwise()  // (1, 2) · (2, 3) · (3, 4)
  /// ```
  ///
  /// Fewer than two elements make no pair. More than two at a time: ``windows(of:step:partial:)``.
  @inlinable
  public func pairwise() -> Shaped<Self, Pairing<Element>> { Shaped(base: self, rule: Pairing()) }
}

extension AsyncSequence {
  /// Each element with the one after it.
  ///
  /// ```swift
  /// for try await (before, after) in readings.pairwise() where after.value < before.value { … }
  /// ```
  ///
  /// Fewer than two elements make no pair. Cancellation is up to the sequence.
  @inlinable
  public func pairwise() -> AsyncShaped<Self, Pairing<Element>> { AsyncShaped(base: self, rule: Pairing()) }
}

/// The rule of `pairwise()`.
public struct Pairing<Element>: ShapingRule {
  @usableFromInline var first: Element?
  @usableFromInline var second: Element?

  @inlinable init() {}

  @inlinable
  public mutating func add(_ element: Element) {
    if first == nil { first = element } else { second = element }
  }

  @inlinable
  public mutating func next() -> (Element, Element)? {
    guard let first, let second else { return nil }
    (self.first, self.second) = (second, nil)
    return (first, second)
  }
}

extension Pairing: Sendable where Element: Sendable {}
