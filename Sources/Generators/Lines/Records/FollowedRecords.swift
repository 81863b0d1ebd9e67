extension FollowedLines {
  /// The lines joined to records while they are written: each begins with a line that `start` recognizes, and ends
  /// before the next such line, or when nothing has been written for a while.
  ///
  /// ```swift
  /// let records = FollowedLines(at: path).records(startingWith: "[", flushAfter: .seconds(2))
  /// for try await record in records { … }
  /// ```
  ///
  /// Of several files, a record also ends where lines of another file come.
  ///
  /// Without a flush time the last message would wait for the next one, which may come tomorrow. Lines that come after
  /// their record was delivered in this way make a record of their own, whose ``LineRecord/hasStart`` is false.
  ///
  /// Cancellation ends a wait at once with a `CancellationError`; the record that was open is not delivered, and going
  /// on from the ``LineRecord/nextPosition`` of the last one reads it again. Any other error is thrown after it.
  ///
  /// - Parameters:
  ///   - start: Recognizes the lines that begin a record: a text at their start, `.timestamp(…)`, `.line { … }` or
  ///     `.regex(…)`.
  ///   - limit: The most bytes that a record holds, line feeds included; by default 1 MiB, at least 1. Lines beyond it
  ///     are counted in ``LineRecord/omittedLineCount``. The first line is always there.
  ///   - flushTime: How long a record waits for a further line before it is delivered, on the clock of the followed
  ///     lines; by default 1 s. More than zero.
  public func records(
    startingWith start: RecordStart,
    limit: Int = 1_048_576,
    flushAfter flushTime: Duration = .seconds(1)
  ) -> FlushedLines<RecordJoining> {
    FlushedLines(RecordJoining(start, limit: limit), flushAfter: flushTime) { reader() }
  }
}
