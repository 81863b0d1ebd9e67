/// A line, or why there is none.
@usableFromInline
enum AwaitedLine {
  case line(Line)
  /// None has come in time.
  case late
  /// There are no more lines.
  case end
}

/// Gives lines, and reports when none comes in time.
@usableFromInline
protocol PatientLines: AnyObject {
  /// The time on the clock by which lines are late.
  var now: Duration { get }

  /// The next line, if it has been read; nil does not mean that there is none.
  func ready() -> Line?

  /// The next line.
  ///
  /// - Parameter patience: How long to wait for it; nil waits as long as it takes.
  /// - Throws: What the reading throws; `CancellationError` as soon as the task is cancelled. After that there are no
  ///   lines.
  func next(within patience: Duration?, isolation actor: isolated (any Actor)?) async throws -> AwaitedLine
}

extension PatientLines {
  @usableFromInline
  func ready() -> Line? { nil }
}

/// The lines of an asynchronous input for one iterator that need not wait for them.
final class PatientReader: PatientLines {
  private let cursor: SharedLineCursor
  private let limit: Int
  private let reader: AsyncReader<BlockSlice>
  private let clock: ElapsingClock

  init(_ lines: AsyncLines, _ clock: ElapsingClock) {
    let input = lines.input
    let limit = input.longLines.limit
    self.limit = limit
    self.clock = clock
    cursor = SharedLineCursor(input.longLines, skipped: input.skipped, matching: lines.literals)
    reader = AsyncReader(input) { LineBlocks($0, limit: limit) }
  }

  var now: Duration { clock.now() }

  func ready() -> Line? { cursor.next() }

  func next(within patience: Duration?, isolation actor: isolated (any Actor)?) async throws -> AwaitedLine {
    var deadline: Duration?
    while true {
      if let line = cursor.next() { return .line(line) }
      cursor.unload()
      if let line = cursor.failedLine {
        guard reader.stop() else { return .end }
        throw ReadingError.tooLong(line, limit: limit)
      }
      if let patience {
        let end = deadline ?? clock.now() + patience
        deadline = end
        guard try await reader.hasNext(by: end, on: clock, isolation: actor) else { return .late }
      }
      guard let slice = try await reader.next(isolation: actor) else { return .end }
      cursor.load(slice)
    }
  }
}
