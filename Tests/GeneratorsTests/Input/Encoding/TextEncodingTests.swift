import DecoratorsTesting
import Generators
import Testing

@Suite("Text encodings")
struct TextEncodingTests {
  private static let text = "2026-01-02 INFO start\r\n2026-01-02 ERROR é 日本 🎉\n\nlast"

  private static func utf16(_ text: String, isBigEndian: Bool, mark: Bool = true) -> [UInt8] {
    ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
      isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
  }

  private static func utf32(_ text: String, isBigEndian: Bool, mark: Bool = true) -> [UInt8] {
    ((mark ? "\u{FEFF}" : "") + text).unicodeScalars.flatMap { scalar in
      let bytes = stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: scalar.value >> $0) }
      return isBigEndian ? bytes.reversed() : bytes
    }
  }

  struct Sample: Sendable, CustomTestStringConvertible {
    let encoding: TextEncoding
    let bytes: @Sendable (_ text: String, _ mark: Bool) -> [UInt8]

    var testDescription: String { encoding.description }
  }

  static let samples = [
    Sample(encoding: .utf16LittleEndian) { utf16($0, isBigEndian: false, mark: $1) },
    Sample(encoding: .utf16BigEndian) { utf16($0, isBigEndian: true, mark: $1) },
    Sample(encoding: .utf32LittleEndian) { utf32($0, isBigEndian: false, mark: $1) },
    Sample(encoding: .utf32BigEndian) { utf32($0, isBigEndian: true, mark: $1) },
  ]

  private static let marked = Array(("\u{FEFF}" + text).utf8)

  @Test("UTF-16 and UTF-32 are recognised by their byte-order mark, cut anywhere, sync and async", arguments: samples)
  func byteOrderMark(sample: Sample) async throws {
    let bytes = sample.bytes(Self.text, true)
    let expected = plainLines(Self.marked)
    for size in [1, 2, 3, 5, 1_000] {
      let chunks = bytes.inChunks(of: size)
      #expect(try collect(chunks) == expected)
      #expect(try await collect(AsyncLines(of: AsyncChunkSource(chunks: chunks))) == expected)
      let totals = try withLines(of: chunks) { $0.count(matching: "ERROR é 日本 🎉") }
      #expect(totals == LineTotals(lines: 4, matches: 1, bytes: Self.marked.count))
    }
    #expect(try collect([bytes.gzipped]) == expected, "compressed")
    try withTemporaryFile(bytes) { path throws in
      #expect(try withLines(at: path) { Array($0.map(PlainLine.init)) } == expected)
      #expect(try withLines(atPaths: [path, path]) { Array($0.map(PlainLine.init)) } == expected + expected)
    }
  }

  @Test("An encoding that is given needs no mark; one that is there is stripped", arguments: samples)
  func given(sample: Sample) async throws {
    let (bytes, marked) = (sample.bytes(Self.text, false), sample.bytes(Self.text, true))
    let (expected, expectedMarked) = (plainLines(Array(Self.text.utf8)), plainLines(Self.marked))
    for (bytes, expected) in [(bytes, expected), (marked, expectedMarked)] {
      #expect(try withLines(of: bytes, encoding: sample.encoding) { Array($0.map(PlainLine.init)) } == expected)
      let chunks = AsyncChunkSource(chunks: bytes.inChunks(of: 3))
      #expect(try await collect(AsyncLines(of: chunks, encoding: sample.encoding)) == expected)
      try await withTemporaryFile(bytes) { path in
        #expect(try withLines(at: path, encoding: sample.encoding) { Array($0.map(PlainLine.init)) } == expected)
        let asynchronous = try await collect(AsyncLines(at: path, encoding: sample.encoding))
        #expect(asynchronous == expected)
        let several = try await collect(AsyncLines(atPaths: [path], encoding: sample.encoding))
        #expect(several == expected)
      }
    }
  }

  @Test("Positions count bytes of UTF-8, and reading goes on from each of them", arguments: samples)
  func positions(sample: Sample) throws {
    try withTemporaryFile(sample.bytes(Self.text, true)) { path in
      let lines = try withLines(at: path) { Array($0) }
      for (index, line) in lines.enumerated() {
        #expect(line.nextPosition.file == nil)
        let rest = try withLines(at: path, from: line.nextPosition) { Array($0.map(PlainLine.init)) }
        #expect(rest == lines[(index + 1)...].map(PlainLine.init))
      }
      for offset in 0...Self.marked.count {
        let rest = try withLines(at: path, from: LinePosition(offset: offset)) { Array($0.map(\.offset)) }
        let isAtStart = offset <= 3
        #expect(rest == lines.map(\.offset).filter { isAtStart || $0 >= offset })
      }
    }
  }

  @Test("What is not valid becomes U+FFFD, cut anywhere")
  func invalid() throws {
    let utf16: [(units: [UInt16], text: String)] = [
      ([0xD83C, 0x41], "\u{FFFD}A"), ([0xDF89, 0x41], "\u{FFFD}A"), ([0xD83C, 0xD83C, 0xDF89], "\u{FFFD}🎉"),
      ([0xD83C], "\u{FFFD}"), ([0x41, 0xDBFF], "A\u{FFFD}"), ([0xDBFF, 0xDFFF], "\u{10FFFF}"),
    ]
    for (units, text) in utf16 {
      let bytes = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
      for size in 1...5 { #expect(try lines(bytes, .utf16BigEndian, size) == [text], "\(units)") }
    }
    #expect(try lines([0x41, 0, 0x42], .utf16LittleEndian, 1) == ["A\u{FFFD}"])
    let utf32: [([UInt8], String)] = [
      ([0, 0, 0xD8, 0], "\u{FFFD}"), ([0, 0x11, 0, 0], "\u{FFFD}"), ([0, 0x10, 0xFF, 0xFF], "\u{10FFFF}"),
      ([0, 0, 0, 0x41, 0, 0], "A\u{FFFD}"), ([0, 0, 0, 0x41, 0, 0, 0], "A\u{FFFD}"),
    ]
    for (bytes, text) in utf32 {
      for size in 1...5 { #expect(try lines(bytes, .utf32BigEndian, size) == [text], "\(bytes)") }
    }
  }

  private func lines(_ bytes: [UInt8], _ encoding: TextEncoding, _ size: Int) throws -> [String] {
    try withLines(of: bytes.inChunks(of: size), encoding: encoding) { Array($0.map(\.string)) }
  }

  @Test("Latin-1 and Windows-1252 have one character for each byte")
  func singleBytes() throws {
    let all = (0x20...0xFF).map { UInt8($0) }
    let latin1 = String(String.UnicodeScalarView((0x20...0xFF).map { Unicode.Scalar(UInt8($0)) }))
    #expect(try lines(all, .latin1, 7) == [latin1])
    let windows = try lines(all, .windows1252, 7)[0]
    #expect(windows.unicodeScalars.count == all.count)
    #expect(windows.contains("€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"))
    #expect(windows.hasSuffix("ýþÿ"))
  }

  @Test("Other encodings are converted by the system's iconv, cut anywhere")
  func iconv() throws {
    let shiftJIS: [UInt8] = [0x93, 0xFA, 0x96, 0x7B, 0x0A, 0x41]
    let iso2022: [UInt8] = [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42, 0x0A, 0x41]
    let koi8: [UInt8] = [0xE4, 0xC1, 0x0A]
    for size in 1...6 {
      #expect(try lines(shiftJIS, .named("SHIFT_JIS"), size) == ["日本", "A"])
      #expect(try lines(iso2022, .named("ISO-2022-JP"), size) == ["日本", "A"])
      #expect(try lines(koi8, .named("KOI8-R"), size) == ["Да"])
      // A byte that begins nothing, and a character that is cut off at the end.
      #expect(try lines([0x41, 0xFF, 0x42, 0x93], .named("SHIFT_JIS"), size) == ["A\u{FFFD}B\u{FFFD}"])
    }
    let long = [UInt8](repeating: 0xE4, count: 700_000)
    #expect(try lines(long, .named("KOI8-R"), 1_000_000)[0].unicodeScalars.count == 1_048_576 / 2)
  }

  @Test("An encoding that the system does not know is an error that names it and the input")
  func unknown() async throws {
    for name in ["NO-SUCH", "NUL\0", ""] {
      try await withTemporaryFile(Array("a\n".utf8)) { path in
        let error = #expect(throws: ReadingError.self) {
          try withLines(at: path, encoding: .named(name)) { for _ in $0 {} }
        }
        #expect(error?.code == .unknownEncoding)
        #expect(error?.source == path)
        #expect(error?.description.contains("from the encoding \"\(name.prefix(1))") == true)
        let asynchronous = await #expect(throws: ReadingError.self) {
          for try await _ in AsyncLines(at: path, encoding: .named(name)) {}
        }
        #expect(asynchronous == error)
      }
    }
  }

  @Test("UTF-8 given leaves bytes as they are, also those of a UTF-16 mark")
  func asTheyAre() throws {
    let bytes: [UInt8] = [0xFF, 0xFE, 0x41, 0, 10, 0]
    let lines = try withLines(of: bytes, encoding: .utf8) { Array($0.map { Array($0.bytes) }) }
    #expect(lines == [[0xFF, 0xFE, 0x41, 0], [0]])
  }

  @Test(
    "Bytes that only begin like a mark are lines like others",
    arguments: [[0xFF], [0xFE], [0, 0], [0, 0, 0xFE], [0xFE, 0x41], [0xFF, 0x41], [0, 0, 0xFE, 0x41]] as [[UInt8]]
  )
  func almost(bytes: [UInt8]) throws {
    for size in [1, 10] { #expect(try collect(bytes.inChunks(of: size)) == plainLines(bytes)) }
  }

  @Test("A mark alone has no lines, and a mark inside the text stays")
  func marks() throws {
    for sample in Self.samples {
      #expect(try collect([sample.bytes("", true)]).isEmpty)
      #expect(
        try collect([sample.bytes("\u{FEFF}\n\u{FEFF}b", true)]).map { String(decoding: $0.bytes, as: UTF8.self) }
          == ["\u{FEFF}", "\u{FEFF}b"]
      )
    }
    let middle = try withLines(of: "\u{FEFF}ERROR a\n\u{FEFF}ERROR b\n".utf8) { Array($0.map(\.string)) }
    #expect(middle == ["ERROR a", "\u{FEFF}ERROR b"])
  }

  @Test("CSV is converted too, from every input", arguments: samples)
  func csv(sample: Sample) async throws {
    let bytes = sample.bytes("id,name\r\n1,änn\r\n", true)
    let names = try withCSVRecords(of: bytes, .headed) { Array($0.map { $0["name"]?.string ?? "" }) }
    #expect(names == ["änn"])
    try await withTemporaryFile(sample.bytes("id,name\r\n1,änn\r\n", false)) { path in
      for names in [
        try withCSVRecords(at: path, .headed, encoding: sample.encoding) { Array($0.map { $0["name"]?.string ?? "" }) },
        try withCSVRecords(atPaths: [path], .headed, encoding: sample.encoding) {
          Array($0.map { $0["name"]?.string ?? "" })
        },
      ] {
        #expect(names == ["änn"])
      }
      var asynchronous: [String] = []
      for try await record in AsyncCSVRecords(at: path, .headed, encoding: sample.encoding) {
        asynchronous.append(record["name"]?.string ?? "")
      }
      #expect(asynchronous == ["änn"])
    }
  }

  @Test("Large texts come out whole, whatever is ASCII in them", arguments: samples)
  func large(sample: Sample) throws {
    var generator = SeededGenerator(seed: 3)
    let scalars: [Unicode.Scalar] = ["a", "b", "\n", " ", "é", "日", "🎉"]
    let text = String(
      String.UnicodeScalarView(
        (0..<200_000).map { place in
          place % 1_000 < 900 ? "x" : scalars.randomElement(using: &generator)!
        }
      )
    )
    let bytes = sample.bytes(text, true)
    let chunks = bytes.inRandomChunks(upTo: 100_000, using: &generator)
    #expect(try collect(chunks) == plainLines(Array(("\u{FEFF}" + text).utf8)))
  }
}
