import Generators
import Testing

@Suite("Options of CSV formats")
struct CSVOptionsTests {
  // MARK: Quotes

  @Test("Another character can be the quote, and then the usual one is text")
  func otherQuote() throws {
    let format = CSVFormat(quote: "'")
    #expect(
      try csv("a,b\n1,'x, y'\n2,'it''s'\n3,\"\n", format) == [
        ["a", "b"], ["1", "x, y"], ["2", "it's"], ["3", "\""],
      ]
    )
    #expect(try csv("'a\nb',c", format) == [["a\nb", "c"]])
  }

  @Test("Without a quote, quotes are text and a newline always ends a record")
  func noQuote() throws {
    let format = CSVFormat(separator: "\t", quote: nil)
    #expect(try csv("a\t\"b\n\"\"\tc\"\n\"\t", format) == [["a", "\"b"], ["\"\"", "c\""], ["\"", ""]])
    #expect(
      try csv("#\ta\n\"\tb", CSVFormat(separator: "\t", quote: nil, comment: "#", strictQuotes: true)) == [["\"", "b"]]
    )
  }

  @Test("Strict quotes make a quote inside a field an error that names the field, after the records before it")
  func strictQuotes() throws {
    let text = "id,t\n1,\"he said \"hi\" to me\"\n2,\"a \"b\", c\"\n3,ok\n"
    #expect(try csv(text, CSVFormat(ragged: .allow))[1] == ["1", "he said hi\" to me\""])
    #expect(
      csvError(text, CSVFormat(strictQuotes: true))?.description
        == "Cannot read \"bytes in memory\", record 2, line 2, at byte 5: field 2 has a quote inside it that is not doubled. "
        + "Put the field in quotes and write \"\" for each quote in it, turn strictQuotes off, or skip damaged records."
    )
    for text in ["a,5\" disk", "\"a\"b", "\"a\" ", "x\"\"y", "a,\"b\"\"\"c"] {
      #expect(csvError(text, CSVFormat(strictQuotes: true))?.code == .strayQuote, "\(text)")
      #expect(csvError(text) == nil)
    }
    for text in ["\"a\"\"b\",c\r\n\"\",\"\"\"\"", "a,b", "\"a\nb\"", "", "\"x\""] {
      #expect(try csv(text, CSVFormat(strictQuotes: true)) == csv(text))
    }
    #expect(try csv("\"a\\\"b\",c\\d", CSVFormat(strictQuotes: true, backslashEscapes: true)) == [["a\"b", "c\\d"]])
  }

  @Test("A record with quotes that are not strict costs its line where damaged records are skipped")
  func strictQuotesSkipped() throws {
    let text = "id,t\n1,\"he said \"hi\" to me\"\n2,\"a \"b\", c\"\n3,ok\n"
    let format = CSVFormat(strictQuotes: true, damaged: .skip)
    try withCSVRecords(of: Array(text.utf8), format) { records in
      #expect(Array(records.map { $0.map(\.string) }) == [["id", "t"], ["3", "ok"]])
      #expect(records.skippedRecords == 2)
    }
    let error = csvError("a,\"b\"x\n1,2\n", CSVFormat(header: .firstRecord, strictQuotes: true, damaged: .skip))
    #expect(error?.description.hasSuffix("for each quote in it, or turn strictQuotes off.") == true)
  }

  // MARK: Lines that are no records

  @Test("Lines that begin with the comment are no records; in quotes, and further on in a line, it is text")
  func comments() throws {
    let text = "# generated\n# by x\na,b\r\n1,#2\r\n#3,\"4\n\n\"#5\n#6\",7\n #8,9\n#"
    let expected = [["a", "b"], ["1", "#2"], ["#5\n#6", "7"], [" #8", "9"]]
    #expect(try csv(text, CSVFormat(comment: "#")) == expected)
    try withCSVRecords(of: Array(text.utf8), CSVFormat(comment: "#", header: .firstRecord)) { records in
      let records = Array(records)
      #expect(records.map(\.number) == [2, 3, 4])
      #expect(records.map(\.line) == [4, 7, 9])
      #expect(records[0]["b"] == "#2")
    }
  }

  @Test("A comment has no limit, and is not kept")
  func longComment() throws {
    let comment = "#" + String(repeating: "\"x,", count: 500_000)
    #expect(try csv("\(comment)\na,b\n\(comment)", CSVFormat(comment: "#", limit: 10)) == [["a", "b"]])
  }

  @Test("Lines before the header are passed over, whatever they hold and however they end")
  func skippedLines() throws {
    let format = CSVFormat(header: .firstRecord, skippedLines: 2)
    for text in ["Report of \"May\n\na,b\n1,2\n", "Report, of May\r\n\r\na,b\r\n1,2", "x\r\ra,b\r1,2\r"] {
      try withCSVRecords(of: Array(text.utf8), format) { records in
        let read = Array(records)
        try #require(read.count == 1)
        #expect(read[0]["a"] == "1")
        #expect((read[0].number, read[0].line) == (2, 4))
        #expect(records.failure == nil)
      }
    }
    for text in ["", "one", "one\n", "one\ntwo", "one\r\ntwo\r\n"] { #expect(try csv(text, format).isEmpty) }
    let long = String(repeating: "title ", count: 100_000)
    #expect(try csv("\(long)\n\(long)\na\nb", CSVFormat(skippedLines: 2, limit: 5)) == [["a"], ["b"]])
  }

  @Test(
    "A first line sep=; names the separator where that is asked for, and is a record by default",
    arguments: ["sep=;\n", "sep=;\r\n", "SEP=;\r", "\u{FEFF}Sep=;\n"]
  )
  func separatorHint(hint: String) throws {
    let format = CSVFormat(header: .firstRecord, detectsSeparator: true)
    try withCSVRecords(of: Array("\(hint)id;name\n1;ann, b\n".utf8).inChunks(of: 1), format) { records in
      let records = Array(records)
      try #require(records.count == 1)
      #expect(records[0]["name"] == "ann, b")
      #expect((records[0].number, records[0].line) == (2, 3))
    }
    #expect(try csv("\(hint)id;name\n")[0].count == 1)
  }

  @Test(
    "A first line that is no hint is a record",
    arguments: ["sep=;x", "sep=", "sep=\"\"", "se", "sep=é", "sep", "xep=;"]
  )
  func noHint(line: String) throws {
    let format = CSVFormat(detectsSeparator: true, ragged: .allow)
    for text in [line, "\(line)\na,b"] {
      #expect(try csv(text, format) == csv(text, CSVFormat(ragged: .allow)))
    }
    #expect(try csv("sep=;", format).isEmpty)
  }

  @Test("The hint comes before the lines to skip")
  func hintAndSkippedLines() throws {
    let format = CSVFormat(skippedLines: 1, detectsSeparator: true)
    #expect(try csv("sep=|\r\ntitle|\r\na|b,\r\n", format) == [["a", "b,"]])
  }

  // MARK: Fields

  @Test("Trimming leaves out spaces and tabs around fields, outside of their quotes")
  func trimming() throws {
    let format = CSVFormat(header: .firstRecord, trimsFields: true)
    try withCSVRecords(of: Array(" a ,b\t, c\n1, \"x, y\" ,3 \n \t \n\t\" 1 \",\"\"\"x\"\t,\"3\"\n".utf8), format) {
      records in
      let records = Array(records)
      #expect(records.map { $0.map(\.string) } == [["1", "x, y", "3"], [" 1 ", "\"x", "3"]])
      #expect(records[0].header?.names == ["a", "b", "c"])
      #expect(records.map(\.line) == [2, 4])
      #expect(records.map(\.offset) == [10, 29])
    }
    #expect(try csv("1, \"x, y\",3\n", CSVFormat(ragged: .allow)) == [["1", " \"x", " y\"", "3"]])
    #expect(try csv(" a\t\t b \n", CSVFormat(separator: "\t", trimsFields: true)) == [["a", "", "b"]])
    #expect(try csv("\"a\" b ,\"c\" \"d\" ", CSVFormat(trimsFields: true)) == [["a b", "c \"d\""]])
    #expect(csvError("\"a\" b", CSVFormat(trimsFields: true, strictQuotes: true))?.code == .strayQuote)
    #expect(try csv("  # x\n a", CSVFormat(comment: "#", trimsFields: true)) == [["a"]])
  }

  @Test("A text that stands for null is nil for an optional, and text in quotes is a value")
  func nullTexts() throws {
    struct Reading: Decodable, Equatable {
      var name: String?
      var value: Double?
      var isOn: Bool?
    }
    let text = "name,value,isOn\nNA,NA,NA\n\"NA\",1,true\n\"\",,\"\"\nna,-,NULL\n"
    let format = CSVFormat(header: .firstRecord, nullTexts: ["", "NA", "-", "NULL"])
    try withCSVRecords(of: Array(text.utf8), format) { records in
      let records = Array(records)
      let decoded = try records.map { try $0.decode(as: Reading.self) }
      #expect(decoded == [Reading(), Reading(name: "NA", value: 1, isOn: true), Reading(), Reading(name: "na")])
      #expect(records[1].indices.map { records[1].isNull($0) } == [false, false, false])
      #expect(records[0].isNull(0) && records[0].isNull(7))
      #expect(records[0]["name"] == "NA")
    }
    let empty = CSVFormat(header: .firstRecord, nullTexts: ["NA"])
    try withCSVRecords(of: Array("name,value\n,NA\n\"\",\n".utf8), empty) { records in
      let records = Array(records)
      let decoded = try records[0].decode(as: Reading.self)
      #expect(decoded == Reading(name: ""))
      #expect(throws: RecordError.self) { try records[1].decode(as: Reading.self) }
    }
    let bare = CSVFormat(quote: nil, header: .firstRecord, nullTexts: ["\\N"])
    try withCSVRecords(of: Array("name\n\\N\nN\n".utf8), bare) { records in
      let names = try Array(records).map { try $0.decode(as: Reading.self).name }
      #expect(names == [nil, "N"])
    }
  }

  // MARK: Names

  @Test("Equal names are an error that names the fields, by default")
  func duplicateNames() {
    #expect(
      csvError("\nname,age,name\nann,3,smith\n", .headed)?.description
        == "Cannot read \"bytes in memory\", record 1, line 2, at byte 1: fields 1 and 3 have the same name \"name\". Change "
        + "one, or choose what becomes of equal names by duplicateNames."
    )
    #expect(csvError("a,a\n", .headed)?.code == .duplicateName)
    let skipping = CSVFormat(header: .firstRecord, ragged: .skip, damaged: .skip)
    #expect(csvError("a,a\n1,2\n", skipping)?.code == .duplicateName)
  }

  @Test("Equal names get suffixes, or are kept, where that is asked for, and fields without a name have a place")
  func suffixes() throws {
    func names(_ header: String, _ duplicates: CSVFormat.DuplicateNames) throws -> [String]? {
      let format = CSVFormat(header: .firstRecord, duplicateNames: duplicates)
      return try withCSVRecords(of: Array("\(header)\n\(header)\n".utf8), format) { Array($0).first?.header?.names }
    }
    #expect(try names("name,age,name,name", .suffix) == ["name", "age", "name_2", "name_3"])
    #expect(try names("a,a_2,a,a", .suffix) == ["a", "a_2", "a_3", "a_4"])
    #expect(try names(",a,,column_3", .suffix) == ["column_1", "a", "column_4", "column_3"])
    #expect(try names("name,name", .allow) == ["name", "name"])
    #expect(try names(",a,", .fail) == ["", "a", ""])
    try withCSVRecords(of: Array(",a,a\n1,2,3\n".utf8), CSVFormat(header: .firstRecord, duplicateNames: .allow)) {
      let records = Array($0)
      try #require(records.count == 1)
      #expect(records[0]["a"] == "2")
      #expect(records[0][""] == nil)
      #expect(records[0][2] == "3")
    }
    let given = CSVFormat(header: .names(["x", "x"]), duplicateNames: .suffix)
    #expect(try withCSVRecords(of: Array("1,2".utf8), given) { Array($0)[0]["x_2"] == "2" })
  }

  @Test("Many equal names get their suffixes in linear time")
  func manyDuplicates() throws {
    let header = repeatElement("name", count: 60_000).joined(separator: ",")
    let text = "\(header)\n\(header)\n"
    let format = CSVFormat(header: .firstRecord, duplicateNames: .suffix)
    let last = try withCSVRecords(of: Array(text.utf8), format) { Array($0).first?.header?.names.last }
    #expect(last == "name_60000")
  }

  @Test("Fields without a name whose places are taken as names get theirs in linear time")
  func manyUnnamed() throws {
    let count = 20_000
    let header = (count + 1...2 * count).map { "column_\($0)" } + repeatElement("", count: count)
    let format = CSVFormat(header: .firstRecord, duplicateNames: .suffix)
    let line = header.joined(separator: ",") + "\n"
    let names = try withCSVRecords(of: Array((line + line).utf8), format) { Array($0).first?.header?.names }
    #expect(names?.last == "column_\(3 * count)" && Set(names ?? []).count == 2 * count)
  }

  // MARK: Places

  @Test("Lines are counted through quotes, comments and all kinds of newlines")
  func lines() throws {
    let text = "a\r\n\r\n\"b\nc\r\n\rd\"\n\r#\re\n"
    let lines = try withCSVRecords(of: Array(text.utf8).inChunks(of: 3), CSVFormat(comment: "#")) {
      Array($0.map(\.line))
    }
    #expect(lines == [1, 3, 9])
    let many = (1...50_000).map { "\"\($0)\n\",x\r\n" }.joined()
    let all = try withCSVRecords(of: Array(many.utf8)) { Array($0.map(\.line)) }
    let areRight = all == Array(stride(from: 1, through: 99_999, by: 2))
    #expect(areRight)
  }

  @Test("A record that cannot be decoded names its line")
  func lineOfUndecodable() {
    struct Value: Decodable { var a: Int }
    let error = #expect(throws: RecordError.self) {
      try withCSVRecords(of: Array("a\n\n\n1\nx\n".utf8), .headed) { for _ in $0.decoded(as: Value.self) {} }
    }
    #expect(error?.line == 5)
    #expect(error?.number == 3)
  }

  // MARK: Mistakes

  @Test("Characters of a format that exclude each other stop the program with a sentence")
  func misuse() async {
    let same = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(separator: "'", quote: "'")
    }
    #expect(same.message.contains("The separator of CSV fields is one ASCII character"))
    let quote = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(quote: "\n")
    }
    #expect(quote.message.contains("The quote of CSV fields is one ASCII character"))
    let comment = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(comment: "é")
    }
    #expect(comment.message.contains("The comment of a CSV format is one ASCII character"))
    let escapes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(quote: nil, backslashEscapes: true)
    }
    #expect(escapes.message.contains("A backslash escapes only in quotes"))
    let lines = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(skippedLines: -1)
    }
    #expect(lines.message.contains("The number of lines to skip must not be negative; it was -1."))
    let names = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CSVFormat(header: .names(["a", "b", "a"]))
    }
    #expect(names.message.contains("fields 1 and 3 have the same name \"a\""))
  }
}
