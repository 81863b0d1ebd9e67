import Foundation
import Testing

/// `Docs/Attributes.md` shows what an attribute becomes.
@Suite struct GuideExpansionTests {
  @Test func expansionOfTheGuide_isThatOfItsExample() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "Docs/Attributes.md"), encoding: .utf8)
    let blocks = page.split(separator: "```swift\n").dropFirst().compactMap { $0.split(separator: "```").first }
    let example = try #require(blocks.first { $0.contains("func pushMetric") })
    let shown = try #require(blocks.first { $0.contains("enum decorators") })
    // What the guide leaves out with `…` may be anything.
    let bodies = Bodies(String(example.replacing("…", with: "sent()")))
    let expanded = try bodies.body(by: #require(bodies.attributes.first))
    let plain = expanded.replacing(/#sourceLocation\(.*\)/, with: "")
      .replacing(/__macro_local_\d+(\w+?)fMu\d*_/) { String($0.1) }
    var rest = compact(plain)[...]
    for (index, part) in compact(String(shown)).split(separator: "…").enumerated() {
      let range = try #require(rest.firstRange(of: part), "\(part) is not in \(rest)")
      if index == 0 { #expect(range.lowerBound == rest.startIndex, "\(rest[..<range.lowerBound])") }
      rest = rest[range.upperBound...]
    }
    #expect(rest.isEmpty)
  }

  /// The code without comments and blanks.
  private func compact(_ code: String) -> String {
    code.split(separator: "\n").map { $0.split(separator: "//", omittingEmptySubsequences: false)[0] }.joined()
      .filter { !$0.isWhitespace }
  }
}
