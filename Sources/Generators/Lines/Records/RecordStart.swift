/// Recognizes the lines that begin a record: by a text at the start of a line, a closure, or a regular expression.
///
/// ```swift
/// lines.records(startingWith: "[")                              // a text at the start of the line
/// lines.records(startingWith: .timestamp(.rfc3339))             // a time stamp at the start of the line
/// lines.records(startingWith: .line { $0.bytes.first != 32 })   // any rule on the line and its bytes
/// lines.records(startingWith: .regex(/\d{4}-\d\d-\d\d /))       // an expression that matches at the start of the line
/// ```
public struct RecordStart: Sendable {
  private enum Rule: Sendable {
    case text([UInt8])
    case line(@Sendable (Line) -> Bool)
  }

  private let rule: Rule

  /// Lines that begin with `text`, byte for byte. This is the fastest. The empty text makes a record of each line.
  public static func text(_ text: String) -> RecordStart { RecordStart(rule: .text(Array(text.utf8))) }

  /// Lines for which `begins` is true.
  public static func line(_ begins: @escaping @Sendable (Line) -> Bool) -> RecordStart {
    RecordStart(rule: .line(begins))
  }

  func begins(_ line: Line) -> Bool {
    switch rule {
    case .line(let begins): begins(line)
    case .text(let text):
      line.bytes.withBytes { line in
        guard line.count >= text.count else { return false }
        for (index, byte) in text.enumerated() where line[index] != byte { return false }
        return true
      }
    }
  }

  /// Lines at whose start `regex` matches. The line is decoded for it.
  ///
  /// A match that fails by an error of the expression's own is no match.
  public static func regex<Output>(_ regex: Regex<Output>) -> RecordStart {
    let shared = SharedRegex(regex)
    return .line { line in shared.matchesStart(of: line.string) }
  }
}

extension RecordStart: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .text(text) }
}

/// An expression that threads may share: matching does not change it.
private struct SharedRegex<Output>: @unchecked Sendable {
  private let regex: Regex<Output>

  init(_ regex: Regex<Output>) { self.regex = regex }

  func matchesStart(of text: String) -> Bool { (try? regex.prefixMatch(in: text)) != nil }
}
