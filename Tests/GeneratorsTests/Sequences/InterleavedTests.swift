import Generators
import Testing

@Suite("Interleaved")
struct InterleavedTests {
  @Test("G1: elements in turn, and then the rest of the longer sequence; sync and async")
  func turns() async {
    for left in 0...4 {
      for right in 0...4 {
        var expected: [Int] = []
        for index in 0..<max(left, right) {
          if index < left { expected.append(index) }
          if index < right { expected.append(-index) }
        }
        let others = (0..<right).map { -$0 }
        let sync = drain(OnceOnly(0..<left).interleaved(with: OnceOnly(others)))
        #expect(sync.elements == expected)
        #expect(sync.isOver)
        let async = await drain(AsyncElements(0..<left).interleaved(with: AsyncElements(others)))
        #expect(async.elements == expected)
        #expect(!async.failed && async.isOver)
      }
    }
  }

  @Test("G1: an error of either ends both")
  func failure() async {
    let first = await drain(AsyncElements([1], fails: true).interleaved(with: AsyncElements([2, 4])))
    #expect(first.elements == [1, 2])
    #expect(first.failed && first.isOver)
    let second = await drain(AsyncElements([1, 3]).interleaved(with: AsyncElements([2], fails: true)))
    #expect(second.elements == [1, 2, 3])
    #expect(second.failed && second.isOver)
  }
}
