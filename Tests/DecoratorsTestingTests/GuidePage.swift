import Foundation

/// The examples of a guide that are no piece of the file that should test them.
func untestedExamples(of guide: String, in source: String = #filePath) throws -> [String] {
  func lines(of text: String) -> String {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
      .joined(separator: "\n")
  }
  let source = URL(filePath: source)
  let path = source.pathComponents.prefix { $0 != "Tests" }.dropFirst().joined(separator: "/")
  let page = try String(contentsOf: URL(filePath: "/\(path)/Docs/\(guide).md"), encoding: .utf8)
  let tested = lines(of: try String(contentsOf: source, encoding: .utf8))
  return page.split(separator: "```swift\n").dropFirst().compactMap {
    let example = String($0.prefix(upTo: $0.range(of: "```")!.lowerBound))
    return tested.contains(lines(of: example)) ? nil : example
  }
}
