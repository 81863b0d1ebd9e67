internal import CByteScan

/// A range of a plain file whose lines are counted by themselves: those that begin in it, up to their ends.
///
/// A literal contains no line feed, so no match is divided between two ranges.
struct FileRange: Sendable {
  private static let lineFeed = UInt8(ascii: "\n")

  let file: PlainFile
  /// Where the range begins, and the range after it.
  let range: Range<Int>
  /// Whether a line begins where the range does, whatever is before it.
  let beginsWithLine: Bool

  /// Reads the range and counts it. The file may have changed since the ranges were made.
  func counted(_ plan: CountPlan, _ blocks: SpareBlocks) -> CountedRange {
    var counted = CountedRange()
    var counter = plan.makeCounter()
    var block = blocks.take()
    defer { if block !== counted.slice?.block { blocks.put(block) } }
    var offset = beginsWithLine ? range.lowerBound : range.lowerBound - 1
    var hasBegun = beginsWithLine

    while true {
      let (count, isAtEnd): (Int, Bool)
      do throws(ReadingError) {
        (count, isAtEnd) = try file.fill(block.room(from: 0), at: offset)
      } catch {
        counter.finish()
        counted.failure = error
        break
      }
      var start = 0
      if !hasBegun {
        // The byte before the range is the first one read: a line feed there ends the line before the range.
        let before = min(count, range.upperBound - 1 - offset)
        let distance = byte_scan_first(block.base, before, Self.lineFeed)
        if distance < 0 {
          offset += count
          // The bytes after the range belong to the next one.
          if offset >= range.upperBound { break }
          counted.isAtEnd = isAtEnd
          if isAtEnd || offset == range.upperBound - 1 { break }
          continue
        }
        hasBegun = true
        start = distance + 1
      }
      // The line feed at the end of the range, or the first one after it, is the last byte counted.
      let last = max(start, min(count, range.upperBound - 1 - offset))
      let distance = byte_scan_first(block.base + last, count - last, Self.lineFeed)
      let end = distance < 0 ? count : last + distance + 1
      let bytes = block.bytes(start..<end)
      let isFirst = plan.hasBatches && counted.slice == nil
      if isFirst {
        counted.slice = BlockSlice(block: block, range: start..<end)
        counted.marks = counter.consume(bytes, inStepsOf: plan.division.step)
      } else {
        _ = counter.consume(bytes, lines: .max)
      }
      counted.end = offset + end
      if distance >= 0 || counter.hasFailed { break }
      if isAtEnd {
        counter.finish()
        counted.isAtEnd = true
        break
      }
      offset += count
      if isFirst { block = blocks.take() }
    }
    counted.totals = counter.totals
    counted.skippedLines = counter.skippedLines
    counted.endsBeforeLongLine = counter.hasFailed
    return counted
  }
}

extension LineCounter {
  /// Counts `bytes`, and gives the totals at the ends of lines, `step` bytes and more apart.
  fileprivate mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>, inStepsOf step: Int) -> [LineTotals] {
    var marks: [LineTotals] = []
    var place = 0
    while place < bytes.count, !hasFailed {
      let near = min(place + step, bytes.count)
      let distance = byte_scan_first(bytes.baseAddress! + near, bytes.count - near, UInt8(ascii: "\n"))
      let end = distance < 0 ? bytes.count : near + distance + 1
      _ = consume(UnsafeBufferPointer(rebasing: bytes[place..<end]), lines: .max)
      if distance >= 0, !hasFailed { marks.append(totals) }
      place = end
    }
    return marks
  }
}

/// The ranges of a plain file from a place on, one after the other.
struct FileRanges {
  private let file: PlainFile
  private let width: Int
  private var size: Int
  private var start: Int
  private var beginsWithLine = true
  private var isOver = false

  /// - Parameters:
  ///   - start: Where a line begins.
  ///   - size: How many bytes the file has had at some time.
  init(_ file: PlainFile, from start: Int, size: Int, width: Int) {
    self.file = file
    self.start = start
    self.size = size
    self.width = width
  }

  /// The next range. Nil after the end, and while it may begin after the end of the file and other ranges are being counted.
  mutating func next(isOtherAwaited: Bool) -> FileRange? {
    guard !isOver else { return nil }
    if start >= size { size = file.size }
    guard start < size || !isOtherAwaited else { return nil }
    defer { (start, beginsWithLine) = (start + width, false) }
    return FileRange(file: file, range: start..<start + width, beginsWithLine: beginsWithLine)
  }

  /// Goes on after what has been counted: a line may be longer than several ranges.
  mutating func pass(_ counted: CountedRange) {
    if counted.isLast { isOver = true }
    guard counted.end > start else { return }
    (start, beginsWithLine) = (counted.end, true)
  }
}
