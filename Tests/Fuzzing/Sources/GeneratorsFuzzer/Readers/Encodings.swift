import Generators

/// Lines of text in UTF-16, UTF-32, Latin-1 and Windows-1252, with a byte-order mark or by the option, valid or not.
final class EncodingsReader: FuzzedReader {
  static let name = "encodings"
  static let share = 5

  struct Settings {
    var form: LineForm
    var encoding: TextEncoding
  }

  func makeInput(_ random: inout Randomness) -> Input {
    let text = random.oneIn(10) ? random.padded(random.text(of: linePieces)).bytes : random.text(of: linePieces)
    var bytes: [UInt8]
    let scalars = String(decoding: text, as: UTF8.self)
    switch random.below(6) {
    case 0: bytes = scalars.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case 1: bytes = scalars.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case 2: bytes = scalars.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(scalar.value >> ($0 * 8) & 0xFF) } }
    case 3:
      bytes = scalars.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(scalar.value >> (24 - $0 * 8) & 0xFF) } }
    default: bytes = text
    }
    if random.oneIn(2) {
      let marks: [[UInt8]] = [
        [0xFF, 0xFE], [0xFE, 0xFF], [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF], [0xFF], [0, 0, 0xFE],
      ]
      bytes = random.element(of: marks) + bytes
    }
    if random.oneIn(3) { random.damage(&bytes) }
    return Input(bytes: bytes)
  }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(
      form: LineForm(&random),
      encoding: random.element(of: [
        .detected, .detected, .utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian, .latin1,
        .windows1252, .utf8,
      ])
    )
  }

  func expectation(for input: Input, _ settings: Settings) -> ExpectedLines {
    ExpectedLines(utf8(input.bytes, settings.encoding))
  }

  /// The bytes in UTF-8, as Swift's own decoders have it.
  private func utf8(_ bytes: [UInt8], _ encoding: TextEncoding) -> [UInt8] {
    switch encoding {
    case .utf16LittleEndian: utf16(bytes) { $0[0] | $0[1] << 8 }
    case .utf16BigEndian: utf16(bytes) { $0[0] << 8 | $0[1] }
    case .utf32LittleEndian: utf32(bytes) { $0.reversed().reduce(0) { $0 << 8 | $1 } }
    case .utf32BigEndian: utf32(bytes) { $0.reduce(0) { $0 << 8 | $1 } }
    case .latin1: Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
    case .windows1252: Array(String(String.UnicodeScalarView(bytes.map(windowsScalar))).utf8)
    case .detected:
      if bytes.starts(with: [0xFF, 0xFE, 0, 0]) {
        utf8(bytes, .utf32LittleEndian)
      } else if bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
        utf8(bytes, .utf32BigEndian)
      } else if bytes.starts(with: [0xFF, 0xFE]) {
        utf8(bytes, .utf16LittleEndian)
      } else if bytes.starts(with: [0xFE, 0xFF]) {
        utf8(bytes, .utf16BigEndian)
      } else {
        bytes
      }
    default: bytes
    }
  }

  private func utf16(_ bytes: [UInt8], _ unit: ([UInt16]) -> UInt16) -> [UInt8] {
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { unit([UInt16(bytes[$0]), UInt16(bytes[$0 + 1])]) }
    let isCut = bytes.count % 2 != 0
    return Array((String(decoding: units, as: UTF16.self) + (isCut ? "\u{FFFD}" : "")).utf8)
  }

  private func utf32(_ bytes: [UInt8], _ unit: ([UInt32]) -> UInt32) -> [UInt8] {
    var text = String.UnicodeScalarView()
    for start in stride(from: 0, to: bytes.count, by: 4) {
      let bytes = bytes[start..<min(start + 4, bytes.count)].map(UInt32.init)
      text.append(bytes.count < 4 ? "\u{FFFD}" : Unicode.Scalar(unit(bytes)) ?? "\u{FFFD}")
    }
    return Array(String(text).utf8)
  }

  private func windowsScalar(_ byte: UInt8) -> Unicode.Scalar {
    let others = Array("€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
    return (0x80..<0xA0).contains(byte) ? others[Int(byte) - 0x80] : Unicode.Scalar(byte)
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: ExpectedLines) async throws(Mismatch) {
    let compression = Compression(reads.bytes)
    guard compression == .none || compression == .other && isMark(reads.bytes) else { return }
    try await settings.form.check(reads, LineLimit(), settings.encoding, against: expected)
  }

  private func isMark(_ bytes: [UInt8]) -> Bool {
    [[0xFF, 0xFE], [0xFE, 0xFF], [0, 0, 0xFE, 0xFF]].contains { bytes.starts(with: $0) }
  }
}
