extension Randomness {
  /// Pieces of text strung together, most of which mean something to the reader.
  mutating func text(of pieces: [[UInt8]]) -> [UInt8] {
    let length = oneIn(3) ? below(9) : oneIn(4) ? below(200) : below(64)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length + 16)
    while bytes.count < length {
      if oneIn(24) {
        bytes.append(UInt8(truncatingIfNeeded: next()))
      } else {
        bytes.append(contentsOf: element(of: pieces))
      }
    }
    return bytes
  }

  /// Does to bytes what disks, networks and people do to them.
  mutating func damage(_ bytes: inout [UInt8]) {
    for _ in 0..<number(1...3) where !bytes.isEmpty {
      let place = below(bytes.count)
      let end = min(bytes.count, place + number(1...8))
      switch below(6) {
      case 0: bytes[place] ^= 1 << UInt8(below(8))
      case 1: bytes[place] = UInt8(truncatingIfNeeded: next())
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.removeSubrange(place...)
      case 4: bytes.insert(contentsOf: Array(bytes[place..<end]), at: below(bytes.count + 1))
      default: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
      }
    }
  }

  /// Now and then puts so much before the bytes that a block of the reader ends among them.
  mutating func padded(_ bytes: [UInt8]) -> Input {
    guard oneIn(250) else { return Input(bytes: bytes) }
    let blockEnd = element(of: [196_608, 262_144])
    let head = blockEnd - below(bytes.count + 4)
    // One line that goes on among the bytes, or many.
    var padding = [UInt8](repeating: oneIn(64) ? 10 : 120, count: head)
    if oneIn(2) { for place in stride(from: 999, to: head, by: 1_000) { padding[place] = 10 } }
    if oneIn(2) { padding[head - 1] = 10 }
    return Input(bytes: padding + bytes, head: head)
  }
}

/// What matters to a reader of lines.
let linePieces: [[UInt8]] =
  [
    "\n", "\n", "\r\n", "\r\n", "\r", "\r\r\n", "\n\r", "\0", " ", "  ", "|", "a", "b", "ab", "aa", "ERROR", "ERR",
    "OR", "[", "[1] ", "\tat x", "=", ",", "\u{FEFF}", "é", "€", "𝄞", "\u{FFFD}", "e\u{301}",
    "a line that is longer than a vector of thirty-two bytes", "0123456789abcdef0123456789abcdef",
  ].map { Array($0.utf8) } + [
    [0xEF, 0xBB], [0xEF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF0, 0x9D, 0x84], [0xF4, 0x90], [0xFF],
    [0x80], [0x1F, 0x8B], [0x28, 0xB5, 0x2F], [0x1F],
  ]
