import Generators
import Testing

@Suite("Merged")
struct MergedTests {
  private struct Entry: Sendable, Equatable {
    var time: Int
    var source: String
  }

  @Test("G1: the result is sorted, equal elements of the first come first, and nothing is lost; sync and async")
  func sorted() async {
    let arrays = randomArrays(seed: 7)
    for (left, right) in zip(arrays, arrays.shuffledByTwo) {
      let first = left.sorted().map { Entry(time: $0, source: "first") }
      let second = right.sorted().map { Entry(time: $0, source: "second") }
      let expected = (first + second).enumerated()
        .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
      let sync = drain(OnceOnly(first).merged(withSorted: OnceOnly(second), by: { $0.time < $1.time }))
      #expect(sync.elements == expected)
      #expect(sync.isOver)
      let async = await drain(
        AsyncElements(first).merged(withSorted: AsyncElements(second), by: { $0.time < $1.time })
      )
      #expect(async.elements == expected)
      #expect(!async.failed && async.isOver)
    }
  }

  @Test("G1, G8: the element that is held comes before the error of the other sequence, and then nil")
  func failure() async {
    let first = await drain(AsyncElements([1, 3], fails: true).merged(withSorted: AsyncElements([2, 9, 10]), by: <))
    #expect(first.elements == [1, 2, 3, 9])
    #expect(first.failed && first.isOver)
    let second = await drain(AsyncElements([2, 9, 10]).merged(withSorted: AsyncElements([1, 3], fails: true), by: <))
    #expect(second.elements == [1, 2, 3, 9])
    #expect(second.failed && second.isOver)
  }
}

extension Array {
  /// The same elements in another order, the ends first.
  fileprivate var shuffledByTwo: [Element] { Array(reversed()) }
}
