import DecoratorsTesting
import Foundation
import Generators
import Testing

/// What the consumer makes of the blocks that the threads of several files hand over.
@Suite("Blocks of files read concurrently")
struct ConcurrentBlocksTests {
  /// Files of several blocks, which have long lines, CRLF, empty lines and a last line without a line feed.
  private static let files: [[UInt8]] = (0..<5).map { file in
    let lines = (0..<file * 6_000).map { number in
      switch number % 1_999 {
      case 7: String(repeating: "long \(file) ", count: 60)
      case 8: ""
      default: "[\(file).\(number)] line\(number % 3 == 0 ? "\r" : "")"
      }
    }
    let bytes = Array(lines.joined(separator: "\n").utf8)
    return file == 2 ? bytes.gzipped : bytes
  }

  private static func describe(_ line: Line) -> String {
    "\(line.source):\(line.number):\(line.offset):\(line.isTruncated):\(line.isTorn) \(line.string)"
  }

  private static let longLines: [LongLines] = [.standard, .truncate(over: 300), .skip(over: 300)]

  @Test(
    "Lines, numbers, offsets and lines left out are those of files read one after the other",
    arguments: [true, false],
    longLines
  )
  func lines(ordered: Bool, longLines: LongLines) async throws {
    try await withTemporaryFiles(Self.files) { paths in
      let (expected, skipped) = try withLines(atPaths: paths, longLines: longLines) { lines in
        (Array(lines.map(Self.describe)), lines.skippedLines)
      }
      func check(_ lines: [String], _ skippedLines: Int) {
        #expect((ordered ? lines : lines.sorted()) == (ordered ? expected : expected.sorted()))
        #expect(skippedLines == skipped)
      }
      try withLines(atPaths: paths, concurrently: 3, ordered: ordered, longLines: longLines) { lines in
        check(Array(lines.map(Self.describe)), lines.skippedLines)
      }
      try await withLines(atPaths: paths, concurrently: 3, ordered: ordered, longLines: longLines) { lines in
        var all: [String] = []
        for try await line in lines { all.append(Self.describe(line)) }
        check(all, lines.skippedLines)
      }
    }
  }

  @Test("Matches, records and counts are those of files read one after the other")
  func stages() async throws {
    try await withTemporaryFiles(Self.files) { paths in
      let matches = try withLines(atPaths: paths) { lines in Array(lines.matching("99]").map(Self.describe)) }
      let records = try withLines(atPaths: paths) { lines in Array(lines.records(startingWith: "[3.").map(\.string)) }
      let totals = try withLines(atPaths: paths) { lines in lines.count(matching: "99]") }
      // Not inside `#expect`: the compiler gives the closures of two expansions one name, and calls the wrong one.
      let foundInOrder = try withLines(atPaths: paths, concurrently: 2) { lines in
        Array(lines.matching("99]").map(Self.describe))
      }
      #expect(foundInOrder == matches)
      let recordsInOrder = try withLines(atPaths: paths, concurrently: 2) { lines in
        Array(lines.records(startingWith: "[3.").map(\.string))
      }
      #expect(recordsInOrder == records)
      for ordered in [true, false] {
        let counted = try withLines(atPaths: paths, concurrently: 2, ordered: ordered) { $0.count(matching: "99]") }
        #expect(counted == totals)
        try await withLines(atPaths: paths, concurrently: 2, ordered: ordered) { lines in
          let counted = try await lines.count(matching: "99]")
          #expect(counted == totals)
          var found: [String] = []
          for try await line in lines.matching("99]") { found.append(Self.describe(line)) }
          #expect(ordered ? found == matches : found.sorted() == matches.sorted())
        }
      }
      try await withLines(atPaths: paths, concurrently: 2) { lines in
        var all: [String] = []
        for try await record in lines.records(startingWith: "[3.", flushAfter: .seconds(3_600)) {
          all.append(record.string)
        }
        #expect(all == records)
      }
    }
  }

  @Test("A line that ends the reading names its file and number, and comes after everything before it")
  func lineTooLong() async throws {
    try await withTemporaryFiles(Self.files) { paths in
      var read = 0
      let error = #expect(throws: ReadingError.self) {
        try withLines(atPaths: paths, concurrently: 3, longLines: .fail(over: 300)) { for _ in $0 { read += 1 } }
      }
      #expect(error?.code == .lineTooLong)
      #expect(error?.source == paths[1])
      #expect(read == 7)
      #expect(paths.allSatisfy { openDescriptors(of: $0) == 0 })
    }
  }

  @Test(
    "CSV records, numbers and records left out are those of files read one after the other",
    arguments: [true, false]
  )
  func csv(ordered: Bool) async throws {
    let files = (0..<4).map { file in
      let rows = (0..<9_000).map { $0 % 700 == 9 ? "only one" : "\"a\nb\",\(file)-\($0)" }
      return Array(("name,n\n" + rows.joined(separator: "\n")).utf8)
    }
    let format = CSVFormat(header: .firstRecord, ragged: .skip)
    func describe(_ record: CSVRecord) -> String {
      "\(record.source):\(record.number):\(record.line):\(record.offset) \(record["n"]?.string ?? "")"
    }
    try await withTemporaryFiles(files) { paths in
      let (expected, skipped) = try withCSVRecords(atPaths: paths, format) { records in
        (Array(records.map(describe)), records.skippedRecords)
      }
      #expect(skipped == 52)
      func check(_ records: [String], _ skippedRecords: Int) {
        #expect((ordered ? records : records.sorted()) == (ordered ? expected : expected.sorted()))
        #expect(skippedRecords == skipped)
      }
      try withCSVRecords(atPaths: paths, format, concurrently: 3, ordered: ordered) { records in
        check(Array(records.map(describe)), records.skippedRecords)
      }
      try await withCSVRecords(atPaths: paths, format, concurrently: 3, ordered: ordered) { records in
        var all: [String] = []
        for try await record in records { all.append(describe(record)) }
        check(all, records.skippedRecords)
      }
    }
  }

  @Test("The threads are at most some blocks ahead of a consumer that takes nothing more", arguments: [true, false])
  func bounded(ordered: Bool) async throws {
    let large = Array(repeating: Array("a line of a file\n".utf8), count: 900_000).flatMap { $0 }
    try await withTemporaryFiles([large, large]) { paths in
      try withLines(atPaths: paths, concurrently: 2, ordered: ordered) { lines in
        var iterator = lines.makeIterator()
        #expect(iterator.next()?.number == 1)
        for _ in 0..<2_000 { sched_yield() }
        // As they come, one thread may have the room of both.
        let read = try paths.map { try readBytes(of: $0) }
        #expect(read.max()! > 0)
        #expect(read.max()! <= (ordered ? 20 : 12) * 262_144)
      }
    }
  }

  /// How far the descriptor of the file at `path` has been read.
  private func readBytes(of path: String) throws -> Int {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
      guard (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")) == resolved else {
        continue
      }
      let text = try String(contentsOfFile: "/proc/self/fdinfo/\(name)", encoding: .utf8)
      return Int(text.split(whereSeparator: \.isWhitespace)[1]) ?? 0
    }
    return 0
  }
}
