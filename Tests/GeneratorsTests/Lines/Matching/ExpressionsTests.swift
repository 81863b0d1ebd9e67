import DecoratorsTesting
import Generators
import RegexBuilder
import Testing

@Suite("Matching with regular expressions", .hangLimit)
struct ExpressionsTests {
  private static let text = "an ERROR: timeout\nERROR\ntimeout ERROR\nERROR: a timeout\r\n\nError timeout"

  @Test("Lines match that have a match of the expression, and are counted")
  func lines() async throws {
    let bytes = Array(Self.text.utf8)
    try withLines(of: bytes) { #expect($0.matching(/ERROR.*timeout/).map(\.number).elementsEqual([1, 4])) }
    try withLines(of: bytes) { #expect($0.matching(/(?i)error.*timeout$/).map(\.number).elementsEqual([1, 4, 6])) }
    try withLines(of: bytes) { #expect($0.filter { _ in true }.matching(/^$/).map(\.number).elementsEqual([5])) }
    try withLines(of: bytes) {
      #expect($0.count(matching: /ERROR.*timeout/) == LineTotals(lines: 6, matches: 2, bytes: bytes.count))
    }
    try withLines(of: bytes) { lines in
      let totals = Array(lines.counted(matching: /timeout$/, every: 4))
      #expect(totals.map(\.lines) == [4, 6] && totals.map(\.matches) == [2, 3])
    }
    let asynchronous = { AsyncLines(of: AsyncChunkSource(chunks: bytes.inChunks(of: 3))) }
    var numbers: [Int] = []
    for try await line in asynchronous().matching(/ERROR.*timeout/) { numbers.append(line.number) }
    for try await line in asynchronous().matching({ _ in true }).matching(/^E/) { numbers.append(line.number) }
    #expect(numbers == [1, 4, 2, 4, 6])
    #expect(try await asynchronous().count(matching: /(?:ERROR|Error).*timeout/).matches == 3)
    var last = LineTotals()
    for try await totals in asynchronous().counted(matching: /out/, every: 2) { last = totals }
    #expect(last.matches == 4)
  }

  @Test("Texts that are given decide first")
  func containing() throws {
    let bytes = Array(Self.text.utf8)
    let built = Regex {
      ChoiceOf {
        "ERROR"; "Error"
      }; OneOrMore(.any); "timeout"
    }
    try withLines(of: bytes) { #expect($0.matching(built).map(\.number).elementsEqual([1, 4, 6])) }
    try withLines(of: bytes) {
      #expect($0.matching(built, containing: "timeout").map(\.number).elementsEqual([1, 4, 6]))
    }
    try withLines(of: bytes) { #expect($0.matching(built, containing: "ERROR").map(\.number).elementsEqual([1, 4])) }
    try withLines(of: bytes) { #expect($0.count(matching: built, containing: ["an", "a "]).matches == 2) }
    try withLines(of: bytes) { #expect($0.captures(of: built, containing: "an").map(\.line.number) == [1]) }
    // Line 4 is the only one with a carriage return, and that is part of its end.
    try withLines(of: bytes) { #expect($0.count(matching: built, containing: "\r").matches == 0) }
  }

  @Test(
    "Every kind of pattern gives the answers of Swift's engine",
    arguments: [
      "ERROR.*timeout", "a|b", "(?i)error", "(?i)a|b", "a(?i)b", "a(?i)b|c", "(?i:er)ror", "(?-i)ab", "(?i)(?-i:a)b",
      "^a", "a$",
      "^$", "$^", "^a|b$", "(^a|b)c", "a*", "a+b", "ab?c", "(ab)+", "(?:ab){2,3}c", "a{2}", "a{,2}b", "a{2,}", "a*?b",
      "a++b", "(?>a*)b",
      "(?=a)b", "a(?=b)", "(?<!a)b", "(a)\\1", "\\bab\\b", "a\\.b", "\\d+:\\d+", "\\w+ \\W", "\\s\\S", "\\D", "[abc]+d",
      "[^abc]",
      "[a-c]x", "[\\w.-]+@", "[a\\-z]", "[a-]", "[]a]", "[[a-c]--[b]]x", "[a&&b]", "\\x41", "\\u0041b", "\\u{41}b",
      "\\Qa.b\\E", "\\Qa|b\\E+",
      "é", "[é]a", "e\u{301}", "\\u{301}", "K", "(?i)i", "(?i)k", "(?i)s", "[K]", "\u{212A}", "\\p{L}a",
      "\\N{LATIN SMALL LETTER A}", "\\N+",
      "\\h\\H", "(?s)a.b", "(?m)^a$", "(?x) a b", "(?#x)ab", "(?<n>ab)c", "(?U)a+b", "(?u)a.b", "\\Aab\\z", "ab\\Z",
      "\\t", "a\\/b",
      "(?:a|)b", "(?:|a)", "()", "(a|ab)(c|bcd)", "(?i)[a-c]D", "(?i)[^a]", "[A-z]", "(?i)[Z-a]", "(?i)[k]", "a.c",
      "a..c", ".", "\\R", "\\X",
      "x{0}", "(?:a{3}){3}", "a{50}", "(?:a?){3}a{3}", ";", "`", "(((((a)))))", "[\\d\\-x]", "[\\t ]", "\\-", "\\ ",
      "a{3,1}", "(a",
    ]
  )
  func patterns(pattern: String) throws {
    guard let regex = try? Regex(pattern) else { return }
    let texts = [
      "", "a", "b", "ab", "aB", "AB", "abc", "aab", "aaab", "abab", "ababab", "abcd", "ac", "a.b", "a|b", "a|bb",
      "ERROR a timeout", "eRRor",
      "ERror", "timeout ERROR", "12:34", "a b", "ab ab", "x@y.z", "é", "éa", "e\u{301}", "\u{301}", "a\u{301}", "K",
      "k", "\u{212A}", "s", "ſ", "İ", "ı",
      "ß", "日本a", "\t", "a\tb", "a\rb", "\r", "a\r", "a\u{B}b", "a\u{0}b", "Ab", "AbC", "A", "-", " ", "z", "_", "[",
      "^", "d", "abd", "bx", "ax",
      "cx", "bcD", "BCd", "a/b", "aaaa", "aaaaaaaaa", String(repeating: "a", count: 20),
      String(repeating: "a", count: 60), ";", "\u{37E}",
      "`", "\u{1FEF}", "]", "a]", "٣:٤", "x", "3", "C", "c", "B", "bb", "abbcd", "aébc", "a😀c", "a\u{85}b", "\u{FFFD}",
    ]
    try expectEngineAnswers(regex, texts)
  }

  @Test("Random patterns give the answers of Swift's engine")
  func randomPatterns() async throws {
    var generator = SeededGenerator(seed: 17)
    for _ in 0..<700 {
      await Task.yield()
      let pattern = Self.pattern(depth: 3, using: &generator)
      guard let regex = try? Regex(pattern) else { continue }
      let texts = (0..<24).map { _ in
        let alphabet =
          Array("aAbBkKsS.0-_  ab")
          + (Int.random(in: 0..<4, using: &generator) == 0 ? ["é", "\r", "\u{212A}", "ſ", "\u{301}"] : [])
        return String(
          (0..<Int.random(in: 0...9, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! }
        )
      }
      try expectEngineAnswers(regex, texts, pattern)
    }
  }

  private static func pattern(depth: Int, using generator: inout SeededGenerator) -> String {
    let atoms = [
      "a", "b", "ab", "aB", "k", "s", "ba", ".", "\\d", "\\w", "\\W", "\\s", "[ab]", "[^a]", "[a-k]", "[K-b]", "\\.",
      "^", "$", "_", "-", "é", "\\S",
      "bab",
    ]
    func next(_ depth: Int) -> String {
      guard depth > 0 else { return atoms.randomElement(using: &generator)! }
      switch Int.random(in: 0..<9, using: &generator) {
      case 0: return "(?:\(next(depth - 1))|\(next(depth - 1)))"
      case 1: return "(?i:\(next(depth - 1)))"
      case 2:
        return "(\(next(depth - 1)))" + ["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}"].randomElement(
          using: &generator
        )!
      case 3: return next(depth - 1)
      case 4: return "\(next(depth - 1)).*\(next(depth - 1))"
      default: return next(depth - 1) + next(depth - 1)
      }
    }
    let start = ["", "", "", "^", "(?i)", "\(next(1))|"].randomElement(using: &generator)!
    return start + next(depth)
  }

  /// Expects every way of matching to give the lines that the engine finds a match in.
  private func expectEngineAnswers(_ regex: Regex<AnyRegexOutput>, _ texts: [String], _ pattern: String = "") throws {
    let bytes = Array(texts.joined(separator: "\n").utf8)
    let lines = try withLines(of: bytes) { Array($0) }
    let expected = lines.filter { $0.string.firstMatch(of: regex) != nil }.map(\.number)
    let fused = try withLines(of: bytes) { Array($0.matching(regex).map(\.number)) }
    #expect(fused == expected, "\(pattern)")
    #expect(lines.matching(regex).map(\.number).elementsEqual(expected), "\(pattern)")
    #expect(lines.captures(of: regex).map(\.line.number) == expected, "\(pattern)")
    let counted = try withLines(of: bytes.inChunks(of: 5)) { $0.count(matching: regex) }
    #expect(counted == LineTotals(lines: lines.count, matches: expected.count, bytes: bytes.count), "\(pattern)")
  }

  @Test("An expression that is made from parts or has closures is left to the engine")
  func builders() throws {
    let texts = ["xab", "xcd", "cdy", "xcdy", "abcd", "", "5 ms", "x5", "ABC"]
    func expect<Output>(_ regex: Regex<Output>) throws {
      let bytes = Array(texts.joined(separator: "\n").utf8)
      let expected = texts.enumerated().filter { (try? regex.firstMatch(in: $0.element)) != nil }.map { $0.offset + 1 }
      try withLines(of: bytes) { #expect($0.matching(regex).map(\.number).elementsEqual(expected)) }
    }
    try expect(
      Regex {
        "x";
        ChoiceOf {
          "ab"; "cd"
        }; "y"
      }
    )
    try expect(
      Regex {
        ZeroOrMore {
          ChoiceOf {
            "ab"; "cd"
          }
        }
      }
    )
    try expect(
      Regex {
        /(?i)ab/; "C"
      }
    )
    try expect(
      Regex {
        TryCapture {
          OneOrMore(.digit)
        } transform: {
          Int($0).flatMap { $0 > 9 ? $0 : nil }
        }; " ms"
      }
    )
    try expect(/abc/.ignoresCase())
    try expect(Regex { "abc" }.ignoresCase())
    try expect(/ab|cd/.ignoresCase().matchingSemantics(.unicodeScalar))
  }

  @Test("An expression sees the first bytes of a line over the limit, in counts too")
  func limit() throws {
    let bytes = Array("xxxxERROR\nERROR\nxERROR\r\nxxERRO\nxERROR".utf8)
    for chunk in [1, 4, 100] {
      let chunks = bytes.inChunks(of: chunk)
      try withLines(of: chunks, longLines: .truncate(over: 6)) { #expect($0.count(matching: /ERROR$/).matches == 3) }
      try withLines(of: chunks, longLines: .truncate(over: 6)) { #expect($0.count(matching: /ERRO$/).matches == 1) }
      try withLines(of: chunks, longLines: .truncate(over: 6)) {
        #expect($0.matching(/ERROR$/).map(\.number).elementsEqual([2, 3, 5]))
      }
    }
  }

  @Test("A large file is counted on several threads, and on one if the expression has closures")
  func largeFile() async throws {
    let text = (0..<120_000).map { "line \($0) \($0 % 7 == 0 ? "ERROR: a timeout" : "is fine")" }.joined(
      separator: "\n"
    )
    let expected = LineTotals(lines: 120_000, matches: 17_143, bytes: text.utf8.count)
    try await withTemporaryFile(Array(text.utf8)) { path in
      for limit in [1, 3] {
        try withLines(at: path) { #expect($0.count(matching: /ERROR.*out$/, concurrently: limit) == expected) }
        try withLines(at: path) {
          #expect(Array($0.counted(matching: /ERROR.*out/, every: 50_000, concurrently: limit)).last == expected)
        }
        #expect(try await AsyncLines(at: path).count(matching: /ERROR.*out$/, concurrently: limit) == expected)
      }
      var calls = 0
      let counting = Regex {
        Capture {
          "ERROR"
        } transform: { text in
          calls += 1
          return text.count
        }
      }
      try withLines(at: path) { #expect($0.count(matching: counting, containing: "ERROR") == expected) }
      #expect(calls == 17_143)
    }
  }

  @Test("A line of 32 MiB is counted without being held")
  func hugeLine() throws {
    let source = RepeatingSource(byte: UInt8(ascii: "x"), left: 32 * 1024 * 1024)
    let chunks = [Array("\nan ERROR".utf8), Array(" or two".utf8)]
    let counted = try withLines(of: ConcatenatedSource(source, chunks)) { $0.count(matching: /ERROR or/) }
    #expect(counted == LineTotals(lines: 2, matches: 1, bytes: 32 * 1024 * 1024 + 16))
  }
}
