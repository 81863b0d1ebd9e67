/// Measures one way through a file, or one way of making or shaping numbers, a few times: the least time and the result are printed.
///
///     GeneratorsBenchmark count app.log 5
///     GeneratorsBenchmark windows-60
@main
enum Main {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let name = arguments.first, let work = workloads[name] else {
      print("usage: GeneratorsBenchmark WORKLOAD [FILE] [REPETITIONS]")
      print("workloads: \(workloads.keys.sorted().joined(separator: " "))")
      return
    }
    let path = arguments.count > 1 ? arguments[1] : ""
    let repetitions = arguments.count > 2 ? Int(arguments[2]) ?? 1 : 1

    var times: [Duration] = []
    var result = 0
    for _ in 0..<repetitions {
      let start = ContinuousClock.now
      result = try await work(path)
      times.append(ContinuousClock.now - start)
    }
    print("\(name): \(times.min()! / .seconds(1)) s, result \(result)")
  }

  static let workloads = [reading, shaping, operators, peers, generating, pacing, csv].reduce(into: [:]) {
    $0.merge($1) { $1 }
  }
}
