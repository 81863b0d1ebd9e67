/// Measures one way through a file a few times, and prints the least time and the result; or all operators, beside their
/// twins and peers, in turn.
///
///     GeneratorsBenchmark count app.log 5
///     GeneratorsBenchmark operators 5
@main
enum Main {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "operators" {
      return try await printOperators(repetitions: arguments.count > 1 ? Int(arguments[1]) ?? 1 : 1)
    }
    guard arguments.count > 1, let work = workloads[arguments[0]] else {
      print("usage: GeneratorsBenchmark WORKLOAD FILE [REPETITIONS]")
      print("       GeneratorsBenchmark operators [REPETITIONS]")
      print("workloads: \(workloads.keys.sorted().joined(separator: " "))")
      return
    }
    let (name, path) = (arguments[0], arguments[1])
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

  static let workloads = [reading, parsing, csv, matching, writing].reduce(into: [:]) {
    $0.merge($1) { _, _ in fatalError("Two workloads have the same name.") }
  }
}
