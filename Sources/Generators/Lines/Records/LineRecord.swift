/// Lines that belong together, such as a log message and the stack trace after it.
///
/// `records(startingWith:limit:)` makes it from lines.
public struct LineRecord: Hashable, Sendable {
  /// The lines, at least one.
  public let lines: [Line]
  /// Whether the first line begins a record. Not so for lines that come before the first one that does.
  public let hasStart: Bool
  /// How many further lines belong to it that were dropped, because it would have grown over the limit.
  public let omittedLineCount: Int
  /// The place after the record and its omitted lines, from which reading can go on: see ``Line/nextPosition``.
  public let nextPosition: LinePosition

  /// The number of the first line.
  public var number: Int { lines[0].number }

  /// Where the first line begins in its input, in bytes, after decompression.
  public var offset: Int { lines[0].offset }

  /// What the lines were read from.
  public var source: String { lines[0].source }

  /// The lines decoded as UTF-8, with line feeds between them.
  public var string: String { lines.map(\.string).joined(separator: "\n") }

  /// Whether any of its lines contains the bytes of `text` as UTF-8. Every line contains the empty text.
  public func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// Whether any of its lines contains any of `literals`.
  public func contains(anyOf literals: Literals) -> Bool { lines.contains { $0.contains(anyOf: literals) } }
}
