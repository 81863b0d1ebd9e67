import Generators

/// How many numbers go through each operator: divide the time by it. A tenth goes through those with a clock or a hash.
private let numbers = 20_000_000

/// Our operators, each beside a loop written for the purpose or, where there is one, the operator of swift-algorithms or
/// swift-async-algorithms.
let operators: [String: @Sendable (String) async throws -> Int] = [
  "cost-chunks": { _ in count(generated().chunks(ofCost: 1_000) { 1 + $0 & 1 }) { $0.count } },
  "cost-chunks-loop": { _ in costChunksByHand() },
  "runs": { _ in count(generated().runs(by: { $0 >> 6 })) { $0.elements.count } },
  "runs-loop": { _ in runsByHand() },
  "sections": { _ in count(generated().sections(startingAt: { $0 & 63 == 0 })) { $0.count } },
  "pairwise": { _ in count(generated().pairwise()) { $0 ^ $1 } },
  "pairwise-loop": { _ in pairwiseByHand() },
  "interleaved": { _ in count(generated(10_000_000).interleaved(with: generated(10_000_000))) { $0 } },
  "merged": { _ in count(generated(10_000_000).merged(withSorted: generated(10_000_000), by: <)) { $0 } },
  "unique": { _ in count(generated(2_000_000).unique(remembering: 10_000, by: { $0 & 4_095 })) { $0 } },
  "unique-loop": { _ in uniqueByHand() },
  "tap": { _ in count(generated().tap { if $0 < 0 { print($0) } }) { $0 } },
  "progress": { _ in count(generated().progress(every: 1_000_000) { if $0 < 0 { print($0) } }) { $0 } },
  "progress-timed": { _ in
    count(generated(2_000_000).progress(every: .seconds(60)) { if $1 < .zero { print($0) } }) { $0 }
  },
  "peek": { _ in peek() },
  "largest": { _ in generated().largest(100, by: <).reduce(0, &+) },
  "sample": { _ in
    var generator = CheapGenerator()
    return generated(2_000_000).sample(100, using: &generator).count
  },
  "skipping-failures": { _ in
    let failures = FailureCount()
    return count(generated().skippingFailures(of: even, countedBy: failures)) { $0 } &+ failures.count
  },
  "time-windows": { _ in
    count(generated(2_000_000).windows(over: .seconds(1), at: { .milliseconds($0) })) { $0.elements.count }
  },
  "async-chunks": { _ in await count(AsyncNumbers(last: 2_000_000).chunks(of: 1_000)) { $0.count } },
  "async-cost-chunks": { _ in await count(AsyncNumbers(last: 2_000_000).chunks(ofCost: 1_000) { _ in 1 }) { $0.count }
  },
  "async-timed-chunks": { _ in
    await count(AsyncNumbers(last: 2_000_000).chunks(of: 1_000, orEvery: .seconds(1))) { $0.count }
  },
  "async-runs": { _ in await count(AsyncNumbers(last: 2_000_000).runs(by: { $0 >> 6 })) { $0.elements.count } },
  "async-pairwise": { _ in await count(AsyncNumbers(last: 2_000_000).pairwise()) { $0 ^ $1 } },
]

// MARK: Numbers that come one by one, of which the compiler knows no more than of a generator's

private func generated(_ last: Int = numbers) -> some Sequence<Int> {
  sequence(state: opaque(0)) { next -> Int? in
    defer { next &+= 1 }
    return next < last ? next : nil
  }
}

struct AsyncNumbers: AsyncSequence, Sendable {
  let last: Int

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(last: last) }

  struct AsyncIterator: AsyncIteratorProtocol {
    let last: Int
    var number = 0

    mutating func next(isolation actor: isolated (any Actor)?) async -> Int? {
      number &+= 1
      return number <= last ? number : nil
    }

    mutating func next() async -> Int? { await next(isolation: nil) }
  }
}

@inline(never)
private func opaque<Value>(_ value: Value) -> Value { value }

@inline(__always)
private func count<S: Sequence>(_ sequence: S, _ number: (S.Element) -> Int) -> Int {
  var sum = 0
  for element in sequence { sum &+= number(element) }
  return sum
}

@inline(__always)
func count<S: AsyncSequence>(_ sequence: S, _ number: (S.Element) -> Int) async rethrows -> Int {
  var sum = 0
  for try await element in sequence { sum &+= number(element) }
  return sum
}

/// The system's generator would be all that is measured: it asks the kernel for each number.
private struct CheapGenerator: RandomNumberGenerator {
  var state: UInt64 = 1

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}

private struct Odd: Error {}

@Sendable private func even(_ number: Int) throws(Odd) -> Int {
  // One in a thousand fails.
  if number % 1_000 == 999 { throw Odd() }
  return number
}

// MARK: By hand

private func costChunksByHand() -> Int {
  var (sum, total) = (0, 0)
  var chunk: [Int] = []
  for number in generated() {
    let cost = 1 + number & 1
    if total + cost > 1_000 {
      sum &+= chunk.count
      chunk.removeAll(keepingCapacity: true)
      total = 0
    }
    chunk.append(number)
    total += cost
  }
  return sum &+ chunk.count
}

private func runsByHand() -> Int {
  var sum = 0
  var key = -1
  var run: [Int] = []
  for number in generated() {
    if number >> 6 != key {
      sum &+= run.count
      run.removeAll(keepingCapacity: true)
      key = number >> 6
    }
    run.append(number)
  }
  return sum &+ run.count
}

private func pairwiseByHand() -> Int {
  var sum = 0
  var before: Int?
  for number in generated() {
    if let before { sum &+= before ^ number }
    before = number
  }
  return sum
}

private func uniqueByHand() -> Int {
  var seen: Set<Int> = []
  var sum = 0
  for number in generated(2_000_000) where seen.insert(number & 4_095).inserted { sum &+= number }
  return sum
}

private func peek() -> Int {
  var iterator = generated().peekable()
  var sum = 0
  while let next = iterator.peek() {
    sum &+= next
    _ = iterator.next()
  }
  return sum
}
