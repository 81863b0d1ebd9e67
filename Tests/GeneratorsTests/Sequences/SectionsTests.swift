import Generators
import Testing

@Suite("Sections")
struct SectionsTests {
  @Test("Sections start at a marker, end at one, or are between separators")
  func edges() {
    #expect(Array([1, 2, 0, 3, 0, 4].sections(startingAt: { $0 == 0 })) == [[1, 2], [0, 3], [0, 4]])
    #expect(Array([1, 2, 0, 3, 0, 4].sections(endingAt: { $0 == 0 })) == [[1, 2, 0], [3, 0], [4]])
    #expect(Array([1, 2, 0, 0, 3].sections(separatedBy: { $0 == 0 })) == [[1, 2], [3]])
    #expect(Array([1, 2, 0, 0, 3].sections(separatedBy: { $0 == 0 }, omittingEmpty: false)) == [[1, 2], [], [3]])
  }

  @Test("G1, G8: with and without a limit nothing is lost, and nothing is empty unless asked for; sync as async")
  func properties() async {
    for elements in randomArrays(seed: 3) {
      let isMarker: @Sendable (Int) -> Bool = { $0 == 0 }
      for limit in [1, 2, 3, Int.max] {
        let starting = drain(OnceOnly(elements).sections(startingAt: isMarker, limit: limit))
        #expect(Array(starting.elements.joined()) == elements)
        #expect(starting.elements.allSatisfy { !$0.isEmpty && $0.count <= limit && !$0.dropFirst().contains(0) })
        #expect(starting.isOver)

        let ending = drain(OnceOnly(elements).sections(endingAt: isMarker, limit: limit))
        #expect(Array(ending.elements.joined()) == elements)
        #expect(ending.elements.allSatisfy { !$0.isEmpty && $0.count <= limit && !$0.dropLast().contains(0) })
        #expect(ending.isOver)

        for omittingEmpty in [false, true] {
          let between = drain(
            OnceOnly(elements).sections(separatedBy: isMarker, omittingEmpty: omittingEmpty, limit: limit)
          )
          let whole = elements.split(separator: 0, omittingEmptySubsequences: omittingEmpty)
          #expect(between.elements == whole.flatMap { $0.isEmpty ? [[]] : Array(Array($0).chunks(of: limit)) })
          #expect(between.isOver)
          for fails in [false, true] {
            let source = AsyncElements(elements, fails: fails)
            let result = await drain(
              source.sections(separatedBy: isMarker, omittingEmpty: omittingEmpty, limit: limit)
            )
            #expect(result.elements == between.elements)
            #expect(result.failed == fails && result.isOver)
          }
        }
        let asyncStarting = await drain(
          AsyncElements(elements, fails: true).sections(startingAt: isMarker, limit: limit)
        )
        #expect(asyncStarting.elements == starting.elements)
        #expect(asyncStarting.failed && asyncStarting.isOver)
        let asyncEnding = await drain(AsyncElements(elements, fails: true).sections(endingAt: isMarker, limit: limit))
        #expect(asyncEnding.elements == ending.elements)
        #expect(asyncEnding.failed && asyncEnding.isOver)
      }
    }
  }

  @Test("A section that ends at a marker is delivered with it, without a look at the next element")
  func early() {
    var sections = OnceOnly([1, 0]).sections(endingAt: { $0 == 0 }).makeIterator()
    #expect(sections.next() == [1, 0])
  }

  @Test("A limit below 1 stops the program with a sentence")
  func misuse() async {
    let limit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].sections(startingAt: { $0 == 0 }, limit: 0)
    }
    #expect(limit.message.contains("A section holds 1 or more elements, not 0."))
  }
}
