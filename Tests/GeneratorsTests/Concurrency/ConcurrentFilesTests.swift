import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Files read concurrently")
struct ConcurrentFilesTests {
  private let files: [[UInt8]] = (0..<19).map { index in
    let bytes = Array((0..<index * 150).map { "{\"file\":\(index),\"n\":\($0)}\n" }.joined().utf8)
    return index % 4 == 0 ? bytes.gzipped : bytes
  }

  private struct Entry: Decodable, Equatable, Sendable { var file: Int; var n: Int }

  private static func describe(_ line: Line) -> String { "\(line.source):\(line.number):\(line.offset) \(line.string)" }

  @Test("In the order of the files, lines are those of one file after the other", arguments: [1, 2, 4, 50, .max])
  func ordered(limit: Int) async throws {
    try await withTemporaryFiles(files) { paths in
      let expected = try withLines(atPaths: paths) { Array($0.map(Self.describe)) }
      #expect(try withLines(atPaths: paths, concurrently: limit) { Array($0.map(Self.describe)) } == expected)
      let asynchronous = try await withLines(atPaths: paths, concurrently: limit) { lines in
        var all: [String] = []
        for try await line in lines { all.append(Self.describe(line)) }
        return all
      }
      #expect(asynchronous == expected)
    }
  }

  @Test("As they come, lines of each file keep their order, and none is lost", arguments: [1, 2, 4, 50, .max])
  func unordered(limit: Int) async throws {
    try await withTemporaryFiles(files) { paths in
      let expected = try withLines(atPaths: paths) { Array($0.map(Self.describe)) }
      func check(_ lines: [(String, Int)]) {
        #expect(lines.count == expected.count)
        for (path, index) in zip(paths, 0...) {
          #expect(lines.filter { $0.0 == path }.map(\.1) == Array(0..<index * 150).map { $0 + 1 })
        }
      }
      try withLines(atPaths: paths, concurrently: limit, ordered: false) { lines in
        check(lines.map { ($0.source, $0.number) })
      }
      try await withLines(atPaths: paths, concurrently: limit, ordered: false) { lines in
        var all: [(String, Int)] = []
        for try await line in lines { all.append((line.source, line.number)) }
        check(all)
      }
    }
  }

  @Test(
    "What a file's thread makes of its lines is merged: decoded values, records, matches",
    arguments: [true, false]
  )
  func perFile(ordered: Bool) async throws {
    try await withTemporaryFiles(files) { paths in
      let entries = try withLines(
        atPaths: paths,
        concurrently: 3,
        ordered: ordered,
        perFile: { $0.decoded(as: Entry.self) }
      ) { Array($0) }
      let expected = (0..<19).flatMap { file in (0..<file * 150).map { Entry(file: file, n: $0) } }
      #expect(entries.sorted { ($0.file, $0.n) < ($1.file, $1.n) } == expected)
      if ordered { #expect(entries == expected) }

      let counts = try await withLines(
        atPaths: paths,
        concurrently: 3,
        ordered: ordered,
        perFile: { CollectionOfOne($0.matching(#""n":7}"#).reduce(0) { count, _ in count + 1 }) }
      ) { counts in
        var all: [Int] = []
        for try await count in counts { all.append(count) }
        return all
      }
      #expect(counts.count == 19)
      #expect(counts.reduce(0, +) == 18)
    }
  }

  @Test("Records of several lines stay whole, as they come too")
  func records() async throws {
    let files = (0..<8).map { file in Array((0..<3_000).map { "[\(file).\($0)]\n  at\n  at\n" }.joined().utf8) }
    try await withTemporaryFiles(files) { paths in
      let records = try withLines(
        atPaths: paths,
        concurrently: 4,
        ordered: false,
        perFile: { $0.records(startingWith: "[") }
      ) { Array($0) }
      #expect(records.count == 24_000)
      #expect(records.allSatisfy { $0.lines.count == 3 && $0.hasStart })
    }
  }

  @Test("CSV records of several files, each with its own header", arguments: [true, false])
  func csv(ordered: Bool) async throws {
    let files = (0..<9).map { file in
      Array(("name,n\n" + (0..<500).map { "\"a\nb\",\(file * 1_000 + $0)\n" }.joined()).utf8)
    }
    struct Row: Decodable, Sendable { var name: String; var n: Int }
    try await withTemporaryFiles(files) { paths in
      let expected = (0..<9).flatMap { file in (0..<500).map { file * 1_000 + $0 } }
      let rows = try withCSVRecords(
        atPaths: paths,
        .headed,
        concurrently: 3,
        ordered: ordered,
        perFile: { $0.decoded(as: Row.self) }
      ) { Array($0) }
      #expect(rows.allSatisfy { $0.name == "a\nb" })
      #expect((ordered ? rows.map(\.n) : rows.map(\.n).sorted()) == expected)
      let numbers = try await withCSVRecords(atPaths: paths, .headed, concurrently: 3, ordered: ordered) { records in
        var numbers: [Int] = []
        for try await record in records { numbers.append(Int(record["n"]!.string)!) }
        return numbers
      }
      #expect((ordered ? numbers : numbers.sorted()) == expected)
      let same = try withCSVRecords(atPaths: paths, .headed, concurrently: 3, ordered: ordered) { Array($0).count }
      #expect(same == 4_500)
    }
  }

  @Test("In the order of the files, an error comes after everything before it, and names its file")
  func failure() async throws {
    try await withTemporaryFiles(files) { paths in
      try Data(Array("{\"file\":7,\"n\":0}\nnonsense\n".utf8)).write(to: URL(fileURLWithPath: paths[7]))
      var read = 0
      let error = #expect(throws: RecordError.self) {
        try withLines(atPaths: paths, concurrently: 4, perFile: { $0.decoded(as: Entry.self) }) { entries in
          for _ in entries { read += 1 }
          #expect(entries.failure is RecordError)
        }
      }
      let before = (0..<7).reduce(0) { $0 + $1 * 150 } + 1
      #expect(read == before)
      #expect(error?.source == paths[7])
      #expect(error?.number == 2)

      let counted = ValueRecorder<Int>()
      let asynchronous = await #expect(throws: RecordError.self) {
        try await withLines(atPaths: paths, concurrently: 4, perFile: { $0.decoded(as: Entry.self) }) { entries in
          for try await entry in entries { counted.append(entry.n) }
        }
      }
      #expect(asynchronous?.source == paths[7])
      #expect(counted.values.count == before)

      let unordered = #expect(throws: RecordError.self) {
        try withLines(atPaths: paths, concurrently: 4, ordered: false, perFile: { $0.decoded(as: Entry.self) }) {
          for _ in $0 {}
        }
      }
      #expect(unordered?.source == paths[7])
      #expect(paths.allSatisfy { openDescriptors(of: $0) == 0 })
    }
  }

  @Test(
    "Files that cannot be opened are left out if there is a handler, which receives the errors",
    arguments: [true, false]
  )
  func unreadable(ordered: Bool) async throws {
    try await withTemporaryFiles(files) { paths in
      let mixed = ["/nonexistent/1"] + paths + ["/", "/nonexistent/2"]
      let told = ValueRecorder<ReadingError>()
      let count = try withLines(
        atPaths: mixed,
        concurrently: 3,
        ordered: ordered,
        onUnreadable: { told.append($0) }
      ) { $0.reduce(0) { count, _ in count + 1 } }
      #expect(count == 25_650)
      #expect(Set(told.values.map(\.source)) == ["/nonexistent/1", "/", "/nonexistent/2"])
      let error = #expect(throws: ReadingError.self) {
        try withLines(atPaths: mixed, concurrently: 3, ordered: ordered) { for _ in $0 {} }
      }
      #expect(["/nonexistent/1", "/", "/nonexistent/2"].contains(error?.source))
    }
  }

  @Test("A failure that a stage of the consumer reports ends the files")
  func consumerFailure() async throws {
    try await withTemporaryFiles(files) { paths in
      var values = 0
      #expect(throws: RecordError.self) {
        try withLines(atPaths: paths, concurrently: 2) { lines in
          for _ in lines.decoded(as: [Int].self) { values += 1 }
        }
      }
      #expect(values == 0)
    }
  }

  @Test("When the scope is left, by return or by an error, no file is open", arguments: [true, false])
  func left(ordered: Bool) async throws {
    struct Stop: Error {}
    let large = Array((0..<200_000).map { "line \($0) of a file\n" }.joined().utf8)
    try await withTemporaryFiles([large, large, large]) { paths in
      let first = try withLines(atPaths: paths, concurrently: 3, ordered: ordered) { $0.first { _ in true }?.number }
      #expect(first == 1)
      #expect(paths.allSatisfy { openDescriptors(of: $0) == 0 })
      #expect(throws: Stop.self) {
        try withLines(atPaths: paths, concurrently: 3, ordered: ordered) {
          for line in $0 where line.number == 9 { throw Stop() }
        }
      }
      #expect(paths.allSatisfy { openDescriptors(of: $0) == 0 })
      try await withLines(atPaths: paths, concurrently: 3, ordered: ordered) { lines in
        for try await line in lines where line.number == 9 { break }
      }
      #expect(paths.allSatisfy { openDescriptors(of: $0) == 0 })
      try await withLines(atPaths: paths, concurrently: 3, ordered: ordered) { _ async throws in }
      #expect(paths.allSatisfy { openDescriptors(of: $0) == 0 })
    }
  }

  @Test("Cancellation ends a wait for pipes, and the threads", arguments: [true, false])
  func cancelled(ordered: Bool) async throws {
    let path = temporaryPath()
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    try await withTemporaryFiles([Array("a\n".utf8)]) { paths in
      let begun = Signal()
      let task = Task {
        try await withLines(atPaths: paths + [path, path], concurrently: 2, ordered: ordered) { lines in
          for try await _ in lines { begun.send() }
        }
      }
      try await begun.wait()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(openDescriptors(of: path) == 0)
    }
  }

  @Test("An iteration anew reads the files anew; after the end there is nothing (G1)")
  func again() async throws {
    try await withTemporaryFiles(files) { paths in
      try await withLines(atPaths: paths, concurrently: 2) { lines in
        for _ in 1...2 {
          var iterator = lines.makeAsyncIterator()
          var count = 0
          while try await iterator.next() != nil { count += 1 }
          #expect(count == 25_650)
          #expect(try await iterator.next() == nil)
        }
      }
      try withLines(atPaths: paths, concurrently: 2) { lines in
        var iterator = lines.makeIterator()
        while iterator.next() != nil {}
        #expect(iterator.next() == nil)
      }
    }
  }

  @Test("No files have no lines", arguments: [true, false])
  func none(ordered: Bool) async throws {
    #expect(try withLines(atPaths: [String](), concurrently: 2, ordered: ordered) { Array($0).isEmpty })
    try await withLines(atPaths: [String](), concurrently: 2, ordered: ordered) { lines in
      for try await _ in lines { Issue.record("There is a line of no file.") }
    }
  }

  @Test("A consumer that takes nothing more stops the threads: they are ahead by a bounded number of elements")
  func bounded() async throws {
    let large = Array((0..<100_000).map { "line \($0) of a file\n" }.joined().utf8)
    try await withTemporaryFiles(Array(repeating: large, count: 6)) { paths in
      for ordered in [true, false] {
        let made = ValueRecorder<Int>()
        try withLines(
          atPaths: paths,
          concurrently: 2,
          ordered: ordered,
          perFile: {
            $0.lazy.map { line in
              made.append(line.number); return line.number
            }
          }
        ) { numbers in
          var iterator = numbers.makeIterator()
          #expect(iterator.next() == 1)
          // Both threads are full when their count no longer changes: each has at most 16 batches, and one in the hand.
          let most = 2 * 18 * 512 + (ordered ? 0 : 16 * 512)
          for _ in 0..<2_000 { sched_yield() }
          #expect(made.values.count <= most)
        }
        #expect(made.values.count < 600_000)
      }
    }
  }

  @Test("Iterating twice stops the program", arguments: [0])
  func twice(_: Int) async {
    await #expect(processExitsWith: .failure) {
      try withLines(atPaths: ["/dev/null"], concurrently: 1) { lines in
        for _ in lines {}
        for _ in lines {}
      }
    }
    await #expect(processExitsWith: .failure) {
      try withLines(atPaths: ["/dev/null"], concurrently: 0) { for _ in $0 {} }
    }
  }
}
