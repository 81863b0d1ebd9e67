extension FollowedLines {
  /// The lines joined to records while they are written: each begins with a line that `start` tells, and ends before the
  /// next such line, or when nothing has been written for a while.
  ///
  /// ```swift
  /// let records = FollowedLines(at: path).records(startingWith: "[", flushAfter: .seconds(2))
  /// for try await record in records { … }
  /// ```
  ///
  /// Without a flush time the last message would wait for the next one, which may come tomorrow. Lines that come after
  /// their record was delivered so make a record of their own, whose ``LineRecord/hasStart`` is false.
  ///
  /// Cancellation ends a wait at once with a `CancellationError`; the record that was open is not delivered, and going on
  /// from the ``LineRecord/nextPosition`` of the last one reads it again. Any other error is thrown after it.
  ///
  /// - Parameters:
  ///   - start: Tells which lines begin a record: a text at their start, `.line { … }` or `.regex(…)`.
  ///   - limit: The most bytes that a record holds, line feeds included; by default 1 MiB, at least 1. Lines beyond it are
  ///     counted in ``LineRecord/leftOut``. The first line is always there.
  ///   - flushTime: How long after the last line of a record no further line may have come for it to be
  ///     delivered, on the clock of the followed lines; by default 1 s. More than zero.
  public func records(
    startingWith start: RecordStart,
    limit: Int = 1_048_576,
    flushAfter flushTime: Duration = .seconds(1)
  ) -> FollowedRecords {
    AwaitedRecords.check(flushTime)
    return FollowedRecords(lines: self, builder: RecordBuilder(start, limit: limit), flushTime: flushTime)
  }
}

/// The lines of a followed file joined to records. ``FollowedLines/records(startingWith:limit:flushAfter:)`` makes it.
public struct FollowedRecords: AsyncSequence, Sendable {
  public typealias Element = LineRecord
  public typealias Failure = any Error

  let lines: FollowedLines
  let builder: RecordBuilder
  let flushTime: Duration

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(records: AwaitedRecords(lines.reader(), builder, flushAfter: flushTime))
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    var records: AwaitedRecords

    /// The next record, as soon as it is whole. Nil after an error only.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> LineRecord? {
      try await records.next(isolation: actor)
    }

    /// The next record, as soon as it is whole. Nil after an error only.
    public mutating func next() async throws -> LineRecord? { try await next(isolation: nil) }
  }
}
