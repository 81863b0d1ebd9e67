extension Lines {
  /// The lines that contain any of `literals`, as they come.
  ///
  /// ```swift
  /// for line in lines.matching(["ERROR", "FATAL"]) { print(line.number, line.string) }
  /// ```
  ///
  /// A line over the limit for long lines is searched as far as it is delivered. `count(matching:)` counts the same lines.
  ///
  /// - Complexity: The literals are searched for a block at a time, and no line is made that does not match.
  public func matching(_ literals: Literals) -> MatchingLines<Lines> {
    var lines = self
    lines.literals = literals.set
    return MatchingLines(base: lines) { _ in true }
  }

  /// The lines that have a match of a regular expression, as they come.
  ///
  /// ```swift
  /// for line in lines.matching(/ERROR.*timeout/) { print(line.number, line.string) }
  /// ```
  ///
  /// The answers are those of `line.string.firstMatch(of:)`. Texts that every match contains are searched for first, a
  /// block at a time, and no line is made that has none of them. The parameters are those of any sequence of lines.
  public func matching<Output>(_ regex: Regex<Output>, containing literals: Literals? = nil) -> MatchingLines<Lines> {
    let expression = LineExpression(regex, containing: literals)
    var lines = self
    lines.literals = expression.literals.set
    return MatchingLines(base: lines) { $0.bytes.withBytes(expression.matchesWithLiterals) }
  }
}

extension AsyncLines {
  /// The lines that contain any of `literals`, as they come.
  ///
  /// ```swift
  /// for try await line in AsyncLines(at: path).matching("ERROR") { … }
  /// ```
  ///
  /// A line over the limit for long lines is searched as far as it is delivered. `count(matching:)` counts the same lines.
  ///
  /// - Complexity: The literals are searched for a block at a time, and no line is made that does not match.
  public func matching(_ literals: Literals) -> AsyncMatchingLines<AsyncLines> {
    var lines = self
    lines.literals = literals.set
    return AsyncMatchingLines(base: lines) { _ in true }
  }

  /// The lines that have a match of a regular expression, as they come.
  ///
  /// ```swift
  /// for try await line in AsyncLines(at: path).matching(/ERROR.*timeout/) { … }
  /// ```
  ///
  /// The answers are those of `line.string.firstMatch(of:)`. Texts that every match contains are searched for first, a
  /// block at a time. An expression is not `Sendable`, so you give it away: pass a literal, or a variable that you do not
  /// use after that.
  public func matching<Output>(
    _ regex: sending Regex<Output>,
    containing literals: Literals? = nil
  ) -> AsyncMatchingLines<AsyncLines> {
    let expression = LineExpression(regex, containing: literals)
    var lines = self
    lines.literals = expression.literals.set
    return AsyncMatchingLines(base: lines) { $0.bytes.withBytes(expression.matchesWithLiterals) }
  }
}
