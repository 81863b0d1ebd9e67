internal import ArgumentParser
internal import Generators

/// JSON Lines to metrics: what a service has answered, as Prometheus reads it.
@main
struct JSONLToMetrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jsonl-to-metrics",
    abstract: "Make Prometheus metrics of an access log in JSON Lines."
  )

  @Option(help: "Where the name of the service is in a record.")
  var service = "service"

  @Option(help: "Where the status of the answer is.")
  var status = "response.status"

  @Option(help: "Where the seconds are that the answer took.")
  var seconds = "response.seconds"

  @Argument(help: "What to read, plain or compressed.")
  var files: [String]

  func run() throws {
    let (service, status, seconds) = (JSONPath(service), JSONPath(status), JSONPath(seconds))
    var totals: [String: (count: Int, seconds: Double)] = [:]
    var rejected = 0
    try withLines(atPaths: files) { lines in
      for line in lines where !line.bytes.isEmpty {
        // Three fields are found in the bytes of the record; the rest of it is passed over.
        guard let name = line.field(service)?.string, let code = line.field(status)?.int else {
          rejected += 1
          continue
        }
        let labels = #"{service="\#(Self.escaped(name))",status="\#(code)"}"#
        totals[labels, default: (0, 0)].count += 1
        totals[labels, default: (0, 0)].seconds += line.field(seconds)?.double ?? 0
      }
    }
    print("# TYPE http_requests_total counter")
    for (labels, total) in totals.sorted(by: { $0.key < $1.key }) {
      print("http_requests_total\(labels) \(total.count)")
    }
    print("# TYPE http_request_seconds_total counter")
    for (labels, total) in totals.sorted(by: { $0.key < $1.key }) {
      print("http_request_seconds_total\(labels) \(total.seconds)")
    }
    print("# TYPE rejected_records_total counter\nrejected_records_total \(rejected)")
  }

  private static func escaped(_ label: String) -> String {
    label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
