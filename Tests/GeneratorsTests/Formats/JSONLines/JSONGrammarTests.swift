import Generators
import Testing

/// What is JSON and what is not, with the reason and the column (RFC 8259).
@Suite("The grammar of JSON")
struct JSONGrammarTests {
  static let accepted: [(text: String, value: JSONValue)] = [
    ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("0", .number(0)), ("-0", .number(0)),
    ("-0.0", .number(-0.0)), ("1E2", .number(100)), ("1e+2", .number(100)), ("1e-2", .number(0.01)),
    ("0.1e1", .number(1)), ("10e-1", .number(1)), ("123456789012345678901234567890", .number(1.2345678901234568e29)),
    ("5e-324", .number(.leastNonzeroMagnitude)), ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
    ("1e-400", .number(0)),
    (#""""#, .string("")), (#""a""#, .string("a")), (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
    (#""\u0061\u00e9\u20AC\ud83d\ude00""#, .string("aé€😀")), (#""\u0000""#, .string("\0")),
    (#""\ud83d""#, .string("\u{FFFD}")), (#""\ude00\ud83d""#, .string("\u{FFFD}\u{FFFD}")),
    ("\"\u{7F}\"", .string("\u{7F}")),
    ("\"é€😀\u{10FFFF}\u{FFFE}\"", .string("é€😀\u{10FFFF}\u{FFFE}")), ("\"\u{FEFF}\"", .string("\u{FEFF}")),
    ("[]", .array([])), ("[ ]", .array([])), ("{}", .object([:])), ("{ }", .object([:])),
    (" \t[ 1 ,\t2 ] \r", .array([.number(1), .number(2)])),
    ("[[],[[]],{}]", .array([.array([]), .array([.array([])]), .object([:])])),
    (#"{"":0}"#, .object(["": .number(0)])),
    (#"{"a":1,"b":[true,null]}"#, .object(["a": .number(1), "b": .array([.bool(true), .null])])),
    (#"{"\u0061":9}"#, .object(["a": .number(9)])), (#"{"a.b":7}"#, .object(["a.b": .number(7)])),
    (#"{"a":1,"a":2}"#, .object(["a": .number(1)])), (#"{"a":1,"\u0061":2}"#, .object(["a": .number(1)])),
    ("\u{FEFF}[1]", .array([.number(1)])),
  ]

  @Test("What RFC 8259 defines is accepted", arguments: accepted.indices)
  func accept(index: Int) throws {
    let (text, value) = Self.accepted[index]
    if !text.hasPrefix("\u{FEFF}") {
      #expect(try withLine(" " + text) { try $0.decode(as: JSONValue.self) } == value)
    }
    #expect(
      try withLines(of: Array("0\n\(text)".utf8)) { lines in
        try Array(lines)[1].decode(as: JSONValue.self)
      } == value
    )
  }

  static let refused: [(text: String, column: Int, reason: String)] = [
    ("{", 2, #"a key in quotes is expected, not the end of the document"#),
    ("[", 2, "a value is expected, not the end"),
    ("}", 1, #"a value is expected, not "}""#), ("]", 1, "a value is expected"), ("[}", 2, "a value is expected"),
    ("{]", 2, "a key in quotes is expected"), ("[1", 3, #"a comma or "]" is expected, not the end of the document"#),
    (#"{"a":1"#, 7, #"a comma or "}" is expected"#), ("[1,]", 4, #"a value is expected, not "]""#),
    (#"{"a":1,}"#, 8, #"a key in quotes is expected, not "}""#), ("[,1]", 2, "a value is expected"),
    ("[1,,2]", 4, "a value is expected"), ("[1 2]", 4, #"a comma or "]" is expected, not "2""#),
    (#"{"a" 1}"#, 6, #"a colon is expected after a key, not "1""#), (#"{"a":}"#, 6, "a value is expected"),
    (#"{"a"}"#, 5, "a colon is expected"), (#"{"b":1 "a":2}"#, 8, #"a comma or "}" is expected"#),
    ("{'a':1}", 2, "a key in quotes is expected"),
    ("{a:1}", 2, "a key in quotes is expected"), ("{1:1}", 2, "a key in quotes is expected"),
    (#"{"a":1}}"#, 8, #"the document is over, and "}" follows it"#),
    (#"{"a":1}{"a":2}"#, 8, "the document is over"), (#"{"a":1} {"a":2}"#, 9, "the document is over"),
    (#"{"a":1},"#, 8, #"the document is over, and "," follows"#),
    (#"{"a":1} // c"#, 9, "the document is over"), (#"/* c */ {"a":1}"#, 1, #"a value is expected, not "/""#),
    ("# c", 1, "a value is expected"),
    ("01", 2, "a number begins with a zero"), ("-01", 3, "a number begins with a zero"),
    ("00", 2, "a number begins with a zero"), ("00012", 2, "a number begins with a zero"),
    ("+1", 1, #"a value is expected, not "+""#), (".5", 1, "a value is expected"),
    ("5.", 3, "a digit is expected in a number, not the end"),
    ("1e", 3, "a digit is expected"), ("1e+", 4, "a digit is expected"),
    ("1.e5", 3, #"a digit is expected in a number, not "e""#), ("-", 2, "a digit is expected"),
    ("--1", 2, "a digit is expected"), ("-Infinity", 2, "a digit is expected"), ("1-2", 2, "the document is over"),
    ("1.2.3", 4, "the document is over"),
    ("0x10", 2, "the document is over"), ("1_000", 2, "the document is over"), ("1e5e5", 4, "the document is over"),
    ("NaN", 1, #"a value is expected, not "N""#),
    ("Infinity", 1, "a value is expected"), ("nan", 1, "a value is expected"), ("nul", 1, "a value is expected"),
    ("nulL", 1, "a value is expected"), ("tru", 1, "a value is expected"),
    ("True", 1, "a value is expected"), ("None", 1, "a value is expected"), ("undefined", 1, "a value is expected"),
    ("truex", 5, #"the document is over, and "x" follows"#),
    ("nullnull", 5, "the document is over"), (#""a"#, 3, "a string has no closing quote"),
    ("\"", 2, "a string has no closing quote"), (#""\""#, 4, "a string has no closing quote"),
    (#"{"a":"unterminated"#, 19, "a string has no closing quote"),
    ("\"x\ty\"", 3, "a string contains the control character 9, which has to be escaped"),
    ("\"\0\"", 2, "the control character 0"), ("\"\u{1F}\"", 2, "the control character 31"),
    (#""\x41""#, 2, "a backslash that begins no escape"), (#""\'""#, 2, "a backslash"),
    (#""\u12""#, 2, "a backslash"), (#""\u12g4""#, 2, "a backslash"), (#""\"#, 2, "a backslash"),
    (#""\U0041""#, 2, "a backslash"), (#"{"\x":1}"#, 3, "a backslash"),
    ("é", 1, #"a value is expected, not "é""#), ("\u{A0}1", 1, "a value is expected"),
    ("\u{FEFF}\u{FEFF}1", 4, "a value is expected"), ("\u{B}1", 1, "the control character 11"),
    ("[\u{C}]", 2, "the control character 12"), (#"["a":1]"#, 5, #"a comma or "]" is expected, not ":""#),
    (#"{"a","b"}"#, 5, "a colon is expected"),
    (#"{"b":[}, "a":2}"#, 7, "a value is expected"), (#"{"b":{]},"a":2}"#, 7, "a key in quotes is expected"),
    ("[1}", 3, #"a comma or "]" is expected, not "}""#),
    (#"{"a":1]"#, 7, #"a comma or "}" is expected, not "]""#), (#"{"a":1,"b"#, 10, "a string has no closing quote"),
  ]

  @Test("Everything else is refused with the reason and the column", arguments: refused.indices)
  func refuse(index: Int) throws {
    let (text, column, reason) = Self.refused[index]
    // On the second line, so that a byte-order mark is not that of the file.
    try withLines(of: Array("0\n\(text)".utf8)) { lines in
      let line = Array(lines)[1]
      let error = try #require(#expect(throws: RecordError.self) { try line.decode(as: JSONValue.self) })
      #expect(error.code == .undecodable && error.number == 2 && error.errorLine == 2)
      #expect(error.errorColumn == column, "\(text): \(error)")
      #expect("\(error)".contains("it cannot be decoded: column \(column): "), "\(error)")
      #expect("\(error)".contains(reason), "\(error)")
    }
  }

  @Test("Bytes that are not UTF-8 are refused in strings and keys, at every place around a vector's width")
  func invalidUTF8() throws {
    let invalid: [[UInt8]] = [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
      [0xE2, 0x82],
      [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xF0, 0x9F, 0x98], [0xFF], [0xFE],
    ]
    for padding in [0, 1, 7, 14, 15, 16, 17, 31, 40] {
      for bytes in invalid {
        let document =
          Array("[\"".utf8) + Array(repeating: UInt8(ascii: "x"), count: padding) + bytes + Array("\"]".utf8)
        try withLine(document) { line in
          let error = #expect(throws: RecordError.self) { try line.decode(as: JSONValue.self) }
          #expect(error?.errorColumn == padding + 3, "\(bytes)")
          #expect(error.map { "\($0)" }?.contains("bytes that are not valid UTF-8") == true)
        }
      }
      for text in ["é", "ࠀ", "퟿", "", "�", "𐀀", "\u{10FFFF}", "é€😀é"] {
        let document = "\"\(String(repeating: "x", count: padding))\(text)\""
        #expect(try withLine(document) { try $0.decode(as: String.self) } == String(document.dropFirst().dropLast()))
      }
    }
  }

  @Test("A document is empty")
  func empty() throws {
    try withLine(#"{"a":1}"#) { line in
      let empty = line.bytes.fields(separatedBy: "{")[0]
      #expect(empty.json == nil)
    }
    let record = try withLines(of: Array("x\n".utf8)) { Array($0.records(startingWith: "x")) }[0]
    #expect(throws: RecordError.self) { try record.decode(as: JSONValue.self) }
    for text in [" ", "\t \r"] {
      try withLine(text + "\n") { line in
        let error = #expect(throws: RecordError.self) { try line.decode(as: JSONValue.self) }
        #expect(error.map { "\($0)" }?.contains("the document is empty") == true)
      }
    }
  }

  @Test("Documents are nested up to the limit, by default 512, and no deeper", arguments: [1, 2, 40, 512])
  func depth(limit: Int) throws {
    func nested(_ depth: Int, _ open: String, _ inner: String, _ close: String) -> String {
      String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
    }
    let format = LineFormat.json(JSONFormat(depthLimit: limit))
    for (open, inner, close) in [("[", "", "]"), ("[", "1", "]"), (#"{"a":"#, "{}", "}")] {
      let extra = inner == "{}" ? 1 : 0
      #expect(throws: Never.self) {
        try withLine(nested(limit - extra, open, inner, close)) { try $0.decode(as: JSONValue.self, from: format) }
      }
      try withLine(nested(limit - extra + 1, open, inner, close)) { line in
        let error = try #require(
          #expect(throws: RecordError.self) { try line.decode(as: JSONValue.self, from: format) }
        )
        #expect("\(error)".contains("objects and arrays are nested deeper than \(limit)"))
        #expect(error.errorColumn == limit * open.count + 1)
      }
    }
    // However deep, it is an error and no overflow of the stack.
    #expect(throws: RecordError.self) {
      try withLine(nested(200_000, "[", "", "]")) { try $0.decode(as: JSONValue.self, from: format) }
    }
  }

  @Test("A field is found in a document that is not JSON behind it, and is nothing where it is no JSON itself")
  func fields() throws {
    for text in [
      "NaN", "Infinity", "-Infinity", "nan", "-nan", "undefined", "True", "None", "00012", "+1", ".5", "5.", "1e",
      "1-2", "0x10", "--",
    ] {
      try withLine(#"{"x":\#(text),"level":"ERROR"}"#) { line in
        #expect(line.field("x") == nil, "\(text)")
        #expect(line.field("level") == "ERROR", "\(text)")
        #expect(throws: RecordError.self) { try line.decode(as: JSONValue.self) }
      }
    }
    for text in [#"{"level":"ERROR","zz":[1,2,]}"#, #"{"level":"ERROR",}"#, #"{"level":"ERROR","loss":NaN}"#] {
      try withLine(text) { line in
        #expect(line.field("level") == "ERROR")
        #expect(throws: RecordError.self) { try line.decode(as: [String: JSONValue].self) }
      }
    }
    // The text is repaired where decoding refuses it.
    try withLine(Array(#"{"a":"caf"#.utf8) + [0xE9] + Array(#"","b":"x"#.utf8) + [9] + Array(#"y"}"#.utf8)) { line in
      #expect(line.field("a")?.string == "caf\u{FFFD}" && line.field("b")?.string == "x\ty")
    }
  }

  @Test("A byte-order mark at the start of any line is skipped, for fields and for decoding")
  func byteOrderMark() throws {
    let text = "\u{FEFF}{\"a\":1}\n{\"a\":2}\n\u{FEFF}{\"a\":3}\n\u{FEFF}\n"
    try withLines(of: Array(text.utf8)) { lines in
      let all = Array(lines)
      #expect(all.map { $0.field("a")?.int } == [1, 2, 3, nil])
      #expect(all[2].json?.kind == .object && all[2].field(JSONPath("a"))?.int == 3)
    }
    let values = try withLines(of: Array(text.utf8)) { Array($0.decoded(as: [String: Int].self)) }
    #expect(values == [["a": 1], ["a": 2], ["a": 3]])
    let error = #expect(throws: RecordError.self) {
      try withLines(of: Array("0\n\u{FEFF}{\"a\":x}".utf8)) { try Array($0)[1].decode(as: JSONValue.self) }
    }
    #expect(error?.errorColumn == 9 && error?.offset == 2)
  }
}
