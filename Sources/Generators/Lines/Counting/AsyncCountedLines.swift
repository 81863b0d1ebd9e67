extension AsyncLines {
  /// Counts lines and those that contain any of `literals`, and gives the running totals after every `batch` lines, and
  /// at the end if there are lines since.
  ///
  /// ```swift
  /// for try await totals in AsyncLines(of: .standardInput).counted(matching: ["ERROR"], every: 1_000) {
  ///   print(totals.lines, totals.matches, totals.bytes)
  /// }
  /// ```
  ///
  /// Everything is counted as by ``Lines/counted(matching:every:)``. An error is thrown after the totals of all that was
  /// read. Cancellation ends a wait for bytes at once with a `CancellationError`; the totals given before stay right.
  ///
  /// - Parameters:
  ///   - literals: What to look for.
  ///   - batch: After how many lines to give totals: at least 1.
  public func counted(matching literals: Literals, every batch: Int) -> AsyncCountedLines {
    require(batch >= 1, "Totals are given every 1 or more lines, not every \(batch).")
    return AsyncCountedLines(input: input, literals: literals, batch: batch)
  }

  /// Counts the lines, and those that contain any of `literals`, to the end of the input.
  ///
  /// - Throws: ``ReadingError`` where the input cannot be read to the end; `CancellationError` when cancelled.
  nonisolated(nonsending) public func count(matching literals: Literals) async throws -> LineTotals {
    var last = LineTotals()
    for try await totals in counted(matching: literals, every: .max) { last = totals }
    return last
  }
}

/// Running totals of lines. ``AsyncLines/counted(matching:every:)`` makes it.
public struct AsyncCountedLines: AsyncSequence, Sendable {
  public typealias Element = LineTotals
  public typealias Failure = any Error

  let input: AsyncInput
  let literals: Literals
  let batch: Int

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    private let reader: AsyncReader
    private var piece: BlockPiece?
    private var counter: BatchCounter
    private var failure: (any Error)?
    private var isCancelled = false

    init(_ counted: AsyncCountedLines) {
      reader = AsyncReader(counted.input) { UncutBlocks($0) }
      counter = BatchCounter(counted.literals, every: counted.batch)
    }

    /// The next totals, or nil at the end.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> LineTotals? {
      while !isCancelled {
        if let totals = counter.consume(&piece) { return totals }
        do {
          piece = try await reader.next(isolation: actor)
        } catch is CancellationError {
          isCancelled = true
          throw CancellationError()
        } catch {
          failure = error
        }
        guard piece == nil else { continue }
        if let totals = counter.finish() { return totals }
        guard let failure = failure.take() else { return nil }
        throw failure
      }
      return nil
    }

    /// The next totals, or nil at the end.
    public mutating func next() async throws -> LineTotals? { try await next(isolation: nil) }
  }
}
