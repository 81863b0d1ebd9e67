import DecoratorsTesting
import Generators
import Testing

@Suite("logfmt")
struct LogfmtTests {
  /// The fields of a line, each as `key:value`, with `!` for a flag and `…` for a torn value.
  private func fields(_ text: String) throws -> [String] {
    try withLines(of: Array((text + "\n").utf8)) { lines in
      lines.map { line in
        line.logfmt.map { "\($0.key):\($0.value)\($0.value.isFlag ? "!" : "")\($0.value.isTorn ? "…" : "")" }
      }.first { _ in true } ?? []
    }
  }

  @Test("Keys, values, quoted values and bare keys are told apart")
  func grammar() throws {
    let cases: [(String, [String])] = [
      ("", []),
      ("   \t ", []),
      ("a=1", ["a:1"]),
      ("a=1 b=two  c=3.5", ["a:1", "b:two", "c:3.5"]),
      ("a", ["a:!"]),
      ("debug a=1 verbose", ["debug:!", "a:1", "verbose:!"]),
      ("a=", ["a:"]),
      ("a= b=1", ["a:", "b:1"]),
      ("y= d y=g", ["y:", "d:!", "y:g"]),
      (#"a="""#, ["a:"]),
      (#"msg="hello world" b=1"#, ["msg:hello world", "b:1"]),
      (#"msg="a=b c" d"#, ["msg:a=b c", "d:!"]),
      (#"a="x"b=1"#, ["a:x", "b:1"]),
      (#"a=1 b="bar" ƒ=2h3s r="esc\t" d x=sf   "#, ["a:1", "b:bar", "ƒ:2h3s", "r:esc\t", "d:!", "x:sf"]),
      (
        #"foo=bar a=14 baz="hello kitty" cool%story=bro f %^asdf"#,
        ["foo:bar", "a:14", "baz:hello kitty", "cool%story:bro", "f:!", "%^asdf:!"]
      ),
      ("a\tb=1\u{1}c=2", ["a:!", "b:1", "c:2"]),
      ("a\0b=1", ["a:!", "b:1"]),
      ("a=é b=€", ["a:é", "b:€"]),
    ]
    for (text, expected) in cases {
      let found = try fields(text)
      #expect(found == expected, "\(text)")
    }
  }

  @Test("Quoted values have the escapes of JSON, and what is no escape stays as it is")
  func escapes() throws {
    let cases = [
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"), (#"\u0041\u00e9\u20ac\ud83d\ude00"#, "Aé€😀"),
      (#"it\'s"#, #"it\'s"#), (#"C:\dir"#, #"C:\dir"#), (#"C:\new\table"#, "C:\new\table"), (#"\x41\q"#, #"\x41\q"#),
      (#"\u12"#, #"\u12"#), (#"\ud83d"#, "\u{FFFD}"), (#"\\"#, "\\"),
      (#"\\n"#, #"\n"#),
    ]
    for (escaped, text) in cases {
      try withLine("a=\"\(escaped)\" b=1") { line in
        #expect(line.logfmt["a"]?.string == text)
        #expect(line.logfmt["a"] == text)
        #expect(line.logfmt["a"] != text + "x")
        #expect(line.logfmt["a"]?.bytes.string == escaped)
        #expect(line.logfmt["b"]?.int == 1)
      }
    }
    // Unquoted there are none.
    #expect(try fields(#"a=x\ty b=C:\new"#) == [#"a:x\ty"#, #"b:C:\new"#])
  }

  @Test("A byte-order mark at the start of any line is no part of the first key")
  func byteOrderMark() throws {
    let values = try withLines(of: Array("\u{FEFF}a=1\n\u{FEFF}a=2\n\u{FEFF}\u{FEFF}a=3\n".utf8)) { lines in
      Array(lines.map { $0.logfmt["a"]?.int })
    }
    #expect(values == [1, 2, nil])
  }

  @Test("Garbage is passed over, and unquoted values are kept whole")
  func garbage() throws {
    let cases: [(String, [String])] = [
      ("=x", ["x:!"]),
      ("==", []),
      (#""""#, []),
      (#""hello" a=1"#, ["hello:!", "a:1"]),
      (#"a"b=c"#, ["a:!", "b:c"]),
      ("a==b", ["a:=b"]),
      ("a=b=c d=1", ["a:b=c", "d:1"]),
      (#"url=/find?q=a&r=b"c d"#, [#"url:/find?q=a&r=b"c"#, "d:!"]),
      (#"a="x""y" z"#, ["a:x", "y:!", "z:!"]),
      (#"{"level":"info"}"#, ["{:!", "level:!", "::!", "info:!", "}:!"]),
    ]
    for (text, expected) in cases {
      let found = try fields(text)
      #expect(found == expected, "\(text)")
    }
  }

  @Test("A value without its closing quote goes on to the end and says so")
  func torn() throws {
    #expect(try fields(#"a=1 msg="no end b=2"#) == ["a:1", "msg:no end b=2…"])
    #expect(try fields(#"msg=""#) == ["msg:…"])
    #expect(try fields(#"msg="x\"#) == [#"msg:x\…"#])
    #expect(try fields(#"msg="x\""#) == [#"msg:x"…"#])
  }

  @Test("A field is had by its key, byte for byte, the first of several")
  func byKey() throws {
    try withLine(#"level=error retries=3 level=info Ratio=0.5 on off=false empty= é=1"#) { line in
      let fields = line.logfmt
      #expect(fields["level"]?.string == "error")
      #expect(fields["retries"]?.int == 3)
      #expect(fields["Ratio"]?.double == 0.5)
      #expect(fields["ratio"] == nil && fields["lev"] == nil && fields["levels"] == nil && fields[""] == nil)
      #expect(fields["on"]?.bool == true && fields["on"]?.isFlag == true && fields["on"]?.string == "")
      #expect(fields["off"]?.bool == false)
      #expect(fields["empty"]?.isEmpty == true && fields["empty"]?.isFlag == false && fields["empty"]?.bool == nil)
      #expect(fields["level"]?.int == nil && fields["level"]?.bool == nil && fields["level"]?.double == nil)
      #expect(fields["é"]?.int == 1)
      #expect(line.fields(separatedBy: " ")[1].logfmt["retries"]?.int == 3)
    }
  }

  @Test("Comparing needs no string, from either side, in a switch, and where there is no value")
  func comparing() throws {
    try withLine(#"level=error msg="a b""#) { line in
      #expect(line.logfmt["level"] == "error")
      #expect("error" == line.logfmt["level"])
      #expect(line.logfmt["msg"] == "a b" && "a" != line.logfmt["msg"])
      #expect(line.logfmt["absent"] != "error" && !(line.logfmt["absent"] == ""))
      switch line.logfmt["level"] {
      case "info": Issue.record("info is not error")
      case "error": break
      default: Issue.record("the level was not matched")
      }
    }
  }

  @Test("Invalid UTF-8 is kept as bytes and decoded to U+FFFD")
  func invalid() throws {
    try withLine(Array("a=".utf8) + [0xFF, 0xC3] + Array(#" b="\n"#.utf8) + [0xFE, 0x22]) { line in
      #expect(line.logfmt["a"]?.string == "\u{FFFD}\u{FFFD}")
      #expect(Array(line.logfmt["a"]!.bytes) == [0xFF, 0xC3])
      #expect(line.logfmt["b"]?.string == "\n\u{FFFD}")
    }
  }

  @Test("Random lines give what a plain reading of the grammar gives, at every offset around a vector's width")
  func differential() throws {
    var generator = SeededGenerator(seed: 11)
    let alphabet = Array("abcdefgh==  \"\"\\n".utf8) + [0, 0x1F, 0xC3, 0xA9]
    for length in 0..<1_500 {
      let bytes = [UInt8].random(length % 90, from: alphabet, using: &generator)
      let expected = plainPairs(bytes)
      try withLines(of: bytes + [10]) { lines in
        let lines = Array(lines)
        #expect(lines.count == 1)
        for line in lines {
          let pairs = line.logfmt.map { (Array($0.key), Array($0.value.bytes), $0.value.isFlag, $0.value.isTorn) }
          #expect(pairs.count == expected.count)
          for (pair, other) in zip(pairs, expected) { #expect(pair == other, "\(line)") }
          for (key, value) in line.logfmt {
            #expect(value == value.string || value.string.unicodeScalars.contains("\u{FFFD}"))
            let text = key.string
            if text.utf8.elementsEqual(key) { #expect(line.logfmt[text] != nil) }
          }
        }
      }
    }
  }

  /// The pairs of a line, byte by byte.
  private func plainPairs(_ bytes: [UInt8]) -> [([UInt8], [UInt8], Bool, Bool)] {
    let (quote, equals, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "="), UInt8(ascii: "\\"))
    var pairs: [([UInt8], [UInt8], Bool, Bool)] = []
    var rest = bytes[...]
    while true {
      rest = rest.drop { $0 <= 32 || $0 == quote || $0 == equals }
      guard !rest.isEmpty else { return pairs }
      let key = rest.prefix { $0 > 32 && $0 != quote && $0 != equals }
      rest = rest.dropFirst(key.count)
      guard rest.first == equals else {
        pairs.append((Array(key), [], true, false))
        continue
      }
      rest = rest.dropFirst()
      guard rest.first == quote else {
        let value = rest.prefix { $0 > 32 }
        rest = rest.dropFirst(value.count)
        pairs.append((Array(key), Array(value), false, false))
        continue
      }
      rest = rest.dropFirst()
      var value: [UInt8] = []
      var isTorn = true
      while let byte = rest.popFirst() {
        if byte == quote {
          isTorn = false
          break
        }
        value.append(byte)
        if byte == backslash, let next = rest.popFirst() { value.append(next) }
      }
      pairs.append((Array(key), value, false, isTorn))
    }
  }
}
