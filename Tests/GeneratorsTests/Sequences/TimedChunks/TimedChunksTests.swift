import DecoratorsTesting
import Generators
import Testing

@Suite("Chunks by count or time", .hangLimit)
struct TimedChunksTests {
  private let clock = ManualClock()

  /// A task that takes one chunk, and hands the iterator on.
  private func takeOne<Base: AsyncSequence & Sendable>(
    _ iterator: AsyncTimedChunks<Base, ManualClock>.AsyncIterator
  ) -> Task<[Base.Element]?, any Error> where Base.Element: Sendable {
    // A copy of an iterator shares its place, and the test waits for the task before it asks again.
    nonisolated(unsafe) let shared = iterator
    return Task {
      var iterator = shared
      return try await iterator.next()
    }
  }

  @Test(
    "G9: the time counts from a chunk's first element, not from the last chunk, and a silent stream delivers nothing"
  )
  func fromTheFirstElement() async throws {
    let (stream, input) = AsyncStream.makeStream(of: Int.self)
    let chunks = stream.chunks(of: 10, orEvery: .seconds(1), clock: clock).makeAsyncIterator()
    var chunk = takeOne(chunks)
    clock.advance(by: .seconds(5))
    input.yield(1)
    #expect(await clock.sleepers(atLeast: 1).map(\.deadline.offset) == [.seconds(6)])
    clock.advance(by: .seconds(1))
    #expect(try await chunk.value == [1])

    chunk = takeOne(chunks)
    clock.advance(by: .seconds(60))
    input.yield(2)
    #expect(await clock.sleepers(atLeast: 1).map(\.deadline.offset) == [.seconds(67)])
    input.finish()
    #expect(try await chunk.value == [2])
    #expect(try await takeOne(chunks).value == nil)
    #expect(try await takeOne(chunks).value == nil)
  }

  @Test("A time that no clock can add to its instants never passes")
  func longTime() async throws {
    let (stream, input) = AsyncStream.makeStream(of: Int.self)
    let chunk = takeOne(stream.chunks(of: 10, orEvery: .seconds(Int64.max), clock: clock).makeAsyncIterator())
    input.yield(1)
    #expect(await clock.sleepers(atLeast: 1).map(\.deadline.offset) == [.seconds(Int64.max / 4)])
    input.finish()
    #expect(try await chunk.value == [1])
  }

  @Test("A full chunk is delivered at once, whatever the time, and its timer ends")
  func full() async throws {
    let (stream, input) = AsyncStream.makeStream(of: Int.self)
    let chunks = stream.chunks(of: 2, orEvery: .seconds(1), clock: clock).makeAsyncIterator()
    let chunk = takeOne(chunks)
    input.yield(1)
    await clock.sleepers(atLeast: 1)
    input.yield(2)
    #expect(try await chunk.value == [1, 2])
    for number in 3...6 { input.yield(number) }
    input.finish()
    #expect(try await takeOne(chunks).value == [3, 4])
    #expect(try await takeOne(chunks).value == [5, 6])
    #expect(try await takeOne(chunks).value == nil)
  }

  @Test("G9: without time passing it chunks as `chunks(of:)` does; on an error the chunk begun comes first (G1)")
  func withoutTime() async {
    for count in 0...9 {
      for size in [1, 2, 3, 20, .max] {
        for fails in [false, true] {
          let source = AsyncElements(0..<count, fails: fails)
          let result = await drain(source.chunks(of: size, orEvery: .seconds(1), clock: clock))
          #expect(result.elements == Array((0..<count).chunks(of: size)))
          #expect(result.failed == fails)
          #expect(result.isOver)
        }
      }
    }
  }

  @Test(
    "While the consumer works, the chunk fills, at most one ahead; a chunk that is due is delivered at once"
  )
  func slowConsumer() async throws {
    let (asked, ask) = AsyncStream.makeStream(of: Int.self)
    let next = counter(to: .max)
    let (silence, silent) = AsyncStream.makeStream(of: Int.self)
    defer { withExtendedLifetime(silent) {} }
    let numbers = AsyncStream(unfolding: {
      let number = await next()
      ask.yield(number!)
      // The fifth never comes: that it is asked for shows that the fourth has been taken.
      return number == 5 ? await silence.first { _ in true } : number
    })
    let chunks = numbers.chunks(of: 3, orEvery: .seconds(1), clock: clock).makeAsyncIterator()
    #expect(try await takeOne(chunks).value == [1, 2, 3])
    var requests = asked.makeAsyncIterator()
    while let number = await requests.next(), number < 5 {}
    clock.advance(by: .seconds(2))
    #expect(try await takeOne(chunks).value == [4])
  }

  @Test("Cancellation delivers what there is at once, then nil, and ends the reading (G1)")
  func cancellation() async throws {
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    let (stream, input) = AsyncStream.makeStream(of: Int.self)
    input.onTermination = { _ in end.yield() }
    let chunks = stream.chunks(of: 10, orEvery: .seconds(1), clock: clock).makeAsyncIterator()
    let chunk = takeOne(chunks)
    input.yield(1)
    await clock.sleepers(atLeast: 1)
    chunk.cancel()
    #expect(try await chunk.value == [1])
    #expect(try await takeOne(chunks).value == nil)
    var endings = ended.makeAsyncIterator()
    await endings.next()
  }

  @Test("G2: the reading ends when the iterator is gone")
  func abandoned() async throws {
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    let (stream, input) = AsyncStream.makeStream(of: Int.self)
    input.onTermination = { _ in end.yield() }
    input.yield(1)
    for await chunk in stream.chunks(of: 1, orEvery: .seconds(1), clock: clock) {
      #expect(chunk == [1])
      break
    }
    var endings = ended.makeAsyncIterator()
    await endings.next()
  }

  @Test("Every element comes once and in order, whenever time passes")
  func stress() async {
    let clock = clock
    let ticking = Task {
      while !Task.isCancelled {
        await clock.sleepers(atLeast: 1)
        clock.advance(by: .seconds(1))
      }
    }
    var numbers: [Int] = []
    for await chunk in AsyncStream(unfolding: counter(to: 20_000)).chunks(of: 7, orEvery: .seconds(1), clock: clock) {
      #expect((1...7).contains(chunk.count))
      numbers += chunk
    }
    ticking.cancel()
    #expect(numbers == Array(1...20_000))
  }
}
