import DecoratorsTesting
import Generators
import Testing

@Suite("OnEnd")
struct OnEndTests {
  private let clock = RecordingClock()
  private let ends = ValueRecorder<IterationEnd>()

  /// An iteration's end in a line, to compare.
  private var lines: [String] {
    ends.values.map { "\($0.outcome) after \($0.count) in \($0.duration)\($0.error.map { ", \($0)" } ?? "")" }
  }

  private func elements(_ count: Int) -> Tapped { Tapped(count: count, clock: clock) }

  /// Numbers from 1, each of which takes a second.
  private struct Tapped: Sequence {
    let count: Int
    let clock: RecordingClock
    func makeIterator() -> some IteratorProtocol<Int> {
      OnceOnly(0..<count).tap { _ in clock.advance(by: .seconds(1)) }.makeIterator()
    }
  }

  @Test(
    "G1, L12: an iteration that ends is reported once, with its elements and the time since the first was asked for"
  )
  func finished() async {
    let watched = elements(3).onEnd(clock: clock, ends.append)
    clock.advance(by: .seconds(60))
    let sync = drain(watched)
    #expect(sync.elements == [0, 1, 2] && sync.isOver)
    #expect(lines == ["finished after 3 in 3.0 seconds"])
    let async = await drain(
      AsyncElements(1...2).tap { _ in clock.advance(by: .seconds(2)) }.onEnd(clock: clock, ends.append)
    )
    #expect(async.elements == [1, 2] && async.isOver && !async.failed)
    #expect(lines.last == "finished after 2 in 4.0 seconds")
    _ = drain(watched)
    #expect(lines.count == 3)
  }

  @Test("L12: an error of the sequence is reported with it, and passes")
  func failed() async {
    let async = await drain(AsyncElements(1...2, fails: true).onEnd(clock: clock, ends.append))
    #expect(async.elements == [1, 2] && async.failed && async.isOver)
    #expect(lines == ["failed after 2 in 0.0 seconds, Failure()"])
  }

  @Test("L12: a loop that is left early is reported when its iterator is gone, once for all copies of it")
  func left() async {
    for number in elements(9).onEnd(clock: clock, ends.append) where number == 1 { break }
    #expect(lines == ["left after 2 in 2.0 seconds"])
    struct Stop: Error {}
    await #expect(throws: Stop.self) {
      for await number in AsyncStream(unfolding: { 1 }).onEnd(clock: clock, ends.append) where number == 1 {
        throw Stop()
      }
    }
    #expect(lines.last == "left after 1 in 0.0 seconds")
    do {
      var iterator = elements(9).onEnd(clock: clock, ends.append).makeIterator()
      _ = iterator.next()
      var copy = iterator
      _ = copy.next()
      #expect(lines.count == 2)
    }
    #expect(lines.count == 3)
  }

  @Test("L12: an iterator that nobody asks reports nothing")
  func neverAsked() {
    _ = elements(3).onEnd(clock: clock, ends.append).makeIterator()
    _ = AsyncElements(1...3).onEnd(clock: clock, ends.append).makeAsyncIterator()
    #expect(ends.values.isEmpty)
  }

  @Test("L12: an iteration that ends while its task is cancelled is reported as cancelled")
  func cancelled() async {
    let clock = clock
    let ends = ends
    func inCancelledTask(_ body: @escaping @Sendable () async -> Void) async {
      await Task {
        withUnsafeCurrentTask { $0?.cancel() }
        await body()
      }.value
    }
    await inCancelledTask { _ = await drain(AsyncStream<Int> { _ in }.onEnd(clock: clock, ends.append)) }
    await inCancelledTask { _ = await drain(AsyncElements(1...2, fails: true).onEnd(clock: clock, ends.append)) }
    await inCancelledTask {
      for _ in OnceOnly(1...3).onEnd(clock: clock, ends.append) { break }
    }
    #expect(ends.values.map(\.outcome) == [.cancelled, .cancelled, .cancelled])
    #expect(ends.values.map(\.count) == [0, 2, 1])
    let throwing = AsyncThrowingStream<Int, any Error> { $0.finish(throwing: CancellationError()) }
    _ = await drain(throwing.onEnd(clock: clock, ends.append))
    #expect(ends.values.last?.outcome == .cancelled)
    #expect(ends.values.last?.error is CancellationError)
  }

  @Test("L12: a sequence stays lazy or Sendable, and keeps its error type")
  func kept() async throws(AsyncElements<Int>.Failure) {
    #expect(Array([1, 2, 3].lazy.onEnd(clock: clock, ends.append).map { 2 * $0 }) == [2, 4, 6])
    let sendable: any Sendable = AsyncElements(1...3).onEnd(ends.append)
    _ = sendable
    for try await _ in AsyncElements(1...3).onEnd(clock: clock, ends.append) {}
    #expect(ends.values.map(\.count) == [3, 3])
  }
}
