extension Sequence where Element == Line {
  /// The lines joined to records: a record begins with a line that `start` recognizes, and ends before the next such line.
  ///
  /// ```swift
  /// try withLines(at: "app.log") { lines in
  ///   for record in lines.records(startingWith: "[") where record.contains(anyOf: "ERROR") {
  ///     print(record.number, record.string)  // the message with its stack trace
  ///   }
  /// }
  ///
  /// for try await record in AsyncLines(at: path).records(startingWith: .timestamp(.rfc3339)) { … }
  /// ```
  ///
  /// Lines before the first that begins a record are a record too, whose ``LineRecord/hasStart`` is false. The last
  /// record ends with the lines. No record goes on from one file to another.
  ///
  /// - Parameters:
  ///   - start: Recognizes the lines that begin a record: a text at their start, `.timestamp(…)`, `.line { … }` or
  ///     `.regex(…)`.
  ///   - limit: The most bytes that a record holds, line feeds included; by default 1 MiB, at least 1. Lines beyond it
  ///     are counted in ``LineRecord/omittedLineCount``. The first line is always there.
  /// - Complexity: Memory is that of one record, and the blocks that contain its lines.
  public func records(startingWith start: RecordStart, limit: Int = 1_048_576) -> TransformedSequence<
    Self, RecordJoining
  > {
    TransformedSequence(base: self, transform: RecordJoining(start, limit: limit))
  }
}

extension AsyncSequence where Element == Line {
  /// The lines joined to records, as those of a sequence.
  ///
  /// A record is delivered when the line after it comes, and the last one at the end. An error is thrown after the
  /// record that was open, except a `CancellationError`, which is thrown at once. For an input that can be silent, see
  /// ``AsyncLines/records(startingWith:limit:flushAfter:clock:)``. For a file that is followed, see
  /// ``FollowedLines/records(startingWith:limit:flushAfter:)``.
  public func records(startingWith start: RecordStart, limit: Int = 1_048_576) -> AsyncJoinedLines<Self, RecordJoining>
  {
    AsyncJoinedLines(self, RecordJoining(start, limit: limit))
  }
}

extension AsyncLines {
  /// The lines joined to records, as those of any asynchronous sequence, and faster: within a block of the input, they
  /// come without a suspension.
  public func records(startingWith start: RecordStart, limit: Int = 1_048_576) -> FlushedLines<RecordJoining> {
    FlushedLines(RecordJoining(start, limit: limit), flushAfter: nil) {
      PatientReader(self, ElapsingClock(ContinuousClock()))
    }
  }

  /// The lines joined to records as they come: a record ends before the next line that begins one, or when no line has
  /// come for a while.
  ///
  /// ```swift
  /// for try await record in AsyncLines(of: .standardInput).records(startingWith: "[", flushAfter: .seconds(2)) { … }
  /// ```
  ///
  /// Use it for pipes and other inputs that can be silent. Without a flush time, the last message and its stack trace
  /// wait for the next message. Lines that come after their record was delivered in this way make a record of their own,
  /// whose ``LineRecord/hasStart`` is false. A last line without a line feed becomes a line when its line feed or the end
  /// comes.
  ///
  /// Cancellation ends a wait at once with a `CancellationError`, and the record that was open is not delivered. Any
  /// other error is thrown after it. Reading is at most one block, or one chunk of a sequence, ahead of you (rule G4).
  ///
  /// - Parameters:
  ///   - flushTime: How long a record waits for a further line before it is delivered. More than zero.
  ///   - clock: What measures the time, by default `ContinuousClock`.
  /// - Complexity: A timer for each block, or chunk of a sequence, that is waited for.
  public func records<C: Clock>(
    startingWith start: RecordStart,
    limit: Int = 1_048_576,
    flushAfter flushTime: Duration,
    clock: C = ContinuousClock()
  ) -> FlushedLines<RecordJoining> where C.Duration == Duration {
    let clock = ElapsingClock(clock)
    return FlushedLines(RecordJoining(start, limit: limit), flushAfter: flushTime) { PatientReader(self, clock) }
  }
}

extension FollowedLines {
  /// The lines joined to records while they are written, as
  /// ``AsyncLines/records(startingWith:limit:flushAfter:clock:)`` joins those of an input that can be silent.
  ///
  /// ```swift
  /// let records = FollowedLines(at: path).records(startingWith: "[", flushAfter: .seconds(2))
  /// for try await record in records { … }
  /// ```
  ///
  /// With several files, each has a record of its own, which goes on after lines of other files. Records are delivered as
  /// they end, so those of one file are in order. After a cancellation, going on from the ``LineRecord/nextPosition`` of
  /// the last record of each file reads the open ones again.
  ///
  /// - Parameter flushTime: How long a record waits for a further line of its file, on the clock of the followed lines; by
  ///   default 1 s. More than zero.
  /// - Complexity: Memory is that of the open records, and of a block.
  public func records(
    startingWith start: RecordStart,
    limit: Int = 1_048_576,
    flushAfter flushTime: Duration = .seconds(1)
  ) -> FlushedLines<JoiningBySource<RecordJoining>> {
    FlushedLines(JoiningBySource(RecordJoining(start, limit: limit)), flushAfter: flushTime) { reader() }
  }
}
