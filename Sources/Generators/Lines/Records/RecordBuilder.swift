/// Joins lines to records: a plain value that is given one line after the other.
struct RecordBuilder {
  private let start: RecordStart
  private let limit: Int
  private var lines: [Line] = []
  private var hasStart = false
  private var leftOut = 0
  private var bytes = 0
  private var last: Line?

  init(_ start: RecordStart, limit: Int) {
    require(limit >= 1, "A record holds 1 or more bytes, not \(limit).")
    self.start = start
    self.limit = limit
  }

  /// Whether there is a record that further lines may belong to.
  var isOpen: Bool { last != nil }

  /// Takes the next line, and gives the record before it if the line is not one of that.
  mutating func add(_ line: Line) -> LineRecord? {
    let begins = start.begins(line)
    let isElsewhere = last.map { line.isElsewhere(than: $0) } ?? false
    let finished = begins || isElsewhere ? finish() : nil
    if lines.isEmpty { hasStart = begins }
    last = line
    // The line feeds count, so that empty lines are not without end.
    let size = line.bytes.count + 1
    if lines.isEmpty || bytes + size <= limit && leftOut == 0 {
      lines.append(line)
      bytes += size
    } else {
      leftOut += 1
    }
    return finished
  }

  /// The record that is open, which ends with it.
  mutating func finish() -> LineRecord? {
    guard let last else { return nil }
    defer { (lines, leftOut, bytes, self.last) = ([], 0, 0, nil) }
    return LineRecord(lines: lines, hasStart: hasStart, leftOut: leftOut, nextPosition: last.nextPosition)
  }
}
