import DecoratorsTesting
import Generators
import Testing

@Suite("Merged, any number")
struct MergedSortedTests {
  private struct Entry: Sendable, Equatable {
    var time: Int
    var stream: Int
    var index: Int
  }

  /// Sorted streams with many equal elements, as many as `count`, of random lengths.
  private func streams(_ count: Int, using generator: inout SeededGenerator) -> [[Entry]] {
    (0..<count).map { stream in
      let times = (0..<Int.random(in: 0...12, using: &generator)).map { _ in Int.random(in: 0...9, using: &generator) }
      return times.sorted().enumerated().map { Entry(time: $1, stream: stream, index: $0) }
    }
  }

  @Test(
    "G1: elements come as from a stable sort of all, and no ended stream is asked again; sync and async"
  )
  func sorted() async {
    var generator = SeededGenerator(seed: 24)
    for count in Array(0...9) + [16, 17, 33] {
      for _ in 0..<40 {
        let streams = streams(count, using: &generator)
        let expected = streams.joined().sorted { ($0.time, $0.stream, $0.index) < ($1.time, $1.stream, $1.index) }
        let sync = drain(streams.map(OnceOnly.init).mergedSorted(by: { $0.time < $1.time }))
        #expect(sync.elements == expected)
        #expect(sync.isOver)
        let async = await drain(streams.map { AsyncElements($0) }.mergedSorted(by: { $0.time < $1.time }))
        #expect(async.elements == expected)
        #expect(!async.failed && async.isOver)
      }
    }
  }

  @Test("What is not sorted is merged without a loss")
  func unsorted() async {
    let streams = randomArrays(seed: 5).prefix(60).chunks(of: 6)
    for streams in streams {
      let expected = streams.joined().sorted()
      #expect(drain(streams.mergedSorted(by: <)).elements.sorted() == expected)
      #expect(await drain(streams.map { AsyncElements($0) }.mergedSorted(by: <)).elements.sorted() == expected)
    }
    #expect(Array([[5, 1], [3, 2], [4]].mergedSorted(by: <)) == [3, 2, 4, 5, 1])
  }

  @Test("No stream is asked before the first next(), and then only the one whose element was delivered")
  func demand() async {
    let asked = ValueRecorder<Int>()
    let streams = [[1, 6], [2, 3, 4], [5]].enumerated().map { stream, elements in
      var rest = elements[...]
      return AnyIterator {
        asked.append(stream)
        return rest.popFirst()
      }
    }
    var merged = streams.mergedSorted(by: <).makeIterator()
    #expect(asked.values == [])
    var expected = [0, 1, 2]
    for (element, stream) in [(1, 0), (2, 1), (3, 1), (4, 1), (5, 2), (6, 0)] {
      #expect(merged.next() == element)
      #expect(asked.values == expected)
      expected.append(stream)
    }
    #expect(merged.next() == nil)
    #expect(asked.values == expected)
  }

  @Test(
    "No asynchronous stream is asked before the first next(), and then only the one whose element was delivered"
  )
  func asynchronousDemand() async {
    let asked = ValueRecorder<Int>()
    let streams = [[1, 6], [2, 3, 4], [5]].enumerated().map { stream, elements in
      AsyncElements(elements).tap { _ in asked.append(stream) }
    }
    var merged = streams.mergedSorted(by: <).makeAsyncIterator()
    #expect(asked.values == [])
    for (element, taken) in [(1, [0, 1, 2]), (2, [0, 1, 2, 0]), (3, [0, 1, 2, 0, 1]), (4, [0, 1, 2, 0, 1, 1])] {
      #expect(try! await merged.next() == element)
      #expect(asked.values == taken)
    }
  }

  @Test("Copies of an iterator are independent")
  func copies() {
    for taken in 0...6 {
      var merged = [[1, 6], [2, 3, 4], [5]].mergedSorted(by: <).makeIterator()
      for number in 1..<1 + taken { #expect(merged.next() == number) }
      var copy = merged
      for number in 1 + taken..<7 { #expect(merged.next() == number) }
      for number in 1 + taken..<7 { #expect(copy.next() == number) }
      #expect(merged.next() == nil)
      #expect(copy.next() == nil)
    }
  }

  @Test("A delivered element is released")
  func release() {
    final class Box {}
    var merged = [AnySequence { AnyIterator { Box() } }, AnySequence([])].mergedSorted(by: { _, _ in false })
      .makeIterator()
    weak let box = merged.next()
    #expect(box == nil)
  }

  @Test(
    "G1, G8: the elements that are held of the others come before an error, sorted, and no stream is asked again",
    arguments: [0: [1, 1, 2, 2], 1: [1, 1, 2, 2, 12, 20], 2: [1, 1, 2, 2, 11, 12, 20], 3: [1, 1, 2, 2, 20]]
  )
  func failure(failing: Int, expected: [Int]) async {
    let streams = [[1, 20, 30], [2, 11, 31], [2, 10, 32], [1, 12, 33]].enumerated().map { stream, elements in
      AsyncElements(stream == failing ? [elements[0]] : elements, fails: stream == failing)
    }
    let merged = await drain(streams.mergedSorted(by: <))
    #expect(merged.elements == expected)
    #expect(merged.failed && merged.isOver)
  }

  @Test("An error at the first element ends the merge after the elements of the streams before it")
  func failureAtOnce() async {
    let streams = [AsyncElements([3]), AsyncElements([1]), AsyncElements([], fails: true), AsyncElements([0])]
    let merged = await drain(streams.mergedSorted(by: <))
    #expect(merged.elements == [1, 3])
    #expect(merged.failed && merged.isOver)
  }

  @Test("The lines of several logs come in the order of their times")
  func logs() async throws {
    let logs = ["1 a\n4 b\n", "2 c\n", "3 d\n5 e\n"].map { AsyncLines(of: AsyncChunkSource(chunks: [Array($0.utf8)])) }
    var lines: [String] = []
    for try await line in logs.mergedSorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
      lines.append(line.string)
    }
    #expect(lines == ["1 a", "2 c", "3 d", "4 b", "5 e"])
  }
}
