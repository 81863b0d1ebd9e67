import Generators
import Testing

@Suite("Unique")
struct UniqueTests {
  @Test("G1: if all keys are remembered, each comes once, at its first position, sync and async")
  func all() async {
    for elements in randomArrays(seed: 5) {
      var seen: Set<Int> = []
      let expected = elements.filter { seen.insert($0).inserted }
      let sync = drain(OnceOnly(elements).unique(remembering: 5))
      #expect(sync.elements == expected)
      #expect(sync.isOver)
      let async = await drain(AsyncElements(elements, fails: true).unique(remembering: 5))
      #expect(async.elements == expected)
      #expect(async.failed && async.isOver)
    }
  }

  @Test("The last keys are remembered, and twice as many at most")
  func bounds() {
    for count in [1, 2, 3] {
      for elements in randomArrays(seed: 6) {
        var delivered: [Int] = []
        var unique = elements.enumerated().unique(remembering: count, by: \.element).makeIterator()
        var places: Set<Int> = []
        while let (place, element) = unique.next() {
          delivered.append(element)
          places.insert(place)
        }
        for (place, element) in elements.enumerated() {
          var different: Set<Int> = []
          let before = elements[..<place].reversed().prefix { $0 != element }
          different.formUnion(before)
          let isKnown = elements[..<place].contains(element)
          if isKnown, different.count < count { #expect(!places.contains(place)) }
          if !isKnown || different.count >= 2 * count { #expect(places.contains(place)) }
        }
      }
    }
  }

  @Test("By a key, the first element of each stays")
  func keys() async {
    #expect(Array(["a1", "b1", "a2"].unique(remembering: 9, by: \.first)) == ["a1", "b1"])
    let async = await drain(AsyncElements(["a1", "b1", "a2"]).unique(remembering: 9, by: \.first))
    #expect(async.elements == ["a1", "b1"])
  }

  @Test("A memory of 0 elements stops the program with a sentence")
  func misuse() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].unique(remembering: 0)
    }
    #expect(count.message.contains("unique(remembering:) remembers 1 or more elements, not 0."))
  }
}
