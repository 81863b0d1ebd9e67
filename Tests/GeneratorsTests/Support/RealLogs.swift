import Foundation
import Testing

/// Real logs beside the package, with the figures that their own README gives for them.
enum RealLogs {
  static let folder: String = {
    let root = #filePath.split(separator: "/").dropLast(5)
    return "/" + root.joined(separator: "/") + "/shared/data/logs"
  }()

  static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/README.md") }

  static let absence: Comment = "There are no logs in ../shared/data/logs: these tests need them."

  struct Figures: Sendable, CustomTestStringConvertible {
    let file: String
    let bytes: Int
    let lines: Int
    let errors: Int
    /// In bytes without the line feed; a carriage return before it and a byte-order mark count.
    var longest = 0
    var invalidLines = 0
    var invalidSequences = 0
    /// U+FFFD in the decoded text: one of utf8-stress-test.txt stands there as such.
    var replacementCharacters = 0

    var path: String { RealLogs.folder + "/" + file }
    var testDescription: String { file }
  }

  static let all = [
    Figures(file: "kafka-state-change.log", bytes: 931_957, lines: 5_307, errors: 114, longest: 3_012),
    Figures(file: "kafka-server.log", bytes: 46_255, lines: 415, errors: 14, longest: 4_407),
    Figures(file: "nginx-plus-status.jsonl", bytes: 2_784_760, lines: 500, errors: 0, longest: 5_571),
    Figures(file: "apache-access.log", bytes: 2_370_789, lines: 10_000, errors: 0, longest: 1_363),
    Figures(file: "laravel.log", bytes: 104_500, lines: 1_416, errors: 82, longest: 353),
    Figures(file: "hadoop-2k.log", bytes: 384_948, lines: 2_000, errors: 151, longest: 565),
    Figures(file: "healthapp-2k.log", bytes: 187_456, lines: 2_000, errors: 0, longest: 191),
    Figures(file: "castle-solutions.csv", bytes: 392_784, lines: 2_014, errors: 0, longest: 1_673),
    Figures(
      file: "food-world-cup.csv",
      bytes: 278_461,
      lines: 1_374,
      errors: 0,
      longest: 2_944,
      invalidLines: 285,
      invalidSequences: 286,
      replacementCharacters: 286
    ),
    Figures(file: "cabinet-turnover.csv", bytes: 29_169, lines: 380, errors: 0, longest: 136),
    Figures(
      file: "utf8-stress-test.txt",
      bytes: 22_781,
      lines: 300,
      errors: 0,
      longest: 125,
      invalidLines: 68,
      invalidSequences: 378,
      replacementCharacters: 379
    ),
    Figures(file: "cr-only-variables.csv", bytes: 10_139, lines: 1, errors: 0, longest: 10_139),
    Figures(file: "one-line-notebook.json", bytes: 134_710, lines: 1, errors: 0, longest: 134_710),
    Figures(file: "zeek-notice.jsonl.gz", bytes: 117_384, lines: 207, errors: 0, longest: 813),
  ]
}
