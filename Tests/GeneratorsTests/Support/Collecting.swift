import Generators

/// What a line is, apart from where its bytes lie.
struct PlainLine: Hashable, CustomStringConvertible {
  var bytes: [UInt8]
  var number: Int
  var offset: Int
  var isTruncated = false

  init(bytes: [UInt8], number: Int, offset: Int, isTruncated: Bool = false) {
    (self.bytes, self.number, self.offset, self.isTruncated) = (bytes, number, offset, isTruncated)
  }

  init(_ line: Line) {
    self.init(bytes: Array(line.bytes), number: line.number, offset: line.offset, isTruncated: line.isTruncated)
  }

  var description: String {
    "\(number) at \(offset): \(String(decoding: bytes, as: UTF8.self).debugDescription)\(isTruncated ? " …" : "")"
  }
}

/// The lines of `bytes` as a plain reading of the rules has them.
func plainLines(_ bytes: [UInt8]) -> [PlainLine] {
  var lines: [PlainLine] = []
  var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  while start < bytes.count {
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    var line = Array(bytes[start..<end])
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    lines.append(PlainLine(bytes: line, number: lines.count + 1, offset: start))
    start = end + 1
  }
  return lines
}

/// What a plain search over the split bytes counts. The literals hold no line feed.
func plainTotals(_ bytes: [UInt8], _ literals: [[UInt8]]) -> LineTotals {
  let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
  if lines.last?.isEmpty == true { lines.removeLast() }
  let matches = lines.count { line in
    let line = line.last == 13 ? line.dropLast() : line[...]
    return literals.contains { literal in line.indices.contains { line[$0...].starts(with: literal) } }
  }
  return LineTotals(lines: lines.count, matches: matches, bytes: bytes.count)
}

func collect(_ chunks: [[UInt8]], longLines: LongLines = .standard) throws -> [PlainLine] {
  try withLines(of: chunks, longLines: longLines) { lines in Array(lines.map(PlainLine.init)) }
}

func collect(_ lines: AsyncLines) async throws -> [PlainLine] {
  var collected: [PlainLine] = []
  for try await line in lines { collected.append(PlainLine(line)) }
  return collected
}

/// Chunks that come one at a time, and an error at the end if there is one.
struct AsyncChunkSource: AsyncSequence, Sendable {
  var chunks: [[UInt8]]
  var failure: FailingSource.Failure?

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(source: self) }

  struct AsyncIterator: AsyncIteratorProtocol {
    var source: AsyncChunkSource

    mutating func next() async throws -> [UInt8]? {
      guard source.chunks.isEmpty else { return source.chunks.removeFirst() }
      if let failure = source.failure { throw failure }
      return nil
    }
  }
}
