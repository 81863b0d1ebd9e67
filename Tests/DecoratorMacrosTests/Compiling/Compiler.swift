import Foundation

/// The Swift compiler of this machine, with the modules and the plugin that these tests were built with.
enum Compiler {
  /// One error or warning about the compiled file.
  struct Message: Hashable, CustomStringConvertible {
    var line: Int
    var text: String
    var description: String { "\(line): \(text)" }
  }

  private static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  private static let plugin = products.appending(path: "DecoratorMacrosPlugin-tool")
  private static let modules = products.appending(path: "Modules")

  private static let executable: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { URL(filePath: String($0)).appending(path: "swiftc") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  /// Whether there is a compiler to ask.
  static var isThere: Bool { executable != nil && FileManager.default.isExecutableFile(atPath: plugin.path) }

  /// What the compiler says about a file with this text.
  ///
  /// - Parameter mode: How far it goes: `-typecheck`, or `-emit-sil` and `-c`, which also look at how values flow.
  static func messages(about source: String, _ mode: String, _ flags: String...) throws -> [Message] {
    try placedMessages(about: source, mode, flags).map(\.message)
  }

  /// The same for a file that can import another module.
  static func messages(
    about source: String,
    _ mode: String,
    beside other: (name: String, source: String)
  ) throws -> [Message] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "module-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "\(other.name).swift")
    try other.source.write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = executable
    process.currentDirectoryURL = folder
    process.arguments = [
      "-emit-module", "-swift-version", "6", "-parse-as-library", "-module-name", other.name, file.lastPathComponent,
    ]
    try process.run()
    process.waitUntilExit()
    return try placedMessages(about: source, mode, ["-I", folder.path]).map(\.message)
  }

  /// The same, each with its column, which is counted from 1 in bytes.
  static func placedMessages(
    about source: String,
    _ mode: String,
    _ flags: [String] = []
  ) throws -> [(message: Message, column: Int)] {
    guard let executable else { return [] }
    let folder = FileManager.default.temporaryDirectory.appending(path: "compile-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try source.write(to: folder.appending(path: "Source.swift"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = executable
    process.currentDirectoryURL = folder
    process.arguments =
      [mode, "-swift-version", "6", "-parse-as-library", "-module-name", "Source", "-I", modules.path]
      + ["-load-plugin-executable", "\(plugin.path)#DecoratorMacrosPlugin"] + flags
      + (mode == "-typecheck" ? [] : ["-o", "Source.o"]) + ["Source.swift"]
    let output = Pipe()
    process.standardError = output
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").compactMap { line in
      guard
        let match = line.wholeMatch(of: /(.*?):(\d+):(\d+): (error|warning): (.*?)( \[#\w+\])?( \(from macro .*\))?/)
      else { return nil }
      // A line that is not the user's gets a number that no row expects.
      let line = match.1 == "Source.swift" ? Int(match.2) ?? 0 : -1
      return (Message(line: line, text: String(match.5)), Int(match.3) ?? 0)
    }
  }
}
