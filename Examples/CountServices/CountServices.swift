internal import ArgumentParser
internal import Generators

/// grep → parse → count: which services log errors, and how many.
@main
struct CountServices: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count-services",
    abstract: "Count the lines of each level and service in logs as Kafka's, '[time] LEVEL message (service)'."
  )

  @Option(help: "Look only at lines that hold this text; may be given several times.")
  var match: [String] = ["ERROR", "WARN", "FATAL"]

  @Argument(help: "What to read, plain or compressed; standard input when there is none.")
  var files: [String] = []

  func run() throws {
    if files.isEmpty {
      try withLines(of: .standardInput) { lines in report(count(lines)) }
    } else {
      try withLines(atPaths: files) { lines in report(count(lines)) }
    }
  }

  private func count(_ lines: Lines) -> (services: [String: Int], mismatches: Int) {
    // Lines without the texts cost next to nothing; only the others become strings for the expression.
    let entries = lines.matching(Literals(match))
      .captures(of: #/^\[[^\]]+\] (?<level>[A-Z]+) .*\((?<service>[\w.$]+)\)$/#)
    var services: [String: Int] = [:]
    for entry in entries { services["\(entry.level) \(entry.service)", default: 0] += 1 }
    return (services, entries.mismatches)
  }

  private func report(_ result: (services: [String: Int], mismatches: Int)) {
    for (service, count) in result.services.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      print(count, service)
    }
    if result.mismatches > 0 { print(result.mismatches, "in another form") }
  }
}
