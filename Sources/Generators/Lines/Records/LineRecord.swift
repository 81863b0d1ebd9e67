/// Lines that belong together, such as a log message and the stack trace after it.
///
/// `records(startingWith:limit:)` makes it from lines.
public struct LineRecord: Sendable {
  /// The lines, at least one.
  public let lines: [Line]
  /// Whether the first line begins a record. It does not in lines that come before the first start of a record.
  public let hasStart: Bool
  /// How many further lines of it were dropped, because it would have grown over the limit.
  public let omittedLineCount: Int
  /// The place after the record, if it is not the one after its last line.
  private let end: RecordEnd?

  /// - Parameter nextPosition: The place after the record, or nil for the one after its last line.
  init(lines: [Line], hasStart: Bool, omittedLineCount: Int, nextPosition: LinePosition? = nil) {
    self.lines = lines
    self.hasStart = hasStart
    self.omittedLineCount = omittedLineCount
    end = nextPosition.map { RecordEnd(nextPosition: $0) }
  }

  /// The place after the record and its omitted lines, from which reading can go on: see ``Line/nextPosition``.
  public var nextPosition: LinePosition { end?.nextPosition ?? lines[lines.count - 1].nextPosition }

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

extension LineRecord: Hashable {
  public static func == (left: LineRecord, right: LineRecord) -> Bool {
    left.hasStart == right.hasStart && left.omittedLineCount == right.omittedLineCount && left.lines == right.lines
      && left.nextPosition == right.nextPosition
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(lines)
    hasher.combine(hasStart)
    hasher.combine(omittedLineCount)
  }
}

/// The end of a record that does not end with its last line. It has memory of its own, so that a record is small and
/// cheap to copy: most records have none.
private final class RecordEnd: Sendable {
  let nextPosition: LinePosition

  init(nextPosition: LinePosition) { self.nextPosition = nextPosition }
}
