/// One way for numbers to go through something, and how many of them go.
struct Way: Sendable {
  let elements: Int
  let run: @Sendable (_ count: Int) async throws -> Int

  init(_ elements: Int = 2_000_000, _ run: @escaping @Sendable (_ count: Int) async throws -> Int) {
    self.elements = elements
    self.run = run
  }
}

/// One operator of the package with its twin and its peers.
struct Operator: Sendable {
  let name: String
  var sync: Way?
  var async: Way?
  /// A loop written for the purpose, or the operators of swift-algorithms and swift-async-algorithms.
  var peers: [(name: String, way: Way)] = []

  /// All ways by the names under which they can be run alone.
  var ways: [(name: String, way: Way)] {
    [sync.map { (name, $0) }, async.map { ("async-\(name)", $0) }].compactMap(\.self)
      + peers.map { ("\(name): \($0.name)", $0.way) }
  }
}

/// Runs every way of every operator in turn, `repetitions` times, and prints for each the least nanoseconds an element.
func printOperators(repetitions: Int) async throws {
  let ways = operators.flatMap(\.ways)
  var least: [String: Double] = [:]
  for _ in 0..<repetitions {
    for (name, way) in ways {
      let start = ContinuousClock.now
      _ = try await way.run(way.elements)
      let nanoseconds = (ContinuousClock.now - start) / .nanoseconds(1) / Double(way.elements)
      least[name] = min(nanoseconds, least[name] ?? .infinity)
    }
  }
  for (name, _) in ways {
    let tenths = (least[name]! * 10).rounded() / 10
    print("\(name)\t\(tenths)")
  }
}
