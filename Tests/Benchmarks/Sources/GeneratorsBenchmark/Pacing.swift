import AsyncAlgorithms
import Generators

/// How many numbers go through: divide the time by it.
private let numbers = 200_000

let pacing: [String: @Sendable (String) async throws -> Int] = [
  "paced-not-at-all": { _ in await unpaced() },
  "paced-rate-limited": { _ in try await rateLimited() },
  "mapped-concurrently": { _ in try await mapped(ordered: true) },
  "mapped-concurrently-unordered": { _ in try await mapped(ordered: false) },
  "mapped-by-task-group": { _ in await mappedByTaskGroup() },
]

private func unpaced() async -> Int {
  var sum = 0
  for await number in (0..<numbers).async { sum &+= number }
  return sum
}

/// At a rate that never makes it wait.
private func rateLimited() async throws -> Int {
  var sum = 0
  for try await number in (0..<numbers).async.rateLimited(1_000_000_000, per: .seconds(1), burst: numbers) {
    sum &+= number
  }
  return sum
}

private let limit = 8

private func mapped(ordered: Bool) async throws -> Int {
  var sum = 0
  for try await number in (0..<numbers).mapConcurrently(atMost: limit, ordered: ordered, { $0 &* 3 }) { sum &+= number }
  return sum
}

/// The loop that people write: unordered, and over once it has begun.
private func mappedByTaskGroup() async -> Int {
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
