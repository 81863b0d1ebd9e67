import Generators
import Testing

@Suite("CSV formats")
struct CSVFormatTests {
  // MARK: Options

  @Test("The standard format is RFC 4180 with commas; the headed one takes names from the first record")
  func defaults() {
    let format = CSVFormat.standard
    #expect(format.separator == ",")
    #expect(format.header == .none)
    #expect(format.ragged == .fail)
    #expect(format.damaged == .fail)
    #expect(format.limit == 1_048_576)
    #expect(!format.backslashEscapes)
    #expect(CSVFormat.headed == CSVFormat(header: .firstRecord))
    #expect(CSVFormat() == .standard)
  }

  @Test("Any ASCII character can separate fields", arguments: [";", "\t", "|", " ", "\\", "a", "\0"] as [Character])
  func separators(separator: Character) throws {
    let text = "1\(separator)2,3\(separator)\"4\(separator)5\"\n"
    #expect(try csv(text, CSVFormat(separator: separator)) == [["1", "2,3", "4\(separator)5"]])
  }

  @Test("A backslash is text by default, and makes the byte after it text in quotes where that is asked for")
  func backslashes() throws {
    let text = #""a\"b\\c\n",x\"y"# + "\n"
    #expect(try csv(text, CSVFormat(backslashEscapes: true)) == [["a\"b\\cn", "x\\\"y"]])
    let both = #""a""b\"","c\"""#
    #expect(try csv(both, CSVFormat(backslashEscapes: true)) == [["a\"b\"", "c\""]])
    #expect(try csv(#""a\","b""#) == [["a\\", "b"]])
    #expect(csvError(#""a\"#, CSVFormat(backslashEscapes: true))?.code == .unterminatedQuote)
    #expect(try csv("\"a\\\nb\"", CSVFormat(backslashEscapes: true)) == [["a\nb"]])
  }

  @Test("A separator that cannot be one, or a limit out of bounds, stops the program with a sentence")
  func preconditions() async {
    let wide = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(separator: "é")
    }
    #expect(wide.message.contains("The separator of CSV fields is one ASCII character, neither a newline nor"))
    let newline = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(separator: "\r\n")
    }
    #expect(newline.message.contains("The separator of CSV fields is one ASCII character"))
    let quote = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(separator: "\"")
    }
    #expect(quote.message.contains("The separator of CSV fields is one ASCII character"))
    let escape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(separator: "\\", backslashEscapes: true)
    }
    #expect(escape.message.contains("a backslash that escapes; it was"))
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(limit: 0)
    }
    #expect(none.message.contains("The limit of a record's length is 1 to 268,435,456 bytes, and 0 is not."))
    let high = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(limit: 268_435_457)
    }
    #expect(high.message.contains("and 268435457 is not."))
  }

  // MARK: Ragged records

  @Test("A record with a wrong number of fields is an error, by default, after the records before it")
  func raggedFails() throws {
    var read: [String] = []
    let error = #expect(throws: RecordError.self) {
      try withCSVRecords(of: Array("a,b\nc,d\n\ne\nf,g\n".utf8)) { records in
        for record in records { read.append(record[0].string) }
      }
    }
    #expect(read == ["a", "c"])
    #expect(error?.code == .raggedRecord)
    #expect(error?.number == 3)
    #expect(error?.offset == 9)
    #expect(
      error?.description
        == "Cannot read \"bytes in memory\", record 3, line 4, at byte 9: it has 1 field, and 2 are expected. Mend it, or allow or "
        + "skip ragged records."
    )
    #expect(
      csvError("a\nb,c")?.description
        == "Cannot read \"bytes in memory\", record 2, line 2, at byte 2: it has 2 fields, and 1 is expected. Mend it, or allow or "
        + "skip ragged records."
    )
    #expect(csvError("a,b\n1,2,3\n", .headed)?.number == 2)
    #expect(csvError("1,2,3\n", CSVFormat(header: .names(["a", "b"])))?.number == 1)
  }

  @Test("Ragged records are left out and counted where that is asked for, and keep their numbers")
  func raggedSkips() throws {
    try withCSVRecords(of: Array("a,b\n1\n2,3\n4,5,6\n7,8".utf8), CSVFormat(ragged: .skip)) { records in
      #expect(Array(records.map(\.number)) == [1, 3, 5])
      #expect(records.skippedRecords == 2)
    }
  }

  @Test("Ragged records are given out as they are where that is asked for")
  func raggedAllowed() throws {
    let format = CSVFormat(header: .firstRecord, ragged: .allow)
    try withCSVRecords(of: Array("a,b\n1\n2,3\n4,5,6\n".utf8), format) { records in
      let records = Array(records)
      #expect(records.map(\.count) == [1, 2, 3])
      #expect(records.map { $0["b"]?.string } == [nil, "3", "5"])
    }
  }

  // MARK: Damaged records

  @Test("Quotes that are never closed are an error, by default, after the records before them")
  func unterminated() throws {
    var read: [String] = []
    let error = #expect(throws: RecordError.self) {
      try withCSVRecords(of: Array("a\nb\n\"c\nd\n".utf8)) { records in
        for record in records { read.append(record[0].string) }
      }
    }
    #expect(read == ["a", "b"])
    #expect(error?.code == .unterminatedQuote)
    #expect(
      error?.description
        == "Cannot read \"bytes in memory\", record 3, line 3, at byte 4: its quotes are never closed. Look for a quote too many in "
        + "it, or skip damaged records."
    )
  }

  @Test("A record over the limit is an error, by default; one as long as the limit is none")
  func tooLong() throws {
    let format = CSVFormat(limit: 5)
    #expect(try csv("a,bcd\r\n\"abc\"\n", CSVFormat(ragged: .allow, limit: 5)).count == 2)
    let error = csvError("a\nabcdef\nb\n", format)
    #expect(error?.code == .recordTooLong)
    #expect(
      error?.description
        == "Cannot read \"bytes in memory\", record 2, line 2, at byte 2: it is longer than the limit of 5 bytes. Look for a quote "
        + "too many in it, raise the limit, or skip damaged records."
    )
    #expect(csvError("a\n\"b\nc\nd\ne\n", format)?.code == .recordTooLong)
  }

  @Test("One bad quote costs the line it is in: reading goes on with the line after it")
  func damagedSkips() throws {
    let rest = (1...300_000).map { "row,\($0)\n" }.joined()
    let text = "first,0\nbad,\"5 disk\n\(rest)"
    for limit in [20, 1_000, 1_048_576, 100_000_000] {
      try withCSVRecords(of: Array(text.utf8), CSVFormat(damaged: .skip, limit: limit)) { records in
        let numbers = Array(records.map(\.number))
        let areAllThere = numbers == [1] + Array(3...300_002)
        #expect(areAllThere)
        #expect(records.skippedRecords == 1)
      }
    }
  }

  @Test("What was undone in place for earlier records does not change the line that reading goes on with")
  func damagedAfterDoubledQuotes() throws {
    // The damaged record swallows the two after it, up to the quote that happens to close it.
    let text = "\"a\"\"b\",1\nx,\"2\ny,\"\"\"3\"\"\"\n\"c\"\"d\",4\n\"" + String(repeating: "e", count: 30) + "\",5\n"
    let format = CSVFormat(damaged: .skip, limit: 12)
    let expected = PlainCSV(Array(text.utf8), format)
    #expect(expected.skipped == 2)
    for size in 1...70 { #expect(PlainCSV(reading: Array(text.utf8).inChunks(of: size), format) == expected) }
  }

  @Test("A damaged header is an error also where damaged records are skipped: no record is taken for it")
  func damagedHeader() {
    let format = CSVFormat(header: .firstRecord, damaged: .skip, limit: 8)
    #expect(
      csvError("\"name\na,b\n", format)?.description
        == "Cannot read \"bytes in memory\", record 1, line 1, at byte 0: it is longer than the limit of 8 bytes. Look for a quote "
        + "too many in it, or raise the limit."
    )
    #expect(
      csvError("\"name\na", format)?.description
        == "Cannot read \"bytes in memory\", record 1, line 1, at byte 0: its quotes are never closed. Look for a quote too many in "
        + "it."
    )
  }

  @Test("A record over the limit right behind the header leaves the bytes behind it intact")
  func damagedBehindHeader() throws {
    let text = "\"a \"\"header\"\"\",b\n\"x\"\"\",\"\"\"y\n\"\"1\"\"\",2\n\"3\"\"\",4\n"
    let format = CSVFormat(header: .firstRecord, ragged: .allow, damaged: .skip, limit: 16)
    #expect(PlainCSV(reading: [Array(text.utf8)], format) == PlainCSV(Array(text.utf8), format))
  }
}
