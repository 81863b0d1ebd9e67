import Generators

/// Lines of zstd data: several frames, skippable ones, cut off, damaged.
///
/// Of a damaged frame libzstd gives more or less, by how much of it is there at once, and some damage (a content size
/// that is wrong, with an empty last block; the magic number of an old format inside a new one) it takes for something
/// else. So what comes before an error may be less than expected here, but nothing else.
final class ZstdReader: FuzzedReader {
  static let name = "zstd"
  static let share = 5
  static var obstacle: String? { ZstdReference.isThere ? nil : "there is no libzstd.so.1 (Debian: libzstd1)" }

  private let zstd = ZstdReference()

  func makeInput(_ random: inout Randomness) -> Input {
    var bytes: [UInt8] = []
    for _ in 0..<(random.oneIn(2) ? 1 : random.number(1...4)) {
      if random.oneIn(6) { bytes += zstd.skippableFrame(&random) }
      let content = random.oneIn(10) ? random.padded(random.text(of: linePieces)).bytes : random.text(of: linePieces)
      bytes += zstd.frame(of: content, &random)
    }
    if random.oneIn(4) { bytes += random.element(of: [[0, 0], [0x28], [0x28, 0xB5], [0x1F], [65, 10], [1]]) }
    if random.oneIn(2) { random.damage(&bytes) }
    return Input(bytes: bytes)
  }

  func makeSettings(_ random: inout Randomness) -> LinesReader.Settings {
    LinesReader.Settings(form: LineForm(&random), limit: LineLimit())
  }

  func expectation(for input: Input, _ settings: LinesReader.Settings) -> ExpectedLines {
    guard Compression(input.bytes) == .zstd else { return ExpectedLines(input.bytes, settings.limit) }
    let bytewise = zstd.decompress(input.bytes, reading: 1)
    let whole = zstd.decompress(input.bytes, reading: input.bytes.count)
    var expected = bytewise.lines(settings.limit)
    if bytewise.ends.isEmpty || whole.ends.isEmpty {
      expected.ends = []
      return expected
    }
    expected.ends += whole.ends
    if expected.ends.contains(.corruptData) {
      expected.mayEndEarly = true
      expected.ends.append(.truncatedData)
    }
    return expected
  }

  func check(
    _ reads: Reads,
    _ settings: LinesReader.Settings,
    against expected: ExpectedLines
  ) async throws(Mismatch) {
    guard [.none, .zstd].contains(Compression(reads.bytes)), !expected.ends.isEmpty else { return }
    try await settings.form.check(reads, settings.limit, against: expected)
  }
}
