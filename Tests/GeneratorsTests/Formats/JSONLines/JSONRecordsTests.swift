import DecoratorsTesting
import Generators
import Testing

@Suite("JSON documents over several lines")
struct JSONRecordsTests {
  static let pretty = """
    {
      "a": 1,
      "b": {
        "c": 2
      }
    }
    """

  private struct Found: Equatable {
    var texts: [String]
    var skipped = 0
    var failure: String?
  }

  private func records(_ text: String, limit: Int = 1_048_576, _ damaged: JSONRecordDamage = .fail) throws -> Found {
    var found = Found(texts: [])
    do {
      try withLines(of: Array(text.utf8)) { lines in
        let records = lines.jsonRecords(limit: limit, damaged: damaged)
        let drained = drain(records)
        #expect(drained.isOver)
        found.texts = drained.elements.map { $0.bytes.string }
        found.skipped = records.skippedRecords
      }
    } catch let error as RecordError {
      found.failure = "\(error.code == .recordTooLong) \(error.number) \(error.offset)"
    }
    return found
  }

  @Test("Documents end with their brackets, over lines and within them; nothing else is between them")
  func cutting() throws {
    let cases: [(String, [String])] = [
      ("", []), ("\n \n\r\n", []), (Self.pretty, [Self.pretty]),
      ("\(Self.pretty)\n\(Self.pretty)\n", [Self.pretty, Self.pretty]),
      (Self.pretty + Self.pretty + "\n" + #"{"x":0}"#, [Self.pretty, Self.pretty, #"{"x":0}"#]),
      ("{\"a\":1}\n{\"a\":2}\n", [#"{"a":1}"#, #"{"a":2}"#]),
      (#"{"a":1}{"a":2} {"a":3}"#, [#"{"a":1}"#, #"{"a":2}"#, #"{"a":3}"#]),
      ("  {\n}  \n\t[\n]\n", ["{\n}", "[\n]"]), ("[1,\n[2],\n{\"a\":\"]}\"}\n]", ["[1,\n[2],\n{\"a\":\"]}\"}\n]"]),
      ("{\"a\":\"\\\"}\"}\n{}", [#"{"a":"\"}"}"#, "{}"]),
      ("1\n\"a{b\" \nnull {\"a\":1} 2 3", ["1", #""a{b""#, "null", #"{"a":1}"#, "2 3"]),
      ("// c\n{}\n,\n{}", ["// c", "{}", ",", "{}"]), ("12:00 {\n} x", ["12:00", "{\n}", "x"]),
      ("\u{1E}{\"a\":1}\n\u{1E}[\n]\n\u{1E}5\u{1E}6\n", [#"{"a":1}"#, "[\n]", "5", "6"]),
      ("\u{FEFF}{\n}\n\u{FEFF}{\n}\n", ["{\n}", "{\n}"]), ("]\n{}", ["]", "{}"]),
      ("{\n\"a\": \"x\n}\n{}\n", ["{\n\"a\": \"x\n}", "{}"]),
      ("{\r\n\"a\":1\r\n}\r\n{\r\n}", ["{\r\n\"a\":1\r\n}", "{\r\n}"]), ("{\n", ["{"]),
      ("{\n\"a\": {\n\n\"b\": [1", ["{\n\"a\": {\n\n\"b\": [1"]), ("\"{", ["\"{"]), (#"x\"#, [#"x\"#]),
    ]
    for (text, documents) in cases { #expect(try records(text) == Found(texts: documents), "\(text)") }
  }

  @Test("The greatest limit is no limit", arguments: [JSONRecordDamage.fail, .skip])
  func greatestLimit(damaged: JSONRecordDamage) throws {
    let text = "{\n}\n1 {}\n[\n1]\n"
    #expect(try records(text, limit: .max, damaged) == Found(texts: ["{\n}", "1", "{}", "[\n1]"]))
  }

  @Test("A record has the fields, the numbers and the places of its document")
  func documents() throws {
    let text = "\n\(Self.pretty)\n{\"a\":2} {\"a\":3}\n[\n4]"
    try withLines(of: Array(text.utf8)) { lines in
      let records = Array(lines.jsonRecords())
      #expect(records.map(\.number) == [2, 8, 8, 9])
      #expect(records.map(\.offset) == [1, 39, 47, 55])
      #expect(records[0].field("b.c")?.int == 2 && records[0].json?.kind == .object)
      #expect(records.map { $0.field("a")?.int } == [1, 2, 3, nil])
      #expect(records.allSatisfy { $0.hasStart && !$0.isTruncated })
      // Reading that goes on behind the first of two in a line gets both again, and loses none.
      #expect(records.map(\.nextPosition.number) == [8, 8, 9, 11])
      #expect(records.map(\.nextPosition.offset) == [39, 39, 55, 59])
    }
    struct Value: Decodable, Equatable { var a: Int }
    let values = try withLines(of: Array(text.utf8)) { lines in
      var dead: [String] = []
      let values = Array(
        lines.jsonRecords().decoded(as: Value.self, onFailure: { record, _ in dead.append(record.string) })
      )
      #expect(dead == ["[\n4]"])
      return values
    }
    #expect(values == [Value(a: 1), Value(a: 2), Value(a: 3)])
  }

  @Test("An error names the line and the column in a document over several lines, and ends the values")
  func errors() throws {
    struct Value: Decodable { var a: Int }
    let text = "{\"a\":1}\n{\n  \"a\": 01\n}\n"
    var taken: [Int] = []
    let error = try #require(
      #expect(throws: RecordError.self) {
        try withLines(of: Array(text.utf8)) { lines in
          for value in lines.jsonRecords().decoded(as: Value.self) { taken.append(value.a) }
        }
      }
    )
    #expect(taken == [1])
    #expect(error.number == 2 && error.offset == 8 && error.errorLine == 3 && error.errorColumn == 9)
    #expect(
      "\(error)" == #"Cannot read "bytes in memory", record 2 at byte 8: it cannot be decoded: line 3, column 9: "#
        + "a number begins with a zero that other digits follow. Mend it, or skip or handle such records."
    )
    let torn = try #require(
      #expect(throws: RecordError.self) {
        try withLines(of: Array("{\n\"a\": 1,\n".utf8)) { Array($0.jsonRecords().decoded(as: Value.self)) }
      }
    )
    #expect(torn.errorLine == 2 && torn.errorColumn == 8)
  }

  @Test("A document beyond the limit is an error that names its line, or is left out")
  func limit() throws {
    #expect(try records("{\n\"a\":1}\n", limit: 8) == Found(texts: ["{\n\"a\":1}"]))
    #expect(try records("{}\n{\n\"a\":1}\n{}\n", limit: 7) == Found(texts: ["{}"], failure: "true 2 3"))
    #expect(try records("{}\n{\n\"a\":1}\n[]\n", limit: 7, .skip) == Found(texts: ["{}", "[]"], skipped: 1))
    #expect(try records("{}\n{\"a\":123}[]\n{}\n", limit: 8, .skip) == Found(texts: ["{}", "[]", "{}"], skipped: 1))
    #expect(try records("1234\n12345\n\"a\"\n", limit: 4, .skip) == Found(texts: ["1234", "\"a\""], skipped: 1))
    // It is over the limit before it ends: reading goes on at a line that begins with a bracket.
    let long = "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": 3\n}\n"
    #expect(
      try records("[1]\n\(long)[2]\n\(long)[3]", limit: 20, .skip) == Found(texts: ["[1]", "[2]", "[3]"], skipped: 2)
    )
    #expect(try records("[1]\n\(long)[2]\n", limit: 20) == Found(texts: ["[1]"], failure: "true 2 4"))
  }

  @Test("A missing bracket costs its document only, where damaged ones are skipped")
  func missingBracket() throws {
    let torn = "{\n  \"a\": {\n"
    let whole = "{\n  \"b\": [\n    1\n  ]\n}"
    #expect(
      try records("\(whole)\n\(torn)\(whole)\n\(whole)\n{}\n", limit: 500, .skip)
        == Found(texts: [whole, whole, whole, "{}"], skipped: 1)
    )
    #expect(
      try records("\(torn)\(torn)\(whole)\n\(torn)\(whole)\n", limit: 500, .skip)
        == Found(texts: [whole, whole], skipped: 3)
    )
    for limit in 22...80 {
      #expect(
        try records("\(torn)\(whole)\n\(torn)\(torn)\(whole)\n\(whole)\n{}\n", limit: limit, .skip)
          == Found(texts: [whole, whole, whole, "{}"], skipped: 3),
        "\(limit)"
      )
    }
    // Elements with a comma behind them are no documents.
    let list = "[\n{\"a\":1},\n{\"a\":2},\n{\"a\":3},\n"
    #expect(try records("\(list){\"a\":4}\n]\n", limit: 500, .skip).texts == ["\(list){\"a\":4}\n]"])
    #expect(try records("\(list)\(list)\(list)\(list)\(list)", limit: 40, .skip).texts == [])
    // Without skipping, all of it is one record, and nothing is lost.
    #expect(try records("\(torn)\(whole)\n{}\n") == Found(texts: ["\(torn)\(whole)\n{}"]))
  }

  @Test("A truncated line loses its document, and the next line that begins with a bracket is read")
  func truncatedLines() throws {
    func read(_ text: String, _ damaged: JSONRecordDamage) throws -> ([String], Int) {
      try withLines(of: Array(text.utf8), longLines: .truncate(over: 10)) { lines in
        let records = lines.jsonRecords(damaged: damaged)
        return (Array(records.map { $0.bytes.string }), records.skippedRecords)
      }
    }
    let text = "{}\n{\"a\":\"long text\"}\n[1]\n{\n  \"long text\n  1\n}\n[2]\n"
    let (texts, skipped) = try read(text, .skip)
    #expect(texts == ["{}", "[1]", "[2]"] && skipped == 2)
    let error = #expect(throws: RecordError.self) { try read(text, .fail) }
    #expect(error?.code == .recordTooLong && error?.number == 2)
    #expect(error.map { "\($0)" }?.contains("longer than the limit of 10 bytes") == true)
  }

  @Test("No document spans two files")
  func severalFiles() throws {
    try withTemporaryFile(Array("{\n\"a\":1\n".utf8)) { one in
      try withTemporaryFile(Array("}\n{\n}".utf8)) { two in
        let records = try withLines(atPaths: [one, two]) { lines in
          Array(lines.jsonRecords().map { ($0.source == one, $0.bytes.string, $0.number) })
        }
        #expect(records.map(\.0) == [true, false, false])
        #expect(records.map(\.1) == ["{\n\"a\":1", "}", "{\n}"])
        #expect(records.map(\.2) == [1, 1, 2])
      }
    }
  }

  @Test("Every partition of an input gives the same records, synchronously and asynchronously")
  func partitions() async throws {
    let text = "{\n[1]}\n2 {}\r\n["
    let whole = try records(text).texts
    #expect(whole == ["{\n[1]}", "2", "{}", "["])
    for chunks in Array(text.utf8).allPartitions {
      #expect(try withLines(of: chunks) { Array($0.jsonRecords().map { $0.bytes.string }) } == whole)
    }
    var generator = SeededGenerator(seed: 4)
    var documents = JSONDocuments(generator: SeededGenerator(seed: 5))
    let texts = (0..<300).map { _ in Self.broken(documents.next()) }
    let bytes = Array(texts.joined(separator: "\n").utf8)
    for damaged in [JSONRecordDamage.fail, .skip] {
      for largest in [1, 7, 100, 3_000] {
        let chunks = bytes.inRandomChunks(upTo: largest, using: &generator)
        #expect(
          try withLines(of: chunks) { Array($0.jsonRecords(damaged: damaged).map { $0.bytes.string }) } == texts
        )
        let found = await drain(AsyncLines(of: AsyncChunkSource(chunks: chunks)).jsonRecords(damaged: damaged))
        #expect(found.elements.map { $0.bytes.string } == texts && !found.failed && found.isOver)
      }
    }
  }

  /// The document over several lines.
  private static func broken(_ text: String) -> String {
    var (broken, isInString, isEscaped) = ("", false, false)
    for character in text {
      broken.append(character)
      if !isEscaped, character == "\"" { isInString.toggle() }
      isEscaped = !isEscaped && character == "\\"
      if !isInString, "{[,".contains(character) { broken += character == "," ? "\r\n" : "\n" }
    }
    return broken
  }

  @Test(
    "G1: asynchronously, an error comes after the document that was open, a limit ends the records, and nothing follows"
  )
  func asynchronous() async throws {
    func lines(_ text: String, _ failure: FailingSource.Failure? = nil) -> AsyncLines {
      AsyncLines(of: AsyncChunkSource(chunks: Array(text.utf8).inChunks(of: 5), failure: failure))
    }
    let failing = await drain(lines("{\n}\n{\n\"a\":", FailingSource.Failure()).jsonRecords())
    #expect(failing.elements.map { $0.bytes.string } == ["{\n}", "{\n\"a\":"] && failing.failed && failing.isOver)
    let limited = await drain(lines("{}\n{\n\n\n}\n{}").jsonRecords(limit: 3))
    #expect(limited.elements.map { $0.bytes.string } == ["{}"] && limited.failed && limited.isOver)
    let records = lines("{}\n{\n\n\n}\n{}").jsonRecords(limit: 3, damaged: .skip)
    let skipping = await drain(records)
    #expect(
      skipping.elements.map { $0.bytes.string } == ["{}", "{}"] && !skipping.failed && records.skippedRecords == 1
    )
    struct Value: Decodable, Equatable { var a: Int }
    let values = await drain(lines("{\n\"a\":1\n}\n{\"a\":2}").jsonRecords().decoded(as: Value.self))
    #expect(values.elements == [Value(a: 1), Value(a: 2)] && !values.failed && values.isOver)
  }

  @Test("A document is delivered with its last line, and cancellation ends a wait at once")
  func streaming() async throws {
    let (stream, give) = AsyncStream.makeStream(of: [UInt8].self)
    let taken = ValueRecorder<String>()
    let ended = ValueRecorder<Bool>()
    let task = Task {
      var records = AsyncLines(of: stream).jsonRecords().makeAsyncIterator()
      do {
        while let record = try await records.next() { taken.append(record.bytes.string) }
      } catch {
        ended.append(error is CancellationError)
      }
      let after = try await records.next()
      ended.append(after == nil)
    }
    give.yield(Array("{\n  \"a\": 1\n}\n{\n".utf8))
    await until { taken.values.count == 1 }
    task.cancel()
    try await task.value
    #expect(taken.values == ["{\n  \"a\": 1\n}"] && ended.values == [true, true])
  }

  @Test("Torn documents one after the other take time in proportion", .timeLimit(.minutes(10)))
  func proportion() throws {
    let text = String(repeating: "{\n", count: 400_000)
    #expect(try records(text, limit: 100_000, .skip).skipped == 400_000)
    let nested = String(repeating: "[", count: 400_000)
    #expect(try records("\(nested)\n{}", limit: 100_000, .skip) == Found(texts: ["{}"], skipped: 1))
  }
}
