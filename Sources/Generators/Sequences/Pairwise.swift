extension Sequence {
  /// Returns each element with the one after it.
  ///
  /// ```swift
  /// for (before, after) in readings.pairwise() where after.value < before.value { … }
  /// (1...4).pairwise()  // (1, 2) · (2, 3) · (3, 4)
  /// ```
  ///
  /// Fewer than two elements make no pair. For longer runs, use ``windows(of:step:partial:)``.
  @inlinable
  public func pairwise() -> TransformedSequence<Self, Pairing<Element>> {
    TransformedSequence(base: self, transform: Pairing())
  }
}

extension AsyncSequence {
  /// Returns each element with the one after it, as ``Swift/Sequence/pairwise()`` does.
  ///
  /// Cancellation is up to the sequence.
  @inlinable
  public func pairwise() -> AsyncTransformedSequence<Self, Pairing<Element>> {
    AsyncTransformedSequence(base: self, transform: Pairing())
  }
}

/// The rule of `pairwise()`.
public struct Pairing<Element>: StreamTransform {
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
