internal import Foundation
import Testing

/// The tools and modules that tests check generated code with.
enum SwiftTools {
  struct Result {
    var status: Int32
    var output: String
  }

  /// The folder with what this build has made.
  static let buildFolder: String = {
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
    // On macOS the program is in a bundle.
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Modules").path) {
      folder.deleteLastPathComponent()
    }
    return folder.path
  }()

  /// Runs a program until it ends, and returns what it wrote.
  static func run(_ arguments: [String]) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: output)
  }

  /// The text as `swift format` leaves it with its default settings.
  static func formatted(_ text: String) throws -> String {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "Wrappers.swift")
    let result = try run(["swift", "format", "--configuration", #"{"version": 1}"#, path])
    #expect(result.status == 0)
    return result.output
  }

  /// What the compiler complains of in generated code: its errors and warnings.
  ///
  /// - Parameters:
  ///   - module: The name of the module of C.
  ///   - header: What its header consists of.
  ///   - flags: Flags for the compiler.
  ///   - other: Another file of the same module.
  static func complaints(
    about text: String,
    module: String,
    header: String,
    flags: [String] = ["-swift-version", "6"],
    beside other: String = ""
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    let paths = [try folder.write(text, to: "Wrappers.swift"), try folder.write(other, to: "Other.swift")]
    try writeModule(module, header: header, to: folder)
    let result = try run(
      ["swiftc", "-typecheck", "-parse-as-library", "-module-name", "Wrappers", "-I", folder.path]
        + ["-I", "\(buildFolder)/Modules"] + flags + paths
    )
    let lines = result.output.split(separator: "\n").map(String.init).filter {
      $0.contains(": error: ") || $0.contains(": warning: ")
    }
    return lines.isEmpty && result.status != 0 ? [result.output] : lines
  }
}
