import DecoratorsTesting
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
      #expect(try withLines(atPaths: paths) { Array($0.map(describe)) } == expected)
      let lines = AsyncLines(atPaths: paths)
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
      #expect(try withLines(atPaths: paths) { $0.count(matching: "ER") } == expected)
      #expect(try await AsyncLines(atPaths: paths).count(matching: "ER") == expected)
      let every = try withLines(atPaths: paths) { Array($0.counted(matching: "ER", every: 1).map(\.lines)) }
      #expect(every == [1, 2, 3, 4])
      let pairs = try withLines(atPaths: paths) { Array($0.counted(matching: "ER", every: 2).map(\.matches)) }
      #expect(pairs == [0, 2])
    }
  }

  @Test("A file that cannot be read ends the lines after those before it, and the error names it")
  func failure() async throws {
    try await withFiles(files) { directory in
      let paths = [directory + "/a.log", directory + "/none", directory + "/d.log"]
      var read: [String] = []
      let error = #expect(throws: ReadingError.self) {
        try withLines(atPaths: paths) { lines in for line in lines { read.append(line.string) } }
      }
      #expect(read == ["one", "two"])
      #expect(error?.source == paths[1])
      #expect(error?.code == .notFound)
      let asynchronous = await #expect(throws: ReadingError.self) { for try await _ in AsyncLines(atPaths: paths) {} }
      #expect(asynchronous == error)
    }
  }

  /// Calls `body` with paths of files that can be read and, between them, of some that cannot, and with what is
  /// expected.
  private func withUnreadable(_ body: ([String], [ReadingError.Code]) async throws -> Void) async throws {
    try await withFiles(files) { directory in
      try FileManager.default.createDirectory(atPath: directory + "/dir", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: directory + "/loop", withDestinationPath: "loop")
      try FileManager.default.createSymbolicLink(atPath: directory + "/gone", withDestinationPath: "none")
      let names = ["none", "a.log", "dir", "b.log.gz", "loop", "gone", "c.log", "d.log", "a.log/below"]
      let codes = [ReadingError.Code.notFound, .isDirectory, .openFailed, .notFound, .notFound]
      try await body(names.map { directory + "/" + $0 }, codes)
    }
  }

  @Test("What cannot be opened is left out where somebody is told of it, and the others are read")
  func unreadable() async throws {
    try await withUnreadable { paths, codes in
      var errors: [ReadingError] = []
      let lines = try withLines(atPaths: paths, onUnreadable: { errors.append($0) }) { Array($0.map(describe)) }
      #expect(lines == expected)
      #expect(errors.map(\.code) == codes)
      #expect(errors.map(\.source) == [0, 2, 4, 5, 8].map { paths[$0] })

      let told = ValueRecorder<ReadingError>()
      var asynchronous: [String] = []
      for try await line in AsyncLines(atPaths: paths, onUnreadable: told.append) {
        asynchronous.append(describe(line))
      }
      #expect(asynchronous == expected)
      #expect(told.values == errors)
      let scoped = try await withLines(atPaths: paths, onUnreadable: told.append) { lines in
        var scoped: [String] = []
        for try await line in lines { scoped.append(describe(line)) }
        return scoped
      }
      #expect(scoped == expected)
      #expect(told.values == errors + errors)

      #expect(try withLines(atPaths: paths, onUnreadable: { _ in }) { $0.count(matching: "").lines } == 5)
      #expect(try withLines(atPaths: [paths[0]], onUnreadable: { _ in }) { Array($0) } == [])
      let records = try withCSVRecords(atPaths: paths, onUnreadable: { _ in }) { Array($0.map(\.number)) }
      #expect(records == [1, 2, 1, 1])
      let asynchronousRecords = AsyncCSVRecords(atPaths: paths, onUnreadable: told.append)
      var numbers: [Int] = []
      for try await record in asynchronousRecords { numbers.append(record.number) }
      #expect(numbers == records)
      #expect(told.values == errors + errors + errors)
      let scopedNumbers = try await withCSVRecords(atPaths: paths, onUnreadable: told.append) { records in
        var numbers: [Int] = []
        for try await record in records { numbers.append(record.number) }
        return numbers
      }
      #expect(scopedNumbers == records)
      #expect(told.values == errors + errors + errors + errors)
    }
  }

  @Test("A file that only others may read is left out too", .enabled(if: geteuid() != 0, "root may read every file"))
  func forbidden() async throws {
    try await withFiles(files) { directory in
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: directory + "/b.log.gz")
      let paths = try paths(matching: directory + "/*")
      var codes: [ReadingError.Code] = []
      let lines = try withLines(atPaths: paths, onUnreadable: { codes.append($0.code) }) {
        $0.count(matching: "").lines
      }
      #expect(lines == 4)
      #expect(codes == [.permissionDenied])
    }
  }

  @Test("What the one who is told throws ends the lines after those of the files before")
  func unreadableRefused() async throws {
    try await withUnreadable { paths, codes in
      let refusal: @Sendable (ReadingError) throws -> Void = { if $0.code == .openFailed { throw $0 } }
      var read: [String] = []
      let error = #expect(throws: ReadingError.self) {
        try withLines(atPaths: paths, onUnreadable: refusal) { lines in for line in lines { read.append(line.string) } }
      }
      #expect(read == ["one", "two", "three"])
      #expect(error?.source == paths[4])
      var asynchronous: [String] = []
      let asynchronousError = await #expect(throws: ReadingError.self) {
        for try await line in AsyncLines(atPaths: paths, onUnreadable: refusal) { asynchronous.append(line.string) }
      }
      #expect(asynchronous == read)
      #expect(asynchronousError == error)
    }
  }

  @Test("Damage in the middle of a file ends the lines, whoever is told of what cannot be opened")
  func damaged() async throws {
    let files = [
      "1": Array("one\n".utf8), "2.gz": Array(Array("two\n".utf8).gzipped.dropLast(4)), "3": Array("three".utf8),
    ]
    try await withFiles(files) { directory in
      let paths = try paths(matching: directory + "/*")
      let told = ValueRecorder<ReadingError>()
      var read: [String] = []
      let error = #expect(throws: ReadingError.self) {
        try withLines(atPaths: paths, onUnreadable: told.append) { lines in
          for line in lines { read.append(line.string) }
        }
      }
      #expect(read == ["one", "two"])
      #expect(error?.code == .truncatedData)
      let asynchronous = await #expect(throws: ReadingError.self) {
        for try await _ in AsyncLines(atPaths: paths, onUnreadable: told.append) {}
      }
      #expect(asynchronous == error)
      #expect(told.values == [])
    }
  }

  @Test("An error of a long line names its file (G7)")
  func longLine() async throws {
    try await withFiles(files) { directory in
      let paths = try paths(matching: directory + "/*")
      let error = #expect(throws: ReadingError.self) {
        try withLines(atPaths: paths, longLines: .fail(over: 3)) { lines in for _ in lines {} }
      }
      #expect(error?.source.hasSuffix("b.log.gz") == true)
      #expect(error?.description.contains("line 1, at byte 0") == true)
    }
  }

  @Test("G2: one file is open at a time, and none after the scope", arguments: ["end", "break"])
  func closing(way: String) async throws {
    let files = ["1": [UInt8](repeating: 10, count: 600_000), "2": [UInt8](repeating: 10, count: 600_000)]
    try await withFiles(files) { directory in
      let paths = [directory + "/1", directory + "/2"]
      try await withLines(atPaths: paths) { lines in
        for try await line in lines {
          guard line.source == paths[1], line.number == 1 else { continue }
          #expect(paths.map(openDescriptors) == [0, 1])
          if way == "break" { break }
        }
      }
      #expect(paths.map(openDescriptors) == [0, 0])
      try withLines(atPaths: paths) { lines in for line in lines where line.source == paths[1] { break } }
      #expect(paths.map(openDescriptors) == [0, 0])
    }
  }

  @Test("Equal lines of two files are two in a set, and those of one file read twice are one")
  func equality() async throws {
    let bytes = Array("one\ntwo\none\n".utf8)
    try await withFiles(["a.log": bytes, "b.log": bytes]) { directory in
      let paths = [directory + "/a.log", directory + "/b.log"]
      let lines = try withLines(atPaths: paths) { Array($0) }
      #expect(Set(lines).count == 6)
      #expect(lines[0] != lines[3])
      let again = try withLines(atPaths: paths) { Array($0) }
      #expect(again == lines)
      #expect(Set(lines + again).count == 6)
    }
  }

  @Test("No files have no lines")
  func none() async throws {
    #expect(try withLines(atPaths: [] as [String]) { Array($0) } == [])
    for try await _ in AsyncLines(atPaths: [] as [String]) { Issue.record("There is a line of no file.") }
  }

  @Test(
    "Real logs read as one stream have the sums of their figures",
    .enabled(if: RealLogs.areThere, RealLogs.absence)
  )
  func realLogs() async throws {
    let totals = try await AsyncLines(atPaths: RealLogs.all.map(\.path)).count(matching: "ERROR")
    #expect(totals.lines == RealLogs.all.map(\.lines).reduce(0, +))
    #expect(totals.matches == RealLogs.all.map(\.errors).reduce(0, +))
    #expect(totals.bytes == RealLogs.all.map(\.bytes).reduce(0, +))
    let lines = try withLines(atPaths: RealLogs.all.map(\.path)) { Array($0.map(\.source)).count }
    #expect(lines == totals.lines)
  }
}
