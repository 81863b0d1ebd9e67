/// Prints the cost of each decorator on the success path; `swift run -c release DecoratorsBenchmark timed` prints the
/// tables whose name is given.
@main
struct DecoratorsBenchmark {
  static let tables: [(name: String, run: @Sendable () async -> Void)] = [
    ("plain", measurePlain),
    ("retrying", measureRetrying),
    ("timed", measureTimed),
    ("logged", measureLogged),
    ("family", measureFamily),
  ]

  static func main() async {
    let chosen = CommandLine.arguments.dropFirst()
    for unknown in chosen where !tables.contains(where: { $0.name == unknown }) {
      print("There is no table \"\(unknown)\"; there are \(tables.map(\.name).joined(separator: ", ")).")
    }
    for table in tables where chosen.isEmpty || chosen.contains(table.name) { await table.run() }
  }
}
