import DecoratorsTesting
import Foundation
import Generators
import Testing

struct Event: Codable, Equatable {
  var level: String
  var count: Int
}

@Suite("Decoded lines")
struct DecodedLinesTests {
  private static let text = #"""
    {"level":"INFO","count":1}

    {"level":"ERROR","count":2}
    """#
  private static let events = [Event(level: "INFO", count: 1), Event(level: "ERROR", count: 2)]

  private func decode(_ text: String, longLines: LongLines = .standard) throws -> [Event] {
    try withLines(of: Array(text.utf8), longLines: longLines) { lines in Array(lines.decoded(as: Event.self)) }
  }

  private func error(_ text: String, longLines: LongLines = .standard) throws -> RecordError {
    try #require(#expect(throws: RecordError.self) { try decode(text, longLines: longLines) })
  }

  @Test(
    "G12: each line is a document; blank lines are none, CRLF and BOM do not matter, a last line needs no line feed"
  )
  func whole() throws {
    #expect(try decode(Self.text) == Self.events)
    #expect(try decode("\u{FEFF}" + Self.text.replacing("\n", with: "\r\n") + "\r\n \t \r\n\r\r\n\n") == Self.events)
    #expect(try decode("") == [])
    #expect(try decode("\n\n  \n") == [])
  }

  @Test("G12: the first line that cannot be decoded ends the values with its number, offset and a sentence")
  func firstFailure() throws {
    let torn = try error(Self.text + "\n" + #"{"level":"WARN","cou"#)
    #expect(torn.code == .undecodable && torn.number == 4 && torn.offset == 56)
    #expect(torn.underlying is DecodingError)
    #expect(
      "\(torn)".hasPrefix(#"Cannot read "bytes in memory", record 4 at byte 56: it cannot be decoded: "#),
      "\(torn)"
    )
    #expect("\(torn)".hasSuffix(". Mend it, or skip or handle such records."), "\(torn)")
    let missing = try error(#"{"level":"INFO"}"#)
    #expect(
      "\(missing)".contains(#"it cannot be decoded: column 1: there is no value for "count". Mend it"#),
      "\(missing)"
    )
    let mismatch = try error(#"{"level":"INFO","count":"x"}"#)
    #expect(
      "\(mismatch)".contains(#"column 25: "count": a value of type Int is expected, not a string. Mend it"#),
      "\(mismatch)"
    )
    let list = try error("[]")
    #expect(
      "\(list)".contains("column 1: a value of type Dictionary<String, Any> is expected, not an array. Mend it"),
      "\(list)"
    )
    let null = try error(#"{"level":null,"count":1}"#)
    #expect("\(null)".contains(#"column 10: "level": a value of type String is expected, not null"#), "\(null)")
  }

  @Test("Values before the failure are delivered, none after it (G1), and the failure shows before the scope ends")
  func ending() throws {
    var taken: [Event] = []
    #expect(throws: RecordError.self) {
      try withLines(of: Array("\(Self.text)\nx\n\(Self.text)".utf8)) { lines in
        let values = drain(lines.decoded(as: Event.self))
        taken = values.elements
        #expect(values.isOver)
        #expect((lines.failure as? RecordError)?.number == 4)
      }
    }
    #expect(taken == Self.events)
  }

  @Test("A truncated line is a record that is too long, whatever its first bytes are")
  func truncated() throws {
    let long = try error(Self.text, longLines: .truncate(over: 26))
    #expect(long.code == .recordTooLong && long.number == 3 && long.offset == 28 && long.underlying == nil)
    #expect(
      "\(long)" == #"Cannot read "bytes in memory", record 3 at byte 28: it is longer than the limit of 26 bytes. "#
        + "Raise the limit, or skip or handle such records."
    )
    #expect(throws: RecordError.self) {
      try withLines(of: Array("123456".utf8), longLines: .truncate(over: 3)) { lines in
        Array(lines.decoded(as: Int.self))
      }
    }
  }

  @Test("What cannot be decoded goes to a dead letter with its line, in order, and the rest is decoded")
  func deadLetters() throws {
    var dead: [(String, RecordError)] = []
    let text = "x\n{}\n" + Self.text + "\n[1,2]\n"
    let events = try withLines(of: Array(text.utf8)) { lines in
      let events = drain(lines.decoded(as: Event.self, onFailure: { dead.append(($0.string, $1)) }))
      #expect(events.isOver && lines.failure == nil)
      return events.elements
    }
    #expect(events == Self.events)
    #expect(dead.map(\.0) == ["x", "{}", "[1,2]"])
    #expect(dead.map(\.1.number) == [1, 2, 6])
    #expect(dead.map(\.1.offset) == [0, 2, 61])
  }

  @Test("Failures are counted, of sequences without a scope too, and blank lines are none")
  func counted() throws {
    let count = FailureCount()
    let lines = try withLines(of: Array("1\nx\n\n2\n".utf8)) { Array($0) }
    #expect(Array(lines.decoded(as: Int.self, countingFailures: count)) == [1, 2])
    #expect(count.count == 1)
    #expect((count.last as? RecordError)?.number == 2)
  }

  @Test("A decoder of one's own is called with whole lines, and its error is the underlying one")
  func ownDecoder() throws {
    struct Odd: Error, Equatable {}
    let bytes = Array("1\n\n2\n3\n".utf8)
    let own: @Sendable (Line) throws -> Int = { line in
      guard let number = Int(line.string), number != 2 else { throw Odd() }
      return number
    }
    let error = #expect(throws: RecordError.self) { try withLines(of: bytes) { lines in Array(lines.decoded(own)) } }
    #expect(error?.underlying as? Odd == Odd())
    #expect(error?.number == 3)
    #expect(error.map { "\($0)" }?.contains("it cannot be decoded: Odd(). Mend it") == true)
    var dead: [Int] = []
    let count = FailureCount()
    try withLines(of: bytes) { lines in
      #expect(Array(lines.decoded(onFailure: { line, _ in dead.append(line.number) }, own)) == [1, 3])
    }
    try withLines(of: bytes) { lines in
      #expect(Array(lines.decoded(countingFailures: count) { line in try own(line) }) == [1, 3])
    }
    #expect(dead == [3] && count.count == 1)
  }

  @Test("A decoder with settings of its own")
  func settings() throws {
    struct Dated: Decodable { var time: Date }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    let dates = try withLines(of: Array(#"{"time":"1970-01-01T00:01:00Z"}"#.utf8)) { lines in
      Array(lines.decoded { line in try decoder.decode(Dated.self, from: Data(line.bytes)) })
    }
    #expect(dates.map(\.time.timeIntervalSince1970) == [60])
  }

  @Test("Matching lines, shaped lines and several files are decoded alike, and the error names the file")
  func stages() throws {
    try withTemporaryFile(Array(Self.text.utf8)) { file in
      let matching = try withLines(at: file) { Array($0.matching("ERROR").decoded(as: Event.self)) }
      #expect(matching == [Self.events[1]])
      let shaped = try withLines(at: file) { Array($0.unique(remembering: 9, by: \.bytes).decoded(as: Event.self)) }
      #expect(shaped == Self.events)
    }
    try withTemporaryFile(Array(Self.text.utf8)) { first in
      try withTemporaryFile(Array("\(Self.text)\nnonsense ERROR".utf8)) { second in try severalFiles(first, second) }
    }
  }

  private func severalFiles(_ first: String, _ second: String) throws {
    var taken: [Event] = []
    let error = #expect(throws: RecordError.self) {
      try withLines(atPaths: [first, second]) { lines in
        for event in lines.matching("ERROR").decoded(as: Event.self) { taken.append(event) }
      }
    }
    #expect(taken == [Self.events[1], Self.events[1]])
    #expect(error?.source == second && error?.number == 4)
  }

  @Test("One line is decoded by itself, with a typed error")
  func oneLine() throws {
    let line = try withLine(#"{"level":"INFO","count":1}"#) { $0 }
    #expect(try line.decode(as: Event.self) == Self.events[0])
    #expect(try line.decode(as: Event.self, from: .json) == Self.events[0])
    do throws(RecordError) {
      _ = try line.decode(as: Int.self)
      Issue.record("an object is no Int")
    } catch {
      #expect(error.number == 1 && error.code == .undecodable)
    }
  }

  @Test("Odd documents: fragments, deep nesting, surrogates, NUL, invalid UTF-8, huge numbers")
  func oddDocuments() throws {
    func values<Value: Decodable>(_ bytes: [UInt8], as: Value.Type) throws -> [Value] {
      try withLines(of: bytes) { lines in Array(lines.decoded(as: Value.self)) }
    }
    #expect(try values(Array("1\n\"a\"\n".utf8.prefix(2)), as: Int.self) == [1])
    #expect(try values(Array(#""\ud83d\ude00""#.utf8), as: String.self) == ["😀"])
    #expect(try values(Array(#""\ud83d""#.utf8), as: String.self) == ["\u{FFFD}"])
    for bytes in [
      [0x22, 0xFF, 0x22], [0], Array("\"\0\"".utf8), Array("1e999".utf8),
      Array((String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)).utf8),
      Array("{\"a\":1} x".utf8),
    ] {
      let error = #expect(throws: RecordError.self) { try values(bytes, as: JSONValue.self) }
      #expect(error?.code == .undecodable)
    }
    #expect(throws: RecordError.self) { try values(Array("99999999999999999999".utf8), as: Int.self) }
  }

  @Test("A reading error comes as it is")
  func readingErrors() throws {
    var taken: [Event] = []
    #expect(throws: FailingSource.Failure.self) {
      try withLines(of: FailingSource(chunks: [Array((Self.text + "\n").utf8)])) { lines in
        for event in lines.decoded(as: Event.self) { taken.append(event) }
      }
    }
    #expect(taken == Self.events)
  }

  @Test("Real records decode", .enabled(if: RealLogs.areThere, RealLogs.absence))
  func realLogs() throws {
    struct Notice: Decodable { var note: String }
    struct Status: Decodable {
      struct Requests: Decodable { var total: Int }
      var requests: Requests
    }
    let notes = try withLines(at: RealLogs.folder + "/zeek-notice.jsonl.gz") { Array($0.decoded(as: Notice.self)) }
    #expect(notes.filter { $0.note == "SSL::Invalid_Server_Cert" }.count == 207 && notes.count == 207)
    try withLines(at: RealLogs.folder + "/nginx-plus-status.jsonl") { lines in
      let all = Array(lines)
      let totals = all.decoded(as: Status.self, onFailure: { line, error in Issue.record("\(error)") }).map(
        \.requests.total
      )
      #expect(Array(totals) == all.map { $0.field("requests.total")?.int })
      #expect(all.count == 500)
    }
  }
}
