import DecoratorsTesting
import Generators
import Glibc
import Testing

@Suite("Generate", .hangLimit)
struct GenerateTests {
  struct Failure: Error, Equatable {}

  @Test("Elements come in the order of their yields, and every next() after the end is nil (G1)")
  func elements() async throws {
    let numbers = generate { yield in
      for number in 1...3 { try await yield(number) }
    }
    var iterator = numbers.makeAsyncIterator()
    #expect(try await [iterator.next(), iterator.next(), iterator.next()] == [1, 2, 3])
    for _ in 0..<3 { #expect(try await iterator.next() == nil) }
  }

  @Test("The body starts at the first next(), and goes no further than the element asked for")
  func laziness() async throws {
    let steps = ValueRecorder<String>()
    let numbers = generate(Int.self) { yield in
      steps.append("start")
      try await yield(1)
      steps.append("after 1")
      try await yield(2)
      steps.append("after 2")
    }
    var iterator = numbers.makeAsyncIterator()
    #expect(steps.values.isEmpty)
    #expect(try await iterator.next() == 1)
    #expect(steps.values == ["start"])
    #expect(try await iterator.next() == 2)
    #expect(steps.values == ["start", "after 1"])
    #expect(try await iterator.next() == nil)
    #expect(steps.values == ["start", "after 1", "after 2"])
  }

  @Test("An error of the body comes after all its elements, once, and then nil (G1)")
  func failure() async throws {
    var iterator = generate(Int.self) { yield in
      try await yield(1)
      throw Failure()
    }.makeAsyncIterator()
    #expect(try await iterator.next() == 1)
    await #expect(throws: Failure()) { try await iterator.next() }
    #expect(try await iterator.next() == nil)
  }

  @Test("Each iterator runs the body anew (G3, G13)")
  func restart() async throws {
    let runs = ValueRecorder<Void>()
    let numbers = generate(Int.self) { yield in
      runs.append(())
      for number in 1...3 { try await yield(number) }
    }
    for _ in 0..<2 {
      var found: [Int] = []
      for try await number in numbers { found.append(number) }
      #expect(found == [1, 2, 3])
    }
    #expect(runs.values.count == 2)
    var (first, second) = (numbers.makeAsyncIterator(), numbers.makeAsyncIterator())
    #expect(try await [first.next(), second.next(), first.next()] == [1, 1, 2])
  }

  @Test("G2: Leaving the loop makes the waiting yield throw, and every later one; defer runs")
  func leaving() async throws {
    let steps = ValueRecorder<String>()
    let ended = Signal()
    let numbers = generate(Int.self) { yield in
      defer {
        steps.append("defer, cancelled: \(Task.isCancelled)")
        ended.send()
      }
      do { try await yield(1) } catch is CancellationError { steps.append("cancelled") }
      do { try await yield(2) } catch is CancellationError { steps.append("cancelled again") }
    }
    for try await _ in numbers { break }
    try await ended.wait()
    #expect(steps.values == ["cancelled", "cancelled again", "defer, cancelled: true"])
  }

  @Test("G2: A run that nobody consumed, or whose consumer left, keeps nothing alive")
  func leaks() async throws {
    final class Resource: Sendable {
      let released: Signal
      init(_ released: Signal) { self.released = released }
      deinit { released.send() }
    }
    for taken in 0...3 {
      let released = Signal()
      do {
        let resource = Resource(released)
        var iterator = generate(Int.self) { yield in
          for number in 1...2 {
            withExtendedLifetime(resource) {}
            try await yield(number)
          }
        }.makeAsyncIterator()
        for _ in 0..<taken { _ = try await iterator.next() }
      }
      try await released.wait()
    }
  }

  @Test("G2: Cancelled while the body waits for something else, next() throws at once and the body is cancelled")
  func cancellationWhileBodyWaits() async throws {
    let (never, ended) = (Signal(), Signal())
    let task = Task<Void, any Error> {
      var iterator = generate(Int.self) { yield in
        defer { ended.send() }
        try await never.wait()
        try await yield(1)
      }.makeAsyncIterator()
      await #expect(throws: CancellationError.self) { try await iterator.next() }
      let last = try await iterator.next()
      #expect(last == nil)
    }
    await never.waiters(atLeast: 1)
    task.cancel()
    try await task.value
    try await ended.wait()
  }

  @Test("G2: Cancelled between two elements, next() throws once, and then there are no more; the body ends")
  func cancellationBetweenElements() async throws {
    let ended = Signal()
    let task = Task<Void, any Error> {
      var iterator = generate(Int.self) { yield in
        defer { ended.send() }
        for number in 1... { try await yield(number) }
      }.makeAsyncIterator()
      let first = try await iterator.next()
      #expect(first == 1)
      withUnsafeCurrentTask { $0?.cancel() }
      await #expect(throws: CancellationError.self) { try await iterator.next() }
      let last = try await iterator.next()
      #expect(last == nil)
      try await Task { try await ended.wait() }.value
    }
    try await task.value
  }

  @Test("A task cancelled before the first next() never runs the body")
  func cancelledBefore() async throws {
    let task = Task<Void, any Error> {
      withUnsafeCurrentTask { $0?.cancel() }
      var iterator = generate(Int.self) { yield in
        Issue.record("The body ran.")
        try await yield(1)
      }.makeAsyncIterator()
      await #expect(throws: CancellationError.self) { try await iterator.next() }
      let last = try await iterator.next()
      #expect(last == nil)
    }
    try await task.value
  }

  @Test("A body may wait for actors, tasks and sleeps between its elements")
  func awaitingBody() async throws {
    actor Source {
      var last = 0
      func number() async -> Int {
        await Task.yield()
        last += 1
        return last
      }
    }
    let source = Source()
    let numbers = generate(Int.self) { yield in
      for _ in 0..<200 {
        let number = await source.number()
        try await yield(number)
        async let doubled = number * 2
        try await yield(await doubled)
        await MainActor.run {}
      }
    }
    var found: [Int] = []
    for try await number in numbers { found.append(number) }
    #expect(found == (1...200).flatMap { [$0, $0 * 2] })
  }

  @Test("The consumer keeps its actor, its task and its task-local values; the body has the values and no actor")
  @MainActor
  func isolation() async throws {
    enum Local { @TaskLocal static var name = "none" }
    try await Local.$name.withValue("consumer") {
      let names = generate(String.self) { yield in
        for _ in 0..<3 { try await Local.$name.withValue("body") { try await yield(Local.name) } }
        try await yield(Local.name)
      }
      var found: [String] = []
      for try await name in names {
        MainActor.assertIsolated()
        #expect(Local.name == "consumer")
        #expect(withUnsafeCurrentTask { $0 != nil })
        found.append(name)
      }
      #expect(found == ["body", "body", "body", "consumer"])
    }
  }

  @Test("From one yield to the next the body runs on the thread of the consumer's actor")
  @MainActor
  func threads() async throws {
    func thread() -> pthread_t { pthread_self() }
    let consumers = thread()
    let threads = generate(pthread_t.self) { yield in
      for _ in 0..<100 { try await yield(pthread_self()) }
    }
    for try await bodys in threads {
      #expect(pthread_equal(bodys, consumers) != 0)
      #expect(pthread_equal(thread(), consumers) != 0)
    }
  }

  @Test("G2: Cancelled while the body computes, the body sees it before its next await")
  func cancellationWhileBodyComputes() async throws {
    let (consumer, start) = (ValueRecorder<Task<Void, any Error>>(), Signal())
    let task = Task<Void, any Error> {
      try await start.wait()
      var iterator = generate(Int.self) { yield in
        #expect(!Task.isCancelled)
        consumer.values.first?.cancel()
        #expect(Task.isCancelled)
        try await yield(1)
      }.makeAsyncIterator()
      await #expect(throws: CancellationError.self) { try await iterator.next() }
    }
    consumer.append(task)
    start.send()
    try await task.value
  }

  @Test("A generator may consume another, and itself")
  func nesting() async throws {
    @Sendable func countdown(from number: Int) -> AsyncGenerator<Int> {
      generate { yield in
        guard number > 0 else { return }
        try await yield(number)
        for try await smaller in countdown(from: number - 1) { try await yield(smaller) }
      }
    }
    var found: [Int] = []
    for try await number in countdown(from: 20) { found.append(number) }
    #expect(found == (1...20).reversed())
  }

  @Test("Functions that the body calls may yield, and they run on the thread of the consumer too")
  @MainActor
  func helperFunctions() async throws {
    @Sendable func walk(_ depth: Int, _ yield: GeneratorYield<(Int, pthread_t)>) async throws {
      if depth > 0 { try await walk(depth - 1, yield) }
      try await yield((depth, pthread_self()))
      if depth > 0 { try await walk(depth - 1, yield) }
    }
    func thread() -> pthread_t { pthread_self() }
    let consumers = thread()
    var depths: [Int] = []
    let depthsAndThreads = generate { yield in try await walk(2, yield) }
    for try await (depth, bodys) in depthsAndThreads {
      #expect(pthread_equal(bodys, consumers) != 0)
      depths.append(depth)
    }
    #expect(depths == [0, 1, 0, 2, 0, 1, 0])
  }

  @Test("A body may be isolated to an actor, call actors, and choose an executor")
  func isolatedBody() async throws {
    final class Pool: TaskExecutor {
      func enqueue(_ job: consuming ExecutorJob) { globalConcurrentExecutor.enqueue(job) }
    }
    let pool = Pool()
    let numbers = generate(Int.self) { @MainActor yield in
      try await yield(1)
      MainActor.assertIsolated()
      try await withTaskExecutorPreference(pool) {
        try await yield(2)
        try await yield(3)
      }
      MainActor.assertIsolated()
      try await yield(4)
    }
    var found: [Int] = []
    for try await number in numbers { found.append(number) }
    #expect(found == [1, 2, 3, 4])
    let fromMain = try await Task { @MainActor in try await numbers.reduce(0, +) }.value
    #expect(fromMain == 10)
  }

  @Test("A child task may yield while the body waits for it")
  func childTasks() async throws {
    let numbers = generate(Int.self) { yield in
      for number in 0..<20 {
        async let child: Void = yield(number)
        try await child
      }
    }
    var found: [Int] = []
    for try await number in numbers { found.append(number) }
    #expect(found == Array(0..<20))
  }

  @Test("A yield after the end of the body throws CancellationError and delivers nothing")
  func lateYield() async throws {
    let late = ValueRecorder<GeneratorYield<Int>>()
    var iterator = generate(Int.self) { yield in
      late.append(yield)
      try await yield(1)
    }.makeAsyncIterator()
    #expect(try await iterator.next() == 1)
    #expect(try await iterator.next() == nil)
    await #expect(throws: CancellationError.self) { try await late.values[0](2) }
    #expect(try await iterator.next() == nil)
  }

  @Test("G2: Cancelled at any moment, the consumer gets each element at most once and then one error; every body ends")
  func cancellationAtAnyMoment() async throws {
    for delay in 0..<100 {
      let ended = Signal()
      let (isStarted, start) = (Signal(), Signal())
      let task = Task<[Int], Never> {
        var found: [Int] = []
        do {
          let numbers = generate(Int.self) { yield in
            defer { ended.send() }
            for number in 0... {
              if number % 3 == delay % 3 { await Task.yield() }
              try await yield(number)
              if number == delay { start.send() }
            }
          }
          isStarted.send()
          for try await number in numbers { found.append(number) }
          Issue.record("A cancelled loop ended without an error.")
        } catch {
          #expect(error is CancellationError)
        }
        return found
      }
      try await isStarted.wait()
      try await start.wait()
      task.cancel()
      let found = await task.value
      #expect(found == Array(0..<found.count))
      try await ended.wait()
    }
  }

  @Test("Elements need not be Sendable")
  func elementsOfOneOwner() async throws {
    final class Box { var value = 0 }
    let boxes = generate(Box.self) { yield in
      for _ in 0..<2 { try await yield(Box()) }
    }
    for try await box in boxes {
      box.value += 1
      #expect(box.value == 1)
    }
  }

  @Test("Misuse stops the program with a sentence: two yields at once")
  func misuse() async {
    let twice = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let numbers = generate(Int.self) { yield in
        try await withThrowingDiscardingTaskGroup { group in
          for number in 0..<2 { group.addTask { try await yield(number) } }
        }
      }
      var iterator = numbers.makeAsyncIterator()
      _ = try await iterator.next()
      try await Task.sleep(for: .seconds(60))
    }
    #expect(twice.message.contains("called yield while another of its calls waits"))
  }
}
