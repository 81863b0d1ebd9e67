import DecoratorsTesting
import Generators
import Testing

@Suite("Concurrent mapping", .hangLimit)
struct MapConcurrentlyTests {
  struct Failure: Error, Equatable { var number = 0 }

  /// Calls that wait until they are let go, one by one.
  struct Calls {
    let gates = (0..<8).map { _ in Signal() }
    let begun = ValueRecorder<Int>()
    let cancelled = ValueRecorder<Int>()

    @Sendable func call(_ number: Int) async throws -> Int {
      begun.append(number)
      do {
        try await gates[number].wait()
      } catch {
        cancelled.append(number)
        throw error
      }
      return number * 10
    }
  }

  @Test("G14: Results come in the order of the elements, whichever is ready first")
  func ordered() async throws {
    let calls = Calls()
    let task = Task {
      var found: [Int] = []
      for try await number in (0..<4).mapConcurrently(atMost: 4, calls.call) { found.append(number) }
      return found
    }
    await until { calls.begun.values.count == 4 }
    for number in (0..<4).reversed() { calls.gates[number].send() }
    #expect(try await task.value == [0, 10, 20, 30])
  }

  @Test("G14: Without order a result comes as soon as it is ready")
  func unordered() async throws {
    let calls = Calls()
    var results = (0..<4).mapConcurrently(atMost: 4, ordered: false, calls.call).makeAsyncIterator()
    for number in [2, 0, 3, 1] {
      calls.gates[number].send()
      #expect(try await results.next() == number * 10)
    }
    #expect(try await results.next() == nil)
    #expect(try await results.next() == nil)
  }

  @Test(
    "G14: No more calls run at once than the limit allows, and no more elements are taken",
    arguments: [1, 3]
  )
  func bound(limit: Int) async throws {
    let taken = ValueRecorder<Int>()
    let (running, peak) = (ValueRecorder<Int>(), ValueRecorder<Int>())
    let numbers = AsyncStream { continuation in
      for number in 0..<50 { continuation.yield(number) }
      continuation.finish()
    }
    var delivered = 0
    let tapped = TappedSequence(base: numbers) { taken.append($0) }
    let results = tapped.mapConcurrently(atMost: limit) { number in
      running.append(1)
      peak.append(running.values.reduce(0, +))
      await Task.yield()
      running.append(-1)
      return number
    }
    #expect(taken.values.isEmpty)
    for try await number in results {
      #expect(number == delivered)
      delivered += 1
      #expect(taken.values.count <= delivered + limit)
    }
    #expect(delivered == 50)
    #expect(peak.values.allSatisfy { $0 <= limit })
  }

  @Test(
    "G14: The first error cancels the other calls and is thrown; results before it are delivered",
    arguments: [true, false]
  )
  func failure(isOrdered: Bool) async throws {
    let calls = Calls()
    let failing = Signal()
    var results = (0..<8).mapConcurrently(atMost: 4, ordered: isOrdered) { number -> Int in
      if number == 2 {
        try await failing.wait()
        throw Failure(number: 2)
      }
      return try await calls.call(number)
    }.makeAsyncIterator()
    calls.gates[0].send()
    #expect(try await results.next() == 0)
    await until { Set(calls.begun.values).isSuperset(of: [1, 3, 4]) }
    failing.send()
    await #expect(throws: Failure(number: 2)) { try await results.next() }
    #expect(Set(calls.cancelled.values) == [1, 3, 4])
    #expect(try await results.next() == nil)
    #expect(calls.begun.values.max() == 4)
  }

  @Test("G14: Every element has exactly one result, whichever call is slow", arguments: [1, 2, 7, 100])
  func everyResult(limit: Int) async throws {
    var random = SeededGenerator(seed: UInt64(limit))
    let pauses = (0..<1_000).map { _ in Int.random(in: 0..<4, using: &random) }
    for isOrdered in [true, false] {
      let source = AsyncStream { continuation in
        for number in pauses.indices { continuation.yield(number) }
        continuation.finish()
      }
      let results = source.mapConcurrently(atMost: limit, ordered: isOrdered) { number in
        for _ in 0..<pauses[number] { await Task.yield() }
        return number
      }
      var found: [Int] = []
      for try await number in results {
        found.append(number)
        if pauses[number] == 0 { await Task.yield() }
      }
      #expect((isOrdered ? found : found.sorted()) == Array(pauses.indices))
    }
  }

  @Test("A call that cancels its own task ends neither the others nor the source")
  func selfCancelled() async throws {
    var found: [Int] = []
    let results = (0..<100).mapConcurrently(atMost: 3) { number in
      #expect(!Task.isCancelled)
      withUnsafeCurrentTask { $0?.cancel() }
      return number
    }
    for try await number in results { found.append(number) }
    #expect(found == Array(0..<100))
  }

  @Test("An error of the source comes after the results of all elements before it")
  func sourceFailure() async throws {
    let source = AsyncChunkSource(chunks: [[1], [2], [3]], failure: .init())
    var results = source.mapConcurrently(atMost: 2, { $0[0] }).makeAsyncIterator()
    #expect(try await [results.next(), results.next(), results.next()] == [1, 2, 3])
    await #expect(throws: FailingSource.Failure()) { try await results.next() }
    #expect(try await results.next() == nil)
  }

  @Test("Cancellation of the consumer cancels all calls, and throws when they have ended")
  func cancellation() async throws {
    let calls = Calls()
    let task = Task<Void, any Error> {
      var results = (0..<8).mapConcurrently(atMost: 3, calls.call).makeAsyncIterator()
      await #expect(throws: CancellationError.self) { try await results.next() }
      #expect(Set(calls.cancelled.values) == [0, 1, 2])
      let last = try await results.next()
      #expect(last == nil)
    }
    await until { calls.begun.values.count == 3 }
    for gate in calls.gates.prefix(3) { await gate.waiters(atLeast: 1) }
    task.cancel()
    try await task.value
  }

  @Test("A consumer that was cancelled before runs no call")
  func cancelledBefore() async throws {
    try await Task<Void, any Error> {
      withUnsafeCurrentTask { $0?.cancel() }
      var results = (0..<8).mapConcurrently(atMost: 3) { Issue.record("Called with \($0).") }.makeAsyncIterator()
      await #expect(throws: CancellationError.self) { try await results.next() }
      let last = try await results.next()
      #expect(last == nil)
    }.value
  }

  @Test("G2: Leaving the loop cancels the calls that run")
  func leaving() async throws {
    let calls = Calls()
    calls.gates[0].send()
    do {
      var results = (0..<8).mapConcurrently(atMost: 3, calls.call).makeAsyncIterator()
      #expect(try await results.next() == 0)
      await until { calls.begun.values.count == 4 }
    }
    await until { calls.cancelled.values.count == 3 }
    #expect(Set(calls.cancelled.values) == [1, 2, 3])
    #expect(calls.begun.values.max() == 3)
  }

  @Test("A bound below 1 stops the program with a sentence")
  func misuse() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].mapConcurrently(atMost: 0) { $0 }
    }
    #expect(result.message.contains("1 or more calls may be under way at once, not 0."))
  }
}

/// Shows each element that is taken.
private struct TappedSequence<Base: AsyncSequence & Sendable>: AsyncSequence, Sendable where Base.Element: Sendable {
  let base: Base
  let tap: @Sendable (Base.Element) -> Void

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), tap: tap) }

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: Base.AsyncIterator
    let tap: @Sendable (Base.Element) -> Void

    mutating func next() async throws -> Base.Element? {
      let element = try await base.next()
      if let element { tap(element) }
      return element
    }
  }
}
