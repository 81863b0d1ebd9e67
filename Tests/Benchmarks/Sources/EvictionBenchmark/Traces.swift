import Foundation

/// A sequence of keys and the capacity with which it is tried.
struct Trace {
  let name: String
  let capacity: Int
  let keys: [Int]
}

/// The same random numbers every time.
struct Congruence: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}

/// Draws ranks by a Zipf law.
struct Zipf {
  private let cumulated: [Double]

  init(_ exponent: Double, distinct: Int) {
    var total = 0.0
    cumulated = (1...distinct).map { rank in
      total += 1 / pow(Double(rank), exponent)
      return total
    }
  }

  func next(_ generator: inout Congruence) -> Int {
    let point = Double.random(in: 0..<cumulated[cumulated.count - 1], using: &generator)
    var (low, high) = (0, cumulated.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] < point { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Traces by a seeded generator.
func generatedTraces(length: Int) -> [Trace] {
  var traces: [Trace] = []
  func add(_ name: String, _ capacity: Int, _ make: (inout Congruence) -> [Int]) {
    var generator = Congruence(42)
    traces.append(Trace(name: name, capacity: capacity, keys: make(&generator)))
  }
  for exponent in [0.7, 0.9, 0.99, 1.2] {
    let zipf = Zipf(exponent, distinct: 100_000)
    add("Zipf \(exponent)", 1_000) { generator in (0..<length).map { _ in zipf.next(&generator) } }
  }
  let zipf = Zipf(0.99, distinct: 100_000)
  add("Zipf 0.99", 10_000) { generator in (0..<length).map { _ in zipf.next(&generator) } }
  add("Zipf 0.99, each fifth 5,000 a scan", 1_000) { generator in
    (0..<length).map { $0 / 5_000 % 5 == 4 ? 1_000_000 + $0 : zipf.next(&generator) }
  }
  add("loop of 1.1 × the capacity", 1_000) { _ in (0..<length).map { $0 % 1_100 } }
  add("loop of 2 × the capacity", 1_000) { _ in (0..<length).map { $0 % 2_000 } }
  add("Zipf 0.99 whose keys shift", 1_000) { generator in
    (0..<length).map { zipf.next(&generator) + $0 / 1_000 * 20 }
  }
  add("recently used keys", 1_000) { generator in recentKeys(length, &generator) }
  add("Zipf, loop, recent, Zipf of others", 1_000) { generator in
    let part = length / 4
    return (0..<part).map { _ in zipf.next(&generator) } + (0..<part).map { 2_000_000 + $0 % 1_500 }
      + recentKeys(part, &generator).map { 3_000_000 + $0 }
      + (0..<part).map { _ in 8_000_000 + zipf.next(&generator) }
  }
  return traces
}

/// A third of the keys are new. The others were used a short while ago.
private func recentKeys(_ length: Int, _ generator: inout Congruence) -> [Int] {
  var keys: [Int] = []
  for _ in 0..<length {
    if keys.count < 2_000 || Int.random(in: 0..<3, using: &generator) == 0 {
      keys.append(5_000_000 + keys.count)
    } else {
      let distance = -log(1 - Double.random(in: 0..<1, using: &generator)) * 600
      keys.append(keys[keys.count - 1 - min(Int(distance), keys.count - 1)])
    }
  }
  return keys
}

/// A trace from a file with a number in each line, as those of the authors of LIRS.
func trace(at path: String, capacity: Int) throws -> Trace {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  return Trace(
    name: name,
    capacity: capacity,
    keys: text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
  )
}
