import Generators

/// Lines of container runtimes, with lines that are not theirs and small limits. What programs print is written as a
/// runtime would, and comes back.
struct ContainersReader: FuzzedReader {
  static let name = "containers"
  static let share = 5

  struct Settings {
    var isDocker: Bool
    var limit: Int
    var isAsync: Bool
  }

  struct Entry: Equatable, CustomStringConvertible {
    var stream: String?
    var text: [UInt8]
    var number: Int
    var next: Int
    var hasEnd: Bool
    var isTruncated: Bool

    var description: String {
      "\(stream ?? "none") \(number) \(quoted(text[...])) \(hasEnd) \(isTruncated), next \(next)"
    }
  }

  private static let time = "2026-01-02T03:04:05.5Z"

  func makeInput(_ random: inout Randomness) -> Input {
    var bytes: [UInt8] = []
    let isDocker = random.oneIn(2)
    for _ in 0..<random.number(0...8) {
      if random.oneIn(8) {
        bytes += Array("no line of a runtime\n".utf8)
        continue
      }
      let stream = random.element(of: ["stdout", "stderr"])
      let text = random.element(of: ["", "a", "bc", "é", "  d ", "long text of a line"])
      let isLast = random.oneIn(2)
      let line =
        isDocker
        ? #"{"log":"\#(text)\#(isLast ? #"\n"# : "")","stream":"\#(stream)","time":"\#(Self.time)"}"#
        : "\(Self.time) \(stream) \(isLast ? "F" : "P") \(text)"
      bytes += Array((line + "\n").utf8)
    }
    if random.oneIn(4) { random.damage(&bytes) }
    return random.padded(bytes)
  }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(
      isDocker: random.oneIn(2),
      limit: random.oneIn(2) ? 1_048_576 : random.number(1...8),
      isAsync: random.oneIn(4)
    )
  }

  func expectation(for input: Input, _ settings: Settings) -> [Entry] {
    let lines = ExpectedLines(input.bytes)
    var entries: [Entry] = []
    var open: [(stream: String, text: [UInt8], number: Int)] = []

    func deliver(_ stream: String?, _ text: [UInt8], _ number: Int, behind line: Int, hasEnd: Bool) {
      entries.append(
        Entry(
          stream: stream,
          text: stream == nil ? text : Array(text.prefix(settings.limit)),
          number: number,
          next: open.map(\.number).min() ?? line + 1,
          hasEnd: hasEnd,
          isTruncated: stream != nil && text.count > settings.limit
        )
      )
    }

    for line in lines.lines {
      let bytes = Array(lines.bytes(of: line))
      guard let (stream, text, isLast) = settings.isDocker ? Self.docker(bytes) : Self.cri(bytes) else {
        deliver(nil, bytes, line.number, behind: line.number, hasEnd: true)
        continue
      }
      var all = text
      var number = line.number
      if let index = open.firstIndex(where: { $0.stream == stream }) {
        all = open[index].text + text
        number = open[index].number
        open.remove(at: index)
      }
      if isLast {
        deliver(stream, all, number, behind: line.number, hasEnd: true)
      } else {
        open.append((stream, all, number))
      }
    }
    while let first = open.indices.min(by: { open[$0].number < open[$1].number }) {
      let line = open.remove(at: first)
      deliver(line.stream, line.text, line.number, behind: lines.lines.last!.number, hasEnd: false)
    }
    return entries
  }

  private static func cri(_ line: [UInt8]) -> (String, [UInt8], Bool)? {
    let parts = line.split(separator: 32, maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, let (_, end) = ExpectedTime.parse(parts[0], .rfc3339), end == parts[0].endIndex else {
      return nil
    }
    let (stream, tags) = (String(decoding: parts[1], as: UTF8.self), String(decoding: parts[2], as: UTF8.self))
    guard ["stdout", "stderr"].contains(stream), let tag = tags.utf8.first, tag == 70 || tag == 80 else { return nil }
    guard tags.utf8.count == 1 || tags.utf8.dropFirst().first == 58 else { return nil }
    return (stream, parts.count == 4 ? Array(parts[3]) : [], tag == 70)
  }

  /// Only the lines as they were made: what is damaged is looked at by the readers of JSON.
  private static func docker(_ line: [UInt8]) -> (String, [UInt8], Bool)? {
    for stream in ["stdout", "stderr"] {
      let (start, end) = (Array(#"{"log":""#.utf8), Array("\",\"stream\":\"\(stream)\",\"time\":\"\(time)\"}".utf8))
      guard line.starts(with: start), line.count >= start.count + end.count, line.suffix(end.count) == end[...] else {
        continue
      }
      var text = Array(line.dropFirst(start.count).dropLast(end.count))
      let hasEnd = text.suffix(2) == Array(#"\n"#.utf8)[...]
      if hasEnd { text.removeLast(2) }
      guard !text.contains(UInt8(ascii: "\\")), !text.contains(UInt8(ascii: "\"")) else { return nil }
      return (stream, Array(String(decoding: text, as: UTF8.self).utf8), hasEnd)
    }
    return nil
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: [Entry]) async throws(Mismatch) {
    guard isPlain(reads.bytes), !settings.isDocker || Self.isUndamaged(reads.bytes) else { return }
    let format = settings.isDocker ? ContainerFormat.docker : .cri
    var found: [Entry] = []
    do {
      if settings.isAsync {
        let lines = AsyncLines(of: AsyncReads(reads: reads))
        for try await entry in lines.containerEntries(in: format, limit: settings.limit) {
          found.append(Self.entry(entry))
        }
      } else {
        found = try withLines(of: reads) { $0.containerEntries(in: format, limit: settings.limit).map(Self.entry) }
      }
    } catch {
      throw Mismatch("an error: \(error)")
    }
    try Mismatch.unless(found == expected, "\(settings): \(found), not \(expected)")
  }

  /// Whether each line is either as Docker writes it or nothing like it.
  private static func isUndamaged(_ bytes: [UInt8]) -> Bool {
    ExpectedLines(bytes).lines.allSatisfy { line in
      let line = Array(bytes[line.range])
      return docker(line) != nil || !line.contains(UInt8(ascii: "{"))
    }
  }

  private static func entry(_ entry: ContainerEntry) -> Entry {
    Entry(
      stream: entry.stream?.rawValue,
      text: Array(entry.line.bytes),
      number: entry.line.number,
      next: entry.line.nextPosition.number,
      hasEnd: entry.hasEnd,
      isTruncated: entry.line.isTruncated
    )
  }
}
