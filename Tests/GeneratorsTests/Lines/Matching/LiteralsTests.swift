import CByteScan
import DecoratorsTesting
import Testing

@testable import Generators

@Suite("Literals")
struct LiteralsTests {
  @Test("Literals match a string byte for byte")
  func strings() {
    let literals: Literals = ["ERROR", "é"]
    #expect(
      ["an ERROR", "fine", "caf\u{e9}", "cafe\u{301}", ""].map(literals.matches) == [true, false, true, false, false]
    )
    #expect(Literals([""]).matches("") && !Literals([]).matches("a"))
  }

  @Test(
    "Ignoring case, letters match by simple case folding, and ASCII letters match ASCII letters only",
    arguments: [
      ("error", "ErRoR", true), ("ERROR", "error", true), ("e[1]", "E[1]", true), ("e[1]", "E{1}", false),
      ("@", "`", false), ("ОШИБКА", "ошибка", true), ("straße", "STRAẞE", true), ("straße", "STRASSE", false),
      ("ΟΔΟΣ", "οδος", true), ("οδος", "οδοσ", true), ("å", "\u{212B}", true), ("\u{2126}", "ω", true),
      ("ǆ", "ǅ", true), ("Ⱥx", "ⱥX", true), ("k", "\u{212A}", false), ("\u{212A}", "K", false), ("ſ", "s", false),
      ("ı", "I", false), ("İ", "i", false), ("ß", "s", false), ("\u{10400}", "\u{10428}", true), ("é", "e", false),
      ("日本", "日本", true), ("Ꭰ", "ꭰ", true), ("µ", "Μ", true), ("", "", true),
    ]
  )
  func ignoringCase(literal: String, text: String, matches: Bool) {
    #expect(Literals([literal], ignoringCase: true).matches(text) == matches)
    #expect(Literals([literal], ignoringCase: true).matches("xü\(text)ö") == matches)
    #expect(Literals([text], ignoringCase: true).matches(literal) == matches)
    let many = (0..<100).map { "nothing \($0)" } + [literal]
    #expect(Literals(many, ignoringCase: true).matches("ü \(text) x") == matches)
  }

  @Test(
    "Whole words have no word character on either side",
    arguments: [
      ("ERROR", "ERROR", true), ("ERROR", "an ERROR.", true), ("ERROR", "ERRORS", false), ("ERROR", "anERROR", false),
      ("ERROR", "_ERROR", false), ("ERROR", "1ERROR", false), ("ERROR", "ERRORS ERROR", true),
      ("ERROR", "ERROR\r", true),
      ("caf", "café", false), ("fé", "café", false), ("caf", "cafe\u{301}", false), ("caf", "caf…", true),
      ("caf", "日caf", false), ("caf", "、caf", true), ("caf", "caf\u{10428}", false), ("caf", "😀caf😀", true),
      ("-x", "a-x", false), ("-x", " -x", true), ("-", "a - b", true), ("aa", "aaa aa", true), ("aa", "aaaa", false),
      ("cafe", "cafe\u{301}", false), ("a", "\u{660}a", false), ("", "abc", true),
    ]
  )
  func wholeWords(literal: String, text: String, matches: Bool) {
    #expect(Literals([literal], wholeWords: true).matches(text) == matches)
    let many = (0..<100).map { "nothing \($0)" } + [literal]
    #expect(Literals(many, wholeWords: true).matches(text) == matches)
    #expect(Literals([literal, "nothing"], ignoringCase: true, wholeWords: true).matches(text.uppercased()) == matches)
  }

  @Test("Bytes that are not UTF-8 match themselves, and are not part of words")
  func invalid() throws {
    let bytes: [UInt8] = [0xC3, 0x61, 0xFF, 0x62, 0x80]
    let lines = try withLines(of: bytes) { Array($0) }
    func matches(_ text: [UInt8], _ ignoringCase: Bool, _ wholeWords: Bool) -> Bool {
      lines[0].contains(anyOf: Literals(bytes: [text], ignoringCase: ignoringCase, wholeWords: wholeWords))
    }
    #expect(matches([0xFF], false, false) && matches([0xFF, 0x42], true, false) && !matches([0xC3], true, true))
    #expect(matches([0x41], true, true) && matches([0x62], false, true) && matches([0xC3], true, false))
    #expect(!matches([0xC3, 0x42], true, false))
  }

  @Test("Sets of any size find what a plain search finds, at any place, in either case and as whole words")
  func sets() async throws {
    var generator = SeededGenerator(seed: 3)
    for round in 0..<420 {
      await Task.yield()
      let count = [1, 2, 4, 9, 40, 60, 300][round % 7]
      let model = LiteralModel(
        texts: (0..<count).map { _ in LiteralModel.text(upTo: round % 3 == 0 ? 4 : 14, using: &generator) },
        ignoringCase: Bool.random(using: &generator),
        wholeWords: Bool.random(using: &generator)
      )
      let literals = model.literals
      for _ in 0..<6 {
        var text = LiteralModel.text(upTo: 90, using: &generator)
        if Bool.random(using: &generator), let literal = model.texts.randomElement(using: &generator) {
          let place = text.indices.randomElement(using: &generator) ?? text.startIndex
          text.insert(contentsOf: literal, at: place)
        }
        #expect(literals.matches(text) == model.matches(text), "\(model) in \(text)")
      }
    }
  }

  @Test(
    "Every way of searching for many literals finds what a plain search finds",
    arguments: [literals_portably, literals_with_ssse3, literals_with_avx2, literals_with_neon]
      .filter(literal_way_is_possible).map(\.rawValue)
  )
  func ways(way: UInt32) async throws {
    var generator = SeededGenerator(seed: 5)
    for round in 0..<180 {
      await Task.yield()
      let count = [4, 5, 9, 30, 48, 49][round % 6]
      let shortest = 1 + round % 4
      let model = LiteralModel(
        texts: (0..<count).map { _ in
          (0..<shortest).map { _ in LiteralModel.text(upTo: 1, using: &generator) }.joined()
            + LiteralModel.text(upTo: 9, using: &generator)
        },
        ignoringCase: Bool.random(using: &generator),
        wholeWords: Bool.random(using: &generator)
      )
      let texts = model.texts.map { Array($0.utf8) }
      let set = LiteralSet(
        texts,
        ignoringCase: model.ignoringCase,
        wholeWords: model.wholeWords,
        way: literal_way(way)
      )
      for _ in 0..<8 {
        var text = LiteralModel.text(upTo: 120, using: &generator)
        if Bool.random(using: &generator), let literal = model.texts.randomElement(using: &generator) {
          text.insert(contentsOf: literal, at: text.indices.randomElement(using: &generator) ?? text.startIndex)
        }
        let isFound = Array(text.utf8).withUnsafeBufferPointer { set.isFound(in: $0) }
        #expect(isFound == model.matches(text), "\(model) in \(text)")
      }
    }
  }

  @Test("Literals with a common start are found behind it")
  func commonStart() {
    let texts = (0..<1_000).map { "request-\($0)-" }
    for ignoringCase in [false, true] {
      let literals = Literals(texts, ignoringCase: ignoringCase)
      #expect(literals.matches("a request-x and request-999-"))
      #expect(literals.matches("REQUEST-0- request-request-77-") == true)
      #expect(literals.matches("REQUEST-0-") == ignoringCase)
      #expect(!literals.matches("request-1000-") && !literals.matches("request-5") && !literals.matches("request"))
    }
    let nested = Literals((1...200).map { String(repeating: "ab", count: $0) })
    #expect(nested.matches("xxabxx") && !nested.matches("xaxbx"))
    let shared = Literals(["abcX"] + (0..<100).map { "abcdefgh\($0)!" })
    #expect(shared.matches("abcdabcX") && shared.matches("abcdefgh42!") && !shared.matches("abcdefgh101!"))
  }

  @Test("Counting in reads of any size finds what a look at each line finds")
  func counting() async throws {
    var generator = SeededGenerator(seed: 11)
    for round in 0..<480 {
      await Task.yield()
      let model = LiteralModel(
        texts: (0..<[1, 2, 6, 60][round % 4]).map { _ in LiteralModel.text(upTo: 8, using: &generator) },
        ignoringCase: Bool.random(using: &generator),
        wholeWords: Bool.random(using: &generator)
      )
      let lines = (0..<8).map { _ in LiteralModel.text(upTo: 40, using: &generator) }
      let bytes = Array(lines.joined(separator: "\n").utf8)
      let chunks = bytes.inRandomChunks(upTo: 1 + round % 30, using: &generator)
      let expected = lines.filter(model.matches).count
      let totals = try withLines(of: chunks) { $0.count(matching: model.literals) }
      #expect(totals.matches == expected, "\(model) in \(lines)")
      let matching = try withLines(of: chunks) { Array($0.matching(model.literals).map(\.string)) }
      #expect(matching == lines.filter(model.matches))
    }
  }
}

/// Literals as a plain search over scalars finds them.
private struct LiteralModel {
  var texts: [String]
  var ignoringCase: Bool
  var wholeWords: Bool

  private static let cases: [[Unicode.Scalar]] = [
    ["a", "A"], ["e", "E"], ["r", "R"], ["k", "K"], ["é", "É"], ["ß", "ẞ"], ["σ", "ς", "Σ"], ["Ⱥ", "ⱥ"], ["д", "Д"],
  ]
  private static let others: [Unicode.Scalar] = [" ", "-", "_", "7", "…", "日", "😀", "\u{301}"]
  private static let words: Set<Unicode.Scalar> = Set(cases.joined()).union(["_", "7", "日", "\u{301}"])
  private static let folded = Dictionary(uniqueKeysWithValues: cases.flatMap { all in all.map { ($0, all[0]) } })

  var literals: Literals { Literals(texts, ignoringCase: ignoringCase, wholeWords: wholeWords) }

  static func text(upTo length: Int, using generator: inout SeededGenerator) -> String {
    let alphabet = cases.joined() + others + ["a", "e", "r", "A", "E", "R", "e", "r", "e", "r", " "]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 1...length, using: &generator) {
      text.append(alphabet.randomElement(using: &generator)!)
    }
    return String(text)
  }

  func matches(_ text: String) -> Bool {
    let text = scalars(text)
    return texts.contains { literal in
      let literal = scalars(literal)
      guard literal.count <= text.count else { return false }
      return (0...text.count - literal.count).contains { start in
        let end = start + literal.count
        guard text[start..<end].elementsEqual(literal) else { return false }
        return !wholeWords
          || !(start > 0 && Self.words.contains(text[start - 1]) || end < text.count && Self.words.contains(text[end]))
      }
    }
  }

  private func scalars(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.map { ignoringCase ? Self.folded[$0] ?? $0 : $0 }
  }
}
