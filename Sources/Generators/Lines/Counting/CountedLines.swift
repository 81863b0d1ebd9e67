extension Lines {
  /// Counts lines and those that contain any of `literals`, and gives the running totals after every `batch` lines, and
  /// at the end if there are lines since.
  ///
  /// ```swift
  /// try withLines(at: "app.log") { lines in
  ///   for totals in lines.counted(matching: ["ERROR"], every: 1_000) {
  ///     print(totals.lines, totals.matches, totals.bytes)
  ///   }
  /// }
  /// ```
  ///
  /// `lines` is what `grep -a -c ''` says. `matches` is how many lines `matching` gives, so what `grep -a -c -F -e …` says,
  /// with these differences: a carriage return before the line feed, and a byte-order mark, are not part of a line. A line
  /// over the limit for long lines matches as far as it is delivered. It counts in `lines` in any case. If the limit is
  /// ``LongLines/fail(over:)``, counting ends before the line.
  ///
  /// Counting happens on the blocks as they are read and makes no line: a line of any length, NUL and what is not text are
  /// counted in the same memory.
  ///
  /// Stop by leaving the loop; the totals are those of whole lines. An error ends the totals after those of all that
  /// was read, and is thrown when the closure of `withLines` returns.
  ///
  /// - Parameters:
  ///   - literals: What to look for.
  ///   - batch: After how many lines to give totals: at least 1.
  ///   - limit: How many threads count a file over 1 MiB that is not compressed, the calling one included: at least 1.
  ///     By default as many as there are ``Processors/available``, divided by the number of files that `mapFiles` reads
  ///     at once. Totals are the same with any number. Batches of less than 64 KiB are counted on the calling thread.
  /// - Complexity: About one pass over the bytes for the line ends and one for each literal. Each thread needs up to
  ///   four blocks of 256 KiB.
  public func counted(matching literals: Literals, every batch: Int, concurrently limit: Int? = nil) -> CountedLines {
    let limit = limit ?? reading.processors
    let plan = CountPlan(
      literals,
      every: batch,
      concurrently: limit,
      longLines: reading.longLines,
      skipped: reading.skipped
    )
    return CountedLines(reading: reading, plan: plan)
  }

  /// Counts the lines, and those that contain any of `literals`, to the end of the input.
  ///
  /// ```swift
  /// let totals = try withLines(at: "app.log") { lines in lines.count(matching: ["ERROR", "FATAL"]) }
  /// ```
  ///
  /// As for ``counted(matching:every:concurrently:)``, an error is thrown when the closure of `withLines` returns.
  ///
  /// - Parameters:
  ///   - literals: What to look for.
  ///   - limit: How many threads count a file over 1 MiB that is not compressed, the calling one included: at least 1.
  ///     By default as many as there are ``Processors/available``, divided by the number of files that `mapFiles` reads
  ///     at once.
  public func count(matching literals: Literals, concurrently limit: Int? = nil) -> LineTotals {
    var last = LineTotals()
    for totals in counted(matching: literals, every: .max, concurrently: limit) { last = totals }
    return last
  }
}

extension AsyncLines {
  /// Counts lines and those that contain any of `literals`, as ``Lines/counted(matching:every:concurrently:)`` does.
  ///
  /// ```swift
  /// for try await totals in AsyncLines(of: .standardInput).counted(matching: ["ERROR"], every: 1_000) {
  ///   print(totals.lines, totals.matches, totals.bytes)
  /// }
  /// ```
  ///
  /// The loop throws an error after the totals of all that was read. Cancellation ends a wait for bytes at once with a
  /// `CancellationError`. The totals given before stay right.
  ///
  /// - Parameter limit: How many threads count a large file, by default as many as there are ``Processors/available``. None
  ///   of them is one of those that run tasks. They are up to 64 totals ahead of you. The task that iterates counts an
  ///   asynchronous sequence of bytes itself.
  public func counted(
    matching literals: Literals,
    every batch: Int,
    concurrently limit: Int = Processors.available
  ) -> AsyncCountedLines {
    let plan = CountPlan(
      literals,
      every: batch,
      concurrently: limit,
      longLines: input.longLines,
      skipped: input.skipped
    )
    return AsyncCountedLines(input: input, plan: plan)
  }

  /// Counts the lines, and those that contain any of `literals`, to the end of the input, as
  /// ``Lines/count(matching:concurrently:)`` does.
  ///
  /// - Throws: ``ReadingError`` if the input cannot be read to the end. `CancellationError` when cancelled.
  nonisolated(nonsending) public func count(
    matching literals: Literals,
    concurrently limit: Int = Processors.available
  ) async throws -> LineTotals {
    var last = LineTotals()
    for try await totals in counted(matching: literals, every: .max, concurrently: limit) { last = totals }
    return last
  }
}

/// Running totals of lines. ``Lines/counted(matching:every:concurrently:)`` makes it.
public struct CountedLines: LazySequenceProtocol {
  let reading: LineReading
  let plan: CountPlan

  public func makeIterator() -> Iterator { Iterator(reading, plan) }

  public struct Iterator: IteratorProtocol {
    private let reading: LineReading
    private let run: CountRun

    init(_ reading: LineReading, _ plan: CountPlan) {
      self.reading = reading
      run = reading.begin(counting: plan)
    }

    /// The next totals, or nil at the end.
    public mutating func next() -> LineTotals? {
      guard !reading.isOver else { return nil }
      let totals = run.next()
      if totals == nil, let failure = run.failure { reading.fail(failure) }
      return totals
    }
  }
}

/// ``CountedLines`` for `for try await`. ``AsyncLines/counted(matching:every:concurrently:)`` makes it.
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
      case feed(OwnedFeed<Feed<LineTotals>>)
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
          case .feed(let feed): try await feed.next(isolation: actor)
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
    let feed: OwnedFeed<Feed<LineTotals>>? = try input.feed(depth: Self.depth) { [plan] sources, ahead in
      let run = CountRun(sources, plan, isStopped: { ahead.isStopped })
      defer { run.close() }
      while ahead.waitForRoom(), let totals = run.next() { ahead.put(totals) }
      if let failure = run.failure { throw failure }
    }
    return feed.map { .feed($0) } ?? .task(TaskCount(input, plan))
  }
}

/// Counts an asynchronous sequence of bytes in the task that iterates.
private final class TaskCount {
  private let reader: AsyncReader<BlockSlice>
  private var slice: BlockSlice?
  private var counter: BatchCounter
  private var failure: (any Error)?

  init(_ input: AsyncInput, _ plan: CountPlan) {
    reader = AsyncReader(input) { UncutBlocks($0) }
    counter = BatchCounter(plan)
  }

  func next(isolation actor: isolated (any Actor)?) async throws -> LineTotals? {
    while true {
      if let totals = counter.consume(&slice) { return totals }
      if let failed = counter.failure {
        failure = failed
        reader.stop()
      }
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
