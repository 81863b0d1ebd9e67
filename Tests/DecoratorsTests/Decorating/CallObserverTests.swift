import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct CallObserverTests {
  private let diary = Diary()
  private var lines: [String] { diary.lines.values }

  private func half(_ number: Int) throws(ConnectionError) -> Int {
    if number % 2 == 1 { throw ConnectionError() }
    return number / 2
  }
  private func halfLater(_ number: Int) async throws(ConnectionError) -> Int {
    await Task.yield()
    return try half(number)
  }

  @Test("L2: a call that returns begins once and ends once, with its input and its output")
  func returning() async throws {
    let input = "\(Arguments(4))"
    #expect(try diary.run { try half(4) } == 2)
    #expect(lines == ["diary 1 begins", "diary 1 returns 2 for ()"])
    #expect(try await diary.run { try await halfLater(4) } == 2)
    #expect(lines.suffix(2) == ["diary 2 begins", "diary 2 returns 2 for ()"])
    #expect(try Function(half).decorated(by: diary)(4) == 2)
    #expect(lines.suffix(2) == ["diary 3 begins", "diary 3 returns 2 for \(input)"])
    #expect(try await AsyncFunction(halfLater).decorated(by: diary)(4) == 2)
    #expect(lines.suffix(2) == ["diary 4 begins", "diary 4 returns 2 for \(input)"])
    #expect(lines.count == 8)
  }

  @Test("L2: a call that throws begins once and ends once, with its input and its error")
  func throwing() async {
    let input = "\(Arguments(1))"
    _ = try? diary.run { try half(1) }
    #expect(lines == ["diary 1 begins", "diary 1 throws ConnectionError, a failure, for ()"])
    _ = try? await diary.run { try await halfLater(1) }
    #expect(lines.suffix(2) == ["diary 2 begins", "diary 2 throws ConnectionError, a failure, for ()"])
    _ = try? Function(half).decorated(by: diary)(1)
    #expect(lines.suffix(2) == ["diary 3 begins", "diary 3 throws ConnectionError, a failure, for \(input)"])
    _ = try? await AsyncFunction(halfLater).decorated(by: diary)(1)
    #expect(lines.suffix(2) == ["diary 4 begins", "diary 4 throws ConnectionError, a failure, for \(input)"])
    #expect(lines.count == 8)
  }

  @Test("L1, L2: a call that is cancelled while it is suspended begins once and ends once, as cancelled")
  func cancelled() async throws {
    let clock = ManualClock()
    let sleep = AsyncFunction { () async throws in try await clock.sleep(for: .seconds(60)) }.decorated(by: diary)
    let tasks = [
      Task { [diary] in try await diary.run { try await clock.sleep(for: .seconds(60)) } },
      Task { try await sleep() },
    ]
    await clock.sleepers(atLeast: 2)
    #expect(lines.sorted() == ["diary 1 begins", "diary 2 begins"])
    for task in tasks {
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    #expect(lines.count == 4)
    #expect(lines.suffix(2).allSatisfy { $0.contains("throws CancellationError, a cancelled") })
    try clock.checkNoSleepers()
  }

  @Test("L1, L2: a synchronous call that is cancelled begins once and ends once, as cancelled")
  func cancelledSynchronously() async {
    let task = Task { [diary] in
      withUnsafeCurrentTask { $0?.cancel() }
      try diary.run { () throws in try Task.checkCancellation() }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(lines == ["diary 1 begins", "diary 1 throws CancellationError, a cancelled, for ()"])
  }

  @Test func aCallBegins_beforeTheFunctionAndEndsAfterIt() async throws {
    let work = Function { [diary] in diary.lines.append("working") }.decorated(by: diary)
    work()
    await AsyncFunction { [diary] () async in diary.lines.append("working") }.decorated(by: diary)()
    let input = "\(Arguments< >())"
    #expect(
      lines == (1...2).flatMap { ["diary \($0) begins", "working", "diary \($0) returns () for \(input)"] }
    )
  }

  @Test func whenCallsOverlap_eachGetsTheSpanOfItsOwnBegin() async {
    let gates = [Gate(), Gate(), Gate()]
    let wait = AsyncFunction { (index: Int) async -> Int in
      await gates[index].wait()
      return index
    }
    .decorated(by: diary)
    var tasks: [Task<Int, Never>] = []
    for index in gates.indices {
      tasks.append(Task { await wait(index) })
      await until { gates[index].waiting == 1 }
    }
    #expect(lines == ["diary 1 begins", "diary 2 begins", "diary 3 begins"])
    for index in [1, 2, 0] {
      gates[index].open()
      #expect(await tasks[index].value == index)
      #expect(lines.last == "diary \(index + 1) returns \(index) for \(Arguments(index))")
    }
    #expect(lines.count == 6)
  }

  @Test func aCallInsideACall_hasASpanOfItsOwn() {
    let sum = diary.run { 1 + diary.run { 2 } }
    #expect(sum == 3)
    #expect(
      lines == ["diary 1 begins", "diary 2 begins", "diary 2 returns 2 for ()", "diary 1 returns 3 for ()"]
    )
  }

  @Test("L2: calls from many tasks at once end once each")
  func manyAtOnce() async {
    let function = AsyncFunction(halfLater).decorated(by: diary)
    await withTaskGroup { group in
      for number in 0..<100 { group.addTask { _ = try? await function(number) } }
    }
    let ended = lines.filter { !$0.hasSuffix("begins") }.compactMap { $0.split(separator: " ").dropFirst().first }
    #expect(Set(ended).count == 100 && ended.count == 100 && lines.count == 200)
  }

  @Test func anObserverThatKeepsNothing_needsNoSpan() async {
    struct Counted: CallObserver {
      let begun = Counter()
      let ended = Counter()
      var description: String { "counted" }
      func begin<Input>(_ input: Input, at site: CallSite) { begun.increment() }
      func end<Input, Output>(_: Void, of input: Input, returning output: Output, at site: CallSite) {
        ended.increment()
      }
      func end<Input>(_: Void, of input: Input, throwing error: any Error, at site: CallSite) { ended.increment() }
    }
    let counted = Counted()
    counted.run {}
    await counted.run { await Task.yield() }
    #expect(counted.begun.value == 2 && counted.ended.value == 2)
  }
}
