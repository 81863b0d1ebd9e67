import Testing

@testable import DecorateC

@Suite("YAML") struct YAMLTests {
  private func parse(_ text: String) throws -> YAMLNode { try YAMLNode(parsing: text, file: "rules.yaml") }

  /// A node without its places, in one line.
  private func shown(_ node: YAMLNode) -> String {
    switch node.content {
    case .empty: "~"
    case .scalar(let text): "'\(text)'"
    case .list(let items): "[\(items.map(shown).joined(separator: ", "))]"
    case .mapping(let entries): "{\(entries.map { "\($0.key): \(shown($0.value))" }.joined(separator: ", "))}"
    }
  }

  @Test(
    "Mappings, lists and strings are read",
    arguments: [
      ("a: 1", "{a: '1'}"), ("a:\n  b: c\n  d:\ne: f", "{a: {b: 'c', d: ~}, e: 'f'}"),
      ("a:\n- x\n- y", "{a: ['x', 'y']}"), ("a:\n  - x\n  - y: z\n    w: v", "{a: ['x', {y: 'z', w: 'v'}]}"),
      ("a: [x, 'y, z', \"w\\n\"]  # comment", "{a: ['x', 'y, z', 'w\n']}"),
      ("a: {b: c d, e: [f]}", "{a: {b: 'c d', e: ['f']}}"),
      ("# only a comment\n---\na: it's", "{a: 'it's'}"), ("'it''s': x#y", "{it's: 'x#y'}"), ("", "~"),
      ("a: [x,\n  y]\nb: z", "{a: ['x', 'y'], b: 'z'}"), ("a|b: c", "{a|b: 'c'}"), ("- - a\n  - b", "[['a', 'b']]"),
      ("a: \"x # y\"", "{a: 'x # y'}"), ("\r\na: b\r\n", "{a: 'b'}"),
      ("a: \"x \\\" # y\"", "{a: 'x \" # y'}"), ("a: [\"x\\\"]\", y]", "{a: ['x\"]', 'y']}"),
      ("a: ['it''s ]', b]", "{a: ['it's ]', 'b']}"), ("a: null\nb: ~", "{a: 'null', b: ~}"), ("a: true", "{a: 'true'}"),
    ]
  )
  func reads(text: String, expected: String) throws {
    #expect(try shown(parse(text)) == expected)
  }

  @Test(
    "What cannot be read is reported with its place",
    arguments: [
      ("a: 1\na: 2", "rules.yaml:2:1"), ("\ta: 1", "rules.yaml:1:1"), ("a: [1, 2", "rules.yaml:1:4"),
      ("a: \"x", "rules.yaml:1:4"), ("a: &b c", "rules.yaml:1:4"), ("a:\n  b: 1\n c: 2", "rules.yaml:3:2"),
      ("a: 'x' y", "rules.yaml:1:8"), ("a: [1 2] 3", "rules.yaml:1:10"), ("a: \"\\q\"", "rules.yaml:1:6"),
      ("a: 1\nb", "rules.yaml:2:1"),
    ]
  )
  func reports(text: String, place: String) throws {
    let error = try #require(throws: ScannerError.self) { try parse(text) }
    #expect(error.place?.description == place)
  }

  @Test(
    "What YAML has and rules have no use for is refused with a sentence",
    arguments: [
      ("a: |\n  b", "'|' has a meaning in YAML that rules have no use for: put the text into quotes."),
      ("a: >\n  b", "'>' has a meaning in YAML that rules have no use for: put the text into quotes."),
      ("a: *b", "'*' has a meaning in YAML that rules have no use for: put the text into quotes."),
      ("a: !!int 1", "'!' has a meaning in YAML that rules have no use for: put the text into quotes."),
      ("a: [@b]", "'@' has a meaning in YAML that rules have no use for: put the text into quotes."),
      ("a: 1\n---\nb: 2", "a key with a colon is expected here."),
      ("a: b\n  c", "this line is indented in a way that belongs to nothing above it."),
      ("a:\n\tb: 1", "YAML is indented with spaces, not with tabs."),
      ("a: {b, c: d}", "a key with a colon is expected here."),
      ("a: [b", "the bracket that opens here is not closed."), ("a: 'b", "the quote that opens here is not closed."),
      ("a: 1\na: 2", "the key 'a' is here twice."), ("a: {b: 1, b: 2}", "the key 'b' is here twice."),
      ("a: \"\\x\"", "after a backslash, one of n t 0 \\ \" / is expected."),
    ]
  )
  func refuses(text: String, message: String) throws {
    let error = try #require(throws: ScannerError.self) { try parse(text) }
    #expect(error.message == message)
  }
}
