import Generators
import Testing

@Suite("Runs")
struct RunsTests {
  private func expected(_ elements: [Int], limit: Int) -> [[Int]] {
    var runs: [[Int]] = []
    for element in elements {
      if let last = runs.last, last[0] % 2 == element % 2, last.count < limit {
        runs[runs.count - 1].append(element)
      } else {
        runs.append([element])
      }
    }
    return runs
  }

  @Test("G1, G8: neighbors with one key are grouped as by a plain loop, sync and async, also before an error")
  func againstALoop() async {
    for elements in randomArrays(seed: 2) {
      for limit in [1, 2, 3, Int.max] {
        let expected = expected(elements, limit: limit)
        let sync = drain(OnceOnly(elements).runs(by: { $0 % 2 }, limit: limit))
        #expect(sync.elements.map(\.elements) == expected)
        #expect(sync.elements.map(\.key) == expected.map { $0[0] % 2 })
        #expect(sync.isOver)
        for fails in [false, true] {
          let async = await drain(AsyncElements(elements, fails: fails).runs(by: { $0 % 2 }, limit: limit))
          #expect(async.elements.map(\.elements) == expected)
          #expect(async.failed == fails && async.isOver)
        }
      }
    }
  }

  @Test("A key may be nil or a key path, and a limit below 1 stops the program with a sentence")
  func keys() async {
    let runs = Array(["a", "", "", "b"].runs(by: \.first))
    #expect(runs.map(\.key) == ["a", nil, "b"])
    #expect(runs.map(\.elements.count) == [1, 2, 1])
    let limit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].runs(by: { $0 }, limit: 0)
    }
    #expect(limit.message.contains("A run holds 1 or more elements, not 0."))
  }
}
