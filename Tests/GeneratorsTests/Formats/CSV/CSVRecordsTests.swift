import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("CSV records")
struct CSVRecordsTests {
  @Test(
    "G11: separators and newlines in quotes are text, doubled quotes are one, and any of CRLF, LF and CR ends a record",
    arguments: [
      ("", []),
      ("\n", []),
      ("\r\n\r\n", []),
      ("a", [["a"]]),
      ("a,b\n", [["a", "b"]]),
      ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
      ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
      ("a\rb\nc\r\nd", [["a"], ["b"], ["c"], ["d"]]),
      ("a\n\nb\n", [["a"], ["b"]]),
      ("a\r\r\nb", [["a"], ["b"]]),
      (",\n", [["", ""]]),
      ("a,", [["a", ""]]),
      (",a", [["", "a"]]),
      ("\"\"", [[""]]),
      ("\"\"\n\"\"", [[""], [""]]),
      ("\"a\",\"b\"\n", [["a", "b"]]),
      ("\"a,b\",c", [["a,b", "c"]]),
      ("\"a\nb\",\"c\r\nd\"\r\ne,f", [["a\nb", "c\r\nd"], ["e", "f"]]),
      ("\"a\n\n\nb\"", [["a\n\n\nb"]]),
      ("\"say \"\"hi\"\"\"", [["say \"hi\""]]),
      ("\"\"\"\"", [["\""]]),
      ("\"\"\"\",\"\"\"\"\"\"", [["\"", "\"\""]]),
      ("a \"b\" c,5\" disk", [["a \"b\" c", "5\" disk"]]),
      (" \"a\"", [[" \"a\""]]),
      ("\"a\"b,c", [["ab", "c"]]),
      ("\"a\" \"b\",c", [["a \"b\"", "c"]]),
      ("\"a\"\"\"b\"\",c", [["a\"b\"\"", "c"]]),
      (" a , b ", [[" a ", " b "]]),
      ("\"a\\\"", [["a\\"]]),
      ("é\u{301},\u{2028}x", [["é\u{301}", "\u{2028}x"]]),
      ("\0,\u{1}", [["\0", "\u{1}"]]),
    ] as [(String, [[String]])]
  )
  func rules(text: String, expected: [[String]]) throws {
    let read = try csv(text, CSVFormat(ragged: .allow))
    #expect(read.map { $0.map { Array($0.utf8) } } == expected.map { $0.map { Array($0.utf8) } })
    #expect(PlainCSV(Array(text.utf8), CSVFormat(ragged: .allow)).records.count == expected.count)
  }

  @Test("G11: a byte-order mark is stripped once, at the very start, also before a quote")
  func byteOrderMark() throws {
    #expect(try csv("\u{FEFF}\"a\",b\n\u{FEFF}c,d") == [["a", "b"], ["\u{FEFF}c", "d"]])
    #expect(try csv("\u{FEFF}\u{FEFF}a") == [["\u{FEFF}a"]])
    #expect(try csv("\u{FEFF}").isEmpty)
    for bytes: [UInt8] in [[0xEF], [0xEF, 0xBB], [0xEF, 0xBB, 0x2C], [0xEF, 0xBB, 10]] {
      let fields = try withCSVRecords(of: bytes.inChunks(of: 1)) { Array($0.map { Array($0[0]) }) }
      #expect(fields == [Array(bytes.prefix { $0 > 0x80 })])
    }
    try withCSVRecords(of: Array("\u{FEFF}a,b\n1,2".utf8), .headed) { records in
      let records = Array(records)
      try #require(records.count == 1)
      #expect(records[0]["a"] == "1")
      #expect(records[0].offset == 7)
    }
  }

  @Test("G11: bytes that are not UTF-8 are kept as they are, and decoded with U+FFFD only when asked for")
  func invalidUTF8() throws {
    let bytes: [UInt8] = [0x61, 0xFF, 0x2C, 0x22, 0xE2, 0x82, 0x22, 0x22, 0x22, 10]
    try withCSVRecords(of: bytes) { records in
      let records = Array(records)
      try #require(records.count == 1)
      #expect(records[0].map { Array($0) } == [[0x61, 0xFF], [0xE2, 0x82, 0x22]])
      #expect(records[0][0].string == "a\u{FFFD}")
    }
  }

  @Test("A record says its number, its place and its source; empty lines have no number")
  func place() throws {
    let bytes = Array("a\n\n\"b\nb\"\r\nc".utf8)
    let expected = [(1, 0), (2, 3), (3, 10)]
    for bytes in [bytes, bytes.gzipped] {
      let places = try withCSVRecords(of: bytes) { Array($0.map { ($0.number, $0.offset) }) }
      #expect(places.elementsEqual(expected, by: ==))
    }
    try withTemporaryFile(bytes) { path in
      let sources = try withCSVRecords(at: path) { Array($0.map(\.source)) }
      #expect(sources == [path, path, path])
    }
    let headed = try withCSVRecords(of: Array("h\nx\ny".utf8), .headed) { Array($0.map(\.number)) }
    #expect(headed == [2, 3])
  }

  @Test("Zstd is decompressed too", .enabled(if: Zstd.isThere, Zstd.absence))
  func zstd() throws {
    let text = (1...50_000).map { "\($0),\"text \"\"\($0)\"\"\"\n" }.joined()
    let fields = try withCSVRecords(of: Zstd.compress(Array(text.utf8))) { Array($0.map { $0[1].string }) }
    #expect(fields == (1...50_000).map { "text \"\($0)\"" })
  }

  @Test("A record is a random-access collection of its fields")
  func collection() throws {
    let rest = try withCSVRecords(of: Array("a,b,c\n".utf8)) { records in
      var records = records.makeIterator()
      let next = records.next()
      let record = try #require(next)
      #expect(record.count == 3)
      #expect(record[2] == "c")
      #expect(record.last == "c")
      #expect(record.field(2) == "c")
      #expect(record.field(3) == nil)
      #expect(record.header == nil)
      #expect(record["a"] == nil)
      #expect(record.description == #"["a", "b", "c"]"#)
      return record.dropFirst().map(\.string)
    }
    #expect(rest == ["b", "c"])
  }

  @Test("A field that is not there stops the program with a sentence where nothing asks")
  func outOfBounds() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withCSVRecords(of: Array("a,b".utf8)) { records in for record in records { _ = record[2] } }
    }
    #expect(
      result.message.contains("The record has no such field. Use field(_:), which is nil for a field that is not")
    )
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withCSVRecords(of: Array("a,b".utf8)) { records in for record in records { _ = record.field(-1) } }
    }
    #expect(negative.message.contains("Fields are numbered from 0, so there is none at a negative index."))
  }

  @Test("Fields are found by the names of the header, the first of several of one name where that is allowed")
  func header() throws {
    try withCSVRecords(
      of: Array("id,\"full \"\"name\"\"\",id\n1,Ann,2\n".utf8),
      CSVFormat(header: .firstRecord, duplicateNames: .allow)
    ) { records in
      let records = Array(records)
      try #require(records.count == 1)
      #expect(records[0].header?.names == ["id", "full \"name\"", "id"])
      #expect(records[0].header?.index(of: "id") == 0)
      #expect(records[0].header?.index(of: "none") == nil)
      #expect(records[0]["id"] == "1")
      #expect(records[0]["full \"name\""] == "Ann")
      #expect(records[0]["none"] == nil)
    }
    let names = CSVFormat(header: .names(["a", "b"]), ragged: .allow)
    let fields = try withCSVRecords(of: Array("1,2\n3".utf8), names) { Array($0.map { $0["b"]?.string }) }
    #expect(fields == ["2", nil])
    #expect(try csv("only,a,header\n", .headed).isEmpty)
    #expect(try csv("", .headed).isEmpty)
  }

  @Test("Records stay what they are after others have been read, and after the input is closed")
  func stored() throws {
    let text = (1...60_000).map { "\($0),\"say \"\"\($0)\"\"\",plain \($0)\n" }.joined()
    let bytes = Array(text.utf8)
    for chunks in [[bytes], bytes.inChunks(of: 10_000)] {
      let kept = try withCSVRecords(of: chunks) { records in Array(records.filter { $0.number % 97 == 1 }) }
      let numbers = Array(stride(from: 1, through: 60_000, by: 97))
      #expect(kept.map { $0.map(\.string) } == numbers.map { ["\($0)", "say \"\($0)\"", "plain \($0)"] })
      #expect(kept.map(\.number) == numbers)
    }
    let fields = try withCSVRecords(of: bytes) { records in Array(records.map { $0[1] }) }
    let areIntact = fields.map(\.string) == (1...60_000).map { "say \"\($0)\"" }
    #expect(areIntact)
  }

  @Test("Fields longer than several blocks arrive whole, in one piece")
  func hugeFields() throws {
    let huge = String(repeating: "long \"\"text\"\", with\r\nnewlines ", count: 30_000)
    let text = "first,1\n\"\(huge)\",2\nlast,3"
    let format = CSVFormat(limit: 2_000_000)
    for size in [1_000, 65_536, 262_144, 2_000_000] {
      let chunks = Array(text.utf8).inChunks(of: size)
      let isSame = PlainCSV(reading: chunks, format) == PlainCSV(Array(text.utf8), format)
      #expect(isSame)
    }
  }

  @Test("A record of more fields than a table has room for, and more records than that, are all there")
  func tables() throws {
    let wide = (1...100_000).map { "\($0 % 7)" }.joined(separator: ",")
    let many = String(repeating: "x,\"\"\"\"\n", count: 5_000)
    for text in ["a,b\n\(wide)\n\(many)", "\(many)\(wide)", "\(wide)\r\n\(wide)"] {
      let format = CSVFormat(ragged: .allow)
      for size in [7_001, 1_000_000] {
        let isSame =
          PlainCSV(reading: Array(text.utf8).inChunks(of: size), format) == PlainCSV(Array(text.utf8), format)
        #expect(isSame)
      }
    }
  }

  @Test("Records are lazy: nothing is read before it is asked for, and no more than a block")
  func laziness() throws {
    let source = RepeatingSource(byte: UInt8(ascii: "\n"), left: 1_000_000)
    let records = try withCSVRecords(of: ConcatenatedSource(source, [Array("a,b\n".utf8)])) { Array($0.prefix(1)) }
    #expect(records.map { $0.map(\.string) } == [["a", "b"]])
    let endless = Array("a,b\n".utf8)
    var reads = 0
    let chunks = sequence(state: 0) { _ in
      reads += 1
      return endless
    }
    #expect(try withCSVRecords(of: chunks) { Array($0.prefix(2).map(\.number)) } == [1, 2])
    #expect(reads == 2)
  }

  @Test("Memory does not grow with the input")
  func memory() async {
    // In a process of its own, where no other test takes memory.
    await #expect(processExitsWith: .success) {
      let line = Array("1,\"a \"\"quoted\"\" text\",3\n".utf8)
      let chunk = Array(repeatElement(line, count: 10_000).joined())
      var highest = 0
      var before = 0
      try withCSVRecords(of: repeatElement(chunk, count: 400)) { records in
        for record in records where record.number % 100_000 == 0 {
          if before == 0 { before = residentBytes() }
          highest = max(highest, residentBytes())
        }
      }
      #expect(before > 0)
      #expect(highest - before < 20_000_000)
    }
  }

  @Test("G3: a second iteration of the same records stops the program with a sentence")
  func secondIteration() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withCSVRecords(of: Array("a\n".utf8)) { records in
        for _ in records {}
        for _ in records {}
      }
    }
    #expect(result.message.contains("The lines or records of \"bytes in memory\" can be iterated once only."))
  }

  @Test("Records used after their closure has returned stop the program with a sentence")
  func escaped() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let lazy = try withCSVRecords(of: Array("a\n".utf8)) { records in records.map(\.number) }
      _ = Array(lazy)
    }
    #expect(result.message.contains("were used after the closure they were given to had returned"))
  }

  @Test("Copies of an iterator share one place in the input, also across tables and blocks")
  func copies() throws {
    let text = (1...60_000).map { "\($0),\"x\"\"\"\n" }.joined()
    try withCSVRecords(of: Array(text.utf8)) { records in
      var first = records.makeIterator()
      var read = (0..<5).compactMap { _ in first.next()?.number }
      var second = first
      while let record = first.next() {
        read.append(record.number)
        if let other = second.next() { read.append(other.number) }
      }
      let areAllThereOnce = read == Array(1...60_000)
      #expect(areAllThereOnce)
      #expect(second.next() == nil)
    }
  }

  @Test("G1: after the end there are no more records")
  func afterTheEnd() throws {
    try withCSVRecords(of: Array("a\n".utf8)) { records in
      var records = records.makeIterator()
      #expect(records.next()?.number == 1)
      for _ in 0..<3 { #expect(records.next() == nil) }
    }
  }

  @Test("An error in mid-reading comes after all whole records before it, and is thrown at the end (G1)")
  func failure() throws {
    var seen: [Int] = []
    #expect(throws: FailingSource.Failure()) {
      try withCSVRecords(of: FailingSource(chunks: [Array("a\nb\n\"c".utf8)])) { records in
        #expect(records.failure == nil)
        var iterator = records.makeIterator()
        while let record = iterator.next() { seen.append(record.number) }
        #expect(iterator.next() == nil)
        #expect(records.failure is FailingSource.Failure)
      }
    }
    #expect(seen == [1, 2])
  }

  @Test("What the closure throws is thrown, also after an error in mid-reading")
  func closureThrows() {
    struct Mine: Error {}
    #expect(throws: Mine.self) {
      try withCSVRecords(of: Array("\"".utf8)) { records in
        for _ in records {}
        throw Mine()
      }
    }
  }

  @Test("A file that is not there is an error of the reading")
  func noFile() {
    let error = #expect(throws: ReadingError.self) { try withCSVRecords(at: "/none.csv") { _ in } }
    #expect(error?.code == .notFound)
  }

  @Test("Sequences of single bytes, of chunks, and other sources have the same records")
  func inputs() throws {
    let bytes = Array("a,b\n\"c\",d".utf8)
    let expected = [["a", "b"], ["c", "d"]]
    let texts = { (records: CSVRecords) in Array(records.map { $0.map(\.string) }) }
    #expect(try withCSVRecords(of: OnlyContiguous(bytes: bytes)) { texts($0) } == expected)
    #expect(try withCSVRecords(of: sequence(state: bytes[...]) { $0.popFirst() }) { texts($0) } == expected)
    #expect(try withCSVRecords(of: bytes.inChunks(of: 2)) { texts($0) } == expected)
    let pipe = Pipe()
    pipe.write("a,b\n\"c\",d")
    pipe.closeWriting()
    #expect(try withCSVRecords(of: .fileDescriptor(pipe.reading)) { texts($0) } == expected)
  }

  @Test("Each of several files has its own header, width, numbers and offsets")
  func severalFiles() async throws {
    let directory = try LogDirectory()
    defer { directory.remove() }
    try directory.write("\u{FEFF}id,name\n1,Ann", to: "1")
    try directory.write("name,id,age\r\nBob,2,30\r\n", to: "2")
    let paths = ["1", "2"].map { directory.file($0) }
    let expected = ["1 Ann", "2 Bob"]
    let text = { @Sendable (record: CSVRecord) in "\(record["id"]?.string ?? "") \(record["name"]?.string ?? "")" }
    try withCSVRecords(atPaths: paths, .headed) { records in
      let records = Array(records)
      #expect(records.map(text) == expected)
      #expect(records.map(\.source) == paths)
      #expect(records.map(\.number) == [2, 2])
      #expect(records.map(\.offset) == [11, 13])
    }
    let asynchronous = AsyncCSVRecords(atPaths: paths, .headed)
    for _ in 1...2 { #expect(try await asynchronous.map(text).reduce(into: []) { $0.append($1) } == expected) }
    let scoped = try await withCSVRecords(atPaths: paths, .headed) { records in
      try await records.map(text).reduce(into: []) { $0.append($1) }
    }
    #expect(scoped == expected)

    let error = #expect(throws: RecordError.self) {
      try withCSVRecords(atPaths: paths, CSVFormat(header: .names(["a", "b"]))) { records in for _ in records {} }
    }
    #expect(error?.source == paths[1])
    #expect(try withCSVRecords(atPaths: [] as [String]) { Array($0).isEmpty })
  }
}
