import DecoratorsTesting
import Generators
import Testing

@Suite("Tap")
struct TapTests {
  @Test("G1: the closure receives each element once, when it is asked for; sync and async")
  func shown() async {
    var shown: [Int] = []
    var tapped = OnceOnly(1...3).tap { shown.append($0) }.makeIterator()
    #expect(shown.isEmpty)
    #expect(tapped.next() == 1)
    #expect(shown == [1])
    #expect(tapped.next() == 2)
    #expect(tapped.next() == 3)
    #expect(tapped.next() == nil)
    #expect(tapped.next() == nil)
    #expect(shown == [1, 2, 3])

    let recorder = ValueRecorder<Int>()
    let result = await drain(
      AsyncElements(1...3, fails: true).tap { number in
        await Task.yield()
        recorder.append(number)
      }
    )
    #expect(result.elements == [1, 2, 3])
    #expect(result.failed && result.isOver)
    #expect(recorder.values == [1, 2, 3])
  }
}
