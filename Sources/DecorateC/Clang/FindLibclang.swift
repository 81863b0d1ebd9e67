internal import Foundation

extension Libclang {
  /// Finds libclang and loads it.
  ///
  /// In this order: the path that is given, `LIBCLANG_PATH` (a library, or a folder of one), `llvm-config --libdir`, the
  /// folder of the Swift toolchain in `PATH`, and the folders where systems install it, newest version first.
  ///
  /// - Parameters:
  ///   - path: A library or a folder of one. Nothing else is tried if it is given.
  ///   - environment: The variables to look in.
  ///   - systemFolders: The folders where systems install libraries.
  /// - Throws: ``ScannerError`` where there is none.
  package static func find(
    path: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    systemFolders: [String] = Libclang.systemFolders
  ) throws -> Libclang {
    if let path { return try load(path, from: "--libclang") }
    if let path = environment["LIBCLANG_PATH"], !path.isEmpty { return try load(path, from: "LIBCLANG_PATH") }
    var lastError: ScannerError?
    for candidate in candidates(environment: environment, systemFolders: systemFolders) {
      do {
        return try Libclang(path: candidate)
      } catch let error as ScannerError {
        lastError = lastError ?? error
      }
    }
    throw lastError
      ?? ScannerError(
        "there is no libclang on this system to read C headers with: install the package libclang-dev (Debian, Ubuntu), or "
          + "name the library with --libclang or LIBCLANG_PATH."
      )
  }

  /// Where systems install libraries.
  package static let systemFolders: [String] = {
    #if canImport(Darwin)
      return [
        "/Library/Developer/CommandLineTools/usr/lib", "/opt/homebrew/opt/llvm/lib", "/usr/local/opt/llvm/lib",
        "/Applications/Xcode.app/Contents/Developer/Toolchains/XcodeDefault.xctoolchain/usr/lib",
      ]
    #else
      return llvmFolders(under: "/usr/lib")
        + [
          "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib",
        ]
    #endif
  }()

  private static func load(_ path: String, from origin: String) throws -> Libclang {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ScannerError("\(origin) names '\(path)', which is not there.")
    }
    guard isFolder.boolValue else { return try Libclang(path: path) }
    guard let library = libraries(in: path).first else {
      throw ScannerError("\(origin) names '\(path)', a folder without libclang.")
    }
    return try Libclang(path: library)
  }

  private static func candidates(environment: [String: String], systemFolders: [String]) -> [String] {
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    var folders: [String] = []
    if let tool = path.lazy.map({ $0 + "/llvm-config" }).first(where: FileManager.default.isExecutableFile(atPath:)),
      let folder = output(of: tool, "--libdir")
    {
      folders.append(folder)
    }
    folders += toolchainFolders(environment: environment)
    return (folders + systemFolders).flatMap(libraries(in:))
  }

  /// The folders with the libraries of the Swift toolchains in `PATH`.
  static func toolchainFolders(environment: [String: String]) -> [String] {
    (environment["PATH"] ?? "").split(separator: ":")
      .filter { FileManager.default.isExecutableFile(atPath: "\($0)/swiftc") }
      .map { folder in
        let tool = URL(fileURLWithPath: "\(folder)/swiftc").resolvingSymlinksInPath()
        return tool.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("lib").path
      }
  }

  /// The libraries in a folder: first the one without a version in its name, then the others, newest version first.
  package static func libraries(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix("libclang.") || $0.hasPrefix("libclang-") }
      .filter { !$0.hasPrefix("libclang-cpp") && ($0.contains(".so") || $0.hasSuffix(".dylib")) }
      .sorted {
        let (first, second) = (version(in: $0), version(in: $1))
        return first == second ? $0.count < $1.count : first > second
      }
      .map { "\(folder)/\($0)" }
  }

  /// The folders `llvm-*/lib`, newest version first.
  private static func llvmFolders(under folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix("llvm-") }.sorted { version(in: $0) > version(in: $1) }
      .map { "\(folder)/\($0)/lib" }
  }

  /// The number in `libclang-14.so.1` or `llvm-14`; a name without one counts as the newest.
  private static func version(in name: String) -> Int {
    guard let dash = name.firstIndex(of: "-") else { return .max }
    return Int(name[name.index(after: dash)...].prefix { $0.isNumber }) ?? .max
  }

  /// The first line that a tool prints.
  private static func output(of tool: String, _ arguments: String...) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
