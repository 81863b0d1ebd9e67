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
  }
}
