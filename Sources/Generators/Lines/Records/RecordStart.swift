/// Tells which lines begin a record: what stands at the start of a line, a closure, or a regular expression.
///
/// ```swift
/// lines.records(startingWith: "[")                              // a text at the start of the line
/// lines.records(startingWith: .line { $0.bytes.first != 32 })   // any rule on the line and its bytes
/// lines.records(startingWith: .regex(/\d{4}-\d\d-\d\d /))       // an expression that matches at the start of the line
/// ```
public struct RecordStart: Sendable {
  @usableFromInline let begins: @Sendable (Line) -> Bool

  /// Lines that begin with `text`, byte for byte. The quickest. The empty text makes a record of each line.
  public static func text(_ text: String) -> RecordStart {
    let bytes = Array(text.utf8)
    return RecordStart { line in
      line.bytes.withBytes { line in line.count >= bytes.count && line.prefix(bytes.count).elementsEqual(bytes) }
    }
  }

  /// Lines for which `begins` is true.
  public static func line(_ begins: @escaping @Sendable (Line) -> Bool) -> RecordStart {
    RecordStart(begins: begins)
  }

  /// Lines at whose start `regex` matches. The line is decoded for it.
  ///
  /// A match that fails by an error of the expression's own is no match.
  public static func regex<Output>(_ regex: Regex<Output>) -> RecordStart {
    let shared = SharedRegex(regex)
    return RecordStart { line in shared.matchesStart(of: line.string) }
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
