import Decorators
import Glibc

/// Every type of key that is tried. One more is a conformance in `FuzzedKey.swift` and a line here.
let allKeys: [any FuzzedKey.Type] = [
  Int.self, String.self, Double.self, Bool.self, Poor.self, Arguments<Int, String, Bool>.self, Arguments<String>.self,
]

@main
enum Main {
  static let usage = """
    usage: caches-fuzzer [--cases N] [--seed S]

      --cases N      how many cases to run for each type of key (10000)
      --seed S       the seed of the first case (1); the others follow

    Ends with 0 if there is no finding, with 1 if there is one. A finding names the seed that repeats it with --cases 1.
    """

  static func main() {
    guard let (cases, seed) = options(Array(CommandLine.arguments.dropFirst())) else {
      print(usage)
      exit(2)
    }
    var isClean = true
    for key in allKeys {
      if !run(key, cases, seed) { isClean = false }
    }
    exit(isClean ? 0 : 1)
  }

  /// Returns whether there was no finding.
  private static func run<Key: FuzzedKey>(_ key: Key.Type, _ cases: Int, _ seed: UInt64) -> Bool {
    for number in 0..<UInt64(cases) {
      if let difference = CacheCase<Key>(seed: seed &+ number).difference() {
        print("\(Key.name): seed \(seed &+ number): \(difference)")
        return false
      }
    }
    print("\(Key.name): \(cases) cases")
    return true
  }

  private static func options(_ arguments: [String]) -> (cases: Int, seed: UInt64)? {
    var options = (cases: 10_000, seed: UInt64(1))
    var arguments = arguments[...]
    while let option = arguments.popFirst() {
      guard let text = arguments.popFirst() else { return nil }
      switch option {
      case "--cases":
        guard let cases = Int(text), cases > 0 else { return nil }
        options.cases = cases
      case "--seed":
        guard let seed = UInt64(text) else { return nil }
        options.seed = seed
      default: return nil
      }
    }
    return options
  }
}
