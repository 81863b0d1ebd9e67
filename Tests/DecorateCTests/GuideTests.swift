internal import Foundation
import Testing

@testable import DecorateC

/// The guide `Docs/CFunctions.md` against the code: each option, key and word of one is in the other.
@Suite("The guide") struct GuideTests {
  private static let text: String = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return (try? String(contentsOf: folder.appendingPathComponent("Docs/CFunctions.md"), encoding: .utf8)) ?? ""
  }()

  /// The words in the first column of the table below a heading.
  ///
  /// - Parameter title: The title of the first column, where the section has several tables.
  private func words(below heading: String, titled title: String) throws -> [String] {
    let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("#") && $0.drop { $0 == "#" } == " \(heading)" })
    let header = try #require(lines[start...].firstIndex { $0.hasPrefix("| \(title) |") })
    return lines[(header + 2)...].prefix { $0.hasPrefix("|") }.map { line in
      line.split(separator: "|")[0].trimmingCharacters(in: CharacterSet(charactersIn: " `"))
    }
  }

  /// What an error says there is.
  private func known(_ rules: String) throws -> [String] {
    let error = try #require(throws: ScannerError.self) { try Rules(parsing: rules, file: "rules.yml") }
    let list = try #require(error.message.firstRange(of: "there are: ")).upperBound
    return error.message[list...].dropLast().components(separatedBy: ", ")
  }

  @Test("Options")
  func options() throws {
    let names = try words(below: "Options", titled: "option")
    let known = Set(DecorateCCommand.usage.matches(of: #/--[a-z][a-z-]*/#).map { String($0.output) })
    #expect(Set(names) == known)
    #expect(names.count == known.count)
  }

  @Test(
    "Keys and words of rules",
    arguments: [
      ("Rules", "key", "no: 1"), ("Sets of statuses", "key", "statuses: {S: {no: 1}}"),
      ("Functions", "key", "functions: {f: {no: 1}}"), ("Handles", "key", "handles: {h: {no: 1}}"),
      ("Functions", "result", "functions: {f: {result: no}}"),
      ("Functions", "parameter", "functions: {f: {parameters: {1: no}}}"),
      ("How a function reports failure", "convention", "assume: no"),
    ]
  )
  func rules(heading: String, title: String, rules: String) throws {
    #expect(try words(below: heading, titled: title).sorted() == known(rules).sorted())
  }

  @Test("Decorators")
  func decorators() throws {
    let line = try #require(Self.text.split(separator: "\n").first { $0.hasPrefix("| `--decorate` |") })
    let words = line.matches(of: #/`([a-z]+)`/#).map { String($0.output.1) }
    #expect(words == Decoration.allCases.map(\.rawValue))
  }

  @Test("Errors that are retried")
  func retriable() {
    for name in Retriable.errnoNames { #expect(Self.text.contains("`\(name)`"), "\(name)") }
    for word in Self.text.matches(of: #/`((?:SQLITE|CURLE|EAI)_[A-Z_]+)`/#) {
      #expect(Retriable.statusNames.contains(String(word.output.1)))
    }
  }

  @Test("The rules that it shows can be read, and show every key")
  func examples() throws {
    let blocks = Self.text.matches(of: #/```yaml\n((?:.|\n)*?)```/#).map { String($0.output.1) }
    #expect(blocks.count == 5)
    for block in blocks { _ = try Rules(parsing: block, file: "guide") }
    let all = blocks.joined()
    for (heading, title) in [
      ("Rules", "key"), ("Sets of statuses", "key"), ("Functions", "key"), ("Handles", "key"),
    ] {
      for key in try words(below: heading, titled: title) {
        let pattern = try Regex("(^|[\\n {])\(key):").anchorsMatchLineEndings()
        #expect(all.contains(pattern), "\(key)")
      }
    }
  }

  @Test("Built-in rules")
  func libraries() throws {
    for library in Rules.libraries {
      for header in try Rules(parsing: library.text, file: library.file).headers where library.file == "c-library.yaml"
      {
        #expect(Self.text.contains("`\(header)`"), "\(header)")
      }
    }
  }
}
