extension AsyncSequence {
  /// The elements in arrays that begin with a marker, in order.
  ///
  /// ```swift
  /// for try await entry in lines.sections(startingAt: { $0.bytes.first == UInt8(ascii: "[") }, limit: 500) { … }
  /// ```
  ///
  /// What comes before the first marker is a section too. There is never an empty one. A section is complete when the next
  /// marker has come. Where the sequence throws, the section begun comes first and the error after it. Cancellation is up
  /// to the sequence.
  ///
  /// - Parameters:
  ///   - isMarker: Whether a section starts with this element. It is asked once for each.
  ///   - limit: How many elements a section holds at most, so that memory has a bound: at least 1. A longer one comes in
  ///     several pieces. There is no limit by default.
  /// - Complexity: One array for each section.
  @inlinable
  public func sections(
    startingAt isMarker: @escaping @Sendable (Element) -> Bool,
    limit: Int = .max
  ) -> AsyncShaped<Self, SectionSplitting<Element>> {
    AsyncShaped(base: self, rule: SectionSplitting(at: .start, limit: limit, isMarker))
  }

  /// The elements in arrays that end with a marker, in order.
  ///
  /// ```swift
  /// for try await statement in tokens.sections(endingAt: { $0 == ";" }) { … }
  /// ```
  ///
  /// A section is delivered with its marker, without waiting for the next element. There is never an empty one. Where the
  /// sequence throws, the section begun comes first and the error after it. Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - isMarker: Whether a section ends with this element. It is asked once for each.
  ///   - limit: How many elements a section holds at most, so that memory has a bound: at least 1. A longer one comes in
  ///     several pieces. There is no limit by default.
  /// - Complexity: One array for each section.
  @inlinable
  public func sections(
    endingAt isMarker: @escaping @Sendable (Element) -> Bool,
    limit: Int = .max
  ) -> AsyncShaped<Self, SectionSplitting<Element>> {
    AsyncShaped(base: self, rule: SectionSplitting(at: .end, limit: limit, isMarker))
  }

  /// The elements in arrays with a separator between them, in order.
  ///
  /// ```swift
  /// for try await paragraph in lines.sections(separatedBy: { $0.bytes.isEmpty }) { … }
  /// ```
  ///
  /// Separators themselves are left out. Where the sequence throws, the section begun comes first and the error after it.
  /// Cancellation is up to the sequence.
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
    separatedBy isSeparator: @escaping @Sendable (Element) -> Bool,
    omittingEmpty: Bool = true,
    limit: Int = .max
  ) -> AsyncShaped<Self, SectionSplitting<Element>> {
    let edge = SectionSplitting<Element>.Edge.between(omittingEmpty: omittingEmpty)
    return AsyncShaped(base: self, rule: SectionSplitting(at: edge, limit: limit, isSeparator))
  }
}
