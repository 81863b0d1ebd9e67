internal import CByteScan

/// Counts lines and matches over bytes that arrive in pieces of any size, and keeps no line.
///
/// What it carries from piece to piece is hardly longer than the longest literal, or as long as the part of a line that an
/// expression sees. It searches a whole piece for the literals, and looks for the end of a line only where there is a
/// match.
struct LineCounter {
  private static let lineFeed = UInt8(ascii: "\n")

  private(set) var totals = LineTotals()
  private let set: LiteralSet
  private let expression: LineExpression?
  private var search: LiteralSearch
  /// The end of the unfinished line, as far as a match may reach back into it; the start of it for an expression.
  private var tail: [UInt8] = []
  /// Whether the unfinished line has bytes before the tail.
  private var isTailCut = false
  private var isLineOpen = false
  private var openLineMatched = false

  init(_ literals: Literals) {
    set = literals.set
    expression = literals.expression
    search = LiteralSearch(literals.set)
  }

  /// Counts `bytes` up to the end of the line number `lineLimit` from here, and says how far that was, and whether it
  /// got there.
  mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>, lines lineLimit: Int) -> (count: Int, reached: Bool) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return (0, false) }
    var ended = 0
    let count = byte_scan_skip(start, bytes.count, Self.lineFeed, lineLimit, &ended)
    let piece = UnsafeBufferPointer(start: start, count: count)
    totals.lines += ended
    totals.bytes += count
    let continuesLine = isLineOpen
    isLineOpen = piece[count - 1] != Self.lineFeed
    if let expression {
      countMatches(of: expression, in: piece, continuesLine)
    } else if set.matchesAll {
      totals.matches += ended
    } else if !set.searchers.isEmpty {
      countMatches(in: piece, continuesLine)
    }
    return (count, ended == lineLimit)
  }

  /// Counts the last line of an input if nothing ended it.
  mutating func finish() {
    guard isLineOpen else { return }
    totals.lines += 1
    if let expression {
      // A carriage return before the end of the input is part of a line's end.
      if tail.count < expression.reach { tail.append(Self.lineFeed) }
      countTail(expression)
    } else if set.matchesAll || (!openLineMatched && tailMatches(isOpenAtEnd: false)) {
      totals.matches += 1
    }
    isLineOpen = false
    openLineMatched = false
    tail.removeAll(keepingCapacity: true)
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
      isOpenAtEnd: isLineOpen
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

  /// Keeps the end of the piece's last line, which goes on at `place` or starts behind it.
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

  // MARK: An expression

  private mutating func countMatches(
    of expression: LineExpression,
    in piece: UnsafeBufferPointer<UInt8>,
    _ continuesLine: Bool
  ) {
    var place = 0
    if continuesLine {
      let next = nextLine(in: piece, from: 0)
      keep(piece[..<(next ?? piece.count)], for: expression)
      guard let next else { return }
      countTail(expression)
      place = next
    }
    search.begin()
    while place < piece.count, let candidate = set.matchesAll ? place : search.first(in: piece, from: place) {
      let start = place + byte_scan_last(piece.baseAddress! + place, candidate - place, Self.lineFeed) + 1
      guard let next = nextLine(in: piece, from: candidate) else {
        place = start
        break
      }
      if expression.matchesWithLiterals(UnsafeBufferPointer(rebasing: piece[start..<next])) { totals.matches += 1 }
      place = next
    }
    guard isLineOpen else { return }
    let last = place + byte_scan_last(piece.baseAddress! + place, piece.count - place, Self.lineFeed) + 1
    keep(piece[last...], for: expression)
  }

  /// Keeps more of the open line, as far as the expression sees it.
  private mutating func keep(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, for expression: LineExpression) {
    tail.append(contentsOf: bytes.prefix(max(0, expression.reach - tail.count)))
  }

  /// Counts the line that has been kept if it matches.
  private mutating func countTail(_ expression: LineExpression) {
    if tail.withUnsafeBufferPointer({ expression.matches($0) }) { totals.matches += 1 }
    tail.removeAll(keepingCapacity: true)
  }
}
