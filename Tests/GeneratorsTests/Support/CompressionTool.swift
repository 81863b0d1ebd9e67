import Foundation
import Generators
import Testing

/// A command that compresses, to make data for tests.
struct CompressionTool: Sendable, CustomTestStringConvertible {
  let format: CompressedFormat
  /// Arguments besides `-c`, of which a test takes each.
  let options: [[String]]

  static let all = [
    CompressionTool(format: .gzip, options: [["-1"], ["-9"]]),
    CompressionTool(
      format: .zstd,
      options: [["-1"], ["-19"], ["--no-check"], ["--long=20"], ["--no-content-size"], ["-T2", "-B1"]]
    ),
    CompressionTool(
      format: .xz,
      options: [
        ["-0"], ["-9"], ["--check=none"], ["--check=crc32"], ["--check=sha256"], ["--block-size=1000"], ["-T2"],
      ]
    ),
    CompressionTool(format: .bzip2, options: [["-1"], ["-9"]]),
    CompressionTool(
      format: .lz4,
      options: [["-1"], ["-12"], ["-B4", "-BD"], ["-BX"], ["--no-frame-crc"], ["--content-size"]]
    ),
  ]

  var testDescription: String { format.rawValue }

  /// Where the command is, or nil where it is not installed.
  var path: String? {
    ["/usr/bin/", "/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + format.rawValue }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Ends the test, with a word why, where the command or the library is not installed.
  func requireInstalled() throws {
    try format.requireLibrary()
    if path == nil { try Test.cancel("There is no command \(format.rawValue): this test needs it.") }
  }

  /// These bytes as the command compresses them.
  func compress(_ bytes: [UInt8], _ options: [String] = []) throws -> [UInt8] {
    try withTemporaryFile(bytes) { path in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: self.path!)
      process.arguments = (format == .gzip || format == .bzip2 ? [] : ["-q"]) + options + ["-c"]
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      let output = Foundation.Pipe()
      process.standardOutput = output
      try process.run()
      let compressed = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0)
      return Array(compressed)
    }
  }
}

extension CompressedFormat {
  /// Ends the test, with a word why, where the system has no library for the format.
  func requireLibrary() throws {
    let names = SystemLibrary.names(for: self)
    guard !names.isEmpty, SystemLibrary(names: names) == nil else { return }
    try Test.cancel("There is no \(names[0]) on this system: this test needs it.")
  }
}
