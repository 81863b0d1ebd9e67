/// The result of a run, as standard output shows it.
struct Report: Equatable, Sendable {
  var totals = Totals()
  var files: [FileTotals] = []
  /// Pushes that the gateway acknowledged.
  var pushes = 0
  /// Attempts after the first of each push.
  var pushRetries = 0
  var elapsed: Duration = .zero
}

// MARK: - JSON

extension Report {
  /// One object on one line, its fields in the documented order.
  var json: String {
    let files = files.map { file in
      #"{"path": \#(jsonString(file.path.repaired)), "lines": \#(file.lines), "matches": \#(file.matches)}"#
    }
    let fields = [
      #""lines": \#(totals.lines)"#,
      #""matches": \#(totals.matches)"#,
      #""bytes": \#(totals.bytes)"#,
      #""batches": \#(totals.batches)"#,
      #""pushes": \#(pushes)"#,
      #""push_retries": \#(pushRetries)"#,
      #""seconds": \#(seconds)"#,
      #""files": [\#(files.joined(separator: ", "))]"#,
    ]
    return "{\(fields.joined(separator: ", "))}\n"
  }

  /// Seconds with six decimals, never in exponent form.
  private var seconds: String {
    let (seconds, attoseconds) = elapsed.components
    return "\(seconds).\(padded(attoseconds / 1_000_000_000_000, to: 6))"
  }
}

/// `text` as a JSON string (RFC 8259, section 7).
private func jsonString(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\r": quoted += "\\r"
    case "\t": quoted += "\\t"
    case "\u{0}"..<"\u{20}", "\u{7F}":
      let digits = String(scalar.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}

private func padded(_ number: Int64, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

// MARK: - Table

extension Report {
  /// A row for each input, a row of sums when there are several, and what the run did.
  var table: String {
    var rows = files.map { (String($0.lines), String($0.matches), $0.path.description) }
    if rows.count != 1 {
      rows.append((String(totals.lines), String(totals.matches), "total"))
    }
    let header = ("lines", "matches", "file")
    let linesWidth = ([header] + rows).map(\.0.count).max() ?? 0
    let matchesWidth = ([header] + rows).map(\.1.count).max() ?? 0
    let body = ([header] + rows).map { lines, matches, file in
      "\(aligned(lines, linesWidth))  \(aligned(matches, matchesWidth))  \(file)\n"
    }
    return body.joined() + "\n" + summary + "\n"
  }

  private var summary: String {
    let read = "\(counted(totals.bytes, "byte")) in \(seconds) s, \(counted(totals.batches, "batch", "batches"))"
    guard pushes + pushRetries > 0 else { return read }
    return read + ", \(counted(pushes, "push", "pushes")), \(counted(pushRetries, "push retry", "push retries"))"
  }
}

private func aligned(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: width - text.count) + text
}

private func counted(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
  "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
}
