import DecoratorsTesting
import Generators
import Testing

@Suite("Records with a flush time", .timeLimit(.minutes(10)))
struct FlushedRecordsTests {
  private static let flushTime = Duration.seconds(2)

  /// An input that is written by and by.
  private struct Input: Sendable {
    var lines: AsyncLines
    var write: @Sendable (String) -> Void
    var close: @Sendable () -> Void
  }

  private enum Kind: String, CaseIterable, Sendable { case descriptor, chunks, bytes }

  private func input(_ kind: Kind) -> Input {
    switch kind {
    case .descriptor:
      let pipe = Pipe()
      // The closures keep the pipe until the test has ended.
      return Input(
        lines: AsyncLines(of: .fileDescriptor(pipe.reading)),
        write: { pipe.write($0) },
        close: { pipe.closeWriting() }
      )
    case .chunks:
      let (stream, give) = AsyncStream.makeStream(of: [UInt8].self)
      return Input(lines: AsyncLines(of: stream), write: { give.yield(Array($0.utf8)) }, close: { give.finish() })
    case .bytes:
      let (stream, give) = AsyncStream.makeStream(of: UInt8.self)
      return Input(
        lines: AsyncLines(of: stream),
        write: { for byte in $0.utf8 { give.yield(byte) } },
        close: { give.finish() }
      )
    }
  }

  /// Waits until somebody sleeps until `time` after the beginning.
  private func sleeper(_ clock: ManualClock, until time: Duration) async {
    await until { clock.sleepers.contains { $0.deadline == TestInstant(offset: time) } }
  }

  @Test(
    "A record is delivered after the flush time without a line, and no later line is lost",
    arguments: Kind.allCases
  )
  private func flushing(kind: Kind) async throws {
    let clock = ManualClock()
    let input = input(kind)
    let taken = ValueRecorder<LineRecord>()
    let records = input.lines.records(startingWith: "[", flushAfter: Self.flushTime, clock: clock)
    let task = Task { for try await record in records { taken.append(record) } }
    input.write("[1] a\n")
    await sleeper(clock, until: .seconds(2))
    clock.advance(by: .seconds(1))
    // A further line starts the time anew.
    input.write(" at x\n")
    await sleeper(clock, until: .seconds(3))
    clock.advance(by: .seconds(1))
    await sleeper(clock, until: .seconds(3))
    #expect(taken.values.isEmpty)
    clock.advance(by: .seconds(1))
    await until { taken.values.count == 1 }
    #expect(taken.values.map(\.string) == ["[1] a\n at x"])
    // A line that comes after its record, with a torn one that waits for its rest.
    clock.advance(by: .seconds(60))
    input.write(" late\n[2")
    await sleeper(clock, until: .seconds(65))
    clock.advance(by: .seconds(2))
    await until { taken.values.count == 2 }
    input.write("] b\n at z\n[3] c\n")
    await until { taken.values.count == 3 }
    input.close()
    try await task.value
    #expect(taken.values.map(\.string) == ["[1] a\n at x", " late", "[2] b\n at z", "[3] c"])
    #expect(taken.values.map(\.hasStart) == [true, false, true, true])
    #expect(taken.values.flatMap(\.lines).map(\.number) == Array(1...6))
    try clock.checkNoSleepers()
  }

  @Test("Without a silence the records are those without a flush time", arguments: Kind.allCases)
  private func busy(kind: Kind) async throws {
    let text = (0..<200).map { "[\($0)]\n at x\n" }.joined() + "[last"
    let input = input(kind)
    input.write(text)
    input.close()
    var records: [[PlainLine]] = []
    for try await record in input.lines.records(startingWith: "[", flushAfter: .seconds(60), clock: ManualClock()) {
      records.append(record.lines.map(PlainLine.init))
    }
    let expected = try withLines(of: Array(text.utf8)) { lines in
      Array(lines.records(startingWith: "[").map { $0.lines.map(PlainLine.init) })
    }
    #expect(records == expected)
  }

  @Test("A flush time that no clock can add to its instants never passes", arguments: Kind.allCases)
  private func longFlushTime(of kind: Kind) async throws {
    let clock = ManualClock()
    let input = input(kind)
    let records = input.lines.records(startingWith: "[", flushAfter: .seconds(Int64.max), clock: clock)
    let task = Task { try await records.reduce(into: []) { $0.append($1.string) } }
    input.write("[1] a\n")
    await sleeper(clock, until: .seconds(Int64.max / 4))
    input.close()
    #expect(try await task.value == ["[1] a"])
  }

  @Test("Lines that are left out for their length do not put the flush off (G7)")
  func skippedLines() async throws {
    let clock = ManualClock()
    let (stream, give) = AsyncStream.makeStream(of: [UInt8].self)
    let lines = AsyncLines(of: stream, longLines: .skip(over: 8))
    let taken = ValueRecorder<LineRecord>()
    let records = lines.records(startingWith: "[", flushAfter: Self.flushTime, clock: clock)
    let task = Task { for try await record in records { taken.append(record) } }
    give.yield(Array("[1] a\n".utf8))
    await sleeper(clock, until: .seconds(2))
    clock.advance(by: .seconds(1))
    give.yield(Array(" at somewhere\n".utf8))
    await until { lines.skippedLines == 1 }
    await sleeper(clock, until: .seconds(2))
    clock.advance(by: .seconds(1))
    await until { taken.values.count == 1 }
    give.finish()
    try await task.value
    #expect(taken.values.map(\.string) == ["[1] a"])
  }

  @Test(
    "G1: cancelled while it waits, with and without an open record, it ends with a CancellationError",
    arguments: Kind.allCases
  )
  private func cancellation(kind: Kind) async throws {
    for isOpen in [true, false] {
      let clock = ManualClock()
      let input = input(kind)
      let records = input.lines.records(startingWith: "[", flushAfter: Self.flushTime, clock: clock)
      let isWaiting = Signal()
      let task = Task {
        var records = records.makeAsyncIterator()
        if !isOpen {
          _ = try await records.next()
          isWaiting.send()
        }
        var error: (any Error)?
        do { _ = try await records.next() } catch let thrown { error = thrown }
        return (error is CancellationError, try await records.next() == nil)
      }
      input.write("[1] a\n")
      await sleeper(clock, until: .seconds(2))
      if !isOpen {
        // The wait for the next line, which was in vain, goes on without a flush time.
        clock.advance(by: .seconds(2))
        try await isWaiting.wait()
      }
      task.cancel()
      let outcome = try await task.value
      #expect(outcome == (true, true))
      try clock.checkNoSleepers()
      input.close()
    }
  }

  @Test("G1: an error comes after the record that was open, and a long line's too (G7)")
  func failure() async throws {
    let source = AsyncChunkSource(chunks: [Array("[1]\n".utf8), Array(" at x".utf8)], failure: .init())
    var records = AsyncLines(of: source).records(startingWith: "[", flushAfter: .seconds(60), clock: ManualClock())
      .makeAsyncIterator()
    #expect(try await records.next()?.string == "[1]\n at x")
    await #expect(throws: FailingSource.Failure()) { try await records.next() }
    #expect(try await records.next() == nil)

    let long = AsyncLines(of: AsyncChunkSource(chunks: [Array("[1]\n at x\n".utf8)]), longLines: .fail(over: 4))
    var failing = long.records(startingWith: "[", flushAfter: .seconds(60), clock: ManualClock()).makeAsyncIterator()
    #expect(try await failing.next()?.string == "[1]")
    let error = await #expect(throws: ReadingError.self) { try await failing.next() }
    #expect(error?.code == .lineTooLong)
    #expect(try await failing.next() == nil)
  }

  @Test("G2: when the iterator is gone, the task that reads on for it is cancelled")
  func leaving() async throws {
    let clock = ManualClock()
    let (stream, give) = AsyncStream.makeStream(of: [UInt8].self)
    let isLeft = Signal()
    give.onTermination = { _ in isLeft.send() }
    let lines = AsyncLines(of: stream)
    let task = Task {
      for try await _ in lines.records(startingWith: "[", flushAfter: Self.flushTime, clock: clock) { break }
    }
    give.yield(Array("[1] a\n".utf8))
    await sleeper(clock, until: .seconds(2))
    clock.advance(by: .seconds(2))
    try await task.value
    try await isLeft.wait()
  }

  @Test("G4: while a record is handled, at most one block is read ahead")
  func readingAhead() async throws {
    let clock = ManualClock()
    let source = StepwiseSource()
    let records = AsyncLines(of: source).records(startingWith: "[", flushAfter: Self.flushTime, clock: clock)
    let mayGoOn = Signal()
    let taken = ValueRecorder<LineRecord>()
    let task = Task {
      for try await record in records {
        taken.append(record)
        if taken.values.count == 1 { try await mayGoOn.wait() }
      }
    }
    source.give("[1] a\n")
    await sleeper(clock, until: .seconds(2))
    clock.advance(by: .seconds(2))
    await until { taken.values.count == 1 }
    // The read that was waited for in vain takes one piece. No other begins before that has been asked for.
    source.give("[2] b\n")
    await until { source.reads == 2 }
    source.give("[3] c\n")
    source.finish()
    mayGoOn.send()
    try await task.value
    #expect(taken.values.map(\.string) == ["[1] a", "[2] b", "[3] c"])
  }
}
