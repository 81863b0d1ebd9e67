import DecoratorsTesting
import Generators
import Testing

/// What `body` makes of the one line of a text.
func withLine<Result>(_ text: String, _ body: (Line) throws -> Result) throws -> Result {
  try withLine(Array(text.utf8), body)
}

/// What `body` makes of the one line of some bytes.
func withLine<Result>(_ bytes: [UInt8], _ body: (Line) throws -> Result) throws -> Result {
  try withLines(of: bytes) { lines in
    let all = Array(lines)
    try #require(all.count == 1)
    return try body(all[0])
  }
}

@Suite("Fields of JSON")
struct JSONFieldTests {
  private static let event = #"""
    {"level":"ERROR", "request" : {"status":500,"path":"/a b","tags":["x", "y" , {"deep":[[1,2],[3]]}]},
    "ratio":-1.25e2,"ok":true,"bad" :false,"none":null,"empty":{},"list":[],"":"nameless","a.b":{"c.d":7},"7":"seven"}
    """#.filter { $0 != "\n" }

  private func field(_ path: String, in text: String = event) throws -> JSONField? {
    try withLine(text) { $0.field(path) }
  }

  @Test("Names lead into objects and numbers into arrays, as deep as it goes")
  func paths() throws {
    #expect(try field("level")?.string == "ERROR")
    #expect(try field("request.status")?.int == 500)
    #expect(try field("request.path")?.string == "/a b")
    #expect(try field("request.tags.0")?.string == "x")
    #expect(try field("request.tags.1")?.string == "y")
    #expect(try field("request.tags.2.deep.0.1")?.int == 2)
    #expect(try field("request.tags.2.deep.1.0")?.int == 3)
    #expect(try field("request.tags")?.bytes.string == #"["x", "y" , {"deep":[[1,2],[3]]}]"#)
    #expect(try field("ratio")?.double == -125)
    #expect(try field("7")?.string == "seven")
  }

  @Test("What is not there is nil: an unknown name, an element too many, a step into what holds nothing")
  func absent() throws {
    for path in [
      "nothing", "level.x", "request.nothing", "request.tags.3", "request.tags.x", "request.tags.-1", "request.tags.",
      "ratio.0", "empty.x", "list.0", "level.0", "a.b", "request.", ".level", "Level", "leve", "levels",
      "request.tags.99999999999999999999", "none.x",
    ] {
      #expect(try field(path) == nil, "\(path)")
    }
    for text in [
      "", "x", "[", "{", "{}", "\"level\"", "12", "{level:1}", "{\"level\"}", "{\"level\":}", "{\"level\" 1}",
    ] {
      try withLines(of: Array((text + "\n").utf8)) { lines in
        let fields = Array(lines.map { $0.field("level") == nil })
        #expect(fields == [true], "\(text)")
      }
    }
  }

  @Test("Names that hold dots are given one by one, the empty name and no step at all too")
  func pathsOfNames() throws {
    try withLine(Self.event) { line in
      #expect(line.field(["a.b", "c.d"])?.int == 7)
      #expect(line.field(JSONPath(["request", "tags", "1"])) == "y")
      #expect(line.field(JSONPath("request.tags.1")) == "y")
      #expect(line.field("") == "nameless")
      #expect(line.field([""]) == "nameless")
      #expect(line.field(JSONPath("")) == "nameless")
      #expect(line.field([])?.bytes == line.bytes)
      #expect(line.json?.field("request")?.field("tags")?.field(["2"])?.field("deep.1.0")?.int == 3)
    }
    try withLine(#"{"a":{"":{"b":1}}}"#) { line in
      #expect(line.field("a..b")?.int == 1)
      #expect(line.field("a.")?.kind == .object)
    }
  }

  @Test("Each kind of value is told, and has the value of its kind only")
  func kinds() throws {
    let expected: [(String, JSONField.Kind)] = [
      ("level", .string), ("request", .object), ("request.tags", .array), ("ratio", .number), ("ok", .boolean),
      ("bad", .boolean), ("none", .null), ("empty", .object), ("list", .array),
    ]
    for (path, kind) in expected {
      let field = try #require(try field(path))
      #expect(field.kind == kind)
      #expect((field.int != nil) == (path == "ratio"))
      #expect((field.double != nil) == (path == "ratio"))
      #expect(field.bool == (path == "ok" ? true : path == "bad" ? false : nil))
      #expect(field.isNull == (path == "none"))
      #expect(field.elements.contains { _ in true } == (path == "request.tags"))
      #expect(field.members.contains { _ in true } == (path == "request"))
    }
  }

  @Test("The text of a string is without escapes, that of another value is its JSON")
  func strings() throws {
    let escaped = #"{"a":"\"\\\/\b\f\n\r\t \u00e9\u20AC \ud83d\ude00 é€😀"}"#
    #expect(try field("a", in: escaped)?.string == "\"\\/\u{8}\u{c}\n\r\t é€ 😀 é€😀")
    #expect(try field("a", in: escaped)?.bytes.string == String(escaped.dropFirst(5).dropLast()))
    #expect(try field("a", in: #"{"a":""}"#)?.string == "")
    for (path, text) in [
      ("ratio", "-1.25e2"), ("ok", "true"), ("none", "null"), ("empty", "{}"), ("list", "[]"),
      ("request.status", "500"),
    ] {
      let field = try #require(try field(path))
      #expect(field.string == text)
      #expect("\(field)" == text)
    }
  }

  @Test("Half of a surrogate pair is U+FFFD, and what is no escape stays as it is")
  func oddEscapes() throws {
    let texts = [
      (#"\ud83d"#, "\u{FFFD}"), (#"\ude00"#, "\u{FFFD}"), (#"\ud83dx"#, "\u{FFFD}x"), (#"\ud83d\n"#, "\u{FFFD}\n"),
      (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"), (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"),
      (#"\u12"#, #"\u12"#), (#"\u12g4"#, #"\u12g4"#), (#"\x41"#, #"\x41"#), (#"\u"#, #"\u"#), (#"\u0000"#, "\0"),
      (#"\ud83d\u12"#, #"�\u12"#), (#"\'"#, #"\'"#), (#"\uFFFF"#, "\u{FFFF}"), (#"\u07ff\u0800"#, "\u{7FF}\u{800}"),
    ]
    for (escaped, text) in texts {
      let field = try #require(try field("a", in: "{\"a\":\"\(escaped)\"}"))
      #expect(field.string == text, "\(escaped)")
      #expect(field == text, "\(escaped)")
      #expect(field != text + " " && field != String(text.unicodeScalars.dropLast()), "\(escaped)")
    }
  }

  @Test("Whole numbers are exact to the last one that fits, and fractions are none")
  func numbers() throws {
    let whole: [(String, Int?)] = [
      ("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
      ("-9223372036854775809", nil), ("3.0", 3), ("3e2", 300), ("-1.5e1", -15), ("1.5", nil), ("1e-1", nil),
      ("9007199254740993.0", 9_007_199_254_740_993), ("92233720368547758070e-1", .max),
      ("1e18", 1_000_000_000_000_000_000),
      ("1e19", nil), ("-92233720368547758080e-1", .min), ("100e-2", 1), ("0e999999999999999999999", 0),
      ("0.000e-5", 0), ("1e400", nil), ("1e-400", nil), ("-", nil), ("1x", nil), ("01", nil), ("1.", nil),
      ("0x10", nil), ("1_0", nil), ("--1", nil), ("1-", nil),
    ]
    for (text, number) in whole { #expect(try field("a", in: "{\"a\":\(text)}")?.int == number, "\(text)") }
    let any: [(String, Double?)] = [
      ("1.5", 1.5), ("-0.25", -0.25), ("1e3", 1_000), ("1E+3", 1_000),
      ("18446744073709551615", 18_446_744_073_709_551_616),
      ("1e400", nil), ("1e-400", 0), ("0x10", nil), ("1.2.3", nil), ("-", nil), ("-inf", nil),
    ]
    for (text, number) in any { #expect(try field("a", in: "{\"a\":\(text)}")?.double == number, "\(text)") }
    let digits = String(repeating: "9", count: 10_000)
    #expect(try field("a", in: "{\"a\":\(digits)}")?.int == nil)
    #expect(try field("a", in: "{\"a\":\(digits)}")?.string == digits)
    #expect(try field("a", in: #"{"a":"12"}"#)?.int == nil)
    #expect(try field("a", in: #"{"a":18446744073709551615}"#)?.decode(as: UInt64.self) == .max)
  }

  @Test("Keys are compared by their text, and the first of several counts")
  func keys() throws {
    #expect(try field("a", in: #"{"\u0061":1}"#)?.int == 1)
    #expect(try field("a", in: #"{"\u0062":0,"b\u0061":0,"a\u0062":0,"\u0061":1}"#)?.int == 1)
    #expect(try field("a\nb", in: #"{"a\nb":1}"#)?.int == 1)
    #expect(try field(#"a\nb"#, in: #"{"a\nb":1,"a\\nb":2}"#)?.int == 2)
    #expect(try field("é", in: "{\"\\u00e9\":1}")?.int == 1)
    #expect(try field("a", in: #"{"a":1,"a":2}"#)?.int == 1)
    #expect(try field("a.b", in: #"{"a":{},"a":{"b":2}}"#) == nil)
    #expect(try field("a\"", in: #"{"a\"":1}"#)?.int == 1)
    #expect(try field("", in: #"{"\u0061":0,"":1}"#)?.int == 1)
  }

  @Test("Comparing needs no string, from either side, in a switch, and where there is no value")
  func comparing() throws {
    try withLine(#"{"level":"ERROR","text":"a\nb","status":500,"half":"\u0045"}"#) { line in
      #expect(line.field("level") == "ERROR")
      #expect("ERROR" == line.field("level"))
      #expect(line.field("level") != "ERRO" && line.field("level") != "ERRORS" && "error" != line.field("level"))
      #expect(!(line.field("level") == "") && !(line.field("level") != "ERROR"))
      #expect(line.field("text") == "a\nb")
      #expect(line.field("text") != "a\\nb" && line.field("text") != "a" && line.field("text") != "a\n")
      #expect(line.field("half") == "E" && line.field("half") != "\\u0045")
      #expect(line.field("status") == "500")
      #expect(line.field("absent") != "ERROR")
      #expect(!(line.field("absent") == ""))
      switch line.field("level") {
      case "INFO": Issue.record("INFO is not ERROR")
      case "ERROR": break
      default: Issue.record("the level was not matched")
      }
    }
  }

  @Test("Elements and members come in their order, escaped and repeated keys too")
  func walking() throws {
    let text = #"{"list":[1, "two" ,[3],{"four":4},null], "map":{"a":1,"b\u0062":"2","a":[3]} ,"x":[1 2]}"#
    try withLine(text) { line in
      let elements = line.field("list")?.elements ?? []
      #expect(elements.map(\.string) == ["1", "two", "[3]", #"{"four":4}"#, "null"])
      let members = line.field("map")?.members ?? [:]
      #expect(members.map(\.key.string) == ["a", "bb", "a"])
      #expect(members.map(\.value.string) == ["1", "2", "[3]"])
      #expect(line.field("x")?.elements.map(\.string) == ["1"])
      let none: JSONElements = []
      #expect(none.map(\.string) == [])
      #expect((line.field("absent")?.members ?? [:]).map(\.key.string) == [])
      var iterator = elements.makeIterator()
      while iterator.next() != nil {}
      #expect(iterator.next() == nil)
    }
    for (torn, count) in [
      ("[1,2", 1), ("[1,", 1), ("[\"a\",\"b", 1), ("[", 0), ("[,1]", 0), ("[1,,2]", 1), ("[[1],[2", 1), ("[1 2]", 1),
    ] {
      // The whole array is torn, so its elements are looked for where they would be.
      let found = try withLine(#"{"a":\#(torn)"#) { line in (0..<3).prefix { line.field("a.\($0)") != nil }.count }
      #expect(found == count, "\(torn)")
    }
  }

  @Test("Elements and members end where no comma follows, whatever opens there")
  func walkingOverDamage() throws {
    for (text, values) in [
      (#"["a"["b"]]"#, ["a"]), (#"["a","b"{"c":1}]"#, ["a", "b"]), (#"{"a":"b"{"c":"d"}}"#, ["b"]),
      (#"{"a":"b"["c"]}"#, ["b"]), (#"[ "a" , "b" ]"#, ["a", "b"]),
    ] {
      try withLine(text) { line in
        let json = try #require(line.json)
        #expect(Array(json.elements.map(\.string)) + json.members.map(\.value.string) == values, "\(text)")
      }
    }
  }

  @Test("A torn record has the fields before the tear, and no value that is torn itself")
  func torn() throws {
    let whole = #"{"a":"x\"y","n":123,"o":{"b":[1,2]},"t":true,"z":"end"}"#
    let starts = ["a": 11, "n": 19, "o": 35, "t": 44, "z": 54]
    for length in 1..<whole.utf8.count {
      try withLine(Array(whole.utf8.prefix(length))) { line in
        for (name, end) in starts {
          let isThere = name == "n" || name == "t" ? length > end : length >= end
          #expect((line.field(name) != nil) == isThere, "\(name) of \(line)")
        }
        #expect((line.field("o.b.0") != nil) == (length > 31), "o.b.0 of \(line)")
      }
    }
  }

  @Test("Brackets, quotes and backslashes inside strings do not matter, at every offset around 64 bytes")
  func skipping() throws {
    for padding in 0..<140 {
      let space = String(repeating: " ", count: padding)
      let text = String(repeating: "x", count: padding)
      let inner = #"{"p":"\#(text)","q":"]}\"[{\\","r":["}",{"s":"\\\""}]}"#
      #expect(try field("z", in: #"{\#(space)"a":\#(inner),"z":1}"#)?.int == 1)
      #expect(try field("a.r.1.s", in: #"{"a":\#(space)\#(inner)}"#)?.string == #"\""#)
      #expect(try field("1", in: "[\(inner)\(space),\(inner)]")?.bytes.string == inner)
      #expect(
        try field("z", in: #"{"a":["\#(text)\\","\#(String(repeating: "\\", count: 2 * padding))"],"z":1}"#)?.int == 1
      )
    }
  }

  @Test("Nesting of any depth is passed over, and read")
  func deepNesting() throws {
    let depth = 200_000
    let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try field("z", in: #"{"a":\#(deep),"z":1}"#)?.int == 1)
    let path = Array(repeating: "0", count: 1_000)
    #expect(try withLine(deep) { $0.field(JSONPath(path))?.kind } == .array)
    #expect(try withLine(deep) { $0.field(path.joined(separator: "."))?.kind } == .array)
    #expect(try field("a", in: #"{"a":\#(deep.dropLast())"#) == nil)
  }

  @Test("NUL, control characters and invalid UTF-8 are bytes like others")
  func oddBytes() throws {
    let bytes = Array(#"{"a":""#.utf8) + [0, 1, 0xFF, 0xC3] + Array(#"","b":1}"#.utf8)
    try withLine(bytes) { line in
      #expect(line.field("a")?.string == "\0\u{1}\u{FFFD}\u{FFFD}")
      #expect(line.field("b")?.int == 1)
    }
    let escaped = Array(#"{"a":"\n"#.utf8) + [0xFF] + Array(#""}"#.utf8)
    #expect(try withLine(escaped) { $0.field("a")?.string } == "\n\u{FFFD}")
    #expect(try withLine([0]) { $0.json == nil })
    #expect(try withLine([UInt8(ascii: "{"), 0]) { $0.field("") == nil })
  }

  @Test("A field is decoded alone, and a document may begin behind other text")
  func decoding() throws {
    struct Tag: Decodable, Equatable { var deep: [[Int]] }
    try withLine("12:00 " + Self.event) { line in
      let event = try #require(line.fields(separatedBy: " ", maxSplits: 1)[1].json)
      #expect(try event.field("request.tags.2")?.decode(as: Tag.self) == Tag(deep: [[1, 2], [3]]))
      #expect(try event.field("level")?.decode(as: String.self) == "ERROR")
      #expect(throws: DecodingError.self) { try event.field("level")?.decode(as: Int.self) }
    }
    #expect(try withLine("x") { $0.json == nil })
    #expect(try withLine("  12 ") { $0.json?.int } == 12)
    #expect(try withLine("nul") { $0.json == nil })
  }

  @Test("A line of a megabyte is searched as any other")
  func hugeLine() throws {
    let text = String(repeating: #"{"k":"\"[","v":[1,2,3]},"#, count: 50_000)
    let bytes = Array(#"{"a":[\#(text)0],"z":"end"}"#.utf8)
    let ends = try withLines(of: bytes, longLines: .truncate(over: 2_000_000)) { lines in
      Array(lines.map { $0.field("z")?.string })
    }
    #expect(ends == ["end"])
  }

  @Test("A path is sent to other tasks")
  func sending() async throws {
    let path = JSONPath("request.status")
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          try withLines(of: [Array((Self.event + "\n").utf8)]) { lines in
            lines.map { $0.field(path)?.int ?? 0 }.reduce(0, +)
          }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(count == 2_000)
  }

  @Test("Real records have the fields that are said of them", .enabled(if: RealLogs.areThere, RealLogs.absence))
  func realLogs() throws {
    try withLines(at: RealLogs.folder + "/zeek-notice.jsonl.gz") { lines in
      let notes = lines.reduce(into: [String: Int]()) { $0[$1.field("note")?.string ?? "", default: 0] += 1 }
      #expect(notes == ["SSL::Invalid_Server_Cert": 207])
    }
    let port: JSONPath = ["id.resp_p"]
    try withLines(at: RealLogs.folder + "/zeek-notice.jsonl.gz") { lines in
      #expect(lines.allSatisfy { ($0.field(port)?.int ?? 0) > 0 && $0.field("id.resp_p") == nil })
    }
    try withLines(at: RealLogs.folder + "/nginx-plus-status.jsonl") { lines in
      let statuses = lines.map { line in
        (
          line.field("version")?.int, line.field("upstreams.trac-backend.peers.0.state"),
          line.field("connections.idle")?.int
        )
      }
      let all = Array(statuses)
      #expect(all.count == 500)
      #expect(all.allSatisfy { $0.0 == 6 && $0.1 != nil && ($0.2 ?? -1) >= 0 })
    }
  }
}
