extension Sequence {
  /// Returns the elements in arrays that begin with a marker, in order.
  ///
  /// ```swift
  /// // A stack trace with its line
  /// for entry in lines.sections(startingAt: { $0.bytes.first == UInt8(ascii: "[") }) { … }
  /// Array([1, 2, 0, 3, 0, 4].sections(startingAt: { $0 == 0 }))  // [[1, 2], [0, 3], [0, 4]]
  /// ```
  ///
  /// The elements before the first marker are a section too. No section is empty.
  ///
  /// - Parameters:
  ///   - isMarker: Whether a section starts with this element. It is called once for each element.
  ///   - limit: The most elements in a section, at least 1, so that memory is bounded. A longer section is delivered in
  ///     several pieces. The default is no limit.
  /// - Complexity: One array for each section.
  @inlinable
  public func sections(
    startingAt isMarker: @escaping (Element) -> Bool,
    limit: Int = .max
  ) -> TransformedSequence<Self, SectionSplitting<Element>> {
    TransformedSequence(base: self, transform: SectionSplitting(at: .start, limit: limit, isMarker))
  }

  /// Returns the elements in arrays that end with a marker, in order.
  ///
  /// ```swift
  /// Array([1, 2, 0, 3, 0, 4].sections(endingAt: { $0 == 0 }))  // [[1, 2, 0], [3, 0], [4]]
  /// ```
  ///
  /// A section is delivered as soon as its marker has come, without a look at the next element. No section is empty.
  ///
  /// - Parameters:
  ///   - isMarker: Whether a section ends with this element. It is called once for each element.
  ///   - limit: The most elements in a section, at least 1, so that memory is bounded. A longer section is delivered in
  ///     several pieces. The default is no limit.
  /// - Complexity: One array for each section.
  @inlinable
  public func sections(
    endingAt isMarker: @escaping (Element) -> Bool,
    limit: Int = .max
  ) -> TransformedSequence<Self, SectionSplitting<Element>> {
    TransformedSequence(base: self, transform: SectionSplitting(at: .end, limit: limit, isMarker))
  }

  /// Returns the elements between separators in arrays, in order. The separators are left out.
  ///
  /// ```swift
  /// Array([1, 2, 0, 0, 3].sections(separatedBy: { $0 == 0 }))                        // [[1, 2], [3]]
  /// Array([1, 2, 0, 0, 3].sections(separatedBy: { $0 == 0 }, omittingEmpty: false))  // [[1, 2], [], [3]]
  /// ```
  ///
  /// - Parameters:
  ///   - isSeparator: Whether this element stands between two sections. It is called once for each element.
  ///   - omittingEmpty: Whether sections without elements are left out: between two separators, before the first one
  ///     and after the last one. The default is true.
  ///   - limit: The most elements in a section, at least 1, so that memory is bounded. A longer section is delivered in
  ///     several pieces. The default is no limit.
  /// - Complexity: One array for each section.
  @inlinable
  public func sections(
    separatedBy isSeparator: @escaping (Element) -> Bool,
    omittingEmpty: Bool = true,
    limit: Int = .max
  ) -> TransformedSequence<Self, SectionSplitting<Element>> {
    let edge = SectionSplitting<Element>.Edge.between(omittingEmpty: omittingEmpty)
    return TransformedSequence(base: self, transform: SectionSplitting(at: edge, limit: limit, isSeparator))
  }
}

extension AsyncSequence {
  /// Returns the elements in arrays that begin with a marker, as ``Swift/Sequence/sections(startingAt:limit:)`` does.
  ///
  /// A section is complete when the next marker has come. When the sequence throws, the section that was begun comes
  /// first and then the error (rule G8). Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - isMarker: Whether a section starts with this element. It is called once for each element.
  ///   - limit: The most elements in a section, at least 1. The default is no limit.
  @inlinable
  public func sections(
    startingAt isMarker: @escaping @Sendable (Element) -> Bool,
    limit: Int = .max
  ) -> AsyncTransformedSequence<Self, SectionSplitting<Element>> {
    AsyncTransformedSequence(base: self, transform: SectionSplitting(at: .start, limit: limit, isMarker))
  }

  /// Returns the elements in arrays that end with a marker, as ``Swift/Sequence/sections(endingAt:limit:)`` does.
  ///
  /// When the sequence throws, the section that was begun comes first and then the error (rule G8). Cancellation is up
  /// to the sequence.
  ///
  /// - Parameters:
  ///   - isMarker: Whether a section ends with this element. It is called once for each element.
  ///   - limit: The most elements in a section, at least 1. The default is no limit.
  @inlinable
  public func sections(
    endingAt isMarker: @escaping @Sendable (Element) -> Bool,
    limit: Int = .max
  ) -> AsyncTransformedSequence<Self, SectionSplitting<Element>> {
    AsyncTransformedSequence(base: self, transform: SectionSplitting(at: .end, limit: limit, isMarker))
  }

  /// Returns the elements between separators in arrays, as
  /// ``Swift/Sequence/sections(separatedBy:omittingEmpty:limit:)`` does.
  ///
  /// When the sequence throws, the section that was begun comes first and then the error (rule G8). Cancellation is up
  /// to the sequence.
  ///
  /// - Parameters:
  ///   - isSeparator: Whether this element stands between two sections. It is called once for each element.
  ///   - omittingEmpty: Whether sections without elements are left out. The default is true.
  ///   - limit: The most elements in a section, at least 1. The default is no limit.
  @inlinable
  public func sections(
    separatedBy isSeparator: @escaping @Sendable (Element) -> Bool,
    omittingEmpty: Bool = true,
    limit: Int = .max
  ) -> AsyncTransformedSequence<Self, SectionSplitting<Element>> {
    let edge = SectionSplitting<Element>.Edge.between(omittingEmpty: omittingEmpty)
    return AsyncTransformedSequence(base: self, transform: SectionSplitting(at: edge, limit: limit, isSeparator))
  }
}

/// The rule of `sections(startingAt:)`, `sections(endingAt:)` and `sections(separatedBy:)`.
public struct SectionSplitting<Element>: StreamTransform {
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
  /// Whether the section that is begun is the rest of one that exceeded the limit.
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
    // Room for as many elements as the previous section had, which is at most twice what all sections need.
    let previousCount = section.count
    section = []
    section.reserveCapacity(previousCount)
    isContinued = false
  }
}
