import Foundation
import Testing

/// Checks that every example of a guide is a piece of the file that tests it.
func expectExamples(of guide: String, in file: String) throws {
  var root = URL(filePath: file)
  while root.lastPathComponent != "Tests" { root.deleteLastPathComponent() }
  root.deleteLastPathComponent()
  let tested = code(of: try String(contentsOf: URL(filePath: file), encoding: .utf8))
  let page = try String(contentsOf: root.appending(path: "Docs/\(guide)"), encoding: .utf8)
  let examples = page.split(separator: "```swift\n").dropFirst().map {
    $0.prefix(upTo: $0.range(of: "```")!.lowerBound)
  }
  #expect(!examples.isEmpty)
  for example in examples {
    let isTested = tested.contains(code(of: String(example)))
    #expect(isTested, "Not in the tests:\n\(example)")
  }
}

/// The code without its layout.
private func code(of text: String) -> String {
  text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
