extension Sequence where Element == Line {
  /// The fields of each line, as the lines come.
  ///
  /// ```swift
  /// for user in lines.matching("login").fields(separatedBy: " ").compactMap({ $0.field(2) }) {
  ///   print(user)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - separator: What is between fields: a text, byte for byte, or `.whitespace`.
  ///   - maxSplits: How often to split a line at most; the rest is its last field. All separators count by default.
  @inlinable
  public func fields(
    separatedBy separator: FieldSeparator,
    maxSplits: Int = .max
  ) -> LazyMapSequence<LazySequence<Self>.Elements, Fields> {
    require(maxSplits >= 0, "A line can be split 0 or more times, not \(maxSplits) times.")
    return lazy.map { Fields($0.bytes, separator, maxSplits: maxSplits) }
  }
}

extension AsyncSequence where Element == Line {
  /// The fields of each line, as the lines come.
  ///
  /// - Parameters:
  ///   - separator: What is between fields: a text, byte for byte, or `.whitespace`.
  ///   - maxSplits: How often to split a line at most; the rest is its last field. All separators count by default.
  @inlinable
  public func fields(separatedBy separator: FieldSeparator, maxSplits: Int = .max) -> AsyncMapSequence<Self, Fields> {
    require(maxSplits >= 0, "A line can be split 0 or more times, not \(maxSplits) times.")
    return map { Fields($0.bytes, separator, maxSplits: maxSplits) }
  }
}
