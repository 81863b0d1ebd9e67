import Generators

/// Compares lines with the expected ones as they come.
struct LineComparison {
  private let expected: ExpectedLines
  private var index = 0
  private var isOver = false

  init(_ expected: ExpectedLines) { self.expected = expected }

  mutating func take(_ line: Line) throws(Mismatch) {
    try Mismatch.unless(!isOver, "a line after the one that was cut off by an error: \(described(line))")
    if expected.mayEndEarly, index == 0, line.offset == 0, expected.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      // An error has cut the byte-order mark, which is a line then.
      isOver = true
      return try Mismatch.unless([0xEF, 0xBB, 0xBF].starts(with: line.bytes), "\(described(line)), not the mark")
    }
    try Mismatch.unless(index < expected.lines.count, "a line too many: \(described(line))")
    let wanted = expected.lines[index]
    index += 1
    let bytes = expected.bytes(of: wanted)
    var next = wanted.next
    if expected.mayEndEarly, line.bytes.count < bytes.count, bytes.starts(with: line.bytes) {
      isOver = true
      next = line.offset + line.bytes.count
    } else {
      try Mismatch.unless(line.bytes.elementsEqual(bytes), "\(described(line)), not \(quoted(bytes))")
    }
    try Mismatch.unless(line.number == wanted.number, "\(described(line)): its number is not \(wanted.number)")
    try Mismatch.unless(
      line.offset == wanted.range.lowerBound,
      "\(described(line)): its offset is not \(wanted.range.lowerBound)"
    )
    try Mismatch.unless(line.isTruncated == wanted.isTruncated, "\(described(line)): truncated or not")
    guard !isOver, !expected.mayEndEarly else { return }
    let position = line.nextPosition
    try Mismatch.unless(
      position.offset == next && position.number == wanted.number + 1,
      "\(described(line)): it goes on at \(position.offset) with \(position.number), not at \(next)"
    )
    guard bytes.count < 1_000 else { return }
    try Mismatch.unless(
      line.invalidSequences == invalidSequences(in: bytes),
      "\(described(line)): \(line.invalidSequences) invalid sequences, not \(invalidSequences(in: bytes))"
    )
  }

  /// Compares how the lines ended.
  func finish(skipped: Int, error: (any Error)?) throws(Mismatch) {
    if !expected.mayEndEarly {
      try Mismatch.unless(index == expected.lines.count, "\(index) lines, not \(expected.lines.count)")
    }
    try Mismatch.unless(skipped == expected.skipped, "\(skipped) lines skipped, not \(expected.skipped)")
    try Mismatch.unless(
      expected.ends.contains { $0 == nil ? error == nil : (error as? ReadingError)?.code == $0 },
      "it ends with \(error.map { "\($0)" } ?? "no error"), not \(expected.ends)"
    )
  }

  private func described(_ line: Line) -> String {
    "line \(line.number) at \(line.offset) is \(quoted(Array(line.bytes)[...]))"
  }
}

/// Bytes as a literal, of which long ones show the end.
func quoted(_ bytes: ArraySlice<UInt8>) -> String {
  let shown = bytes.suffix(400).map { byte in
    switch byte {
    case 0x20...0x7E where byte != 0x22 && byte != 0x5C: String(UnicodeScalar(byte))
    case 10: "\\n"
    case 13: "\\r"
    case 0x22, 0x5C: "\\" + String(UnicodeScalar(byte))
    default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
  return (bytes.count > 400 ? "(\(bytes.count - 400) bytes) … " : "") + "\"\(shown.joined())\""
}
