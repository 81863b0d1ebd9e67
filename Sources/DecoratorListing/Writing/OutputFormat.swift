import Foundation

/// How a listing is written.
package enum OutputFormat: String, CaseIterable {
  case text
  case json
  case markdown
}

extension DecoratedListing {
  /// The listing in a format. It ends with a line feed, and the same listing gives the same text.
  package func written(as format: OutputFormat) -> String {
    switch format {
    case .text: text
    case .json: json
    case .markdown: markdown
    }
  }

  private var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { fatalError("A listing is strings and numbers, and must encode.") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

extension ListedSetting {
  /// The setting as it is written in a call. A policy has no label.
  var text: String { label == "policy" ? value : "\(label): \(value)" }
}

extension ListedWarning {
  var severity: String { isError ? "error" : "warning" }
}

extension [ListedSetting] {
  var text: String { map(\.text).joined(separator: ", ") }
}
