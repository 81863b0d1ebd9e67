/// Makes the lines of JSON Lines.
struct JSONLineComposer {
  private let target: String
  private let composer: JSONComposer
  /// How many lines have been made.
  private(set) var recordCount = 0

  init(target: String, dates: TimestampFormat) {
    self.target = target
    composer = JSONComposer(dates: dates)
  }

  mutating func encode(_ value: some Encodable, to buffer: OutputBuffer) throws {
    let start = buffer.count
    composer.buffer = buffer
    do {
      try composer.encode(value)
    } catch {
      buffer.truncate(to: start)
      throw WritingError.unencodable(target: target, number: recordCount + 1, error)
    }
    endLine(in: buffer)
  }

  mutating func write(_ document: some StringProtocol, to buffer: OutputBuffer) throws {
    var text = String(document)
    try text.withUTF8 { try write($0, to: buffer) }
  }

  mutating func write(_ document: some Collection<UInt8>, to buffer: OutputBuffer) throws {
    let isDone: Void? = try document.withContiguousStorageIfAvailable { try write($0, to: buffer) }
    guard isDone == nil else { return }
    try Array(document).withUnsafeBufferPointer { try write($0, to: buffer) }
  }

  mutating func write(_ line: Line, to buffer: OutputBuffer) throws {
    try check(line)
    try write(line.bytes, to: buffer)
  }

  mutating func write(_ record: LineRecord, to buffer: OutputBuffer) throws {
    for line in record.lines { try check(line) }
    guard record.omittedLineCount == 0 else {
      throw failure(
        "\(record.omittedLineCount) lines of the record at line \(record.number) of \(ReadingError.quoted(record.source)) were left "
          + "out. Raise the limit of records."
      )
    }
    try write(Array(record.lines.map(\.bytes).joined(separator: [UInt8(ascii: "\n")])), to: buffer)
  }

  private mutating func write(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: OutputBuffer) throws {
    guard
      let first = bytes.firstIndex(where: { !Self.isSpace($0) }),
      let last = bytes.lastIndex(where: { !Self.isSpace($0) })
    else {
      throw failure("it is empty, and an empty line is no document. Leave it out.")
    }
    _ = buffer.append(atMost: last + 1 - first) { place in
      for (offset, index) in (first...last).enumerated() {
        let byte = bytes[index]
        place[offset] = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") ? UInt8(ascii: " ") : byte
      }
      return last + 1 - first
    }
    endLine(in: buffer)
  }

  /// White space of JSON.
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  private mutating func endLine(in buffer: OutputBuffer) {
    buffer.append(UInt8(ascii: "\n"))
    recordCount += 1
  }

  private func check(_ line: Line) throws {
    guard line.isTruncated else { return }
    throw failure(
      "line \(line.number) of \(ReadingError.quoted(line.source)) was truncated. Raise the limit of long lines."
    )
  }

  private func failure(_ explanation: String) -> WritingError {
    WritingError(.unrepresentable, target: target, number: recordCount + 1, explanation)
  }
}

extension WritingError {
  /// The error for a record of which `error` says that it cannot be encoded.
  static func unencodable(target: String, number: Int, _ error: any Error) -> WritingError {
    var reason = "\(error)"
    if case .invalidValue(_, let context)? = error as? EncodingError {
      let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
      reason = path.isEmpty ? context.debugDescription : "\"\(path)\": \(context.debugDescription)"
    }
    return WritingError(
      .unencodable,
      target: target,
      number: number,
      underlying: error,
      "it cannot be encoded: \(reason). Mend the value, or leave it out."
    )
  }
}
