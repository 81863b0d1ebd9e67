/// Rows that are measured together, so that they can be compared on a machine that has other things to do.
///
/// Repetitions are interleaved: each one runs every row once. The least and the median time of a call are printed, both
/// without the empty loop around it, and each row is held against the row it is compared with.
///
/// ```swift
/// var table = BenchmarkTable("Synchronous calls")
/// table.row("bare call") { count in sum(count) { work($0) } }
/// table.row("wrapper", over: "bare call", atMost: .nanoseconds(8)) { count in sum(count) { wrapped($0) } }
/// await table.run()
/// ```
public struct BenchmarkTable {
  /// A bar that a row is held to, against the row it names with `over:`.
  public enum Bar: Sendable {
    /// So many nanoseconds more than that row.
    case nanoseconds(Double)
    /// So many times that row.
    case times(Double)
  }

  struct Row {
    let name: String
    let baseline: String?
    let bar: Bar?
    let body: (Int) async -> Int
    var samples: [Double] = []
  }

  private let title: String
  private let repetitions: Int
  private let calls: Int
  private var rows: [Row]

  /// A table without rows.
  ///
  /// - Parameters:
  ///   - title: Printed above the table.
  ///   - calls: How many calls one sample is made of.
  ///   - repetitions: How many samples of each row are taken.
  public init(_ title: String, calls: Int = 4_000, repetitions: Int = 400) {
    self.title = title
    self.calls = calls
    self.repetitions = repetitions
    rows = [Row(name: Self.emptyLoop, baseline: nil, bar: nil) { count in sum(count) { $0 &* 3 ^ 1 } }]
  }

  /// Adds a row; `body` makes the given number of calls and returns something that depends on all of them.
  public mutating func row(
    _ name: String,
    over baseline: String? = nil,
    atMost bar: Bar? = nil,
    _ body: @escaping (Int) async -> Int
  ) {
    rows.append(Row(name: name, baseline: baseline, bar: bar, body: body))
  }

  /// Measures all rows and prints the table.
  public mutating func run() async {
    for index in rows.indices { _ = await rows[index].body(calls / 10) }
    for _ in 0..<repetitions {
      for index in rows.indices { rows[index].samples.append(await nanoseconds(rows[index])) }
    }
    print(rendered())
  }

  private func nanoseconds(_ row: Row) async -> Double {
    let start = ContinuousClock.now
    consume(await row.body(calls))
    return (ContinuousClock.now - start) / .nanoseconds(1) / Double(calls)
  }

  private static let emptyLoop = "empty loop"

  private func rendered() -> String {
    let loop = rows[0].least
    var lines = [
      "", "## \(title)", "", "| call | least ns | median ns | over | × | bar |", "|---|---:|---:|---:|---:|---|",
    ]
    for row in rows.dropFirst() {
      var cells = [row.name, digits(row.least - loop), digits(row.median - loop), "", "", ""]
      if let baseline = rows.first(where: { $0.name == row.baseline }) {
        let (own, other) = (row.least - loop, baseline.least - loop)
        cells[3] = digits(own - other)
        cells[4] = digits(own / other)
        cells[5] = row.bar.map { verdict($0, own: own, other: other) } ?? ""
      }
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n")
  }

  private func verdict(_ bar: Bar, own: Double, other: Double) -> String {
    switch bar {
    case .nanoseconds(let limit): "≤ \(digits(limit)) ns over: \(own - other <= limit ? "met" : "missed")"
    case .times(let limit): "≤ \(digits(limit)) ×: \(own <= other * limit ? "met" : "missed")"
    }
  }

  private func digits(_ number: Double) -> String {
    let tenths = (number * 100).rounded() / 100
    return "\(tenths)"
  }
}

extension BenchmarkTable.Row {
  var least: Double { samples.min() ?? 0 }
  var median: Double { samples.isEmpty ? 0 : samples.sorted()[samples.count / 2] }
}
