internal import CByteScan
internal import DequeModule

/// Cuts lines into JSON documents by their brackets: a plain value that is given one line after the other.
struct JSONRecordBuilder: Sendable {
  /// A line inside the open document that begins with a bracket: where a document begins, if a bracket is missing before.
  private struct Candidate {
    /// Which of all the lines that were kept the line is.
    var line: Int
    /// How many brackets were open before it.
    var depth: Int
    /// The lines of the candidates in it that were closed.
    var closed: [Range<Int>] = []
  }

  let skipped = SkippedLines()
  private let limit: Int
  private let damaged: JSONRecordDamage
  private var ready: Deque<LineRecord> = []
  private(set) var failure: RecordError?

  /// The lines of the open document, which may be parts of the lines that were given.
  private var lines: Deque<Line> = []
  private var byteCount = 0
  /// How many lines before these belonged to documents that were left out.
  private var lostLines = 0
  private var depth = 0
  /// The open document itself, and the candidates in it that are open, each in the one before.
  private var candidates: Deque<Candidate> = []
  /// Whether lines are skipped up to one that begins with a bracket.
  private var isDiscarding = false
  /// Whether lines were skipped, so that what looks like a document may be a part of one.
  private var isUncertain = false

  private var last: Line?
  /// The place of the last line end outside documents, or of the first line.
  private var boundary: LinePosition?

  init(limit: Int, damaged: JSONRecordDamage) {
    require(limit >= 1, "A JSON document has 1 or more bytes, so its limit cannot be \(limit).")
    self.limit = limit
    self.damaged = damaged
  }

  /// The next record that is whole.
  mutating func next() -> LineRecord? { ready.popFirst() }

  /// Takes the next line.
  mutating func add(_ line: Line) {
    if let last, line.isElsewhere(than: last) { finish() }
    if last == nil { boundary = LinePosition(offset: line.offset, number: line.number, file: line.nextPosition.file) }
    last = line
    if isDiscarding, Self.beginsWithBracket(line) { isDiscarding = false }
    guard !isDiscarding else { return }
    // The brackets of a truncated line are not known.
    if line.isTruncated { return loseDocuments(at: line) }
    if isOpen, Self.beginsWithBracket(line) {
      candidates.append(Candidate(line: lostLines + lines.count, depth: depth))
    }
    line.bytes.withBytes { scan(line, $0) }
    if !isOpen {
      boundary = line.nextPosition
    } else {
      closeCandidates(at: line)
      if byteCount > limit { giveUp() }
    }
  }

  /// Ends the lines. A document that is open is a record all the same, unless damaged ones are skipped.
  mutating func finish() {
    if damaged == .skip {
      while isOpen { leaveOut() }
    } else if isOpen {
      // Reading that goes on from here gets it whole.
      deliver(nextPosition: boundary)
    }
    (isDiscarding, isUncertain, last) = (false, false, nil)
  }

  private var isOpen: Bool { !candidates.isEmpty }

  // MARK: Documents

  /// Goes over the bytes of a line, and delivers the documents that end in it.
  private mutating func scan(_ line: Line, _ bytes: UnsafeBufferPointer<UInt8>) {
    var place = 0
    while true {
      var start = place
      if !isOpen {
        start = Self.documentStart(bytes, from: place)
        guard start < bytes.count else { return }
        guard Self.isBracket(bytes[start]) else {
          place = Self.textEnd(bytes, from: start)
          take(line, start..<Self.trimmedEnd(bytes, start..<place))
          if !dropTooLong() { deliver(nextPosition: Self.isSpace(bytes, from: place) ? line.nextPosition : boundary) }
          if failure != nil { return }
          continue
        }
        candidates.append(Candidate(line: lostLines, depth: 0))
      }
      let outside = candidates[0].depth
      var open = depth - outside
      let end = json_brackets_end(bytes.baseAddress, bytes.count, start, &open)
      depth = outside + open
      take(line, start..<(end == 0 ? bytes.count : end))
      guard end > 0 else { return }
      place = end
      close(line, isLast: Self.isSpace(bytes, from: place))
      if isDiscarding || failure != nil { return }
    }
  }

  /// Delivers the document that is closed, unless it is too long or may be a part of something that was skipped.
  private mutating func close(_ line: Line, isLast: Bool) {
    if dropTooLong() {
      return
    } else if isUncertain, !isLast {
      // A comma follows an element.
      forget()
      isDiscarding = true
    } else {
      isUncertain = false
      deliver(nextPosition: isLast ? line.nextPosition : boundary)
    }
  }

  /// Fails, or leaves out what was taken, if it is longer than the limit. Says whether it is.
  private mutating func dropTooLong() -> Bool {
    // The last line counts without its end.
    guard byteCount - 1 > limit else { return false }
    if damaged == .skip {
      skipped.increment()
      forget()
    } else {
      fail(at: lines[0], limit)
    }
    return true
  }

  private mutating func take(_ line: Line, _ range: Range<Int>) {
    let isEnd = range.upperBound == line.bytes.count
    lines.append(
      Line(
        block: line.block,
        start: Int(line.start) + range.lowerBound,
        count: range.count,
        number: line.number,
        lineEnd: isEnd ? line.numberAndEnd & 3 : 0,
        isTruncated: line.isTruncated
      )
    )
    byteCount += range.count + 1
  }

  private mutating func deliver(nextPosition: LinePosition?) {
    ready.append(record(lines[...], nextPosition))
    forget()
  }

  private func record(_ lines: Deque<Line>.SubSequence, _ nextPosition: LinePosition?) -> LineRecord {
    let lines = Array(lines)
    return LineRecord(
      lines: lines,
      hasStart: true,
      omittedLineCount: 0,
      nextPosition: nextPosition ?? lines[lines.count - 1].nextPosition
    )
  }

  private mutating func forget() {
    lines.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
    (byteCount, lostLines, depth) = (0, 0, 0)
  }

  // MARK: Damage

  /// Closes the candidates that end with a line.
  private mutating func closeCandidates(at line: Line) {
    while candidates.count > 1, let candidate = candidates.last, candidate.depth >= depth {
      candidates.removeLast()
      // One with a comma behind it is an element of the document.
      guard candidate.depth == depth, Self.endsWithBracket(line) else { continue }
      candidates[candidates.count - 1].closed.append(candidate.line..<lostLines + lines.count)
    }
  }

  /// Fails, or leaves out the open document, which is too long.
  private mutating func giveUp() {
    guard damaged == .skip else { return fail(at: lines[0], limit) }
    while isOpen, byteCount > limit { leaveOut() }
    isUncertain = true
    isDiscarding = !isOpen
  }

  /// Fails, or leaves out the documents that are in a truncated line.
  private mutating func loseDocuments(at line: Line) {
    guard damaged == .skip else { return fail(at: lines.first ?? line, line.bytes.count) }
    if !isOpen { skipped.increment() }
    while isOpen { leaveOut() }
    (isDiscarding, isUncertain) = (true, true)
  }

  private mutating func fail(at first: Line, _ limit: Int) {
    failure = RecordError(
      .recordTooLong,
      source: first.source,
      number: first.number,
      offset: first.offset,
      "its JSON document is longer than the limit of \(limit) bytes. Look for a missing bracket in it, raise the limit, or "
        + "skip damaged documents."
    )
    forget()
  }

  /// Leaves out the open document, delivers the candidates in it that were closed, and makes the next candidate that is
  /// open, if there is one, the open document.
  private mutating func leaveOut() {
    skipped.increment()
    for range in candidates[0].closed {
      let document = lines[range.lowerBound - lostLines..<range.upperBound - lostLines]
      if document.reduce(-1, { $0 + $1.bytes.count + 1 }) > limit {
        skipped.increment()
      } else {
        ready.append(record(document, nil))
      }
    }
    candidates.removeFirst()
    guard let next = candidates.first else { return forget() }
    let count = next.line - lostLines
    byteCount -= lines[..<count].reduce(0) { $0 + $1.bytes.count + 1 }
    lines.removeFirst(count)
    lostLines += count
  }

  // MARK: Bytes

  private static func isBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

  /// Whether a byte is between documents: space, or the separator of RFC 7464.
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") || byte == 0x1E
  }

  private static func isSpace(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int) -> Bool {
    documentStart(bytes, from: place) == bytes.count
  }

  private static func documentStart(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int) -> Int {
    var place = place
    if place == 0 { place = json_document_start(bytes.baseAddress, bytes.count) }
    while place < bytes.count, isSpace(bytes[place]) { place += 1 }
    return place
  }

  private static func trimmedEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, isSpace(bytes[end - 1]) { end -= 1 }
    return end
  }

  /// Where a text outside brackets ends: before the next bracket that is in no string, a separator, or the end of the line.
  private static func textEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var place = start
    var isInString = false
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""): isInString.toggle()
      case UInt8(ascii: "\\") where isInString: place += 1
      case let byte where !isInString && (isBracket(byte) || byte == 0x1E): return place
      default: break
      }
      place += 1
    }
    return bytes.count
  }

  private static func beginsWithBracket(_ line: Line) -> Bool {
    line.bytes.withBytes { bytes in
      var start = json_document_start(bytes.baseAddress, bytes.count)
      while start < bytes.count, bytes[start] == 0x1E { start += 1 }
      return start < bytes.count && isBracket(bytes[start])
    }
  }

  private static func endsWithBracket(_ line: Line) -> Bool {
    line.bytes.withBytes { bytes in
      guard let last = bytes.last(where: { !isSpace($0) }) else { return false }
      return last == UInt8(ascii: "}") || last == UInt8(ascii: "]")
    }
  }
}
