import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Writing CSV")
struct CSVWriterTests {
  private func written(_ format: CSVFormat = .standard, _ body: (CSVWriter) throws -> Void) throws -> String {
    var bytes: [UInt8] = []
    try withCSVWriter(to: &bytes, format, body)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The error of the only record that is written.
  private func failure(_ format: CSVFormat, _ record: [String?]) -> WritingError? {
    var bytes: [UInt8] = []
    let error = #expect(throws: WritingError.self) { try withCSVWriter(to: &bytes, format) { try $0.write(record) } }
    #expect(bytes.isEmpty)
    return error
  }

  // MARK: Quotes

  @Test(
    "A field gets quotes if it needs them",
    arguments: [
      (["a", "b"], "a,b"),
      (["a,b", "c"], "\"a,b\",c"),
      (["say \"hi\"", "5\" disk"], "\"say \"\"hi\"\"\",\"5\"\" disk\""),
      (["a\nb", "c\rd", "e\r\nf"], "\"a\nb\",\"c\rd\",\"e\r\nf\""),
      ([" a ", "\tb", "#c"], " a ,\tb,#c"),
      ([""], "\"\""),
      (["", ""], ","),
      (["é", "\0"], "é,\0"),
      (
        ["a text longer than sixteen bytes", "another one, with a comma in it"],
        "a text longer than sixteen bytes,\"another one, with a comma in it\""
      ),
    ] as [([String], String)]
  )
  func quotes(record: [String], expected: String) throws {
    #expect(try written { try $0.write(record) } == expected + "\n")
    #expect(try csv(expected + "\n") == [record])
  }

  @Test("All fields are quoted, other characters are used, and lines end with CRLF where that is asked for")
  func style() throws {
    #expect(try written(CSVFormat(quoting: .always)) { try $0.write(["a", "", nil]) } == "\"a\",\"\",\n")
    #expect(
      try written(CSVFormat(separator: ";", quote: "'")) { try $0.write(["a;b", "it's", ","]) } == "'a;b';'it''s';,\n"
    )
    #expect(try written(CSVFormat(lineEnd: .crlf)) { try $0.write(["a", "b"]) } == "a,b\r\n")
    let escaping = CSVFormat(backslashEscapes: true)
    #expect(try written(escaping) { try $0.write(["a\\b", "a\\,\"b"]) } == "a\\b,\"a\\\\,\"\"b\"\n")
  }

  @Test("Whatever the format would read as something else gets quotes")
  func special() throws {
    let trimming = CSVFormat(trimsFields: true)
    #expect(try written(trimming) { try $0.write([" a", "b ", "c d"]) } == "\" a\",\"b \",c d\n")
    let comments = CSVFormat(comment: "#")
    #expect(try written(comments) { try $0.write(["#a", "#b"]) } == "\"#a\",#b\n")
    let nulls = CSVFormat(nullTexts: ["NULL", ""])
    #expect(try written(nulls) { try $0.write(["NULL", nil, "", "null"]) } == "\"NULL\",NULL,,null\n")
    for start in ["\u{FEFF}a", "\0", "PK\u{3}\u{4}", "]\0\0"] {
      #expect(try written { try $0.write([start, start]) } == "\"\(start)\",\(start)\n")
      #expect(
        try written {
          try $0.write(["a"]); try $0.write([start])
        } == "a\n\(start)\n"
      )
    }
    for start in ["P", "B", "BZ", "L", "(", "7z"] {
      #expect(try written { try $0.write([start, start]) } == "\(start),\(start)\n")
      #expect(try written(CSVFormat(quote: nil)) { try $0.write([start, start]) } == "\(start),\(start)\n")
    }
    let gzip: [[UInt8]] = [[0x1F, 0x8B, 8], [1]]
    var bytes: [UInt8] = []
    try withCSVWriter(to: &bytes) { try $0.write(gzip) }
    #expect(bytes == [0x22, 0x1F, 0x8B, 8, 0x22, 0x2C, 1, 0x0A])
    let hinted = CSVFormat(detectsSeparator: true)
    #expect(try written(hinted) { try $0.write(["sep=;"]) } == "\"sep=;\"\n")
  }

  @Test("Without quotes, what they would be needed for is an error that names the field")
  func noQuotes() throws {
    let format = CSVFormat(separator: "\t", quote: nil, comment: "#", nullTexts: ["\\N"])
    #expect(try written(format) { try $0.write(["a,\"b\"", nil, ""]) } == "a,\"b\"\t\\N\t\n")
    #expect(
      failure(format, ["a", "b\tc"])?.description
        == "Cannot write \"bytes in memory\", record 1: field 2 has a separator or a newline in it. Give the format a quote, "
        + "or change the field."
    )
    #expect(failure(format, ["a\nb"])?.code == .unrepresentable)
    #expect(failure(format, [""])?.code == .unrepresentable)
    #expect(
      failure(format, ["#a", "b"])?.description.contains("field 1 would be read as something else: \"#a\".") == true
    )
  }

  @Test("Text that a spreadsheet would run gets an apostrophe where that is asked for, and numbers do not")
  func formulas() throws {
    let format = CSVFormat(escapesFormulas: true)
    let fields = ["=1+1", "+x", "-5", "+3.25e-7", "-.5", "@x", "\tx", "-", "-5-3", "a=b", "'x"]
    let expected = "'=1+1,'+x,-5,+3.25e-7,-.5,'@x,'\tx,'-,'-5-3,a=b,'x\n"
    #expect(try written(format) { try $0.write(fields) } == expected)
    #expect(try written { try $0.write(["=1"]) } == "=1\n")
    #expect(try written(format) { try $0.write(["=\"a\",b"]) } == "\"'=\"\"a\"\",b\"\n")
  }

  // MARK: Records

  @Test("Records are written of texts, bytes, fields that were read and whole records")
  func kinds() throws {
    let bytes: [[UInt8]] = [[0xFF, 0x2C], [0x61]]
    var output: [UInt8] = []
    try withCSVWriter(to: &output) { writer in
      try writer.write(["a", "b"].lazy.map { $0.dropLast(0) })
      try writer.write(bytes)
      try withCSVRecords(of: Array("x,\"y,\"\nz,w\n".utf8)) { records in
        for record in records {
          try writer.write(record)
          try writer.write(record.reversed())
          try writer.write([record.field(1), record.field(7)])
        }
      }
      #expect(writer.recordCount == 8)
    }
    let expected = Array("a,b\n\"".utf8) + [0xFF] + Array(",\",a\nx,\"y,\"\n\"y,\",x\n\"y,\",\nz,w\nw,z\nw,\n".utf8)
    #expect(output == expected)
  }

  @Test("A record of another width is an error that leaves nothing behind, and others can be written after it")
  func ragged() throws {
    let text = try written { writer in
      try writer.write(["a", "b"])
      let error = #expect(throws: WritingError.self) { try writer.write(["c", "d", "e"]) }
      #expect(
        error?.description
          == "Cannot write \"bytes in memory\", record 2: it has 3 fields, and 2 are expected. Write as many, or allow ragged "
          + "records."
      )
      #expect(error?.code == .raggedRecord)
      #expect(error?.number == 2)
      #expect(throws: WritingError.self) { try writer.write([String]()) }
      try writer.write(["f", "g"])
    }
    #expect(text == "a,b\nf,g\n")
    #expect(
      try written(CSVFormat(ragged: .allow)) {
        try $0.write(["a"]); try $0.write(["b", "c"])
      } == "a\nb,c\n"
    )
    #expect(failure(CSVFormat(header: .names(["a", "b"])), ["c"])?.code == .raggedRecord)
    #expect(failure(.headed, ["a", "a"])?.code == .unrepresentable)
  }

  // MARK: Values

  private enum Level: String, Codable { case low, high }

  private struct Reading: Codable, Equatable {
    var id: Int
    var name: String?
    var value: Double
    var isOn: Bool
    var level: Level?
    var time: Date?
  }

  @Test("A value has a field for each key, under a header of the keys, and is read again")
  func values() throws {
    let readings = [
      Reading(id: -1, name: nil, value: 0.1, isOn: true, level: .low, time: Date(timeIntervalSince1970: 0)),
      Reading(id: .max, name: "a,b", value: 1e300, isOn: false, level: nil, time: nil),
    ]
    let text = try written(.headed) { writer in
      for reading in readings { try writer.encode(reading) }
      #expect(writer.recordCount == 3)
    }
    #expect(
      text
        == "id,name,value,isOn,level,time\n-1,,0.1,true,low,1970-01-01T00:00:00Z\n9223372036854775807,\"a,b\",1e+300,false,,\n"
    )
    try withCSVRecords(of: Array(text.utf8), .headed) { records in
      let read = Array(records.decoded(as: Reading.self))
      #expect(read == readings)
    }
    #expect(try written { try $0.encode(readings[0]) }.hasPrefix("-1,,0.1"))
  }

  @Test("Dates are written as the writer is told, in as few digits as give them again")
  func dates() throws {
    struct Event: Codable { var at: Date }
    func text(_ seconds: Double, _ dates: TimestampFormat = .rfc3339) throws -> String {
      var bytes: [UInt8] = []
      try withCSVWriter(to: &bytes, dates: dates) { try $0.encode(Event(at: Date(timeIntervalSince1970: seconds))) }
      return String(decoding: bytes.dropLast(), as: UTF8.self)
    }
    #expect(try text(1_767_323_045.678) == "2026-01-02T03:04:05.678Z")
    #expect(try text(951_782_400) == "2000-02-29T00:00:00Z")
    #expect(try text(-0.25) == "1969-12-31T23:59:59.75Z")
    #expect(try text(-62_135_596_800) == "0001-01-01T00:00:00Z")
    #expect(try text(253_402_300_799) == "9999-12-31T23:59:59Z")
    #expect(try text(0.000_25).hasPrefix("1970-01-01T00:00:00.00025"))
    #expect(try text(1.5, .epochSeconds) == "1.5")
    #expect(try text(1.5, .epochMilliseconds) == "1500")
    #expect(try text(1.5, .kafka(zone: .ahead(hours: 1))) == "\"1970-01-01 01:00:01,500\"")
    #expect(throws: WritingError.self) { try text(253_402_300_800) }
    #expect(throws: WritingError.self) { try text(.infinity) }
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2_000 {
      let date = Date(
        timeIntervalSince1970: Double(Int.random(in: -11_000_000_000...253_000_000_000, using: &generator))
      )
      let written = try text(date.timeIntervalSince1970)
      #expect(try Date(written, strategy: .iso8601) == date)
    }
  }

  @Test("Fields of values are in the order of the header, and names without a key are empty")
  func order() throws {
    struct Pair: Encodable { var b = 1, a = "x" }
    #expect(try written(CSVFormat(header: .names(["a", "c", "b"]))) { try $0.encode(Pair()) } == "x,,1\n")
    let text = try written(.headed) { writer in
      try writer.write(["a", "b"])
      try writer.encode(Pair())
      let error = #expect(throws: WritingError.self) { try writer.encode(["a": 1, "d": 2]) }
      #expect(error?.description.contains("the header has no field \"d\", and a record cannot add one") == true)
      #expect(error?.number == 3)
      try writer.encode(["b": 7])
    }
    #expect(text == "a,b\nx,1\n,7\n")
  }

  @Test("A value of another width leaves no names behind")
  func widthOfValues() throws {
    let text = try written { writer in
      try writer.write(["x", "y"])
      let error = #expect(throws: WritingError.self) { try writer.encode(["a": 1]) }
      #expect(error?.code == .raggedRecord)
      struct Pair: Encodable { var c = 2, d = 3 }
      try writer.encode(Pair())
    }
    #expect(text == "x,y\n2,3\n")
  }

  @Test("What one field cannot hold is refused with its key, and the header of a value that failed is not written")
  func refused() throws {
    struct Inner: Encodable { var x = 1 }
    struct Nested: Encodable { var id = 1, inner = Inner() }
    struct List: Encodable { var id = 1, list: [Int] = [] }
    struct Raw: Encodable { var data = Data([1]) }
    func reason(_ value: some Encodable) throws -> String {
      var reason = ""
      let text = try written(.headed) { writer in
        let error = #expect(throws: WritingError.self) { try writer.encode(value) }
        #expect(error?.code == .unencodable)
        #expect(error?.number == 2)
        reason = error?.description ?? ""
        try writer.encode(["k": 1])
      }
      #expect(text == "k\n1\n")
      return reason
    }
    let isOneValue = "a field is a single value, not a list and nothing with keys"
    #expect(
      try reason(Nested())
        == "Cannot write \"bytes in memory\", record 2: it cannot be encoded: \"inner\": \(isOneValue). Mend the value, or "
        + "leave it out."
    )
    #expect(try reason(List()).contains("\"list\": \(isOneValue)"))
    #expect(try reason(Raw()).contains("\"data\": a field is text"))
    #expect(try reason([1]).contains("its fields are encoded by names, not as a list"))
    #expect(try reason(1).contains("its fields are encoded by names, not as one value"))
    #expect(try reason([String: Int]()).contains("it encodes no fields"))
  }

  @Test("Every kind of single value, and a superclass, is encoded")
  func kindsOfValues() throws {
    struct All: Encodable {
      var i8 = Int8.min, i16 = Int16.min, i32 = Int32.min, i64 = Int64.min, i128 = Int128.min
      var u = UInt.max, u8 = UInt8.max, u16 = UInt16.max, u32 = UInt32.max, u64 = UInt64.max, u128 = UInt128.max
      var f = Float(0.1), d: Decimal = 12.5, url = URL(string: "http://x/y")!, zero = 0, none: UInt8? = nil
    }
    #expect(
      try written { try $0.encode(All()) }
        == "-128,-32768,-2147483648,-9223372036854775808,-170141183460469231731687303715884105728,18446744073709551615,255,"
        + "65535,4294967295,18446744073709551615,340282366920938463463374607431768211455,0.1,12.5,http://x/y,0,\n"
    )
    class Base: Encodable { var a = 1 }
    final class Derived: Base {
      var b = 2
      override func encode(to encoder: any Encoder) throws {
        enum Key: CodingKey { case b }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(b, forKey: .b)
        try super.encode(to: container.superEncoder())
      }
    }
    #expect(try written(.headed) { try $0.encode(Derived()) } == "b,a\n2,1\n")
  }

  // MARK: Writing and reading

  @Test("Whatever bytes are written are read again, in every format")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 21)
    let alphabet = Array("ab,;\"' \t#\r\n\\N=".utf8) + [0xFF, 0x00, 0x1F, 0x8B]
    for round in 0..<6_000 {
      let escapes = round % 3 == 0
      let format = CSVFormat(
        separator: [",", ";", "\t"][round % 3],
        quote: round % 5 == 0 ? "'" : "\"",
        comment: round % 2 == 0 ? "#" : nil,
        detectsSeparator: round % 7 == 0,
        trimsFields: round % 4 < 2,
        nullTexts: round % 8 < 4 ? ["N", ""] : [""],
        strictQuotes: round % 11 < 6,
        ragged: .allow,
        backslashEscapes: escapes,
        quoting: round % 13 == 0 ? .always : .asNeeded,
        lineEnd: round % 2 == 0 ? .lf : .crlf
      )
      let records: [[[UInt8]]] = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in
          [UInt8].random(
            Int.random(in: 0...(round % 20 == 0 ? 60 : 5), using: &generator),
            from: alphabet,
            using: &generator
          )
        }
      }
      var bytes: [UInt8] = []
      try withCSVWriter(to: &bytes, format) { writer in for record in records { try writer.write(record) } }
      let read = try withCSVRecords(of: bytes, format) { read in
        Array(read.map { record in record.map { Array($0) } })
      }
      guard read != records else { continue }
      Issue.record(
        "\(records) is read as \(read), from \(String(decoding: bytes, as: UTF8.self).debugDescription), \(format)"
      )
      return
    }
  }
}
