import AsyncAlgorithms
import Generators

func unpaced(_ numbers: Int) async -> Int {
  var sum = 0
  for await number in (0..<numbers).async { sum &+= number }
  return sum
}

/// At a rate that never makes it wait.
func rateLimited(_ numbers: Int) async throws -> Int {
  var sum = 0
  for try await number in (0..<numbers).async.rateLimited(1_000_000_000, per: .seconds(1), burst: numbers) {
    sum &+= number
  }
  return sum
}

private let limit = 8

func mapped(_ numbers: Int, ordered: Bool) async throws -> Int {
  var sum = 0
  for try await number in (0..<numbers).mapConcurrently(atMost: limit, ordered: ordered, { $0 &* 3 }) { sum &+= number }
  return sum
}

/// The loop that people write: unordered, and over once it has begun.
func mappedByTaskGroup(_ numbers: Int) async -> Int {
  await withTaskGroup(of: Int.self) { group in
    var sum = 0
    for number in 0..<numbers {
      if number >= limit, let result = await group.next() { sum &+= result }
      group.addTask { number &* 3 }
    }
    for await result in group { sum &+= result }
    return sum
  }
}
