extension Lines {
  /// The lines that contain any of `literals`, byte for byte, as they come.
  ///
  /// ```swift
  /// for line in lines.matching(["ERROR", "FATAL"]) { print(line.number, line.string) }
  /// ```
  ///
  /// - Complexity: The literals are looked for a block at a time, and no line is made that does not match.
  public func matching(_ literals: Literals) -> MatchingLines<Lines> {
    var lines = self
    lines.literals = literals.set
    return MatchingLines(base: lines) { _ in true }
  }
}

extension AsyncLines {
  /// The lines that contain any of `literals`, byte for byte, as they come.
  ///
  /// ```swift
  /// for try await line in AsyncLines(at: path).matching("ERROR") { … }
  /// ```
  ///
  /// - Complexity: The literals are looked for a block at a time, and no line is made that does not match.
  public func matching(_ literals: Literals) -> AsyncMatchingLines<AsyncLines> {
    var lines = self
    lines.literals = literals.set
    return AsyncMatchingLines(base: lines) { _ in true }
  }
}
