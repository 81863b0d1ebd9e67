/// Totals in the text format that Prometheus and its Pushgateway read.
struct Exposition: Equatable, Sendable {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// The counter of matching lines; that of all lines appends `_lines`.
  let metric: String

  /// Whether `name` is a metric name by Prometheus' grammar, `[a-zA-Z_:][a-zA-Z0-9_:]*`.
  static func isMetricName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard let first = bytes.first, !isDigit(first) else { return false }
    return bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":") }
  }

  /// The body of a push: the running totals, so that repeating it changes nothing (S1), and zeros before anything was
  /// counted (S8).
  func body(_ totals: Totals) -> String {
    """
    # HELP \(metric) Lines that hold one of the texts looked for, in this run.
    # TYPE \(metric) counter
    \(metric) \(totals.matches)
    # HELP \(metric)_lines Lines read in this run.
    # TYPE \(metric)_lines counter
    \(metric)_lines \(totals.lines)

    """
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
