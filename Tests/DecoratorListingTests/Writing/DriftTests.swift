import DecoratorListing
import Testing

@Suite struct DriftTests {
  @Test(arguments: ["", "a\n", "a\n\nb\n"])
  func equalTexts_haveNoDrift(_ text: String) {
    #expect(Drift(from: text, to: text) == nil)
  }

  @Test(arguments: [
    ("a\nb\n", "a\nc\n", 2, "b", "c"), ("a\n", "a\nb\n", 2, "", "b"), ("a\nb\n", "a\n", 2, "b", ""),
  ])
  func firstDifference_isNamed(_ old: String, _ new: String, _ line: Int, _ committed: String, _ current: String) throws
  {
    let drift = try #require(Drift(from: old, to: new))
    #expect(drift.line == line && drift.committed == committed && drift.current == current)
  }

  @Test func missingLineFeedAtTheEnd_isADrift() throws {
    let drift = try #require(Drift(from: "a", to: "a\n"))
    #expect(drift.line == 2 && drift.committed == nil && drift.current == "")
    #expect(drift.sentence == "the last line has no line feed")
  }

  @Test func lineEndsOfWindows_areNoDrift() throws {
    #expect(Drift(from: "a\r\n\r\nb\r\n", to: "a\n\nb\n") == nil)
    let drift = try #require(Drift(from: "a\r\nb\r\n", to: "a\nc\n"))
    #expect(drift.line == 2 && drift.committed == "b" && drift.current == "c")
  }

  @Test func sentence_showsOfLongLinesWhatDiffers() throws {
    let common = String(repeating: "x", count: 300)
    let drift = try #require(Drift(from: common + "old" + common, to: common + "new"))
    let (start, end) = (String(repeating: "x", count: 24), String(repeating: "x", count: 73))
    #expect(drift.sentence == "the file has '…\(start)old\(end)…', the sources give '…\(start)new'")
    let ended = try #require(Drift(from: "a\n", to: "a\nb\n"))
    #expect(ended.sentence == "the file has '', the sources give 'b'")
  }
}
