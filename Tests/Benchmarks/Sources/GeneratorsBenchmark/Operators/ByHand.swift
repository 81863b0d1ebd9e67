import Generators

// Loops written for one purpose each, beside which operators are measured.

func costChunksByHand(_ last: Int) -> Int {
  var (sum, total) = (0, 0)
  var chunk: [Int] = []
  for number in generated(last) {
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

func runsByHand(_ last: Int) -> Int {
  var sum = 0
  var key = -1
  var run: [Int] = []
  for number in generated(last) {
    if number >> 6 != key {
      sum &+= run.count
      run.removeAll(keepingCapacity: true)
      key = number >> 6
    }
    run.append(number)
  }
  return sum &+ run.count
}

func pairwiseByHand(_ last: Int) -> Int {
  var sum = 0
  var before: Int?
  for number in generated(last) {
    if let before { sum &+= before ^ number }
    before = number
  }
  return sum
}

func uniqueByHand(_ last: Int) -> Int {
  var seen: Set<Int> = []
  var sum = 0
  for number in generated(last) where seen.insert(number & 4_095).inserted { sum &+= number }
  return sum
}

struct Odd: Error {}

/// One in a thousand fails.
@Sendable func even(_ number: Int) throws(Odd) -> Int {
  if number % 1_000 == 999 { throw Odd() }
  return number
}

func peek(_ last: Int) -> Int {
  var iterator = generated(last).peekable()
  var sum = 0
  while let next = iterator.peek() {
    sum &+= next
    _ = iterator.next()
  }
  return sum
}

func peekAsync(_ last: Int) async -> Int {
  var iterator = AsyncNumbers(last).peekable()
  var sum = 0
  while let next = await iterator.peek() {
    sum &+= next
    _ = await iterator.next()
  }
  return sum
}
