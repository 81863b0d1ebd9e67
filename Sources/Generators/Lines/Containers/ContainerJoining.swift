internal import DequeModule

/// The rule of `containerEntries(in:limit:)`: the parts that a container runtime writes become the line that was
/// printed.
public struct ContainerJoining: LineJoining, @unchecked Sendable {
  /// A line of which parts have come, but not the last one.
  private struct OpenLine {
    var first: Line
    let timestamp: Timestamp
    let hasStart: Bool
    var text: [UInt8]
    var isTruncated = false
  }

  private let format: ContainerFormat
  private let limit: Int
  private var open: [ContainerStream: OpenLine] = [:]
  /// The streams whose last line was delivered before its last part came.
  private var cutOff: Set<ContainerStream> = []
  private var previous: Line?
  private var ready: Deque<ContainerEntry> = []
  /// Made with the first line that needs it. A rule that tasks share has no line yet.
  private var writer: PlacedLineWriter?

  init(_ format: ContainerFormat, limit: Int) {
    require(limit >= 1, "A line of a container holds 1 or more bytes, not \(limit).")
    self.format = format
    self.limit = limit
  }

  public var isOpen: Bool { !open.isEmpty }

  public var isBlank: Bool { open.isEmpty && cutOff.isEmpty }

  public mutating func next() -> ContainerEntry? { ready.popFirst() }

  public mutating func add(_ line: Line) {
    if let previous, line.isElsewhere(than: previous) {
      finish()
      cutOff = []
    }
    previous = line
    guard let part = ContainerPart(line, format) else {
      return deliver(line, of: nil, at: nil, hasStart: true, hasEnd: true)
    }
    let stream = part.stream
    // Taken out, its text has one owner and is not copied for each part.
    if var line = open.removeValue(forKey: stream) {
      append(part.text, to: &line)
      if part.isLast { deliver(line, of: stream, hasEnd: true) } else { open[stream] = line }
      return
    }
    let hasStart = cutOff.remove(stream) == nil
    guard part.isLast else {
      var open = OpenLine(first: part.content, timestamp: part.timestamp, hasStart: hasStart, text: [])
      append(part.text, to: &open)
      self.open[stream] = open
      return
    }
    guard let content = part.wholeContent, content.bytes.count <= limit else {
      var line = OpenLine(first: part.content, timestamp: part.timestamp, hasStart: hasStart, text: [])
      append(part.text, to: &line)
      return deliver(line, of: stream, hasEnd: true)
    }
    deliver(content, of: stream, at: part.timestamp, hasStart: hasStart, hasEnd: true)
  }

  public mutating func finish() {
    for (stream, line) in open.sorted(by: { $0.value.first.number < $1.value.first.number }) {
      open[stream] = nil
      cutOff.insert(stream)
      deliver(line, of: stream, hasEnd: false)
    }
  }

  public mutating func compact() {
    for (stream, line) in open { open[stream]?.first = line.first.compact }
    previous = previous?.compact
    writer = nil
  }

  private func append(_ text: ContainerPart.Text, to line: inout OpenLine) {
    let room = limit - line.text.count
    switch text {
    case .bytes(let bytes, let isTruncated):
      line.text.append(contentsOf: bytes.prefix(room))
      line.isTruncated = line.isTruncated || isTruncated || bytes.count > room
    case .string(let text):
      line.text.append(contentsOf: text.utf8.prefix(room))
      line.isTruncated = line.isTruncated || text.utf8.count > room
    }
  }

  /// Delivers a line that is in the input as it is.
  private mutating func deliver(
    _ line: Line,
    of stream: ContainerStream?,
    at timestamp: Timestamp?,
    hasStart: Bool,
    hasEnd: Bool
  ) {
    var line = line
    if isOpen {
      // Reading on after it would lose the start of the line that is open.
      let (writer, next) = (takeWriter(), nextPosition)
      line = line.bytes.withBytes { writer.line($0, from: line, next: next, line.isTruncated) }
    }
    ready.append(
      ContainerEntry(line: line, stream: stream, timestamp: timestamp, hasStart: hasStart, hasEnd: hasEnd)
    )
  }

  private mutating func deliver(_ open: OpenLine, of stream: ContainerStream, hasEnd: Bool) {
    let (writer, next) = (takeWriter(), nextPosition)
    let line = open.text.withUnsafeBufferPointer { writer.line($0, from: open.first, next: next, open.isTruncated) }
    ready.append(
      ContainerEntry(
        line: line,
        stream: stream,
        timestamp: open.timestamp,
        hasStart: open.hasStart,
        hasEnd: hasEnd
      )
    )
  }

  private mutating func takeWriter() -> PlacedLineWriter {
    let writer = writer ?? PlacedLineWriter()
    self.writer = writer
    return writer
  }

  /// Where the first open line begins, or the place after the last line if none is open.
  private var nextPosition: LinePosition {
    guard let first = open.values.map(\.first).min(by: { $0.number < $1.number }) else { return previous!.nextPosition }
    return first.position
  }
}

/// What a runtime wrote as one line of its file.
private struct ContainerPart {
  enum Text {
    case bytes(ByteSlice, isTruncated: Bool)
    case string(String)
  }

  let stream: ContainerStream
  let timestamp: Timestamp
  let isLast: Bool
  let text: Text
  /// The line of the file.
  let content: Line
  /// The text as a line of the input, if it goes on to the end of its line.
  var wholeContent: Line?

  init?(_ line: Line, _ format: ContainerFormat) {
    switch format.kind {
    case .cri: self.init(cri: line)
    case .docker: self.init(docker: line)
    }
  }

  /// `2026-01-02T03:04:05.678901234Z stdout F text`. The tags after the stream begin with `P` or `F`, with colons
  /// between them.
  private init?(cri line: Line) {
    let bytes = line.bytes
    var fields = bytes.fields(separatedBy: " ", maxSplits: 3).makeIterator()
    guard let timestamp = fields.next()?.timestamp(.rfc3339), let name = fields.next(), let tags = fields.next(),
      let stream = name == "stdout" ? ContainerStream.stdout : name == "stderr" ? .stderr : nil,
      let tag = tags.first, tag == UInt8(ascii: "F") || tag == UInt8(ascii: "P"),
      tags.count == 1 || tags[1] == UInt8(ascii: ":")
    else { return nil }
    let start = bytes.count - (fields.next()?.count ?? 0)
    self.stream = stream
    self.timestamp = timestamp
    isLast = tag == UInt8(ascii: "F")
    text = .bytes(bytes.part(from: start, to: bytes.count), isTruncated: line.isTruncated)
    content = line
    wholeContent = line.dropping(start)
  }

  private init?(docker line: Line) {
    guard let log = line.field(Self.log), log.kind == .string, let name = line.field(Self.stream)?.string,
      let stream = ContainerStream(rawValue: name), let time = line.field(Self.time)?.string,
      let timestamp = try? Timestamp(time)
    else { return nil }
    var text = log.string
    isLast = text.utf8.last == UInt8(ascii: "\n")
    if isLast {
      // A carriage return and a line feed are one character.
      text.unicodeScalars.removeLast()
      if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
    }
    self.stream = stream
    self.timestamp = timestamp
    self.text = .string(text)
    content = line
  }

  private static let log = JSONPath("log")
  private static let stream = JSONPath("stream")
  private static let time = JSONPath("time")
}
