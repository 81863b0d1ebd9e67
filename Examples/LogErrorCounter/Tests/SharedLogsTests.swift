import ExampleTesting
import Foundation
import Testing

/// Real logs that lie beside a checkout of the package, where there are any.
enum SharedLogs {
  static let folder = Examples.folder.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/data/logs")
  static let exist = FileManager.default.fileExists(atPath: folder.path)
}

/// What `grep -a -c` says of each.
@Suite(.enabled(if: SharedLogs.exist, "there is no folder ../shared/data/logs beside the package"))
struct SharedLogsTests {

  @Test(arguments: [
    ("kafka-state-change.log", 5307, 114, 931_957),
    ("kafka-server.log", 415, 14, 46_255),
    ("nginx-plus-status.jsonl", 500, 0, 2_784_760),
    ("apache-access.log", 10_000, 0, 2_370_789),
    ("laravel.log", 1416, 82, 104_500),
    ("hadoop-2k.log", 2000, 151, 384_948),
    ("healthapp-2k.log", 2000, 0, 187_456),
    ("castle-solutions.csv", 2014, 0, 392_784),
    ("food-world-cup.csv", 1374, 0, 278_461),
    ("cabinet-turnover.csv", 380, 0, 29_169),
    ("utf8-stress-test.txt", 300, 0, 22_781),
    ("cr-only-variables.csv", 1, 0, 10_139),
    ("one-line-notebook.json", 1, 0, 134_710),
    ("zeek-notice.jsonl.gz", 207, 0, 117_384),
  ])
  func file_isCountedAsGrepCounts(name: String, lines: Int, matches: Int, bytes: Int) async throws {
    let path = SharedLogs.folder.appending(path: name).path
    let ending = try await Counter.run(["--json", path])
    let batches = (lines + 999) / 1000
    let file = (path: path, lines: lines, matches: matches)
    #expect(
      ending.withoutTime
        == .init(
          output: json(lines: lines, matches: matches, bytes: bytes, batches: batches, files: [file]),
          error: "",
          code: 0
        )
    )
  }

  @Test(arguments: [
    ("kafka-state-change.log", 355), ("kafka-server.log", 14), ("apache-access.log", 7), ("laravel.log", 164),
    ("hadoop-2k.log", 156), ("healthapp-2k.log", 1), ("castle-solutions.csv", 10), ("utf8-stress-test.txt", 1),
  ])
  func severalTexts_countEachLineOnce(name: String, anyCase: Int) async throws {
    let spellings = (0..<32).map { bits in
      String("error".enumerated().map { bits >> $0 & 1 == 1 ? Character($1.uppercased()) : $1 })
    }
    let path = SharedLogs.folder.appending(path: name).path
    let ending = try await Counter.run(["--json"] + spellings.flatMap { ["--match", $0] } + [path])
    #expect(ending.output.contains(#""matches": \#(anyCase), "bytes""#))
  }
}
