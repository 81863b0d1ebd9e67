extension AsyncSequence where Element == Line {
  /// The lines joined to records, as for a ``Sequence``: each begins with a line that `start` tells and goes on to the next
  /// such line.
  ///
  /// ```swift
  /// for try await record in AsyncLines(at: path).records(startingWith: "[") { … }
  /// ```
  ///
  /// A record is delivered when the line after it comes, and the last one at the end. An error is thrown after the record
  /// that was open, except a `CancellationError`, which is thrown at once. For what may keep silent see
  /// ``AsyncLines/records(startingWith:limit:flushAfter:clock:)``, and for a file that is followed
  /// ``FollowedLines/records(startingWith:limit:flushAfter:)``.
  ///
  /// - Parameters:
  ///   - start: Tells which lines begin a record: a text at their start, `.line { … }` or `.regex(…)`.
  ///   - limit: The most bytes that a record holds, line feeds included; by default 1 MiB, at least 1. Lines beyond it are
  ///     counted in ``LineRecord/leftOut``. The first line is always there.
  public func records(startingWith start: RecordStart, limit: Int = 1_048_576) -> AsyncRecords<Self> {
    AsyncRecords(base: self, builder: RecordBuilder(start, limit: limit))
  }
}

/// The lines of an asynchronous sequence joined to records. `records(startingWith:limit:)` makes it.
public struct AsyncRecords<Base: AsyncSequence>: AsyncSequence where Base.Element == Line {
  public typealias Element = LineRecord
  public typealias Failure = Base.Failure

  let base: Base
  let builder: RecordBuilder

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), builder: builder) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    var base: Base.AsyncIterator
    var builder: RecordBuilder
    private var isFinished = false
    private var failure: Base.Failure?

    init(base: Base.AsyncIterator, builder: RecordBuilder) {
      self.base = base
      self.builder = builder
    }

    /// The next record, or nil at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> LineRecord? {
      do throws(Base.Failure) {
        while !isFinished {
          guard let line = try await base.next(isolation: actor) else { break }
          if let record = builder.add(line) { return record }
        }
      } catch {
        isFinished = true
        guard !(error is CancellationError), let record = builder.finish() else {
          _ = builder.finish()
          throw error
        }
        failure = error
        return record
      }
      isFinished = true
      if let failure = failure.take() { throw failure }
      return builder.finish()
    }

    /// The next record, or nil at the end.
    public mutating func next() async throws(Base.Failure) -> LineRecord? { try await next(isolation: nil) }
  }
}

extension AsyncRecords: Sendable where Base: Sendable {}
