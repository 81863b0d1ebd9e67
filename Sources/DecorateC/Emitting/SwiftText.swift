internal import Foundation

/// Swift source that is written line by line, as `swift format` leaves it with its default settings.
struct SwiftText {
  /// The longest line that `swift format` keeps.
  static let width = 100

  private(set) var lines: [String] = []
  private var depth: Int

  private let access: AccessLevel

  /// - Parameters:
  ///   - depth: How far in the first line is.
  ///   - access: What declarations have that are written as public.
  init(depth: Int = 0, access: AccessLevel = .public) {
    self.depth = depth
    self.access = access
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func line(_ text: String = "") {
    let text = withAccess(text)
    lines.append(text.isEmpty ? "" : String(repeating: "  ", count: depth) + text)
  }

  private func withAccess(_ text: String) -> String {
    let declared = "public "
    guard access != .public, text.hasPrefix(declared), !text.hasPrefix("public import ") else { return text }
    return access.modifier + text.dropFirst(declared.count)
  }

  mutating func removeLast() { lines.removeLast() }

  /// Writes what is further in, with its own text.
  mutating func nested(_ content: (inout SwiftText) -> Void) {
    depth += 1
    content(&self)
    depth -= 1
  }

  mutating func lines(_ lines: [String]) {
    for text in lines { line(text) }
  }

  /// Writes a closure with its signature, which stands in a line of its own if it does not fit.
  mutating func closure(
    _ opening: String,
    _ signature: String,
    results: [String],
    _ content: (inout SwiftText) -> Void
  ) {
    let joined = "\(opening) { \(signature) in"
    if depth * 2 + joined.count <= Self.width { return block(joined, closing: "}", content) }
    block("\(opening) {") { text in
      if text.fits("\(signature) in") || results.isEmpty {
        text.line("\(signature) in")
      } else {
        text.line(String(signature.dropLast(results.joined(separator: ", ").count + 1)))
        text.nested { $0.items(results) }
        text.line(") in")
      }
      content(&text)
    }
  }

  /// Writes a line that opens a brace, what is in it, and the brace that closes it.
  mutating func block(
    _ opening: String,
    closing: String = "}",
    _ content: (inout SwiftText) throws -> Void
  ) rethrows {
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
    let joined = withAccess(opening) + items.joined(separator: ", ") + closing
    if items.isEmpty || depth * 2 + joined.count + reserve <= Self.width {
      line(joined)
    } else {
      line(opening)
      nested { $0.items(items) }
      line(closing)
    }
  }

  /// Writes the items of a list, each in lines of its own.
  mutating func items(_ items: [String]) {
    for (index, item) in items.enumerated() { self.item(item, index + 1 < items.count ? "," : "") }
  }

  /// Whether a text fits in a line.
  func fits(_ text: String) -> Bool { depth * 2 + withAccess(text).count <= Self.width }

  /// Writes one item of a list in a line of its own, a function type that is too long in several.
  private mutating func item(_ item: String, _ comma: String) {
    guard depth * 2 + item.count + comma.count > Self.width else { return line(item + comma) }
    if let bound = item.range(of: ".assumingMemoryBound(") {
      line(String(item[..<bound.upperBound]))
      depth += 1
      line(String(item[bound.upperBound...]) + comma)
      depth -= 1
      return
    }
    guard let start = item.range(of: "(@convention(c) ("),
      let end = item.range(of: ") -> ", options: .backwards), item.hasSuffix(")?")
    else { return line(item + comma) }
    let inner = String(item[item.index(after: start.lowerBound)..<item.index(item.endIndex, offsetBy: -2)])
    line(String(item[...start.lowerBound]))
    depth += 1
    if depth * 2 + inner.count <= Self.width {
      line(inner)
    } else {
      let parameters = String(item[start.upperBound..<end.lowerBound])
      line("@convention(c) (")
      depth += 1
      fill(parameters.components(separatedBy: ", "))
      depth -= 1
      line(String(item[end.lowerBound...].dropLast(2)))
    }
    depth -= 1
    line(")?\(comma)")
  }

  /// Writes as many items in each line as fit.
  private mutating func fill(_ items: [String]) {
    var current = ""
    for (index, item) in items.enumerated() {
      let next = item + (index + 1 < items.count ? "," : "")
      if !current.isEmpty, depth * 2 + current.count + 1 + next.count > Self.width {
        line(current)
        current = next
      } else {
        current += (current.isEmpty ? "" : " ") + next
      }
    }
    line(current)
  }

  /// Writes a case of a switch and its expression.
  mutating func switchCase(_ patterns: [String], _ expression: String) {
    let joined = "case \(patterns.joined(separator: ", ")): \(expression)"
    guard depth * 2 + joined.count > Self.width else { return line(joined) }
    for (index, pattern) in patterns.enumerated() {
      let text = (index == 0 ? "case " : "  ") + pattern + (index + 1 < patterns.count ? "," : ":")
      line(text)
    }
    line("  \(expression)")
  }

  /// Writes a documentation comment.
  mutating func documentation(_ lines: [String]) {
    for text in lines {
      let clean = String(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
      line(clean.allSatisfy { $0 == " " } ? "///" : "/// \(clean)")
    }
  }

  /// A number as a literal: long ones in groups of three digits.
  static func number(_ value: Int64) -> String {
    let digits = String(value.magnitude)
    guard digits.count > 6 else { return String(value) }
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped.append("_") }
      grouped.append(digit)
    }
    return (value < 0 ? "-" : "") + grouped
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
