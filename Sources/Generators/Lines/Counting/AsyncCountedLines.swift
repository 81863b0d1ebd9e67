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
  /// Everything is counted as by ``Lines/counted(matching:every:concurrently:)``. An error is thrown after the totals
  /// of all that was read. Cancellation ends a wait for bytes at once with a `CancellationError`; the totals given
  /// before stay right.
  ///
  /// - Parameters:
  ///   - literals: What to look for.
  ///   - batch: After how many lines to give totals: at least 1.
  ///   - limit: How many threads count a file over 1 MiB that is not compressed: at least 1. By default as many as
  ///     there are ``Processors/available``. None of them is one of those that run tasks. They are up to 64 totals
  ///     ahead of you. An asynchronous sequence of bytes is counted in the task that iterates.
  public func counted(
    matching literals: Literals,
    every batch: Int,
    concurrently limit: Int = Processors.available
  ) -> AsyncCountedLines {
    AsyncCountedLines(input: input, plan: CountPlan(literals, every: batch, concurrently: limit))
  }

  /// Counts the lines, and those that contain any of `literals`, to the end of the input.
  ///
  /// - Parameters:
  ///   - literals: What to look for.
  ///   - limit: How many threads count a file over 1 MiB that is not compressed: at least 1. By default as many as
  ///     there are ``Processors/available``.
  /// - Throws: ``ReadingError`` where the input cannot be read to the end; `CancellationError` when cancelled.
  nonisolated(nonsending) public func count(
    matching literals: Literals,
    concurrently limit: Int = Processors.available
  ) async throws -> LineTotals {
    var last = LineTotals()
    for try await totals in counted(matching: literals, every: .max, concurrently: limit) { last = totals }
    return last
  }
}

/// Running totals of lines. ``AsyncLines/counted(matching:every:concurrently:)`` makes it.
public struct AsyncCountedLines: AsyncSequence, Sendable {
  public typealias Element = LineTotals
  public typealias Failure = any Error

  /// How many totals the thread that reads is ahead of the consumer at most.
  private static let depth = 64

  let input: AsyncInput
  let plan: CountPlan

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    fileprivate enum Phase {
      case idle
      /// A thread counts.
      case feed(CountFeed)
      /// The task counts what it reads.
      case task(TaskCount)
      case finished
    }

    private let counted: AsyncCountedLines
    private var phase = Phase.idle

    init(_ counted: AsyncCountedLines) { self.counted = counted }

    /// The next totals, or nil at the end.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> LineTotals? {
      do {
        if case .idle = phase { phase = try counted.begin() }
        let totals =
          switch phase {
          case .feed(let count): try await count.feed.next(isolation: actor)
          case .task(let count): try await count.next(isolation: actor)
          case .idle, .finished: nil as LineTotals?
          }
        if totals == nil { phase = .finished }
        return totals
      } catch {
        phase = .finished
        throw error
      }
    }

    /// The next totals, or nil at the end.
    public mutating func next() async throws -> LineTotals? { try await next(isolation: nil) }
  }

  fileprivate func begin() throws -> AsyncIterator.Phase {
    let feed: Feed<LineTotals>? = try input.feed(depth: Self.depth) { [plan] sources, ahead in
      let run = CountRun(sources, plan, isStopped: { ahead.isStopped })
      defer { run.close() }
      while ahead.waitForRoom(), let totals = run.next() { ahead.put(totals) }
      if let failure = run.failure { throw failure }
    }
    return feed.map { .feed(CountFeed($0)) } ?? .task(TaskCount(input, plan))
  }
}

/// Totals that a thread counts, which ends with the last reference to them.
private final class CountFeed {
  let feed: Feed<LineTotals>

  init(_ feed: Feed<LineTotals>) { self.feed = feed }

  deinit { feed.stop() }
}

/// Counts an asynchronous sequence of bytes in the task that iterates.
private final class TaskCount {
  private let reader: AsyncReader
  private var slice: BlockSlice?
  private var counter: BatchCounter
  private var failure: (any Error)?

  init(_ input: AsyncInput, _ plan: CountPlan) {
    reader = AsyncReader(input) { UncutBlocks($0) }
    counter = BatchCounter(plan.literals, every: plan.batch)
  }

  func next(isolation actor: isolated (any Actor)?) async throws -> LineTotals? {
    while true {
      if let totals = counter.consume(&slice) { return totals }
      do {
        slice = try await reader.next(isolation: actor)
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        failure = error
      }
      guard slice == nil else { continue }
      if let totals = counter.finish() { return totals }
      guard let failure = failure.take() else { return nil }
      throw failure
    }
  }
}
