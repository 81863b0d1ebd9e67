import CByteScan
import DecoratorsTesting
import Generators
import Testing

@Suite("Fields")
struct FieldsTests {
  private func fields(_ text: String, _ separator: FieldSeparator, maxSplits: Int = .max) throws -> [String] {
    try onlyLine(text).fields(separatedBy: separator, maxSplits: maxSplits).map(\.string)
  }

  private func onlyLine(_ text: String) throws -> Line {
    let lines = try withLines(of: Array(text.utf8)) { Array($0) }
    try #require(lines.count == 1)
    return lines[0]
  }

  @Test("Every separator separates, and empty fields are kept")
  func splitting() throws {
    #expect(try fields("a b  c \n", " ") == ["a", "b", "", "c", ""])
    #expect(try fields("abc\n", " ") == ["abc"])
    #expect(try fields("\n", " ") == [""])
    #expect(try fields("a, b, c\r\n", ", ") == ["a", "b", "c"])
    #expect(try fields("a::::b", "::") == ["a", "", "b"])
    #expect(try fields("é|ü", "|") == ["é", "ü"])
  }

  @Test("After so many splits the rest is the last field")
  func maxSplits() throws {
    #expect(try fields("a|b|c|d", "|", maxSplits: 2) == ["a", "b", "c|d"])
    #expect(try fields("a|b", "|", maxSplits: 0) == ["a|b"])
    #expect(try fields("a|", "|", maxSplits: 1) == ["a", ""])
    #expect(try fields("a|b", "|", maxSplits: 5) == ["a", "b"])
  }

  @Test("Runs of white space separate, as awk splits: none at the start or the end, and no empty fields")
  func whitespace() throws {
    #expect(try fields("Jan  2 03:04:05 host", .whitespace) == ["Jan", "2", "03:04:05", "host"])
    #expect(try fields("Jan 12 03:04:05 host", .whitespace) == ["Jan", "12", "03:04:05", "host"])
    #expect(try fields("  a \t b\t\tc \n", .whitespace) == ["a", "b", "c"])
    #expect(try fields("a\n", .whitespace) == ["a"])
    #expect(try fields("\n", .whitespace) == [])
    #expect(try fields(" \t \n", .whitespace) == [])
    // Other white space is text.
    #expect(try fields("a\u{A0}b\u{B}c\r", .whitespace) == ["a\u{A0}b\u{B}c"])
    let words = (0..<200).map { String(repeating: "x", count: $0) + "\($0)" }
    #expect(try fields(words.joined(separator: "  \t"), .whitespace) == words)
  }

  @Test("After so many splits at white space the rest is the last field, as it stands")
  func maxSplitsOfWhitespace() throws {
    #expect(try fields(" a  b  c  ", .whitespace, maxSplits: 1) == ["a", "b  c  "])
    #expect(try fields(" a  b", .whitespace, maxSplits: 0) == ["a  b"])
    #expect(try fields(" a  ", .whitespace, maxSplits: 1) == ["a"])
    #expect(try fields("a b", .whitespace, maxSplits: 9) == ["a", "b"])
    let line = try onlyLine("  one\ttwo ")
    #expect(line.fields(separatedBy: .whitespace).count == 2)
    #expect(line.field(1, separatedBy: .whitespace) == "two")
    #expect(line.field(2, separatedBy: .whitespace) == nil)
  }

  @Test("White space is found with and without vectors in the same places")
  func vectors() {
    var random = SeededGenerator(seed: 3)
    for count in 0..<80 {
      for _ in 0..<20 {
        let bytes = [UInt8].random(count, from: [32, 9, 97, 97, 97, 97, 97, 97, 0, 10, 160], using: &random)
        #expect(byte_scan_blank(bytes, count) == byte_scan_blank_portable(bytes, count))
      }
    }
  }

  @Test("A separator that is not a literal")
  func separators() throws {
    let separator = "::"
    #expect(try fields("a::b:c", .text(separator)) == ["a", "b:c"])
    #expect(FieldSeparator.text(separator) == "::")
    #expect(FieldSeparator.whitespace != " ")
  }

  @Test("Fields are had by index, and one that is not there is nil")
  func byIndex() throws {
    let line = try onlyLine("zero one two")
    let fields = line.fields(separatedBy: " ")
    #expect(fields.count == 3)
    #expect(fields[2] == "two")
    #expect(fields.field(2)?.string == "two")
    #expect(fields.field(3) == nil)
    #expect(line.field(1, separatedBy: " ")?.string == "one")
    #expect(line.field(7, separatedBy: " ") == nil)
  }

  @Test("A field by its index is the one that comes at that place, and nil after the last")
  func indexAndOrder() throws {
    var random = SeededGenerator(seed: 5)
    for separator in [" ", "  ", "ab", .whitespace] as [FieldSeparator] {
      for _ in 0..<200 {
        let count = Int.random(in: 0...40, using: &random)
        let line = try onlyLine(
          String(decoding: [UInt8].random(count, from: [32, 9, 97, 98], using: &random), as: UTF8.self) + "\n"
        )
        for maxSplits in [0, 1, 3, .max] {
          let fields = line.fields(separatedBy: separator, maxSplits: maxSplits)
          let all = Array(fields)
          for (index, field) in all.enumerated() { #expect(fields.field(index) == field) }
          for index in all.count..<all.count + 3 { #expect(fields.field(index) == nil) }
          #expect(fields.field(.max) == nil)
        }
      }
    }
  }

  @Test("The last field is the rest after so many splits, and nil where no field is")
  func last() throws {
    #expect(try onlyLine("GET / 200 0.012").fields(separatedBy: " ").last?.double == 0.012)
    #expect(try onlyLine("a b c d").fields(separatedBy: " ", maxSplits: 1).last == "b c d")
    #expect(try onlyLine("a:::b:::").fields(separatedBy: "::").last == ":")
    #expect(try onlyLine("a b ").fields(separatedBy: " ").last == "")
    #expect(try onlyLine("a b  ").fields(separatedBy: .whitespace).last == "b")
    #expect(try onlyLine("\n").fields(separatedBy: " ").last == "")
    #expect(try onlyLine(" \t\n").fields(separatedBy: .whitespace).last == nil)
  }

  @Test("A pipeline of match, fields and map reads like the generators it replaces")
  func pipeline() throws {
    let text = Array("10:00 ERROR ann\n10:01 INFO bob\n10:02 ERROR eve\n".utf8)
    let users = try withLines(of: text) { lines in
      Array(lines.matching("ERROR").fields(separatedBy: " ").map { $0[2].string })
    }
    #expect(users == ["ann", "eve"])
  }

  @Test("Asynchronous lines are split under the same name")
  func asynchronous() async throws {
    let lines = AsyncLines(of: AsyncChunkSource(chunks: [Array("a b\nc d e\n".utf8)]))
    var last: [String] = []
    for try await fields in lines.fields(separatedBy: " ", maxSplits: 1) { last.append(fields[1].string) }
    #expect(last == ["b", "d e"])
  }

  @Test("Bytes of a field compare with text, hash, and can be walked both ways")
  func bytes() throws {
    let line = try onlyLine("ab ab ba")
    let fields = Array(line.fields(separatedBy: " "))
    #expect(fields[0] == fields[1])
    #expect(fields[0] == "ab")
    #expect(!(fields[0] == "abc") && !(fields[0] == "a"))
    #expect(Set(fields).count == 2)
    #expect(fields[0].reversed().elementsEqual(fields[2]))
    #expect(fields[2].description == "ba")
  }

  @Test("Bytes are equal to the same bytes of other memory and to the same text, and to no others")
  func equality() throws {
    let texts = [
      "", "a", "b", "ab", "aé", "\u{301}", "a\u{0}", "a text that is longer than a small string", "ab\u{FFFD}",
    ]
    for (index, text) in texts.enumerated() {
      for (otherIndex, other) in texts.enumerated() {
        let bytes = try onlyLine(text + "\n").bytes
        let isEqual = index == otherIndex
        #expect((try onlyLine("|" + other + "\n").bytes.fields(separatedBy: "|").field(1) == bytes) == isEqual)
        #expect((bytes == other) == isEqual && (bytes != other) != isEqual)
      }
    }
    #expect(try onlyLine("a\u{FF}\n").bytes != "a\u{301}")
  }

  @Test("Misuse stops the program with a sentence")
  func misuse() async {
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withLines(of: Array("a".utf8)) { lines in for line in lines { _ = line.fields(separatedBy: "") } }
    }
    #expect(empty.message.contains("separator of fields is empty"))
    let absent = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withLines(of: Array("a".utf8)) { lines in for line in lines { _ = line.fields(separatedBy: " ")[1] } }
    }
    #expect(absent.message.contains("Use field(_:)"))
  }

  @Test("Fields are compared with text from either side, in a switch, and where they may not be there")
  func comparison() throws {
    let line = try onlyLine("one ERROR")
    let field = line.fields(separatedBy: " ")[1]
    let (there, absent) = (line.field(1, separatedBy: " "), line.field(2, separatedBy: " "))
    let level = "ERROR"
    #expect(field == "ERROR")
    #expect("ERROR" == field)
    #expect(field == level)
    #expect(field != "ERRORS")
    #expect("error" != field)
    #expect(!(field != "ERROR"))
    #expect(there == "ERROR")
    #expect(there == field)
    #expect(there != "error")
    #expect(absent != "ERROR")
    #expect(!(absent == "ERROR"))
    #expect(absent == nil)
    switch field {
    case "INFO": Issue.record("INFO is not \(field)")
    case level: break
    default: Issue.record("\(field) was not matched")
    }
    switch absent {
    case "ERROR": Issue.record("there is no such field")
    case nil: break
    default: Issue.record("there is no such field")
    }
    if case "ERROR" = there {} else { Issue.record("the field was not matched") }
  }
}
