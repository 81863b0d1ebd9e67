internal import CByteScan

/// Walks over the lines of one slice of a block after the other.
@usableFromInline
struct LineCursor {
  private static let endsCapacity = 1024
  private static let lineFeed = UInt8(ascii: "\n")

  @usableFromInline var block: Block?
  /// The line ends found and not used yet: `ends[index..<count]`.
  @usableFromInline let ends: UnsafeMutablePointer<UInt32>
  @usableFromInline var index = 0
  @usableFromInline var count = 0
  /// Where the next line starts.
  @usableFromInline var start = 0
  /// How far line ends have been looked for, and how far there are lines.
  private var searched = 0
  @usableFromInline var limit = 0
  @usableFromInline var number = 0
  @usableFromInline let longLines: LongLines
  /// The number and the offset of the line that was too long to go on.
  private(set) var failedLine: (source: String, number: Int, offset: Int)?

  private let skipped: SkippedLines

  fileprivate init(_ longLines: LongLines, skipped: SkippedLines) {
    self.longLines = longLines
    self.skipped = skipped
    ends = .allocate(capacity: Self.endsCapacity)
  }

  fileprivate func deallocate() { ends.deallocate() }

  /// The next line of the slice, or nil if another slice is needed.
  @inlinable
  mutating func next() -> Line? {
    while index < count || findLineEnds() {
      let end = Int(ends[index])
      index &+= 1
      if let line = line(to: end) { return line }
    }
    return nil
  }

  /// The line from the start of the next one to its end; nil if it is left out for its length.
  @inlinable
  @inline(__always)
  mutating func line(to end: Int) -> Line? {
    let start = self.start
    self.start = end &+ 1
    number &+= 1
    let block = self.block.unsafelyUnwrapped
    var length = end &- start
    var lineEnd = end < limit ? 1 : 0
    if length > 0, block.base[end &- 1] == 0x0D {
      length &-= 1
      lineEnd = lineEnd == LineEnd.none ? LineEnd.carriageReturn : 2
    }
    if length <= longLines.limit {
      return Line(block: block, start: start, count: length, number: number, lineEnd: lineEnd)
    }
    return tooLong(start)
  }

  /// The next line of the slice in which `search` finds a text, or nil if another slice is needed.
  ///
  /// The search looks for the texts in the whole slice, and for line ends only around a match, unless a line in the slice
  /// may be too long.
  mutating func next(in search: inout LiteralSearch) -> Line? {
    guard limit - start <= longLines.limit, !search.set.matchesAll else {
      while let line = next() {
        if line.bytes.withBytes({ search.set.isFound(in: $0) }) { return line }
      }
      return nil
    }
    while let block, start < limit {
      let slice = block.bytes(0..<limit)
      let place = search.first(in: slice, from: start) ?? limit
      passOver(to: startOfLine(at: place))
      guard place < limit else { return nil }
      let distance = byte_scan_first(block.base + place, limit - place, Self.lineFeed)
      guard let line = line(to: distance < 0 ? limit : place + distance) else { continue }
      // What was found may be partly the carriage return of the line's end.
      if !search.set.mayEndInReturn || line.bytes.withBytes({ search.set.isFound(in: $0) }) { return line }
    }
    return nil
  }

  /// Where the line that contains the byte at `place` starts. For the end of the slice, it is that end.
  private func startOfLine(at place: Int) -> Int {
    guard place < limit, let block else { return limit }
    return start + byte_scan_last(block.base + start, place - start, Self.lineFeed) + 1
  }

  /// Goes on to the line at `place` without looking at those before it.
  private mutating func passOver(to place: Int) {
    guard let block else { return }
    var passed = 0
    _ = byte_scan_skip(block.base + start, place - start, Self.lineFeed, .max, &passed)
    if place == limit, place > start, block.base[place - 1] != Self.lineFeed { passed += 1 }
    number += passed
    (index, count) = (0, 0)
    (start, searched) = (place, place)
  }

  mutating func load(_ slice: BlockSlice) {
    block = slice.block
    if let first = slice.firstNumber { number = first - 1 }
    (index, count) = (0, 0)
    (start, searched, limit) = (slice.range.lowerBound, slice.range.lowerBound, slice.range.upperBound)
  }

  /// Lets go of the block, so that it can be filled anew.
  mutating func unload() {
    block = nil
    (index, count, start, searched, limit) = (0, 0, 0, 0, 0)
  }

  /// Finds further line ends in the slice. A last line without one ends where the slice does.
  @usableFromInline
  mutating func findLineEnds() -> Bool {
    guard let block else { return false }
    index = 0
    count = 0
    while count == 0, searched < limit {
      count = byte_scan_positions(
        block.base,
        searched,
        limit,
        Self.lineFeed,
        ends,
        Self.endsCapacity,
        &searched
      )
    }
    if count == 0, start < limit {
      ends[0] = UInt32(limit)
      count = 1
    }
    return count > 0
  }

  @usableFromInline
  mutating func tooLong(_ start: Int) -> Line? {
    let block = self.block.unsafelyUnwrapped
    switch longLines.treatment {
    case .truncate:
      return Line(block: block, start: start, count: longLines.limit, number: number, isTruncated: true)
    case .skip:
      skipped.increment()
    case .fail:
      failedLine = (block.origin?.name ?? "", number, block.offset + start)
      unload()
    }
    return nil
  }
}

/// The cursor of an iteration, which all copies of its iterator move on together: there is one input to read.
@usableFromInline
final class SharedLineCursor {
  /// It has memory of its own, so that moving it is a plain store.
  @usableFromInline let cursor: UnsafeMutablePointer<LineCursor>

  /// What lines have to contain, if they have to contain something.
  @usableFromInline let search: LiteralSearchBox?

  init(_ longLines: LongLines, skipped: SkippedLines, matching literals: LiteralSet? = nil) {
    search = literals.map(LiteralSearchBox.init)
    cursor = .allocate(capacity: 1)
    cursor.initialize(to: LineCursor(longLines, skipped: skipped))
  }

  deinit {
    cursor.pointee.deallocate()
    cursor.deinitialize(count: 1)
    cursor.deallocate()
  }

  @inlinable
  func next() -> Line? {
    defer { withExtendedLifetime(self) {} }
    return search == nil ? cursor.pointee.next() : nextMatch()
  }

  @usableFromInline
  func nextMatch() -> Line? { cursor.pointee.next(in: &search!.search) }

  var failedLine: (source: String, number: Int, offset: Int)? { cursor.pointee.failedLine }

  func load(_ slice: BlockSlice) {
    search?.search.begin()
    cursor.pointee.load(slice)
  }

  func unload() { cursor.pointee.unload() }
}

/// A search that is moved on in place.
@usableFromInline
final class LiteralSearchBox {
  /// Only the iterator of the lines uses it.
  @exclusivity(unchecked) var search: LiteralSearch

  init(_ literals: LiteralSet) { search = LiteralSearch(literals) }
}
