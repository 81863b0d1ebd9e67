/// Swift source that is written line by line, as `swift format` leaves it with its default settings.
struct SwiftText {
  /// The longest line that `swift format` keeps.
  static let width = 100

  private(set) var lines: [String] = []
  private var depth = 0

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func line(_ text: String = "") {
    lines.append(text.isEmpty ? "" : String(repeating: "  ", count: depth) + text)
  }

  mutating func removeLast() { lines.removeLast() }

  mutating func lines(_ lines: [String]) {
    for text in lines { line(text) }
  }

  /// Writes a line that opens a brace, what is in it, and the brace that closes it.
  mutating func block(_ opening: String, closing: String = "}", _ content: (inout SwiftText) throws -> Void) rethrows {
    line(opening)
    depth += 1
    try content(&self)
    depth -= 1
    line(closing)
  }

  /// Writes a call or a signature: in one line if it fits, otherwise with one item in each line.
  ///
  /// - Parameters:
  ///   - opening: What stands before the items, up to the bracket.
  ///   - closing: What stands behind them, from the bracket on.
  ///   - reserve: How many more characters the last line needs.
  mutating func list(_ opening: String, _ items: [String], _ closing: String, reserve: Int = 0) {
    let joined = opening + items.joined(separator: ", ") + closing
    if items.isEmpty || depth * 2 + joined.count + reserve <= Self.width {
      line(joined)
    } else {
      line(opening)
      depth += 1
      for (index, item) in items.enumerated() { line(item + (index + 1 < items.count ? "," : "")) }
      depth -= 1
      line(closing)
    }
  }

  /// Writes a documentation comment.
  mutating func documentation(_ lines: [String]) {
    for text in lines {
      let clean = String(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
      line(clean.allSatisfy { $0 == " " } ? "///" : "/// \(clean)")
    }
  }

  /// A text as a literal.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\t": literal += "\\t"
      case _ where scalar.value < 32: literal += "\\u{\(String(scalar.value, radix: 16))}"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
