internal import Foundation

/// How a listing is written.
package enum ListingFormat: String, CaseIterable, Sendable {
  case table, json, markdown
}

extension Scan {
  /// One line of a listing.
  struct Row: Codable, Equatable {
    var name: String
    var parameters: [String]
    var result: String
    var declared: String
    var failure: String
    var because: String
    var wrapped: Bool
    /// The Swift name, if it has one.
    var wrapper: String?
    /// Why it has none.
    var reason: String?
    /// What was concluded from names alone.
    var notes: [String] = []
  }

  /// What is known of each function, and of what is not wrapped.
  package func listing(_ format: ListingFormat) -> String {
    let rows = rows
    return switch format {
    case .table: table(rows)
    case .markdown: markdown(rows)
    case .json: json(rows)
    }
  }

  var rows: [Row] {
    entries.map { entry in
      let function = entry.function
      var row = Row(
        name: function.name,
        parameters: function.parameters.map { "\($0.type.cSpelling)\($0.name.isEmpty ? "" : " \($0.name)")" }
          + (function.isVariadic ? ["..."] : []),
        result: function.result.cSpelling,
        declared: function.place.description,
        failure: entry.conclusion.convention?.word ?? "undecided",
        because: entry.conclusion.reason,
        wrapped: false
      )
      switch entry.wrapper {
      case .success(let wrapper):
        row.wrapped = true
        row.wrapper = "\(namespace)\(wrapper.receiver.map { ".\($0.name)" } ?? "").\(wrapper.name)"
        row.notes = wrapper.notes
      case .failure(let omission): row.reason = omission.reason
      }
      return row
    }
      + remarks.map { remark in
        Row(
          name: remark.name,
          parameters: [],
          result: "",
          declared: remark.place.description,
          failure: "",
          because: "",
          wrapped: false,
          reason: remark.reason
        )
      }
  }

  private static let titles = ["name", "parameters", "result", "declared", "failure", "because", "wrapped"]

  private func cells(_ row: Row) -> [String] {
    [
      row.name, row.parameters.joined(separator: ", "), row.result, row.declared.fileName, row.failure, row.because,
      (row.wrapper ?? "no: \(row.reason ?? "")") + row.notes.map { " (\($0))" }.joined(),
    ]
  }

  private func table(_ rows: [Row]) -> String {
    let lines = [Self.titles] + rows.map(cells)
    let widths = Self.titles.indices.dropLast().map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      var text = zip(line, widths).map { $0.padded(to: $1) }.joined(separator: "  ") + "  " + line.last!
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }.joined()
  }

  private func markdown(_ rows: [Row]) -> String {
    func line(_ cells: [String]) -> String {
      "| \(cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }.joined(separator: " | ")) |\n"
    }
    return line(Self.titles) + line(Self.titles.map { _ in "---" }) + rows.map { line(cells($0)) }.joined()
  }

  private func json(_ rows: [Row]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: (try? encoder.encode(rows)) ?? Data(), as: UTF8.self) + "\n"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
