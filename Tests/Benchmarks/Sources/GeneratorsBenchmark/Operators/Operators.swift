import Algorithms
import AsyncAlgorithms
import Generators

/// The operators, in the order of their guides.
let operators: [Operator] = [
  Operator(
    name: "chunks",
    sync: Way(20_000_000) { count(generated($0).chunks(of: 1_000)) { $0[0] &+ $0.count } },
    async: Way { await count(AsyncNumbers($0).chunks(of: 1_000)) { $0.count } },
    peers: [
      ("swift-algorithms", Way(20_000_000) { count(Array(0..<$0).chunks(ofCount: 1_000)) { $0.first! &+ $0.count } }),
      ("swift-async-algorithms", Way { await count(AsyncNumbers($0).chunks(ofCount: 1_000)) { $0.count } }),
    ]
  ),
  Operator(
    name: "cost-chunks",
    sync: Way(20_000_000) { count(generated($0).chunks(ofCost: 1_000) { 1 + $0 & 1 }) { $0.count } },
    async: Way { await count(AsyncNumbers($0).chunks(ofCost: 1_000) { 1 + $0 & 1 }) { $0.count } },
    peers: [("by hand", Way(20_000_000) { costChunksByHand($0) })]
  ),
  Operator(
    name: "timed-chunks",
    async: Way { await count(AsyncNumbers($0).chunks(of: 1_000, orEvery: .seconds(1))) { $0.count } },
    peers: [
      (
        "swift-async-algorithms",
        Way(200_000) {
          await count(AsyncNumbers($0).chunks(ofCount: 1_000, or: .repeating(every: .seconds(1)))) { $0.count }
        }
      )
    ]
  ),
  Operator(
    name: "windows-2",
    sync: Way(20_000_000) { count(generated($0).windows(of: 2)) { $0[0] ^ $0[1] } },
    async: Way { await count(AsyncNumbers($0).windows(of: 2)) { $0[0] ^ $0[1] } },
    peers: [("swift-algorithms", Way { count(Array(0..<$0).windows(ofCount: 2)) { $0.first! ^ $0.last! } })]
  ),
  Operator(
    name: "windows-60",
    sync: Way(20_000_000) { count(generated($0).windows(of: 60)) { $0[0] ^ $0[59] } },
    async: Way { await count(AsyncNumbers($0).windows(of: 60)) { $0[0] ^ $0[59] } },
    peers: [("swift-algorithms", Way { count(Array(0..<$0).windows(ofCount: 60)) { $0.first! ^ $0.last! } })]
  ),
  Operator(
    name: "time-windows",
    sync: Way { count(generated($0).windows(over: .seconds(1), at: { .milliseconds($0) })) { $0.elements.count } },
    async: Way {
      await count(AsyncNumbers($0).windows(over: .seconds(1), at: { .milliseconds($0) })) { $0.elements.count }
    }
  ),
  Operator(
    name: "runs",
    sync: Way(20_000_000) { count(generated($0).runs(by: { $0 >> 6 })) { $0.elements.count } },
    async: Way { await count(AsyncNumbers($0).runs(by: { $0 >> 6 })) { $0.elements.count } },
    peers: [
      ("by hand", Way(20_000_000) { runsByHand($0) }),
      ("swift-algorithms", Way { count(Array(0..<$0).chunked(on: { $0 >> 6 })) { $0.1.count } }),
      (
        "swift-async-algorithms", Way { await count(AsyncNumbers($0).chunked(by: { $0 >> 6 == $1 >> 6 })) { $0.count } }
      ),
    ]
  ),
  Operator(
    name: "sections",
    sync: Way(20_000_000) { count(generated($0).sections(startingAt: { $0 & 63 == 0 })) { $0.count } },
    async: Way { await count(AsyncNumbers($0).sections(startingAt: { $0 & 63 == 0 })) { $0.count } },
    peers: [("swift-algorithms", Way { count(Array(0..<$0).chunked(by: { $1 & 63 != 0 })) { $0.count } })]
  ),
  Operator(
    name: "pairwise",
    sync: Way(20_000_000) { count(generated($0).pairwise()) { $0 ^ $1 } },
    async: Way { await count(AsyncNumbers($0).pairwise()) { $0 ^ $1 } },
    peers: [
      ("by hand", Way(20_000_000) { pairwiseByHand($0) }),
      ("swift-algorithms", Way(20_000_000) { count(generated($0).adjacentPairs()) { $0 ^ $1 } }),
      ("swift-async-algorithms", Way { await count(AsyncNumbers($0).adjacentPairs()) { $0 ^ $1 } }),
    ]
  ),
  Operator(name: "peek", sync: Way(20_000_000) { peek($0) }, async: Way { await peekAsync($0) }),
  Operator(
    name: "interleaved",
    sync: Way(20_000_000) { count(generated($0 / 2).interleaved(with: generated($0 / 2))) { $0 } },
    async: Way { await count(AsyncNumbers($0 / 2).interleaved(with: AsyncNumbers($0 / 2))) { $0 } }
  ),
  Operator(
    name: "merged",
    sync: Way(20_000_000) { count(generated($0 / 2).merged(withSorted: generated($0 / 2), by: <)) { $0 } },
    async: Way { await count(AsyncNumbers($0 / 2).merged(withSorted: AsyncNumbers($0 / 2), by: <)) { $0 } }
  ),
  Operator(
    name: "merged-of-8",
    sync: Way { last in
      count((0..<8).map { generated(last / 8, from: $0 * last / 1_000) }.mergedSorted(by: <)) { $0 }
    },
    async: Way { last in
      await count((0..<8).map { AsyncNumbers(last / 8, from: $0 * last / 1_000) }.mergedSorted(by: <)) { $0 }
    },
    peers: [
      (
        "two and two",
        Way { last in
          func stream(_ index: Int) -> some Sequence<Int> { generated(last / 8, from: index * last / 1_000) }
          func pair(_ index: Int) -> some Sequence<Int> {
            stream(index).merged(withSorted: stream(index + 1), by: <)
          }
          func four(_ index: Int) -> some Sequence<Int> { pair(index).merged(withSorted: pair(index + 2), by: <) }
          return count(four(0).merged(withSorted: four(4), by: <)) { $0 }
        }
      )
    ]
  ),
  Operator(
    name: "unique",
    sync: Way { count(generated($0).unique(remembering: 10_000, by: { $0 & 4_095 })) { $0 } },
    async: Way { await count(AsyncNumbers($0).unique(remembering: 10_000, by: { $0 & 4_095 })) { $0 } },
    peers: [
      ("by hand", Way { uniqueByHand($0) }),
      ("swift-algorithms", Way { (0..<$0).lazy.uniqued(on: { $0 & 4_095 }).reduce(0, &+) }),
    ]
  ),
  Operator(
    name: "largest",
    sync: Way(20_000_000) { generated($0).largest(100, by: <).reduce(0, &+) },
    async: Way { await AsyncNumbers($0).largest(100, by: <).reduce(0, &+) },
    peers: [("swift-algorithms", Way(20_000_000) { (0..<$0).max(count: 100).reduce(0, &+) })]
  ),
  Operator(
    name: "sample",
    sync: Way {
      var generator = CheapGenerator()
      return generated($0).sample(100, using: &generator).count
    },
    async: Way {
      var generator = CheapGenerator()
      return await AsyncNumbers($0).sample(100, using: &generator).count
    },
    peers: [
      (
        "swift-algorithms",
        Way {
          var generator = CheapGenerator()
          return generated($0).randomSample(count: 100, using: &generator).count
        }
      )
    ]
  ),
  Operator(
    name: "tap",
    sync: Way(20_000_000) { count(generated($0).tap { if $0 < 0 { print($0) } }) { $0 } },
    async: Way { await count(AsyncNumbers($0).tap { if $0 < 0 { print($0) } }) { $0 } }
  ),
  Operator(
    name: "progress",
    sync: Way(20_000_000) { count(generated($0).progress(every: 1_000_000) { if $0 < 0 { print($0) } }) { $0 } },
    async: Way { await count(AsyncNumbers($0).progress(every: 1_000_000) { if $0 < 0 { print($0) } }) { $0 } }
  ),
  Operator(
    name: "timed-progress",
    sync: Way { count(generated($0).progress(every: .seconds(60)) { if $1 < .zero { print($0) } }) { $0 } },
    async: Way { await count(AsyncNumbers($0).progress(every: .seconds(60)) { if $1 < .zero { print($0) } }) { $0 } }
  ),
  Operator(
    name: "skipping-failures",
    sync: Way(20_000_000) {
      let failures = FailureCount()
      return count(generated($0).skippingFailures(of: even, countedBy: failures)) { $0 } &+ failures.count
    },
    async: Way {
      let failures = FailureCount()
      return try await count(AsyncNumbers($0).skippingFailures(of: { try even($0) }, countedBy: failures)) { $0 }
        &+ failures.count
    }
  ),
  Operator(
    name: "generate",
    sync: Way(200_000) { try generatedSequence($0) },
    async: Way(200_000) { try await generatedStream($0) },
    peers: [
      ("on the main actor", Way(200_000) { try await generatedStreamOnMainActor($0) }),
      ("AsyncStream", Way(200_000) { await asyncStream($0) }),
      ("swift-async-algorithms", Way(200_000) { await asyncChannel($0) }),
    ]
  ),
  Operator(
    name: "rate-limited",
    async: Way(200_000) { try await rateLimited($0) },
    peers: [("bare", Way(200_000) { await unpaced($0) })]
  ),
  Operator(
    name: "map-concurrently",
    async: Way(200_000) { try await mapped($0, ordered: true) },
    peers: [
      ("unordered", Way(200_000) { try await mapped($0, ordered: false) }),
      ("by hand", Way(200_000) { await mappedByTaskGroup($0) }),
    ]
  ),
]
