// swift run -c release --package-path Tests/Benchmarks EvictionBenchmark [FILE CAPACITY]...

/// With files, such as the traces of the authors of LIRS, it prints the hit rates on those.
@main
struct EvictionBenchmark {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.isEmpty else {
      let files = stride(from: 0, to: arguments.count - 1, by: 2)
      return hitRates(of: try files.map { try trace(at: arguments[$0], capacity: Int(arguments[$0 + 1])!) })
    }
    scaling()
    hitRates(of: generatedTraces(length: 1_000_000))
  }
}
