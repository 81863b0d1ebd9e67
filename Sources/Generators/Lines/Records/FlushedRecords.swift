extension AsyncLines {
  /// The lines joined to records as they come: each begins with a line that `start` tells, and ends before the next such
  /// line, or when no line has come for a while.
  ///
  /// ```swift
  /// for try await record in AsyncLines(of: .standardInput).records(startingWith: "[", flushAfter: .seconds(2)) { … }
  /// ```
  ///
  /// For pipes and other inputs that may keep silent: without a flush time the last message, with its stack trace, would
  /// wait for the next one. Lines that come after their record was delivered so make a record of their own, whose
  /// ``LineRecord/hasStart`` is false. A last line without a line feed is none before its line feed or the end comes.
  ///
  /// Cancellation ends a wait at once with a `CancellationError`, and the record that was open is not delivered. Any other
  /// error is thrown after it. Reading is at most one block, or one chunk of a sequence, ahead of you (rule G4).
  ///
  /// - Parameters:
  ///   - start: Tells which lines begin a record: a text at their start, `.line { … }` or `.regex(…)`.
  ///   - limit: The most bytes that a record holds, line feeds included; by default 1 MiB, at least 1. Lines beyond it are
  ///     counted in ``LineRecord/leftOut``. The first line is always there.
  ///   - flushTime: How long a record waits for a further line before it is delivered. More than zero.
  ///   - clock: What measures the time; `ContinuousClock` unless you give another.
  /// - Complexity: A timer for each block, or chunk of a sequence, that is waited for.
  public func records<C: Clock>(
    startingWith start: RecordStart,
    limit: Int = 1_048_576,
    flushAfter flushTime: Duration,
    clock: C = ContinuousClock()
  ) -> FlushedRecords where C.Duration == Duration {
    AwaitedRecords.check(flushTime)
    return FlushedRecords(
      lines: self,
      builder: RecordBuilder(start, limit: limit),
      flushTime: flushTime,
      clock: ElapsingClock(clock)
    )
  }
}

/// The lines of an input joined to records, none of which waits for long. `records(startingWith:limit:flushAfter:clock:)`
/// makes it.
public struct FlushedRecords: AsyncSequence, Sendable {
  public typealias Element = LineRecord
  public typealias Failure = any Error

  let lines: AsyncLines
  let builder: RecordBuilder
  let flushTime: Duration
  let clock: ElapsingClock

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(records: AwaitedRecords(PatientReader(lines, clock), builder, flushAfter: flushTime))
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    var records: AwaitedRecords

    /// The next record as soon as it is whole, or nil at the end.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> LineRecord? {
      try await records.next(isolation: actor)
    }

    /// The next record as soon as it is whole, or nil at the end.
    public mutating func next() async throws -> LineRecord? { try await next(isolation: nil) }
  }
}
