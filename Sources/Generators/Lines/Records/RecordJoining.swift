/// The rule of `records(startingWith:limit:)`: lines that belong together become a ``LineRecord``.
public struct RecordJoining: LineJoining, Sendable {
  private let start: RecordStart
  private let limit: Int
  private var lines: [Line] = []
  private var hasStart = false
  private var omittedLineCount = 0
  private var byteCount = 0
  private var lastNumber = 0
  /// How many of the lines are compact.
  private var compactCount = 0
  /// The last line, if it was dropped.
  private var lastOmitted: Line?
  private var finished: LineRecord?

  init(_ start: RecordStart, limit: Int) {
    require(limit >= 1, "A record holds 1 or more bytes, not \(limit).")
    self.start = start
    self.limit = limit
  }

  public var isOpen: Bool { !lines.isEmpty }

  public mutating func add(_ line: Line) {
    let begins = start.begins(line)
    if begins || isElsewhere(line) { finish() }
    lastNumber = line.number
    // The line feeds count, so that empty lines are not without end.
    let size = line.bytes.count + 1
    if lines.isEmpty {
      lines = [line]
      hasStart = begins
      byteCount = size
    } else if byteCount + size <= limit && omittedLineCount == 0 {
      lines.append(line)
      byteCount += size
    } else {
      omittedLineCount += 1
      lastOmitted = line
    }
  }

  public mutating func next() -> LineRecord? { finished.take() }

  public mutating func finish() {
    guard !lines.isEmpty else { return }
    finished = LineRecord(
      lines: lines,
      hasStart: hasStart,
      omittedLineCount: omittedLineCount,
      nextPosition: lastOmitted?.nextPosition
    )
    (lines, omittedLineCount, lastOmitted, compactCount) = ([], 0, nil, 0)
  }

  public mutating func compact() {
    lines.replaceSubrange(compactCount..., with: lines[compactCount...].compact)
    compactCount = lines.count
    lastOmitted = lastOmitted?.compact
  }

  /// Whether `line` is in another file than the line before, or in the same file read again. This is
  /// `isElsewhere(than:)`, without a reference to the line before.
  private func isElsewhere(_ line: Line) -> Bool {
    guard let place = lines.indices.last else { return false }
    return line.number <= lastNumber || lines[place].block !== line.block && !line.isOfSource(of: lines[place])
  }
}
