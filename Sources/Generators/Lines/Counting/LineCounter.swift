internal import CByteScan

/// Counts lines and matches over bytes that arrive in pieces of any size: the lines that `matching` gives.
///
/// For literals, it keeps hardly more of a line than the longest literal, from piece to piece. It keeps the unfinished line
/// for an expression, and for a literal that may match the carriage return of a line end. It searches a whole piece for the
/// literals, and looks for the end of a line only where there is a match.
struct LineCounter {
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private(set) var totals = LineTotals()
  /// How many lines have been skipped for their length.
  private(set) var skippedLines = 0
  /// Whether a line over the limit has ended the counting. The totals are those of the lines before it.
  private(set) var hasFailed = false

  private let longLines: LongLines
  private let set: LiteralSet
  private let expression: LineExpression?
  /// Whether lines are decided as a whole, so that the unfinished one is kept.
  private let keepsLine: Bool
  private var search: LiteralSearch
  /// The end of the unfinished line, as far as a match may reach back into it, or all of the line where it is kept.
  private var tail: [UInt8] = []
  /// Whether the unfinished line has bytes before the tail.
  private var isTailCut = false
  /// How many bytes the unfinished line has.
  private var openCount = 0
  private var openLineMatched = false
  /// Whether the unfinished line is over the limit, and its rest is passed over.
  private var isPassingOver = false
  /// How much of a byte-order mark has been read at the start of an input; nil behind it.
  private var markLength: Int?

  init(_ literals: Literals, _ longLines: LongLines) {
    self.longLines = longLines
    set = literals.set
    expression = literals.expression
    keepsLine = expression != nil || (set.mayEndInReturn && !set.matchesAll)
    search = LiteralSearch(literals.set)
  }

  /// Expects a byte-order mark, which belongs to no line.
  mutating func beginInput() { markLength = 0 }

  /// Counts `bytes` up to the end of the line number `lineLimit` from here, and says how far that was, and whether it
  /// got there.
  mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>, lines lineLimit: Int) -> (count: Int, reached: Bool) {
    guard !hasFailed, let start = bytes.baseAddress, !bytes.isEmpty else { return (0, false) }
    var ended = 0
    let count = byte_scan_skip(start, bytes.count, Self.lineFeed, lineLimit, &ended)
    totals.lines += ended
    totals.bytes += count
    if matchesAll { totals.matches += ended }
    let piece = UnsafeBufferPointer(start: start, count: count)
    if let length = markLength { countStart(piece, afterMarkOf: length) } else { countLines(in: piece) }
    return (count, ended == lineLimit && !hasFailed)
  }

  /// Counts the last line of an input if nothing ended it.
  mutating func finish() {
    if let length = markLength.take(), length > 0 {
      ByteOrderMark.bytes[..<length].withUnsafeBufferPointer { countLines(in: $0) }
    }
    guard openCount > 0 || isPassingOver else { return }
    totals.lines += 1
    if matchesAll {
      totals.matches += 1
    } else if openCount > 0 {
      countOpenLine(withoutReturn: true)
    }
    isPassingOver = false
    forgetLine()
  }

  private var matchesAll: Bool { expression == nil && set.matchesAll }

  private mutating func forgetLine() {
    openCount = 0
    openLineMatched = false
    tail.removeAll(keepingCapacity: true)
  }

  /// Counts the unfinished line, unless it has been counted. No more of it is looked at.
  private mutating func countOpenLine(withoutReturn: Bool) {
    if keepsLine {
      countTail(withoutReturn: withoutReturn)
    } else if !openLineMatched, tailMatches(isOpenAtEnd: false) {
      totals.matches += 1
    }
  }

  /// Counts the start of an input, of which `length` bytes of a byte-order mark have been read.
  private mutating func countStart(_ piece: UnsafeBufferPointer<UInt8>, afterMarkOf length: Int) {
    let start = ByteOrderMark.bytes[..<length] + piece.prefix(ByteOrderMark.bytes.count - length)
    guard ByteOrderMark.mayBegin(start) else {
      markLength = nil
      return length == 0
        ? countLines(in: piece) : (start[..<length] + piece).withUnsafeBufferPointer { countLines(in: $0) }
    }
    guard ByteOrderMark.begins(start) else { return markLength = start.count }
    markLength = nil
    countLines(in: UnsafeBufferPointer(rebasing: piece[(ByteOrderMark.bytes.count - length)...]))
  }

  // MARK: The limit

  /// Counts matches in the bytes that come next, with what they may have of lines over the limit.
  private mutating func countLines(in bytes: UnsafeBufferPointer<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      if isPassingOver {
        guard let next = nextLine(in: rest, from: 0) else { return }
        isPassingOver = false
        rest = UnsafeBufferPointer(rebasing: rest[next...])
        continue
      }
      let longLine = startOfLongLine(in: rest)
      countMatches(in: UnsafeBufferPointer(rebasing: rest[..<(longLine ?? rest.count)]))
      guard let longLine else { return }
      rest = UnsafeBufferPointer(rebasing: rest[longLine...])
      countLongLine(rest)
      if hasFailed { return }
    }
  }

  /// Where in the bytes the first line is, or goes on, that is known to be over the limit.
  ///
  /// It looks for line ends from one limit's length to the next, so only near those.
  private func startOfLongLine(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    var start = 0
    var before = openCount
    while true {
      // A line within the limit is no longer than this with its line end.
      let room = longLines.limit + 2 - before
      let left = bytes.count - start
      guard left >= room - 1, left > 0 else { return nil }
      let count = min(left, room)
      let last = byte_scan_last(base + start, count, Self.lineFeed)
      if last < 0 {
        // A carriage return that follows the limit may be the start of a line end.
        return count == room || bytes[start + count - 1] != Self.carriageReturn ? start : nil
      }
      if last == room - 1, byte_scan_first(base + start, last, Self.lineFeed) < 0 {
        // The line has one byte more than the limit.
        let isReturn = last == 0 || bytes[start + last - 1] == Self.carriageReturn
        if !isReturn { return start }
      }
      start += last + 1
      before = 0
    }
  }

  /// Counts the line over the limit that begins, or goes on, with `bytes`: as far as it is delivered.
  private mutating func countLongLine(_ bytes: UnsafeBufferPointer<UInt8>) {
    switch longLines.treatment {
    case .truncate:
      countMatches(in: UnsafeBufferPointer(rebasing: bytes.prefix(max(0, longLines.limit - openCount))))
      if keepsLine, tail.count > longLines.limit { tail.removeLast() }
      if !matchesAll { countOpenLine(withoutReturn: false) }
    case .skip:
      skippedLines += 1
      // The end of the line counts one again where every line matches.
      if openLineMatched || matchesAll { totals.matches -= 1 }
    case .fail:
      var ended = 0
      _ = byte_scan_skip(bytes.baseAddress, bytes.count, Self.lineFeed, .max, &ended)
      if openLineMatched { totals.matches -= 1 }
      if matchesAll { totals.matches -= ended }
      totals.lines -= ended
      totals.bytes -= openCount + bytes.count
      hasFailed = true
    }
    isPassingOver = !hasFailed
    forgetLine()
  }

  // MARK: Matches

  /// Counts matches in bytes that belong to no line that is known to be over the limit.
  private mutating func countMatches(in piece: UnsafeBufferPointer<UInt8>) {
    guard let base = piece.baseAddress, !piece.isEmpty else { return }
    let last = byte_scan_last(base, piece.count, Self.lineFeed)
    let continuesLine = openCount > 0
    openCount = last < 0 ? openCount + piece.count : piece.count - last - 1
    if keepsLine {
      countWholeLines(in: piece, continuesLine)
    } else if !set.searchers.isEmpty {
      countMatches(in: piece, continuesLine)
    }
  }

  // MARK: Literals

  private mutating func countMatches(in piece: UnsafeBufferPointer<UInt8>, _ continuesLine: Bool) {
    var place = 0
    if openLineMatched || (continuesLine && reachesBack(from: piece)) {
      guard let next = endOfLine(in: piece, from: 0) else { return }
      place = next
    }
    search.begin()
    while let match = search.first(
      in: piece,
      from: place,
      isOpenAtStart: continuesLine && place == 0,
      isOpenAtEnd: openCount > 0
    ) {
      totals.matches += 1
      guard let next = endOfLine(in: piece, from: match) else { return }
      place = next
    }
    keepTail(of: piece, from: place)
  }

  /// The start of the line after the one at `place`. Where there is none, the rest belongs to a line that has matched.
  private mutating func endOfLine(in piece: UnsafeBufferPointer<UInt8>, from place: Int) -> Int? {
    let next = nextLine(in: piece, from: place)
    openLineMatched = next == nil
    return next
  }

  private func nextLine(in piece: UnsafeBufferPointer<UInt8>, from place: Int) -> Int? {
    let distance = byte_scan_first(piece.baseAddress! + place, piece.count - place, Self.lineFeed)
    return distance < 0 ? nil : place + distance + 1
  }

  /// Whether a match begins in what is kept of the open line and is decided by the start of `piece`; if so, it has been
  /// counted.
  private mutating func reachesBack(from piece: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !tail.isEmpty else { return false }
    let within = piece.prefix(set.reach)
    let head = within.prefix { $0 != Self.lineFeed }
    let kept = tail.count
    tail.append(contentsOf: head)
    defer { tail.removeSubrange(kept...) }
    guard tailMatches(isOpenAtEnd: head.count == within.count) else { return false }
    totals.matches += 1
    return true
  }

  private func tailMatches(isOpenAtEnd: Bool) -> Bool {
    tail.withUnsafeBufferPointer { set.isFound(in: $0, isOpenAtStart: isTailCut, isOpenAtEnd: isOpenAtEnd) }
  }

  /// Keeps the end of the piece's last line, which goes on at `place` or starts after it.
  private mutating func keepTail(of piece: UnsafeBufferPointer<UInt8>, from place: Int) {
    let start = max(place, piece.count - set.reach)
    let near = piece[start...]
    let lineEnd = byte_scan_last(piece.baseAddress! + start, near.count, Self.lineFeed)
    if start > 0 || lineEnd >= 0 {
      tail.removeAll(keepingCapacity: true)
      isTailCut = lineEnd < 0 && start > 0 && piece[start - 1] != Self.lineFeed
    }
    tail.append(contentsOf: near.dropFirst(lineEnd + 1))
    if tail.count > set.reach {
      tail.removeFirst(tail.count - set.reach)
      isTailCut = true
    }
  }

  // MARK: Whole lines

  private mutating func countWholeLines(in piece: UnsafeBufferPointer<UInt8>, _ continuesLine: Bool) {
    var place = 0
    if continuesLine {
      let next = nextLine(in: piece, from: 0)
      tail.append(contentsOf: piece[..<(next ?? piece.count)])
      guard let next else { return }
      countTail(withoutReturn: true)
      place = next
    }
    search.begin()
    while place < piece.count, let candidate = set.matchesAll ? place : search.first(in: piece, from: place) {
      let start = place + byte_scan_last(piece.baseAddress! + place, candidate - place, Self.lineFeed) + 1
      guard let next = nextLine(in: piece, from: candidate) else {
        place = start
        break
      }
      let line = Self.withoutEnd(piece[start..<next])
      // What was found may be partly the carriage return of the line's end.
      let hasLiteral = !set.mayEndInReturn || set.isFound(in: line)
      if hasLiteral, expression?.matchesWithLiterals(line) ?? true { totals.matches += 1 }
      place = next
    }
    tail.append(contentsOf: piece[(piece.count - openCount)...])
  }

  /// Counts the line that has been kept if it matches.
  private mutating func countTail(withoutReturn: Bool) {
    let isMatch = tail.withUnsafeBufferPointer { bytes in
      let line = withoutReturn ? Self.withoutEnd(bytes[...]) : bytes
      return expression?.matches(line) ?? set.isFound(in: line)
    }
    if isMatch { totals.matches += 1 }
    tail.removeAll(keepingCapacity: true)
  }

  private static func withoutEnd(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> UnsafeBufferPointer<UInt8> {
    var rest = line
    if rest.last == lineFeed { rest.removeLast() }
    if rest.last == carriageReturn { rest.removeLast() }
    return UnsafeBufferPointer(rebasing: rest)
  }
}
