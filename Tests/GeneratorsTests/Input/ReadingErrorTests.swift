import Foundation
import Generators
import Testing

@Suite("Reading errors")
struct ReadingErrorTests {
  private func error(at path: String) -> ReadingError? {
    #expect(throws: ReadingError.self) { try withLines(at: path) { lines in for _ in lines {} } }
  }

  @Test("A missing file is told by its path")
  func missing() {
    let path = temporaryPath()
    let error = error(at: path)
    #expect(error?.code == .notFound)
    #expect(error?.source == path)
    #expect(error?.description == "Cannot read \"\(path)\": there is no such file. Check the path.")
  }

  @Test("Codes are shown by their names")
  func codes() {
    #expect("\(ReadingError.Code.lineTooLong)" == "lineTooLong")
    #expect("\(RecordError.Code.undecodable)" == "undecodable")
    #expect("\(WritingError.Code.noSpace)" == "noSpace")
  }

  @Test("An error is one line, whatever the path: control characters are escaped")
  func controlCharacters() {
    let error = error(at: "/no such folder/a\nb\u{1B}[31m\u{2028}\u{85}é\"")
    #expect(error?.source == "/no such folder/a\nb\u{1B}[31m\u{2028}\u{85}é\"")
    let shown =
      #"Cannot read "/no such folder/a\nb\u{1B}[31m\u{2028}\u{0085}é"": there is no such file. Check the path."#
    #expect(error?.description == shown)
  }

  @Test("A directory is told as one")
  func directory() {
    let path = FileManager.default.temporaryDirectory.path
    let error = error(at: path)
    #expect(error?.code == .isDirectory)
    #expect(error?.description == "Cannot read \"\(path)\": it is a directory. Name a file in it.")
  }

  @Test("A file that may not be read is told as such", .enabled(if: geteuid() != 0, "root may read every file"))
  func unreadable() throws {
    try withTemporaryFile([]) { path in
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      #expect(error(at: path)?.code == .permissionDenied)
    }
  }

  @Test("A file that cannot be opened for another reason is told with the system's words")
  func loop() throws {
    let path = temporaryPath()
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = error(at: path)
    #expect(error?.code == .openFailed)
    #expect(error?.systemError == ELOOP)
    #expect(error?.description.contains("errno \(ELOOP)") == true)
  }

  @Test("A closed descriptor is told when the closure has returned")
  func closedDescriptor() {
    let error = #expect(throws: ReadingError.self) {
      try withLines(of: .fileDescriptor(-1)) { lines in for _ in lines {} }
    }
    #expect(error?.code == .readFailed)
    #expect(error?.description.contains("\"file descriptor -1\": it is closed, or not open for reading") == true)
  }

  @Test("The asynchronous form throws the same errors, from its loop")
  func asynchronous() async {
    for (path, code) in [(temporaryPath(), ReadingError.Code.notFound), ("/", .isDirectory)] {
      let error = await #expect(throws: ReadingError.self) { for try await _ in AsyncLines(at: path) {} }
      #expect(error?.code == code)
    }
  }

  @Test("G2: the file is closed however the closure is left", arguments: ["end", "break", "throw", "unread"])
  func closing(way: String) throws {
    struct Left: Error {}
    try withTemporaryFile(Array("a\nb\n".utf8)) { path in
      try? withLines(at: path) { lines in
        #expect(openDescriptors(of: path) == 1)
        if way == "unread" { return }
        for _ in lines {
          if way == "break" { break }
          if way == "throw" { throw Left() }
        }
      }
      #expect(openDescriptors(of: path) == 0)
    }
  }
}
