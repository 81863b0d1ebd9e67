import Algorithms
import AsyncAlgorithms

/// The operators of swift-algorithms and swift-async-algorithms that ours are measured beside, over the same numbers.
let peers: [String: @Sendable (String) async throws -> Int] = [
  "async-chunks-peer": { _ in await count(AsyncNumbers(last: 2_000_000).chunks(ofCount: 1_000)) { $0.count } },
  "async-timed-chunks-peer": { _ in
    await count(AsyncNumbers(last: 200_000).chunks(ofCount: 1_000, or: .repeating(every: .seconds(1)))) { $0.count }
  },
  "async-runs-peer": { _ in
    await count(AsyncNumbers(last: 2_000_000).chunked(by: { $0 >> 6 == $1 >> 6 })) { $0.count }
  },
  "async-pairwise-peer": { _ in await count(AsyncNumbers(last: 2_000_000).adjacentPairs()) { $0 ^ $1 } },
  "unique-peer": { _ in
    (0..<2_000_000).lazy.uniqued(on: { $0 & 4_095 }).reduce(0, &+)
  },
  "largest-peer": { _ in (0..<20_000_000).max(count: 100).reduce(0, &+) },
]
