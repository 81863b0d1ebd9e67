import Foundation
import Testing

@testable import Generators

@Suite("Writing files")
struct FileWritingTests {
  private struct Mine: Error {}

  private func text(at path: String) -> String? {
    // Every byte counts, those of a byte-order mark too.
    (try? Data(contentsOf: URL(fileURLWithPath: path))).map { String(decoding: $0, as: UTF8.self) }
  }

  private func withFolder(_ body: (LogDirectory) throws -> Void) throws {
    let folder = try LogDirectory()
    defer { folder.remove() }
    try body(folder)
  }

  @Test("A new file is made by every mode, and closed", arguments: [WritingMode.overwrite, .append, .new, .atomic])
  func newFile(mode: WritingMode) throws {
    try withFolder { folder in
      let path = folder.file("a.csv")
      let result = try withCSVWriter(to: path, mode: mode) { writer in
        try writer.write(["a", "b"])
        return 7
      }
      #expect(result == 7)
      #expect(text(at: path) == "a,b\n")
      #expect(openDescriptors(of: path) == 0)
      #expect(folder.files == ["a.csv"])
    }
  }

  @Test("A file that is there is replaced, added to, an error, or replaced as a whole")
  func existingFile() throws {
    try withFolder { folder in
      let path = folder.file("a.csv")
      try folder.write("old,1\n", to: "a.csv")
      try withCSVWriter(to: path) { try $0.write(["new"]) }
      #expect(text(at: path) == "new\n")
      try withCSVWriter(to: path, mode: .append) { try $0.write(["more"]) }
      #expect(text(at: path) == "new\nmore\n")
      let error = #expect(throws: WritingError.self) { try withCSVWriter(to: path, mode: .new) { _ in } }
      #expect(error?.code == .alreadyExists)
      #expect(
        error?.description
          == "Cannot write \"\(path)\": there is a file already. Choose another path, or another mode of writing."
      )
      chmod(path, 0o640)
      try withCSVWriter(to: path, mode: .atomic) { writer in
        try writer.write(["atomic"])
        try writer.flush()
        #expect(text(at: path) == "new\nmore\n")
      }
      #expect(text(at: path) == "atomic\n")
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
    }
  }

  @Test("When the closure throws, its records are there, except in an atomic file, which stays as it was")
  func throwing() throws {
    try withFolder { folder in
      let path = folder.file("a.csv")
      #expect(throws: Mine.self) {
        try withCSVWriter(to: path) { writer in
          try writer.write(["a"])
          throw Mine()
        }
      }
      #expect(text(at: path) == "a\n")
      #expect(throws: Mine.self) {
        try withCSVWriter(to: path, mode: .atomic) { writer in
          try writer.write(["b"])
          throw Mine()
        }
      }
      #expect(text(at: path) == "a\n")
      #expect(folder.files == ["a.csv"])
    }
  }

  @Test("An atomic file replaces what a symbolic link points to, and nothing but a regular file")
  func atomicTargets() throws {
    try withFolder { folder in
      try folder.write("old", to: "real")
      try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "real")
      try withCSVWriter(to: folder.file("link"), mode: .atomic) { try $0.write(["new"]) }
      #expect(text(at: folder.file("real")) == "new\n")
      let link = try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link"))
      #expect(link == "real")
      let device = #expect(throws: WritingError.self) { try withCSVWriter(to: "/dev/null", mode: .atomic) { _ in } }
      #expect(device?.code == .openFailed)
      #expect(device?.description.contains("it is not a regular file") == true)
      let directory = #expect(throws: WritingError.self) { try withCSVWriter(to: folder.path, mode: .atomic) { _ in } }
      #expect(directory?.code == .isDirectory)
    }
  }

  @Test("An atomic file goes where a symbolic link points to that is dangling, and a circle of links is an error")
  func danglingLinks() throws {
    try withFolder { folder in
      for (name, destination) in [
        ("link", "second"), ("second", folder.file("third")), ("third", "folder/../real"), ("circle", "circle"),
      ] {
        try FileManager.default.createSymbolicLink(atPath: folder.file(name), withDestinationPath: destination)
      }
      try FileManager.default.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: false)
      try withCSVWriter(to: folder.file("link"), mode: .atomic) { try $0.write(["new"]) }
      #expect(text(at: folder.file("real")) == "new\n")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("third")) == "folder/../real")
      for mode in [WritingMode.atomic, .overwrite] {
        let circle = #expect(throws: WritingError.self) {
          try withCSVWriter(to: folder.file("circle"), mode: mode) { _ in }
        }
        #expect(circle?.systemError == ELOOP)
      }
      #expect(folder.files?.sorted() == ["circle", "folder", "link", "real", "second", "third"])
    }
  }

  @Test("An atomic file may have the longest name that a file can have, of whatever characters")
  func longNames() throws {
    try withFolder { folder in
      for name in [String(repeating: "a", count: 255), "a" + String(repeating: "é", count: 127)] {
        try withCSVWriter(to: folder.file(name), mode: .atomic) { writer in
          try writer.write(["new"])
          let isCut = folder.files?.contains { $0.hasPrefix(".a") && !$0.contains("\u{FFFD}") }
          #expect(isCut == true)
        }
        #expect(text(at: folder.file(name)) == "new\n")
      }
    }
  }

  @Test("Where a file cannot be put in its place, that is an error, and the sink is closed once")
  func failingCommit() throws {
    try withFolder { folder in
      let error = #expect(throws: WritingError.self) {
        try withCSVWriter(to: folder.file("a"), mode: .atomic) { _ in
          try FileManager.default.createDirectory(atPath: folder.file("a"), withIntermediateDirectories: false)
        }
      }
      #expect(error?.code == .isDirectory)
      #expect(folder.files == ["a"])
    }
    var calls: [String] = []
    var sink = OpenedSink(ClosureSink(name: "a sink") { calls.append("write \($0.count)") })
    sink.abandon = { calls.append("abandon") }
    sink.commit = {
      calls.append("commit")
      throw Mine()
    }
    #expect(throws: Mine.self) {
      let output = RecordOutput(sink)
      try output.closing { output.buffer.append(1) }
    }
    #expect(calls == ["write 1", "commit"])
  }

  @Test("Records are not added to a file that is compressed or whose text is not UTF-8, and the file stays as it was")
  func notAppendable() async throws {
    let text = Array("a,b\n".utf8)
    let utf16: [UInt8] = [0xFF, 0xFE] + text.flatMap { [$0, 0] }
    for (bytes, content) in [
      (utf16, "its text is in UTF-16LE"), ([0, 0, 0xFE, 0xFF], "its text is in UTF-32BE"),
      (text.gzipped, "it is compressed (gzip)"), ([0x1F, 0x8B], "it is compressed (gzip)"),
      (Array("PK\u{3}\u{4}archive".utf8), "it is a zip archive"),
    ] as [([UInt8], String)] {
      try await withTemporaryFile(bytes) { path in
        var errors: [WritingError?] = []
        errors.append(
          #expect(throws: WritingError.self) { try withCSVWriter(to: path, .headed, mode: .append) { _ in } }
        )
        errors.append(#expect(throws: WritingError.self) { try withJSONLinesWriter(to: path, mode: .append) { _ in } })
        errors.append(
          await #expect(throws: WritingError.self) {
            try await withCSVWriter(to: path, .headed, mode: .append) { writer in try await writer.flush() }
          }
        )
        for error in errors {
          #expect(error?.code == .notAppendable)
          #expect(
            error?.description
              == "Cannot write \"\(path)\": \(content), so that no records can be added to it. Convert "
              + "it to text in UTF-8 first, or write another file."
          )
        }
        let kept = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(kept == bytes)
      }
    }
  }

  @Test("Records are added to a file that begins nearly as a compressed one, or one that is not UTF-8")
  func nearlyCompressed() throws {
    for bytes: [UInt8] in [[0x1F], [0xFF], Array("BZh91AY is text".utf8), Array("PK".utf8)] {
      try withTemporaryFile(bytes) { path in
        try withCSVWriter(to: path, mode: .append) { try $0.write(["x"]) }
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == bytes + Array("\nx\n".utf8))
      }
    }
  }

  @Test("A code of an error is shown by its name")
  func codes() {
    #expect("\(WritingError.Code.notAppendable) \(RecordError.Code.undecodable)" == "notAppendable undecodable")
  }

  @Test("Records are added to a file after the end of its last line, under the header that it has")
  func appending() throws {
    try withFolder { folder in
      let path = folder.file("a.csv")
      try folder.write("\u{FEFF}name,\"a,ge\"\r\nAnn,30", to: "a.csv")
      try withCSVWriter(to: path, CSVFormat(header: .firstRecord, lineEnd: .crlf), mode: .append) { writer in
        try writer.encode(["a,ge": 7, "name": 1])
        #expect(throws: WritingError.self) { try writer.encode(["x": 1]) }
        #expect(throws: WritingError.self) { try writer.write(["a", "b", "c"]) }
        try writer.write(["Bob", nil])
      }
      #expect(text(at: path) == "\u{FEFF}name,\"a,ge\"\r\nAnn,30\r\n1,7\r\nBob,\r\n")
      try folder.write("", to: "empty.csv")
      try withCSVWriter(to: folder.file("empty.csv"), .headed, mode: .append) { try $0.encode(["k": 1]) }
      #expect(text(at: folder.file("empty.csv")) == "k\n1\n")
      try folder.write("{\"a\":1}", to: "a.jsonl")
      try withJSONLinesWriter(to: folder.file("a.jsonl"), mode: .append) { try $0.encode(["b": 2]) }
      #expect(text(at: folder.file("a.jsonl")) == "{\"a\":1}\n{\"b\":2}\n")
    }
  }

  @Test("A file that cannot be opened is an error that names it and the way out")
  func unopenable() throws {
    let missing = #expect(throws: WritingError.self) { try withCSVWriter(to: "/nowhere/a.csv") { _ in } }
    #expect(missing?.code == .notFound)
    #expect(
      missing?.description
        == "Cannot write \"/nowhere/a.csv\": there is no such directory. Make it, or check the path."
    )
    let directory = #expect(throws: WritingError.self) { try withCSVWriter(to: "/tmp") { _ in } }
    #expect(directory?.code == .isDirectory)
    #expect(directory?.systemError == EISDIR)
  }

  @Test("A full disk is an error with the path, when the buffer is full and at the end")
  func fullDisk() throws {
    let atEnd = #expect(throws: WritingError.self) { try withCSVWriter(to: "/dev/full") { try $0.write(["a"]) } }
    #expect(atEnd?.code == .noSpace)
    #expect(
      atEnd?.description
        == "Cannot write \"/dev/full\": no space left on device (errno 28). Free some, and write the records again."
    )
    var count = 0
    let within = #expect(throws: WritingError.self) {
      try withJSONLinesWriter(to: "/dev/full") { writer in
        for number in 0..<1_000_000 {
          try writer.encode(number)
          count = number
        }
      }
    }
    #expect(within?.code == .noSpace)
    #expect(count < 20_000)
    let flushed = #expect(throws: WritingError.self) {
      try withCSVWriter(to: "/dev/full") { writer in
        try writer.write(["a"])
        let isFlushed = (try? writer.flush()) != nil
        // The same error again, so that no record seems to be written.
        let isWritten = (try? writer.write(["b"])) != nil
        #expect(!isFlushed && !isWritten)
      }
    }
    #expect(flushed?.code == .noSpace)
  }

  @Test("A pipe that nobody reads any more is an error, and no signal")
  func brokenPipe() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let error = #expect(throws: WritingError.self) {
      try withCSVWriter(to: .fileDescriptor(ends[1])) { try $0.write(["a"]) }
    }
    #expect(error?.code == .brokenPipe)
    let closed = #expect(throws: WritingError.self) {
      try withCSVWriter(to: .fileDescriptor(-1)) { try $0.write(["a"]) }
    }
    #expect(closed?.code == .writeFailed)
    #expect(closed?.target == "file descriptor -1")
  }

  @Test("A pipe in non-blocking mode is waited for")
  func nonblockingPipe() throws {
    let pipe = Pipe()
    _ = fcntl(pipe.writing, F_SETFL, O_NONBLOCK)
    let reader = Thread {
      _ = try? withLines(of: .fileDescriptor(pipe.reading)) { lines in lines.reduce(0) { count, _ in count + 1 } }
    }
    reader.start()
    try withCSVWriter(to: .fileDescriptor(pipe.writing)) { writer in
      for number in 0..<50_000 { try writer.write(["\(number)", "text"]) }
    }
    pipe.closeWriting()
  }

  @Test("A sink of one's own and a closure are given all bytes; what they throw ends the writing")
  func sinks() throws {
    struct Failing: ByteSink {
      var left = 2
      mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        #expect(!bytes.isEmpty)
        left -= 1
        if left == 0 { throw Mine() }
      }
    }
    var bytes: [UInt8] = []
    try withCSVWriter(to: .closure { bytes.append(contentsOf: $0) }) { writer in
      for number in 0..<30_000 { try writer.write(["\(number)"]) }
    }
    #expect(bytes == Array((0..<30_000).map { "\($0)\n" }.joined().utf8))
    #expect(throws: Mine.self) {
      try withCSVWriter(to: Failing()) { writer in for number in 0..<100_000 { try writer.write(["\(number)"]) } }
    }
    let error = #expect(throws: WritingError.self) {
      try withCSVWriter(to: .closure(named: "a socket") { _ in }) { try $0.write([String]()) }
    }
    #expect(error?.target == "a socket")
  }

  @Test("A record longer than the buffer is written whole, and memory does not stay taken")
  func longRecords() throws {
    try withFolder { folder in
      let path = folder.file("long.csv")
      let long = String(repeating: "long \"text\", ", count: 500_000)
      try withCSVWriter(to: path) { writer in
        for _ in 0..<3 { try writer.write([long, "x"]) }
      }
      let read = try withCSVRecords(at: path, CSVFormat(limit: 10_000_000)) { Array($0.map { $0[0].string == long }) }
      #expect(read == [true, true, true])
    }
  }

  @Test("A writer used after its closure has returned stops the program with a sentence")
  func escaped() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var bytes: [UInt8] = []
      let writer = try withCSVWriter(to: &bytes) { $0 }
      try writer.write(["a"])
    }
    #expect(result.message.contains("The writer of \"bytes in memory\" was used after the closure it was given to had"))
  }
}

extension LogDirectory {
  /// The names of its files, hidden ones too.
  var files: [String]? { try? FileManager.default.contentsOfDirectory(atPath: path) }
}
