extension DecoratedListing {
  /// The listing for a terminal: each function with its place, then a line for each decorator.
  var text: String {
    if functions.isEmpty { return "No decorated functions.\n" }
    return functions.map(\.text).joined(separator: "\n")
  }
}

extension ListedFunction {
  fileprivate var text: String {
    let condition = condition.map { ", if \($0)" } ?? ""
    let width = stack.map(\.written.count).max() ?? 0
    var lines = ["\(name)", "  \(file):\(line):\(column), target \(target)\(condition)"]
    for decorator in stack {
      let indent = String(repeating: " ", count: width - decorator.written.count)
      let settings = decorator.settings.isEmpty ? "no settings" : decorator.settings.text
      lines.append("    \(decorator.written)\(indent)  \(settings)")
      if !decorator.defaults.isEmpty {
        lines.append("    \(String(repeating: " ", count: width))  defaults: \(decorator.defaults.text)")
      }
    }
    lines += warnings.map { "  \($0.severity): \($0.message) [\($0.rule)]" }
    return lines.joined(separator: "\n") + "\n"
  }
}
