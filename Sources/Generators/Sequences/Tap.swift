extension Sequence {
  /// The elements as they are, each shown to `body` on its way.
  ///
  /// ```swift
  /// var bytes = 0
  /// for batch in lines.tap({ bytes += $0.bytes.count }).chunks(of: 1_000) { … }
  /// ```
  ///
  /// - Parameter body: Called for each element when it is asked for, before it is delivered.
  @inlinable
  public func tap(_ body: @escaping (Element) -> Void) -> Shaped<Self, Tapping<Element>> {
    Shaped(base: self, rule: Tapping(body: body))
  }
}

/// The rule of `tap(_:)`.
public struct Tapping<Element>: ShapingRule {
  @usableFromInline let body: (Element) -> Void
  @usableFromInline var element: Element?

  @inlinable init(body: @escaping (Element) -> Void) { self.body = body }

  @inlinable
  public mutating func add(_ element: Element) {
    body(element)
    self.element = element
  }

  @inlinable
  public mutating func next() -> Element? { element.take() }
}
