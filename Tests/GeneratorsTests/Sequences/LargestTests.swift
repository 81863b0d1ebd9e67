import Generators
import Testing

@Suite("Largest")
struct LargestTests {
  @Test("The largest first, of equals the earlier ones in their order; sync and async, as sorting gives them")
  func againstSorting() async throws {
    for elements in randomArrays(seed: 8) {
      let numbered = Array(elements.enumerated())
      for count in [0, 1, 2, 5, 20, 200] {
        let expected = numbered.sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.prefix(count).map(\.offset)
        #expect(numbered.largest(count, by: { $0.element < $1.element }).map(\.offset) == expected)
        let async = try await AsyncElements(numbered.map { [$0.offset, $0.element] }).largest(count) { $0[1] < $1[1] }
        #expect(async.map { $0[0] } == expected)
      }
    }
  }

  @Test("An error of the sequence is thrown")
  func failure() async {
    await #expect(throws: AsyncElements<Int>.Failure()) {
      try await AsyncElements([1], fails: true).largest(1, by: <)
    }
  }

  @Test("A negative count stops the program with a sentence")
  func misuse() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].largest(-1, by: <)
    }
    #expect(count.message.contains("The number of largest elements is at least 0, not -1."))
  }
}
