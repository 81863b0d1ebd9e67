internal import CByteScan

/// How many blocks of a file wait for the consumer at most.
private enum Depth {
  /// In the order of the files: 4 MiB of each, so that compressed files of that size are read at once.
  static let inOrder = 16
  /// As they come: few, so that they stay in a processor's cache and are soon used again.
  static let alternating = 4
}

extension FilesRun: BlockReader where Batch == BlockSlice {
  /// Hands over the blocks of the files as they are read: the consumer makes lines or records of them, as of one file.
  convenience init(_ reading: ConcurrentReading, _ cutting: @escaping BlockCutting) {
    let isOrdered = reading.isOrdered
    self.init(reading, depth: isOrdered ? Depth.inOrder : Depth.alternating) { reading, hand in
      reading.begin(ahead: false, cutting)
      var numbering = LineNumbering()
      while var slice = reading.next() {
        if !isOrdered { numbering.number(&slice) }
        guard hand(slice) else { break }
      }
    }
  }

  func next() throws -> BlockSlice? { try take() }

  func close() {
    stop()
    waitForEnd()
  }
}

/// Gives each slice of a file the number of its first line, for slices that alternate with those of other files.
private struct LineNumbering {
  private static let lineFeed = UInt8(ascii: "\n")

  private var next = 1

  mutating func number(_ slice: inout BlockSlice) {
    // Records have their numbers in their table.
    guard slice.records == nil, !slice.range.isEmpty else { return }
    if let first = slice.firstNumber { next = first }
    slice.firstNumber = next
    let bytes = slice.bytes
    var ended = 0
    _ = byte_scan_skip(bytes.baseAddress, bytes.count, Self.lineFeed, .max, &ended)
    // A line that is too long, and the last one of a file, may have no line feed.
    next += bytes[bytes.count - 1] == Self.lineFeed ? ended : ended + 1
  }
}
