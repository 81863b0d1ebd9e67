internal import Foundation
import Testing

@testable import DecorateC

/// Each header in `Golden` shows one convention; the Swift file beside it is what has to come out.
///
/// `DECORATE_C_GOLDEN=write` writes the files anew.
@Suite("Golden files", .needsLibclang) struct GoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden").path
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".h") }.map { String($0.dropLast(2)) }.sorted()

  /// The wrappers of a header, with the options that its first line names.
  static func generate(_ name: String) throws -> (status: Int32, text: String, errors: String) {
    let path = "\(folder)/\(name).h"
    let first = try String(contentsOfFile: path, encoding: .utf8).prefix { $0 != "\n" }
    var arguments = ["generate", path]
    if let options = first.range(of: "decorate-c: ") {
      arguments += first[options.upperBound...].split(separator: " ").filter { $0 != "*/" }.map(String.init)
    }
    let rules = "\(folder)/\(name).yaml"
    if FileManager.default.fileExists(atPath: rules) { arguments += ["--rules", rules] }
    var (output, errors) = ("", "")
    let status = DecorateCCommand(print: { output += $0 }, report: { errors += $0 }).run(arguments)
    return (status, output, errors.replacing("\(folder)/", with: ""))
  }

  @Test("The wrappers are as the file beside the header has them", arguments: names)
  func matches(name: String) throws {
    let (status, text, errors) = try Self.generate(name)
    #expect(status == 0)
    for (ending, content) in [("swift", text), ("txt", errors)] {
      let path = "\(Self.folder)/\(name).\(ending)"
      if ProcessInfo.processInfo.environment["DECORATE_C_GOLDEN"] == "write" {
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
      }
      #expect(try content == String(contentsOfFile: path, encoding: .utf8))
    }
  }

  @Test("swift format leaves them as they are", arguments: names)
  func isFormatted(name: String) throws {
    let text = try Self.generate(name).text
    #expect(try SwiftTools.formatted(text) == text)
  }

  @Test("They compile without a warning", arguments: names)
  func compiles(name: String) throws {
    let text = try Self.generate(name).text
    let module = try #require(text.firstMatch(of: #/import (C[A-Za-z]+)/#)).1
    let complaints = try SwiftTools.complaints(
      about: text,
      module: String(module),
      header: "#include \"\(Self.folder)/\(name).h\"\n"
    )
    #expect(complaints == [])
  }
}
