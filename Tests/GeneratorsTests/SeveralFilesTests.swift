import Foundation
import Generators
import Testing

@Suite("Several files")
struct SeveralFilesTests {
  /// Calls `body` with a directory in which `files` lie, and which is removed afterwards.
  private func withFiles(_ files: [String: [UInt8]], _ body: (String) async throws -> Void) async throws {
    let directory = temporaryPath()
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: directory + "/" + name)) }
    try await body(directory)
  }

  private func describe(_ line: Line) -> String {
    "\(line.source.split(separator: "/").last ?? ""):\(line.number)@\(line.offset) \(line.string)"
  }

  private let files = [
    "a.log": Array("one\ntwo".utf8), "b.log.gz": Array("three\n".utf8).gzipped, "c.log": [],
    "d.log": Array("\u{FEFF}four\r\n\n".utf8),
  ]
  private let expected = ["a.log:1@0 one", "a.log:2@4 two", "b.log.gz:1@0 three", "d.log:1@3 four", "d.log:2@9 "]

  @Test("Files follow each other; each has its own numbers, offsets, byte-order mark and compression (G5)")
  func provenance() async throws {
    try await withFiles(files) { directory in
      let paths = try paths(matching: directory + "/*")
      #expect(try withLines(atAll: paths) { Array($0.map(describe)) } == expected)
      let lines = AsyncLines(atAll: paths)
      for _ in 1...2 {
        var asynchronous: [String] = []
        for try await line in lines { asynchronous.append(describe(line)) }
        #expect(asynchronous == expected)
      }
    }
  }

  @Test("A last line without a line feed is counted, and not joined with the next file's first one")
  func counting() async throws {
    let files = ["1": Array("xE".utf8), "2": Array("R\nER".utf8), "3": Array("ER".utf8)]
    try await withFiles(files) { directory in
      let paths = try paths(matching: directory + "/?")
      let expected = LineTotals(lines: 4, matches: 2, bytes: 8)
      #expect(try withLines(atAll: paths) { $0.count(matching: "ER") } == expected)
      #expect(try await AsyncLines(atAll: paths).count(matching: "ER") == expected)
      let every = try withLines(atAll: paths) { Array($0.counted(matching: "ER", every: 1).map(\.lines)) }
      #expect(every == [1, 2, 3, 4])
      let pairs = try withLines(atAll: paths) { Array($0.counted(matching: "ER", every: 2).map(\.matches)) }
      #expect(pairs == [0, 2])
    }
  }

  @Test("A file that cannot be read ends the lines after those before it, and the error names it")
  func failure() async throws {
    try await withFiles(files) { directory in
      let paths = [directory + "/a.log", directory + "/none", directory + "/d.log"]
      var read: [String] = []
      let error = #expect(throws: ReadingError.self) {
        try withLines(atAll: paths) { lines in for line in lines { read.append(line.string) } }
      }
      #expect(read == ["one", "two"])
      #expect(error?.source == paths[1])
      #expect(error?.code == .notFound)
      let asynchronous = await #expect(throws: ReadingError.self) { for try await _ in AsyncLines(atAll: paths) {} }
      #expect(asynchronous == error)
    }
  }

  @Test("An error of a long line names its file (G7)")
  func longLine() async throws {
    try await withFiles(files) { directory in
      let paths = try paths(matching: directory + "/*")
      let error = #expect(throws: ReadingError.self) {
        try withLines(atAll: paths, longLines: .fail(over: 3)) { lines in for _ in lines {} }
      }
      #expect(error?.source.hasSuffix("b.log.gz") == true)
      #expect(error?.description.contains("line 1, at byte 0") == true)
    }
  }

  @Test("G2: one file is open at a time, and none after the scope", arguments: ["end", "break"])
  func closing(way: String) async throws {
    let files = ["1": [UInt8](repeating: 10, count: 600_000), "2": [UInt8](repeating: 10, count: 600_000)]
    try await withFiles(files) { directory in
      let paths = try paths(matching: directory + "/?")
      try await withLines(atAll: paths) { lines in
        for try await line in lines {
          guard line.source == paths[1], line.number == 1 else { continue }
          #expect(paths.map(openDescriptors) == [0, 1])
          if way == "break" { break }
        }
      }
      #expect(paths.map(openDescriptors) == [0, 0])
      try withLines(atAll: paths) { lines in for line in lines where line.source == paths[1] { break } }
      #expect(paths.map(openDescriptors) == [0, 0])
    }
  }

  @Test("No files have no lines")
  func none() async throws {
    #expect(try withLines(atAll: []) { Array($0) } == [])
    for try await _ in AsyncLines(atAll: []) { Issue.record("There is a line of no file.") }
  }

  @Test("A pattern gives the paths that match in the order of their bytes, and none where nothing does")
  func patterns() async throws {
    let files = ["app.log", "app.log.1", "app.log.10", "app.log.2", ".app.log", "[x].log"]
    try await withFiles(Dictionary(uniqueKeysWithValues: files.map { ($0, []) })) { directory in
      let expected = [
        "app.log*": ["app.log", "app.log.1", "app.log.10", "app.log.2"], "*.log": ["[x].log", "app.log"],
        "app.log.[12]": ["app.log.1", "app.log.2"], "\\[x].log": ["[x].log"], "app.log": ["app.log"], "nothing*": [],
      ]
      for (pattern, names) in expected {
        let found = try paths(matching: directory + "/" + pattern)
        #expect(found == names.map { directory + "/" + $0 }, "\(pattern)")
      }
    }
  }

  @Test(
    "Real logs read as one stream have the sums of their figures",
    .enabled(if: RealLogs.areThere, RealLogs.absence)
  )
  func realLogs() async throws {
    let totals = try await AsyncLines(atAll: RealLogs.all.map(\.path)).count(matching: "ERROR")
    #expect(totals.lines == RealLogs.all.map(\.lines).reduce(0, +))
    #expect(totals.matches == RealLogs.all.map(\.errors).reduce(0, +))
    #expect(totals.bytes == RealLogs.all.map(\.bytes).reduce(0, +))
    let lines = try withLines(atAll: RealLogs.all.map(\.path)) { Array($0.map(\.source)).count }
    #expect(lines == totals.lines)
  }
}
