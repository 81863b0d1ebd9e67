import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Line positions")
struct LinePositionTests {
  private let texts = [
    "", "a", "a\n", "a\r\nbb\n\nccc", "\u{FEFF}a\nb\n", "\n\n\r\n", "é\nü\r\n\u{FEFF}x\n", "last\r",
  ]

  @Test("The position after a line begins with the next one, numbered on: plain, gzip, sync and async")
  func resume() async throws {
    for text in texts {
      for bytes in [Array(text.utf8), Array(text.utf8).gzipped] {
        try await withTemporaryFile(bytes) { path in
          let lines = try withLines(at: path) { Array($0) }
          for (index, line) in lines.enumerated() {
            let rest = Array(lines.dropFirst(index + 1).map(PlainLine.init))
            #expect(try withLines(at: path, from: line.nextPosition) { Array($0.map(PlainLine.init)) } == rest)
            var asynchronous: [PlainLine] = []
            for try await line in AsyncLines(at: path, from: line.nextPosition) { asynchronous.append(PlainLine(line)) }
            #expect(asynchronous == rest)
          }
        }
      }
    }
  }

  @Test("Every offset of a file begins with the first line that starts there or later")
  func everyOffset() throws {
    let bytes = Array("one\r\n\ntwo\nthree".utf8)
    for content in [bytes, bytes.gzipped] {
      try withTemporaryFile(content) { path in
        for offset in 0...bytes.count + 2 {
          let expected = plainLines(bytes).filter { $0.offset >= offset }.map(\.bytes)
          let position = LinePosition(offset: offset)
          let lines = try withLines(at: path, from: position) { Array($0) }
          #expect(lines.map { Array($0.bytes) } == expected, "at \(offset)")
          #expect(lines.map(\.number) == Array(1..<1 + expected.count))
          let totals = try withLines(at: path, from: position) { $0.count(matching: "t") }
          #expect(totals.lines == expected.count, "at \(offset)")
          #expect(totals.bytes == (lines.first.map { bytes.count - $0.offset } ?? 0), "at \(offset)")
        }
      }
    }
  }

  @Test("A line behind a byte-order mark is the first after every offset up to its own: plain, gzip and counted")
  func byteOrderMark() async throws {
    for text in ["\u{FEFF}", "\u{FEFF}a", "\u{FEFF}a\r\nb\n", "\u{FEFF}\n\nb"] {
      let bytes = Array(text.utf8)
      for content in [bytes, bytes.gzipped] {
        try await withTemporaryFile(content) { path in
          for offset in 1...5 {
            let position = LinePosition(offset: offset)
            let expected = plainLines(bytes).filter { $0.offset >= offset }
            let lines = try withLines(at: path, from: position) { Array($0) }
            #expect(lines.map { Array($0.bytes) } == expected.map(\.bytes), "\(text.debugDescription) at \(offset)")
            #expect(lines.map(\.offset) == expected.map(\.offset), "\(text.debugDescription) at \(offset)")
            #expect(try withLines(at: path, from: position) { $0.count(matching: "b").lines } == expected.count)
            var asynchronous: [Int] = []
            for try await line in AsyncLines(at: path, from: position) { asynchronous.append(line.offset) }
            #expect(asynchronous == expected.map(\.offset))
          }
        }
      }
    }
    try withTemporaryFile([0xEF, 0xBB]) { path in
      let inside = try withLines(at: path, from: LinePosition(offset: 1)) { Array($0) }
      #expect(inside.isEmpty)
    }
  }

  @Test("Offsets far into files larger than a block are exact, plain and gzip")
  func large() throws {
    let bytes = Array((1...100_000).map { "line \($0)" }.joined(separator: "\r\n").utf8)
    for content in [bytes, bytes.gzipped] {
      try withTemporaryFile(content) { path in
        let lines = try withLines(at: path) { Array($0) }
        for index in [0, 9_999, 50_000, 99_998] {
          try withLines(at: path, from: lines[index].nextPosition) { rest in
            var rest = rest.makeIterator()
            #expect(rest.next() == lines[index + 1])
          }
        }
      }
    }
  }

  @Test("After a truncated or skipped long line the next line follows, not the rest of the long one (G7)")
  func longLines() throws {
    let text = "ab\n" + String(repeating: "x", count: 700_000) + "\nnext\n"
    try withTemporaryFile(Array(text.utf8)) { path in
      for limit in [10, 100_000] {
        let lines = try withLines(at: path, longLines: .truncate(over: limit)) { Array($0) }
        #expect(lines.map(\.isTruncated) == [false, true, false])
        let rest = try withLines(at: path, from: lines[1].nextPosition, longLines: .truncate(over: limit)) { Array($0) }
        #expect(rest == [lines[2]])
        #expect(rest[0].offset == lines[2].offset)
      }
    }
  }

  @Test("A FIFO is passed over up to the position")
  func fifo() async throws {
    let path = temporaryPath()
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    async let lines = onOwnThread { try withLines(at: path, from: LinePosition(offset: 4)) { Array($0.map(\.string)) } }
    try await onOwnThread { try Data("one\ntwo\nthree".utf8).write(to: URL(fileURLWithPath: path)) }
    #expect(try await lines == ["two", "three"])
  }

  @Test("A file that is gone and lies there compressed: the error names that, and the position is good in it")
  func compressedMeanwhile() async throws {
    let path = temporaryPath()
    let position = LinePosition(offset: 4, number: 2)
    try Data(Array("one\ntwo\n".utf8).gzipped).write(to: URL(fileURLWithPath: path + ".gz"))
    defer { unlink(path + ".gz") }
    let error = #expect(throws: ReadingError.self) { try withLines(at: path, from: position) { _ in } }
    #expect(error?.code == .notFound)
    #expect(
      error?.description
        == "Cannot read \"\(path)\": there is no such file. It was compressed: read \"\(path).gz\" from the same position, "
        + "which counts bytes after decompression."
    )
    var lines = AsyncLines(at: path, from: position).makeAsyncIterator()
    let asynchronous = await #expect(throws: ReadingError.self) { try await lines.next() }
    #expect(asynchronous == error)
    #expect(try withLines(at: path + ".gz", from: position) { Array($0.map(\.string)) } == ["two"])
    let beginning = #expect(throws: ReadingError.self) { try withLines(at: path) { _ in } }
    #expect(beginning?.description.contains("Check the path.") == true)
  }

  @Test("A position is the same after being stored, and names the file that it is in")
  func codable() throws {
    try withTemporaryFile(Array("a\nb\n".utf8)) { path in
      let position = try #require(try withLines(at: path) { Array($0) }.first).nextPosition
      let stored = try JSONDecoder().decode(LinePosition.self, from: JSONEncoder().encode(position))
      #expect(stored == position)
      #expect(position.offset == 2 && position.number == 2)
      var status = stat()
      stat(path, &status)
      #expect(position.file?.inode == UInt64(status.st_ino))
    }
    #expect(try withLines(of: Array("a\n".utf8)) { Array($0) }[0].nextPosition == LinePosition(offset: 2, number: 2))
  }

  @Test("A position whose file was renamed, copied or compressed is read in that, wherever it is beside the path")
  func rotatedMeanwhile() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    let text = "one\ntwo\nthree\n"
    try log.write(text)
    let position = try withLines(at: log.file()) { Array($0)[0].nextPosition }
    func rest() async throws -> [String] {
      let lines = try withLines(at: log.file(), from: position) { Array($0.map(\.string)) }
      var asynchronous: [String] = []
      for try await line in AsyncLines(at: log.file(), from: position) { asynchronous.append(line.string) }
      #expect(asynchronous == lines)
      return lines
    }
    #expect(try await rest() == ["two", "three"])
    // Renamed, with a new file that is longer than the position.
    try log.rename(to: "app.log.1")
    try log.write("a new file\nthat is longer\n")
    #expect(try await rest() == ["two", "three"])
    // Compressed.
    try Data(Array(text.utf8).gzipped).write(to: URL(fileURLWithPath: log.file("app.log.1.gz")))
    try log.delete("app.log.1")
    #expect(try await rest() == ["two", "three"])
    #expect(try withLines(at: log.file("app.log.1.gz"), from: position) { $0.map(\.string) } == ["two", "three"])
    // There is nothing at the path.
    try log.delete()
    #expect(try await rest() == ["two", "three"])
    // Copied and truncated.
    try log.write(text, to: "app.log-20260101")
    try log.delete("app.log.1.gz")
    try log.write("new\n")
    #expect(try await rest() == ["two", "three"])
    // Gone.
    try log.delete("app.log-20260101")
    let error = #expect(throws: ReadingError.self) { try withLines(at: log.file(), from: position) { _ in } }
    #expect(error?.code == .positionLost)
    #expect(
      error?.description.hasPrefix("Cannot read \"\(log.file())\": the file of the position, which has 4 bytes") == true
    )
    var lines = AsyncLines(at: log.file(), from: position).makeAsyncIterator()
    await #expect(throws: ReadingError.self) { try await lines.next() }
  }

  @Test("A position in a file that was truncated and written anew with an equal beginning is found not to be in it")
  func equalBeginning() throws {
    let header = String(repeating: "# the same header\n", count: 100)
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write(header + "one\ntwo\n")
    let lines = try withLines(at: log.file()) { Array($0) }
    let position = lines[100].nextPosition
    try log.truncate()
    try log.append(header + "1ne\ntwo\nthree\n")
    let error = #expect(throws: ReadingError.self) { try withLines(at: log.file(), from: position) { _ in } }
    #expect(error?.code == .positionLost)
  }

  @Test(
    "Values that are no position are not decoded",
    arguments: [
      #"{"offset":-1,"number":1}"#, #"{"offset":0,"number":0}"#, #"{"offset":0,"number":-5}"#,
      #"{"offset":9223372036854775807,"number":1}"#, #"{"offset":1,"number":9223372036854775807}"#,
      #"{"offset":1,"number":1,"preceding":{"count":2,"hash":1}}"#,
      #"{"offset":2000,"number":1,"preceding":{"count":65,"hash":1}}"#,
      #"{"offset":1,"number":1,"preceding":{"count":-1,"hash":1}}"#,
      #"{"offset":1,"number":1,"file":{"device":1,"inode":1,"head":{"count":1025,"hash":1}}}"#,
      #"{"offset":1,"number":1,"file":{"device":1,"inode":1,"head":{"count":-1,"hash":1}}}"#,
      #"{"offset":"1","number":1}"#, #"{"number":1}"#,
    ]
  )
  func impossibleValues(json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(LinePosition.self, from: Data(json.utf8)) }
  }

  @Test("A line without a line feed is torn, with a carriage return or not")
  func tornLines() throws {
    let lines = try withLines(of: Array("a\nb\r\nc\r".utf8)) { Array($0) }
    #expect(lines.map(\.isTorn) == [false, false, true])
    #expect(lines.map(\.nextPosition.offset) == [2, 5, 7])
    let truncated = try withLines(of: Array("abc".utf8), longLines: .truncate(over: 2)) { Array($0) }
    #expect(truncated.map(\.isTorn) == [false])
  }
}
