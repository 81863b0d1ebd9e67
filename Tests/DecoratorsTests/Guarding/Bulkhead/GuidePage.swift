import Foundation
import Testing

/// Checks that the examples of a guide are pieces of the file that tests them.
func expectExamples(
  of guide: String,
  from start: String? = nil,
  to end: String? = nil,
  atLeast count: Int,
  in file: String = #filePath
) throws {
  func lines(of text: some StringProtocol) -> String {
    // Runs of spaces are one: a guide aligns its comments.
    text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
      .joined(separator: "\n")
  }
  var root = URL(filePath: #filePath)
  for _ in 0..<5 { root.deleteLastPathComponent() }
  let tested = lines(of: try String(contentsOf: URL(filePath: file), encoding: .utf8))
  var page = Substring(try String(contentsOf: root.appending(path: "Docs/\(guide).md"), encoding: .utf8))
  if let start { page = page[try #require(page.range(of: start)).lowerBound...] }
  if let end { page = page[..<(try #require(page.range(of: end)).lowerBound)] }
  let examples = page.split(separator: "```swift\n").dropFirst().map {
    $0.prefix(upTo: $0.range(of: "```")!.lowerBound)
  }
  #expect(examples.count >= count)
  for example in examples { #expect(tested.contains(lines(of: example)), "Not in the tests:\n\(example)") }
}
