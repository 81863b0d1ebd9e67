extension DecoratedListing {
  /// The listing as Markdown to commit: a table for each target. It has no line numbers, so that it changes only if a
  /// decorated function does.
  var markdown: String {
    var lines = [
      "# Decorated functions",
      "",
      "`swift package list-decorated --format markdown` writes this page. The first decorator of a function is the "
        + "outermost.",
    ]
    if functions.isEmpty { lines += ["", "There are none."] }
    var target: String?
    for function in functions {
      if function.target != target {
        target = function.target
        lines += [
          "", "## \(function.target)", "", "| function | decorator | settings | defaults |", "|---|---|---|---|",
        ]
      }
      lines += function.rows
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension ListedFunction {
  /// A row for each decorator, then one for each warning.
  fileprivate var rows: [String] {
    let condition = condition.map { ", if \($0.code)" } ?? ""
    let title = "\(name.code) in \(file.code)\(condition)"
    let cells =
      stack.map { [$0.written.code, $0.settings.cell, $0.defaults.cell] }
      + warnings.map { ["**\($0.severity)**", "\($0.message) (\($0.rule))".escaped, ""] }
    return cells.enumerated().map { index, cells in
      "| \(([index == 0 ? title : ""] + cells).joined(separator: " | ")) |"
    }
  }
}

extension [ListedSetting] {
  fileprivate var cell: String { isEmpty ? "" : text.code }
}

extension String {
  /// The text as code in a cell of a table.
  ///
  /// A table reads a backslash before a vertical bar as the escape of the bar, so code that has both is HTML.
  fileprivate var code: String {
    if contains("\\|") { return "<code>\(map { Self.entities[$0] ?? String($0) }.joined())</code>" }
    var fence = "`"
    while contains(fence) { fence += "`" }
    let isPadded = hasPrefix("`") || hasSuffix("`")
    return fence + (isPadded ? " \(self) " : self).replacing("|", with: "\\|") + fence
  }

  private static let entities: [Character: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "\\": "&#92;", "`": "&#96;", "*": "&#42;", "_": "&#95;",
    "[": "&#91;", "~": "&#126;",
  ]

  /// The text as prose in a cell of a table.
  fileprivate var escaped: String {
    String(flatMap { ["|", "*", "_", "<", "`", "\\"].contains($0) ? "\\\($0)" : String($0) })
  }
}
