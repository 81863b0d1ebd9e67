import Generators
import Testing

@Suite("Chunks by cost")
struct CostChunksTests {
  /// The chunks as a plain loop makes them.
  private func expected(_ costs: [Int], limit: Int, count: Int) -> [[Int]] {
    var chunks: [[Int]] = []
    var chunk: [Int] = []
    for cost in costs {
      if !chunk.isEmpty, chunk.reduce(0, +) + cost > limit || chunk.count == count || chunk.reduce(0, +) >= limit {
        chunks.append(chunk)
        chunk = []
      }
      chunk.append(cost)
    }
    return chunk.isEmpty ? chunks : chunks + [chunk]
  }

  @Test("G1, G8: random costs under every limit are chunked as by a plain loop, sync and async, and nothing is empty")
  func againstALoop() async {
    for costs in randomArrays(seed: 1) {
      for limit in [1, 2, 3, 5, 9, .max] {
        for count in [1, 2, 3, Int.max] {
          let expected = expected(costs, limit: limit, count: count)
          let sync = drain(OnceOnly(costs).chunks(ofCost: limit, atMost: count, cost: { $0 }))
          #expect(sync.elements == expected)
          #expect(sync.isOver)
          for fails in [false, true] {
            let source = AsyncElements(costs, fails: fails)
            let async = await drain(source.chunks(ofCost: limit, atMost: count, cost: { $0 }))
            #expect(async.elements == expected)
            #expect(async.failed == fails)
            #expect(async.isOver)
          }
        }
      }
    }
  }

  @Test("An element over the limit is a chunk of its own, and costs whose sum overflows do not trap")
  func large() {
    #expect(Array([3, 4, 2, 9, 1].chunks(ofCost: 7) { $0 }) == [[3, 4], [2], [9], [1]])
    #expect(Array([Int.max, .max, 1].chunks(ofCost: .max) { $0 }) == [[.max], [.max], [1]])
  }

  @Test("A chunk that reaches the limit is delivered without a look at the next element")
  func early() {
    var taken = 0
    let chunks = (1...9).lazy.map { number in
      taken += 1
      return number
    }.chunks(ofCost: 3) { $0 }
    var iterator = chunks.makeIterator()
    #expect(iterator.next() == [1, 2])
    #expect(taken == 2)
  }

  @Test("Limits and costs out of range stop the program with a sentence")
  func misuse() async {
    let limit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].chunks(ofCost: 0) { $0 }
    }
    #expect(limit.message.contains("The cost limit of a chunk is at least 1, not 0."))
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].chunks(ofCost: 1, atMost: 0) { $0 }
    }
    #expect(count.message.contains("A chunk holds 1 or more elements, not 0."))
    let cost = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Array([-1].chunks(ofCost: 1) { $0 })
    }
    #expect(cost.message.contains("An element costs 0 or more, not -1."))
  }
}
