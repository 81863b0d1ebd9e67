import DecoratorsTesting
import Generators
import Testing

@Suite("Decoded lines, asynchronously", .timeLimit(.minutes(10)))
struct AsyncDecodedLinesTests {
  private static let first = #"{"level":"INFO","count":1}"#
  private static let second = #"{"level":"ERROR","count":2}"#
  private static let events = [Event(level: "INFO", count: 1), Event(level: "ERROR", count: 2)]

  private func lines(_ text: String, failure: FailingSource.Failure? = nil) -> AsyncLines {
    AsyncLines(of: AsyncChunkSource(chunks: Array(text.utf8).inChunks(of: 7), failure: failure))
  }

  @Test("G12: documents come as they do synchronously, blank lines are none")
  func whole() async {
    let result = await drain(lines("\(Self.first)\r\n\n \t\r\n\(Self.second)").decoded(as: Event.self))
    #expect(result.elements == Self.events)
    #expect(!result.failed && result.isOver)
  }

  @Test("G1: the first failure is thrown with the place of its line, after what came before, and nothing after it")
  func firstFailure() async throws {
    var values = lines("\(Self.first)\nx\n\(Self.second)\n").decoded(as: Event.self).makeAsyncIterator()
    #expect(try await values.next() == Self.events[0])
    let error = await #expect(throws: RecordError.self) { try await values.next() }
    #expect(error?.number == 2 && error?.offset == 27)
    #expect(try await values.next() == nil)
    #expect(try await values.next() == nil)
  }

  @Test("Failures go to a dead letter or are counted, and an error of the lines is thrown (G1)")
  func policies() async {
    let text = "x\n\(Self.first)\n\n{}\n\(Self.second)\n"
    let dead = ValueRecorder<Int>()
    let result = await drain(
      lines(text, failure: FailingSource.Failure()).decoded(
        as: Event.self,
        onFailure: { line, error in
          await Task.yield()
          dead.append(error.number)
        }
      )
    )
    #expect(result.elements == Self.events && result.failed && result.isOver)
    #expect(dead.values == [1, 4])
    let count = FailureCount()
    let counted = await drain(lines(text).decoded(as: Event.self, countingFailures: count))
    #expect(counted.elements == Self.events && !counted.failed && counted.isOver)
    #expect(count.count == 2)
    #expect((count.last as? RecordError)?.number == 4)
  }

  @Test("A decoder of one's own, with each policy")
  func ownDecoder() async {
    struct Odd: Error {}
    let own: @Sendable (Line) throws -> Int = { line in
      guard let number = Int(line.string) else { throw Odd() }
      return number
    }
    let count = FailureCount()
    let dead = ValueRecorder<String>()
    let plain = await drain(lines("1\n\n2\nx\n3\n").decoded(own))
    #expect(plain.elements == [1, 2] && plain.failed && plain.isOver)
    let counted = await drain(lines("1\nx\n3\n").decoded(countingFailures: count) { line in try own(line) })
    #expect(counted.elements == [1, 3] && count.count == 1)
    let handled = await drain(lines("1\nx\n3\n").decoded(onFailure: { line, _ in dead.append(line.string) }, own))
    #expect(handled.elements == [1, 3] && dead.values == ["x"])
  }

  @Test("logfmt, matching lines and several files, whose name is in the error")
  func stages() async throws {
    let entries = await drain(lines("level=INFO count=1\n\nlevel=ERROR count=2").decoded(as: Event.self, from: .logfmt))
    #expect(entries.elements == Self.events)
    try await withTemporaryFile(Array(Self.first.utf8)) { one in
      try await withTemporaryFile(Array("\(Self.second)\nERROR".utf8)) { two in
        let error = try await failure(of: AsyncLines(atPaths: [one, two]).matching("O").decoded(as: Event.self))
        #expect(error?.source == two && error?.number == 2)
      }
    }
  }

  /// The error that ends the values, which are those of the text before it.
  private func failure<Values: AsyncSequence>(of values: Values) async throws -> RecordError?
  where Values.Element == Event {
    var taken: [Event] = []
    do {
      for try await value in values { taken.append(value) }
      return nil
    } catch {
      #expect(taken == Self.events)
      return error as? RecordError
    }
  }

  @Test("Cancellation ends a wait at once; it is no failure of a line (G1)")
  func cancellation() async throws {
    let count = FailureCount()
    let silent = AsyncLines(of: AsyncStream<[UInt8]> { $0.yield(Array((Self.first + "\n").utf8)) })
    let taken = Signal()
    let task = Task {
      var values = silent.decoded(as: Event.self, countingFailures: count).makeAsyncIterator()
      _ = try await values.next()
      taken.send()
      var isCancelled = false
      do { _ = try await values.next() } catch { isCancelled = error is CancellationError }
      return try await (isCancelled, values.next() == nil)
    }
    try await taken.wait()
    task.cancel()
    let outcome = try await task.value
    #expect(outcome == (true, true))
    #expect(count.count == 0)
  }

  @Test("G12: a record whose last line is torn waits for its rest while its file is followed, and comes once")
  func following() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("\(Self.first)\n" + Self.second.prefix(10))
    let (clock, probe) = (ManualClock(), FollowProbe())
    let followed = FollowedLines(
      polling: log.file(),
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .seconds(5),
      clock: clock,
      probe: probe
    )
    let follower = Follower(clock, probe, followed.decoded(as: Event.self))
    await follower.idle()
    #expect(follower.taken.values == [Self.events[0]])
    try log.append(String(Self.second.dropFirst(10)))
    await follower.pass()
    #expect(follower.taken.values == [Self.events[0]])
    try log.append("\n")
    await follower.pass()
    #expect(follower.taken.values == Self.events)
    #expect(await follower.cancel() is CancellationError)
    try clock.checkNoSleepers()
  }
}
