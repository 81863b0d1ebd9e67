import Generators

/// Writing JSON Lines: whatever value is written is decoded as the same value, and has the fields that were written.
struct JSONWriting: FuzzedReader {
  static let name = "json-writing"
  static let share = 5

  typealias Settings = Void

  /// A value of every kind, made of the bytes of a case.
  struct Document: Codable, Equatable {
    enum Kind: String, Codable { case text, number }

    var kind: Kind
    var text: String
    var texts: [String]
    var byName: [String: String]
    var number: Int
    var small: Int8
    var large: UInt64
    var fraction: Double
    var isTrue: Bool
    var none: String?
    var inner: [[Double]]

    init(_ bytes: [UInt8]) {
      var bits: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in bytes { bits = (bits ^ UInt64(byte)) &* 0x100_0000_01B3 }
      let parts = bytes.split(separator: 0x1F, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      kind = bits & 1 == 0 ? .text : .number
      text = String(decoding: bytes, as: UTF8.self)
      texts = parts
      byName = Dictionary(parts.map { ($0, $0) }) { first, _ in first }
      number = Int(bitPattern: UInt(bits)) >> Int(bits % 64)
      small = Int8(truncatingIfNeeded: bits)
      large = bits
      let double = Double(bitPattern: bits)
      fraction = double.isFinite ? double : 0
      isTrue = bits & 2 == 0
      none = bits & 4 == 0 ? nil : parts.last
      inner = [[], [fraction, Double(number)]]
    }
  }

  private static let pieces: [[UInt8]] =
    [
      "\u{1F}", "\u{1F}", "\"", "\\", "\n", "\r", "\t", "\0", "\u{1}", "\u{7F}", "a", "é", "€", "𝄞", "\u{2028}",
      "\u{FFFD}", "/",
      "{\"a\":1}", "sixteen bytes or more of text", "e\u{301}", "\u{FEFF}",
    ].map { Array($0.utf8) } + [[0xFF], [0xED, 0xA0, 0x80]]

  func makeInput(_ random: inout Randomness) -> Input { Input(bytes: random.text(of: Self.pieces)) }
  func makeSettings(_ random: inout Randomness) {}
  func expectation(for input: Input, _ settings: Void) -> Document { Document(input.bytes) }

  func check(_ reads: Reads, _ settings: Void, against document: Document) async throws(Mismatch) {
    var written: [UInt8] = []
    do {
      try withJSONLinesWriter(to: &written) { writer in
        try writer.encode(document)
        try writer.write("[\n1]")
      }
      let cut = Reads(Input(bytes: written), .each(max(1, reads.bytes.count % 9)))
      try withLines(of: cut) { lines in
        var lines = lines.makeIterator()
        guard let line = lines.next(), let second = lines.next(), lines.next() == nil else {
          throw Mismatch("there are not two lines in \(quoted(written[...]))")
        }
        let read = try line.decode(as: Document.self)
        try Mismatch.unless(read == document, "\(line) is \(read)")
        let isTextRight = line.field("text")?.string.utf8.elementsEqual(document.text.utf8) == true
        try Mismatch.unless(isTextRight, "the text of \(line)")
        try Mismatch.unless(second.bytes.elementsEqual("[ 1]".utf8), "the second line is \(second)")
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      throw Mismatch("\(quoted(written[...])): \(error)")
    }
  }
}
