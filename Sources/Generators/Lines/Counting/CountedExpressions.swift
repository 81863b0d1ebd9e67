extension Lines {
  /// Counts lines and those that have a match of a regular expression, and gives the running totals after every `batch`
  /// lines, and at the end if there are lines since.
  ///
  /// ```swift
  /// for totals in lines.counted(matching: /ERROR.*timeout/, every: 1_000) { print(totals.lines, totals.matches) }
  /// ```
  ///
  /// Everything is counted as for literals, except that the unfinished line is kept from read to read, up to the limit for
  /// long lines. Most lines are decided without Swift's engine, as by `matching`.
  ///
  /// - Parameters:
  ///   - regex: What to look for. It may match anywhere in the line, unless it begins with `^` or ends with `$`.
  ///   - literals: Texts of which every match contains one. Lines without them do not match. By default they are those
  ///     found in the expression, if it is a literal or made from text.
  ///   - batch: After how many lines to give totals: at least 1.
  ///   - limit: How many threads count a large file, as for literals. An expression that is not a literal and not made from
  ///     text may have closures, so it is counted on one thread.
  public func counted<Output>(
    matching regex: Regex<Output>,
    containing literals: Literals? = nil,
    every batch: Int,
    concurrently limit: Int? = nil
  ) -> CountedLines {
    let expression = LineExpression(regex, containing: literals)
    return counted(
      matching: Literals(expression),
      every: batch,
      concurrently: expression.hasClosures ? 1 : limit
    )
  }

  /// Counts the lines, and those that have a match of a regular expression, to the end of the input.
  ///
  /// ```swift
  /// let totals = try withLines(at: "app.log") { lines in lines.count(matching: /ERROR.*timeout/) }
  /// ```
  ///
  /// - Parameters:
  ///   - regex: What to look for, as in ``counted(matching:containing:every:concurrently:)``.
  ///   - literals: Texts of which every match contains one.
  ///   - limit: How many threads count a large file, as there.
  public func count<Output>(
    matching regex: Regex<Output>,
    containing literals: Literals? = nil,
    concurrently limit: Int? = nil
  ) -> LineTotals {
    let expression = LineExpression(regex, containing: literals)
    return count(matching: Literals(expression), concurrently: expression.hasClosures ? 1 : limit)
  }
}

extension AsyncLines {
  /// Counts lines and those that have a match of a regular expression, as
  /// ``Lines/counted(matching:containing:every:concurrently:)`` does.
  ///
  /// ```swift
  /// let lines = AsyncLines(of: .standardInput)
  /// for try await totals in lines.counted(matching: /ERROR.*timeout/, every: 1_000) { print(totals.matches) }
  /// ```
  ///
  /// An expression is not `Sendable`, so you give it away: pass a literal, or a variable that you do not use after that.
  public func counted<Output>(
    matching regex: sending Regex<Output>,
    containing literals: Literals? = nil,
    every batch: Int,
    concurrently limit: Int = Processors.available
  ) -> AsyncCountedLines {
    let expression = LineExpression(regex, containing: literals)
    return counted(
      matching: Literals(expression),
      every: batch,
      concurrently: expression.hasClosures ? 1 : limit
    )
  }

  /// Counts the lines, and those that have a match of a regular expression, to the end of the input, as
  /// ``Lines/count(matching:containing:concurrently:)`` does.
  ///
  /// - Throws: ``ReadingError`` if the input cannot be read to the end. `CancellationError` when cancelled.
  nonisolated(nonsending) public func count<Output>(
    matching regex: sending Regex<Output>,
    containing literals: Literals? = nil,
    concurrently limit: Int = Processors.available
  ) async throws -> LineTotals {
    let expression = LineExpression(regex, containing: literals)
    return try await count(matching: Literals(expression), concurrently: expression.hasClosures ? 1 : limit)
  }
}
