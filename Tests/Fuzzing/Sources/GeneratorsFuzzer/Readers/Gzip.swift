import Generators

/// Lines of gzip data: several members, headers of every kind, trailing bytes, cut off, damaged.
final class GzipReader: FuzzedReader {
  static let name = "gzip"
  static let share = 15

  private let members = GzipMembers()
  private let reference = GzipReference()

  func makeInput(_ random: inout Randomness) -> Input {
    var bytes: [UInt8] = []
    for _ in 0..<(random.oneIn(2) ? 1 : random.number(1...4)) {
      let content = random.oneIn(10) ? random.padded(random.text(of: linePieces)).bytes : random.text(of: linePieces)
      bytes += members.member(of: content, &random)
    }
    if random.oneIn(4) {
      bytes += random.element(of: [
        [0], [0, 0, 0], [0x1F], [0x1F, 0x8B], [0x1F, 0x8B, 8], [0x8B, 0x1F], [10, 65], [0xFD], [0x28], [65, 0], [1],
      ]
      )
    }
    if random.oneIn(2) { random.damage(&bytes) }
    return Input(bytes: bytes)
  }

  func makeSettings(_ random: inout Randomness) -> LinesReader.Settings {
    LinesReader.Settings(form: LineForm(&random), limit: LineLimit(&random))
  }

  func expectation(for input: Input, _ settings: LinesReader.Settings) -> ExpectedLines {
    guard Compression(input.bytes) == .gzip else { return ExpectedLines(input.bytes, settings.limit) }
    return reference.decompress(input.bytes).lines(settings.limit)
  }

  func check(
    _ reads: Reads,
    _ settings: LinesReader.Settings,
    against expected: ExpectedLines
  ) async throws(Mismatch) {
    guard [.none, .gzip].contains(Compression(reads.bytes)), !expected.ends.isEmpty else { return }
    try await settings.form.check(reads, settings.limit, against: expected)
  }
}
