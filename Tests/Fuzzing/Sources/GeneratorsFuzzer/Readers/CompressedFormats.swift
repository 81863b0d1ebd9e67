import Generators

/// Lines of members of every format that follow each other, with padding between them and text after them; whole, cut off
/// or damaged.
///
/// What is whole gives the bytes that went in. What is cut off gives the first of them. What is damaged gives anything
/// that ends: some formats have no checksum.
final class CompressedFormatsReader: FuzzedReader {
  static let name = "formats"
  static let share = 5
  static var obstacle: String? {
    Compressors.missing.isEmpty ? nil : "there is no \(Compressors.missing.joined(separator: ", "))"
  }

  struct Settings {
    var form: LineForm
    /// What went in.
    var text: [UInt8] = []
    var state = State.whole
  }

  enum State { case whole, cut, damaged }

  private let compressors = Compressors()
  private let zstd = ZstdReference()
  /// What belongs to the input that was made last.
  private var made = (text: [UInt8](), state: State.whole)

  func makeInput(_ random: inout Randomness) -> Input {
    var (bytes, text) = ([UInt8](), [UInt8]())
    for _ in 0..<random.number(1...4) {
      if random.oneIn(6) { bytes += zstd.skippableFrame(&random) }
      let content = random.oneIn(10) ? random.padded(random.text(of: linePieces)).bytes : random.text(of: linePieces)
      bytes += compressors.member(of: content, &random)
      text += content
      if random.oneIn(4) { bytes += [UInt8](repeating: 0, count: random.below(9)) }
    }
    made = (text, .whole)
    switch random.below(6) {
    case 0:
      let rest = Array("text\n".utf8) + random.text(of: linePieces)
      bytes += rest
      made.text += rest
    case 1:
      bytes.removeLast(random.number(1...4))
      made.state = .cut
    case 2:
      random.damage(&bytes)
      made.state = .damaged
    default: break
    }
    return Input(bytes: bytes)
  }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(form: LineForm(&random), text: made.text, state: made.state)
  }

  func expectation(for input: Input, _ settings: Settings) -> ExpectedLines {
    var expected = ExpectedLines(settings.text)
    if settings.state == .cut {
      // The cut may have taken padding, or all of a member.
      expected.mayEndEarly = true
      expected.ends = [nil, .truncatedData]
    }
    return expected
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: ExpectedLines) async throws(Mismatch) {
    guard settings.state == .damaged || isPlain(reads.bytes) else {
      return try await settings.form.check(reads, LineLimit(), against: expected)
    }
    // It ends, and that is all.
    _ = try? withLines(of: reads) { $0.count(matching: "a") }
  }
}
