// Numbers that come one by one, of which the compiler knows no more than of a generator's.

func generated(_ count: Int, from first: Int = 0) -> some Sequence<Int> {
  let last = first + count
  return sequence(state: opaque(first)) { next -> Int? in
    defer { next &+= 1 }
    return next < last ? next : nil
  }
}

struct AsyncNumbers: AsyncSequence, Sendable {
  let first: Int
  let last: Int

  init(_ count: Int, from first: Int = 0) { (self.first, last) = (first, first + count) }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(last: last, number: first - 1) }

  struct AsyncIterator: AsyncIteratorProtocol {
    let last: Int
    var number: Int

    mutating func next(isolation actor: isolated (any Actor)?) async -> Int? {
      number &+= 1
      return number < last ? number : nil
    }

    mutating func next() async -> Int? { await next(isolation: nil) }
  }
}

@inline(never)
private func opaque<Value>(_ value: Value) -> Value { value }

@inline(__always)
func count<S: Sequence>(_ sequence: S, _ number: (S.Element) -> Int) -> Int {
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
struct CheapGenerator: RandomNumberGenerator {
  var state: UInt64 = 1

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}
