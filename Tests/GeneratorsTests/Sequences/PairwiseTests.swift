import Generators
import Testing

@Suite("Pairwise")
struct PairwiseTests {
  @Test("G1: each element with the one after it, sync and async")
  func pairs() async {
    for count in 0...5 {
      let expected = (0..<max(count - 1, 0)).map { [$0, $0 + 1] }
      let sync = drain(OnceOnly(0..<count).pairwise())
      #expect(sync.elements.map { [$0, $1] } == expected)
      #expect(sync.isOver)
      for fails in [false, true] {
        let async = await drain(AsyncElements(0..<count, fails: fails).pairwise())
        #expect(async.elements.map { [$0, $1] } == expected)
        #expect(async.failed == fails && async.isOver)
      }
    }
  }

  @Test("Elements may be nil")
  func optionals() {
    #expect([nil, 1, nil].pairwise().map { [$0, $1] } == [[nil, 1], [1, nil]])
  }
}
