import DecoratorsTesting
import Generators
import Testing

@Suite("Skipping failures")
struct SkippingFailuresTests {
  struct Odd: Error, Equatable { var number: Int }

  @Sendable private static func half(_ number: Int) throws(Odd) -> Int {
    guard number.isMultiple(of: 2) else { throw Odd(number: number) }
    return number / 2
  }

  @Test("G1: elements that fail are left out and passed on with their typed error, in order")
  func sync() {
    var dead: [(Int, Odd)] = []
    let halves = drain(OnceOnly(0...5).skippingFailures(of: Self.half, onFailure: { dead.append(($0, $1)) }))
    #expect(halves.elements == [0, 1, 2])
    #expect(halves.isOver)
    #expect(dead.map(\.0) == [1, 3, 5])
    #expect(dead.map(\.1.number) == [1, 3, 5])
  }

  @Test("Failures are counted, also over several sequences, and the last error is kept")
  func counted() async {
    let failures = FailureCount()
    #expect(failures.last == nil)
    #expect(Array((0...5).skippingFailures(of: Self.half, countedBy: failures)) == [0, 1, 2])
    #expect(failures.count == 3)
    let async = await drain(AsyncElements(6...9).skippingFailures(of: { try Self.half($0) }, countedBy: failures))
    #expect(async.elements == [3, 4])
    #expect(failures.count == 5)
    #expect(failures.last as? Odd == Odd(number: 9))
  }

  @Test(
    "G1: the asynchronous form passes on each failure before it takes the next element; the sequence's error is thrown"
  )
  func async() async {
    let events = ValueRecorder<String>()
    let source = AsyncElements(1...3, fails: true)
    let halves = source.skippingFailures(
      of: {
        events.append("try \($0)")
        return try Self.half($0)
      },
      onFailure: { number, _ in
        await Task.yield()
        events.append("dead \(number)")
      }
    )
    let result = await drain(halves)
    #expect(result.elements == [1])
    #expect(result.failed && result.isOver)
    #expect(events.values == ["try 1", "dead 1", "try 2", "try 3", "dead 3"])
  }

  @Test("Cancellation is not a failure of an element: it ends the sequence (G1)")
  func cancellation() async {
    let failures = FailureCount()
    let thrown = await drain(
      AsyncElements(1...3).skippingFailures(of: { _ in throw CancellationError() }, countedBy: failures)
        as AsyncSkippingFailures<AsyncElements<Int>, Int>
    )
    #expect(thrown.failed && thrown.isOver)
    let cancelled = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let result = await drain(AsyncElements(1...3).skippingFailures(of: { try Self.half($0) }, countedBy: failures))
      return result.failed && result.isOver && result.elements.isEmpty
    }
    #expect(await cancelled.value)
    #expect(failures.count == 0)
  }
}
