import Generators

/// Lines, in every form in which they are read from bytes.
struct LinesReader: FuzzedReader {
  static let name = "lines"
  static let share = 30

  struct Settings {
    var form: LineForm
    var limit: LineLimit
  }

  func makeInput(_ random: inout Randomness) -> Input {
    var bytes = random.text(of: linePieces)
    if random.oneIn(8) { bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0) }
    return random.padded(bytes)
  }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(form: LineForm(&random), limit: LineLimit(&random))
  }

  func expectation(for input: Input, _ settings: Settings) -> ExpectedLines {
    // The start of gzip or zstd data, which the two other readers make.
    isPlain(input.bytes) ? ExpectedLines(input.bytes, settings.limit) : ExpectedLines([])
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: ExpectedLines) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    try await settings.form.check(reads, settings.limit, against: expected)
  }
}

/// What bytes are taken for by how they begin.
enum Compression {
  case none, gzip, zstd
  /// Another format, or text in UTF-16 or UTF-32.
  case other

  private static let otherStarts: [[UInt8]] =
    [
      [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x04, 0x22, 0x4D, 0x18], [0x02, 0x21, 0x4C, 0x18], [0x50, 0x4B, 3, 4],
      [0x50, 0x4B, 5, 6], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], [0x52, 0x61, 0x72, 0x21, 0x1A, 7], [0x1F, 0x9D],
      [0x4C, 0x5A, 0x49, 0x50, 1], [0x89, 0x4C, 0x5A, 0x4F, 0, 0x0D, 0x0A, 0x1A, 0x0A], [0x5D, 0, 0],
      [0xFF, 6, 0, 0, 0x73, 0x4E], [0xFF, 0xFE], [0xFE, 0xFF], [0, 0, 0xFE, 0xFF], Array("BZh".utf8),
    ] + (0x22...0x27).map { [$0, 0xB5, 0x2F, 0xFD] }

  init(_ bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(10))
    if start.count >= 2, start.prefix(3).elementsEqual([0x1F, 0x8B, 8].prefix(start.count)) {
      self = .gzip
    } else if start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if start.count >= 4, start[0] & 0xF0 == 0x50, start[1..<4].elementsEqual([0x2A, 0x4D, 0x18]) {
      self = .zstd
    } else {
      self = Self.otherStarts.contains { start.starts(with: $0) } ? .other : .none
    }
  }
}

/// Whether bytes are read as they are.
func isPlain(_ bytes: [UInt8]) -> Bool { Compression(bytes) == .none }

/// A way to read the lines of bytes.
enum LineForm: CaseIterable {
  case source
  case chunks
  case memory
  case singleBytes
  /// From a source; all lines are kept, and looked at when the reading is over.
  case kept
  case asyncChunks
  case asyncSource

  init(_ random: inout Randomness) {
    self =
      switch random.below(400) {
      case 0: .asyncSource
      case 1..<40: .asyncChunks
      case 40..<60: .chunks
      case 60..<100: .memory
      case 100..<108: .singleBytes
      case 108..<180: .kept
      default: .source
      }
  }

  func check(
    _ reads: Reads,
    _ limit: LineLimit,
    _ encoding: TextEncoding = .detected,
    against expected: ExpectedLines
  ) async throws(Mismatch) {
    var comparison = LineComparison(expected)
    var skipped = 0
    var failure: (any Error)?
    func compare(_ lines: Lines) throws {
      if self == .kept {
        for line in Array(lines) { try comparison.take(line) }
      } else {
        for line in lines { try comparison.take(line) }
      }
      skipped = lines.skippedLines
    }
    func compare(_ lines: AsyncLines) async throws {
      defer { skipped = lines.skippedLines }
      for try await line in lines { try comparison.take(line) }
    }
    do {
      switch self {
      case .source, .kept: try withLines(of: reads, encoding: encoding, longLines: limit.longLines) { try compare($0) }
      case .chunks: try withLines(of: reads.chunks, encoding: encoding, longLines: limit.longLines) { try compare($0) }
      case .memory: try withLines(of: reads.bytes, encoding: encoding, longLines: limit.longLines) { try compare($0) }
      case .singleBytes:
        try withLines(of: IteratorSequence(reads.bytes.makeIterator()), encoding: encoding, longLines: limit.longLines)
        { try compare($0) }
      case .asyncChunks:
        try await compare(AsyncLines(of: AsyncReads(reads: reads), encoding: encoding, longLines: limit.longLines))
      case .asyncSource: try await compare(AsyncLines(of: reads, encoding: encoding, longLines: limit.longLines))
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      failure = error
    }
    try comparison.finish(skipped: skipped, error: failure)
  }
}
