extension Sequence {
  /// The elements in arrays that begin with a marker, in order.
  ///
  /// ```swift
  /// for entry in lines.sections(startingAt: { $0.bytes.first == UInt8(ascii: "[") }) { … }  // a stack trace with its line
  /// Array([1, 2, 0, 3, 0, 4].sections(startingAt: { $0 == 0 }))                             // [[1, 2], [0, 3], [0, 4]]
  /// ```
  ///
  /// What comes before the first marker is a section too. There is never an empty one.
  ///
  /// - Parameters:
  ///   - isMarker: Whether a section starts with this element. It is asked once for each.
  ///   - limit: How many elements a section holds at most, so that memory has a bound: at least 1. A longer one comes in
  ///     several pieces. There is no limit by default.
  /// - Complexity: One array for each section.
  @inlinable
  public func sections(
    startingAt isMarker: @escaping (Element) -> Bool,
    limit: Int = .max
  ) -> Shaped<Self, SectionSplitting<Element>> {
    Shaped(base: self, rule: SectionSplitting(at: .start, limit: limit, isMarker))
  }

  /// The elements in arrays that end with a marker, in order.
  ///
  /// ```swift
  /// Array([1, 2, 0, 3, 0, 4].sections(endingAt: { $0 == 0 }))  // [[1, 2, 0], [3, 0], [4]]
  /// ```
  ///
  /// A section is delivered with its marker, without a look at the next element. There is never an empty one.
  ///
  /// - Parameters:
  ///   - isMarker: Whether a section ends with this element. It is asked once for each.
  ///   - limit: How many elements a section holds at most, so that memory has a bound: at least 1. A longer one comes in
  ///     several pieces. There is no limit by default.
  /// - Complexity: One array for each section.
  @inlinable
  public func sections(
    endingAt isMarker: @escaping (Element) -> Bool,
    limit: Int = .max
  ) -> Shaped<Self, SectionSplitting<Element>> {
    Shaped(base: self, rule: SectionSplitting(at: .end, limit: limit, isMarker))
  }

  /// The elements in arrays with a separator between them, in order.
  ///
  /// ```swift
  /// Array([1, 2, 0, 0, 3].sections(separatedBy: { $0 == 0 }))                        // [[1, 2], [3]]
  /// Array([1, 2, 0, 0, 3].sections(separatedBy: { $0 == 0 }, omittingEmpty: false))  // [[1, 2], [], [3]]
  /// ```
  ///
  /// Separators themselves are left out.
  ///
  /// - Parameters:
  ///   - isSeparator: Whether this element stands between sections. It is asked once for each.
  ///   - omittingEmpty: Whether nothing is delivered where there is nothing between two separators, before the first or
  ///     after the last; so by default.
  ///   - limit: How many elements a section holds at most, so that memory has a bound: at least 1. A longer one comes in
  ///     several pieces. There is no limit by default.
  /// - Complexity: One array for each section.
  @inlinable
  public func sections(
    separatedBy isSeparator: @escaping (Element) -> Bool,
    omittingEmpty: Bool = true,
    limit: Int = .max
  ) -> Shaped<Self, SectionSplitting<Element>> {
    let edge = SectionSplitting<Element>.Edge.between(omittingEmpty: omittingEmpty)
    return Shaped(base: self, rule: SectionSplitting(at: edge, limit: limit, isSeparator))
  }
}

/// The rule of `sections(startingAt:)`, `sections(endingAt:)` and `sections(separatedBy:)`.
public struct SectionSplitting<Element>: ShapingRule {
  @usableFromInline
  enum Edge: Sendable {
    case start
    case end
    case between(omittingEmpty: Bool)
  }

  @usableFromInline let edge: Edge
  @usableFromInline let limit: Int
  @usableFromInline let isMarker: (Element) -> Bool
  @usableFromInline var section: [Element] = []
  @usableFromInline var closed: [Element]?
  /// Whether the section begun is the rest of one that was too long.
  @usableFromInline var isContinued = false
  @usableFromInline var isFinished = false

  @inlinable
  init(at edge: Edge, limit: Int, _ isMarker: @escaping (Element) -> Bool) {
    require(limit >= 1, "A section holds 1 or more elements, not \(limit).")
    self.edge = edge
    self.limit = limit
    self.isMarker = isMarker
  }

  @inlinable
  public mutating func add(_ element: Element) {
    let isMarker = isMarker(element)
    switch edge {
    case .start:
      if isMarker { close(evenIfEmpty: false) }
      section.append(element)
    case .end:
      section.append(element)
      if isMarker { close(evenIfEmpty: false) }
    case .between(let omittingEmpty):
      if isMarker { close(evenIfEmpty: !omittingEmpty) } else { section.append(element) }
    }
  }

  @inlinable
  public mutating func next() -> [Element]? {
    if let section = closed.take() { return section }
    guard section.count >= limit else { return nil }
    close(evenIfEmpty: false)
    isContinued = true
    return closed.take()
  }

  @inlinable
  public mutating func finish() {
    if case .between(omittingEmpty: false) = edge { close(evenIfEmpty: true) } else { close(evenIfEmpty: false) }
  }

  @inlinable
  mutating func close(evenIfEmpty: Bool) {
    if !section.isEmpty || evenIfEmpty && !isContinued { closed = section }
    section = []
    isContinued = false
  }
}
