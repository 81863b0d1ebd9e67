internal import CByteScan

/// Counts lines and matches over bytes that arrive in pieces of any size, and keeps no line.
///
/// What it carries from piece to piece is shorter than the longest literal. It looks for the literals over a whole
/// piece, and for the end of a line only where one of them stands.
struct LineCounter {
  private static let lineFeed = UInt8(ascii: "\n")

  private(set) var totals = LineTotals()
  private let needles: Needles
  private var search: LiteralSearch
  /// The end of the unfinished line, as far as a literal may reach back into it.
  private var tail: [UInt8] = []
  private var isLineOpen = false
  private var openLineMatched = false

  init(_ literals: Literals) {
    needles = literals.needles
    search = LiteralSearch(literals.needles)
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
    isLineOpen = piece[count - 1] != Self.lineFeed
    if needles.matchesAll {
      totals.matches += ended
    } else if !needles.all.isEmpty {
      countMatches(in: piece)
    }
    return (count, ended == lineLimit)
  }

  /// Counts the last line of an input if nothing ended it.
  mutating func finish() {
    guard isLineOpen else { return }
    isLineOpen = false
    openLineMatched = false
    tail.removeAll(keepingCapacity: true)
    totals.lines += 1
    if needles.matchesAll { totals.matches += 1 }
  }

  private mutating func countMatches(in piece: UnsafeBufferPointer<UInt8>) {
    var place = 0
    if openLineMatched || reachesBack(from: piece) {
      guard let next = endOfLine(in: piece, from: 0) else { return }
      place = next
      tail.removeAll(keepingCapacity: true)
    }
    search.begin()
    while let match = search.first(in: piece, from: place) {
      totals.matches += 1
      guard let next = endOfLine(in: piece, from: match) else { return }
      place = next
    }
    keepTail(of: piece, from: place)
  }

  /// The start of the line after the one at `place`. Where there is none, the rest belongs to a line that has matched.
  private mutating func endOfLine(in piece: UnsafeBufferPointer<UInt8>, from place: Int) -> Int? {
    let distance = byte_scan_first(piece.baseAddress! + place, piece.count - place, Self.lineFeed)
    openLineMatched = distance < 0
    return distance < 0 ? nil : place + distance + 1
  }

  /// Whether a literal begins in what is kept of the open line and ends in `piece`; if so, it has been counted.
  private mutating func reachesBack(from piece: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !tail.isEmpty else { return false }
    let within = piece.prefix(needles.longest - 1)
    let seam = tail + within.prefix { $0 != Self.lineFeed }
    let found = seam.withUnsafeBufferPointer { needles.areFound(in: $0) }
    if found { totals.matches += 1 }
    return found
  }

  private mutating func keepTail(of piece: UnsafeBufferPointer<UInt8>, from place: Int) {
    let reach = needles.longest - 1
    let near = piece[max(place, piece.count - reach)...]
    let lineEnd = byte_scan_last(piece.baseAddress! + near.startIndex, near.count, Self.lineFeed)
    if lineEnd >= 0 || near.count == reach || place > 0 {
      tail.removeAll(keepingCapacity: true)
    }
    tail.append(contentsOf: near.dropFirst(lineEnd + 1))
    if tail.count > reach { tail.removeFirst(tail.count - reach) }
  }
}
