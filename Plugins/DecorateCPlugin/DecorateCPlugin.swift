import Foundation
import PackagePlugin

/// Writes Swift wrappers for C functions when a target is built.
///
/// Each file of the target whose name is or ends in `decorate-c.yml` (or `.yaml`) is a rules file that names headers. The
/// wrappers that `decorate-c generate` writes by it are compiled with the target.
@main
struct DecorateCPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? SwiftSourceModuleTarget else { return [] }
    let rules = target.sourceFiles.map(\.url).filter { file in
      ["decorate-c.yml", "decorate-c.yaml"].contains { file.lastPathComponent.hasSuffix($0) }
    }
    if rules.isEmpty {
      Diagnostics.error("'\(target.name)' has no file 'decorate-c.yml' that names C headers.")
    }
    let tool = try context.tool(named: "decorate-c").url
    let modules = target.recursiveTargetDependencies.compactMap(CModule.init)
    return rules.sorted { $0.path < $1.path }.map { file in
      let name = file.deletingPathExtension().lastPathComponent
      let output = context.pluginWorkDirectoryURL.appending(path: "\(name).swift")
      return .buildCommand(
        displayName: "Writing wrappers for C functions by \(file.lastPathComponent)",
        executable: tool,
        arguments: ["generate", "--quiet", "--rules", file.path, "--output", output.path, "--"]
          + modules.flatMap(\.flags),
        inputFiles: Array(Set([file] + modules.flatMap(\.headers) + headers(namedBy: file))).sorted {
          $0.path < $1.path
        },
        outputFiles: [output]
      )
    }
  }

  /// The headers beside those that a rules file names by a path, which may be parts of them.
  private func headers(namedBy rules: URL) -> [URL] {
    guard let text = try? String(contentsOf: rules, encoding: .utf8) else { return [] }
    let folder = rules.deletingLastPathComponent()
    let words = text.split { $0.isWhitespace || "[],'\"".contains($0) }.map(String.init)
    let named = words.filter { !$0.hasPrefix("/") && URL(fileURLWithPath: $0).isHeader }
      .map { folder.appending(path: $0).standardizedFileURL }
      .filter { FileManager.default.fileExists(atPath: $0.path) }
    return Set(named.map { $0.deletingLastPathComponent() }).flatMap(\.headers)
  }
}

/// A target of C that a Swift target imports.
private struct CModule {
  /// What clang needs to find its headers and to read them as its own sources do.
  let flags: [String]
  /// The headers of the package itself.
  let headers: [URL]

  init?(_ target: any Target) {
    switch target {
    case let target as ClangSourceModuleTarget:
      flags =
        (target.publicHeadersDirectoryURL.map { ["-I", $0.path] } ?? [])
        + target.preprocessorDefinitions.map { "-D\($0)" }
      headers = target.sourceFiles.filter { $0.type == .header }.map(\.url)
    case let target as SystemLibraryTarget:
      flags = ["-I", target.directoryURL.path] + target.compilerFlags
      headers = target.directoryURL.headers
    default: return nil
    }
  }
}

extension URL {
  fileprivate var isHeader: Bool { ["h", "hh", "hpp", "hxx"].contains(pathExtension) }

  /// The headers in a folder and the folders in it.
  fileprivate var headers: [URL] {
    let files = FileManager.default.enumerator(at: self, includingPropertiesForKeys: nil)
    return files?.compactMap { $0 as? URL }.filter(\.isHeader).sorted { $0.path < $1.path } ?? []
  }
}
