import Foundation
import PackagePlugin

/// `swift package list-decorated`: hands the source files of the package to the tool, which reads them.
@main
struct ListDecorated: CommandPlugin {
  /// What the tool reads: `ListingRequest` in its library, which a plugin cannot import.
  private struct Request: Encodable {
    struct Target: Encodable {
      let name: String
      let isTest: Bool
      let files: [String]
    }

    let package: String
    let workingDirectory: String
    let targets: [Target]
  }

  func performCommand(context: PluginContext, arguments: [String]) throws {
    let request = Request(
      package: context.package.directoryURL.path(percentEncoded: false),
      workingDirectory: FileManager.default.currentDirectoryPath,
      targets: context.package.targets.filter { $0.usesDecorators }.compactMap { target in
        target.sourceModule.map { module in
          let files = module.sourceFiles(withSuffix: "swift").map { $0.url.path(percentEncoded: false) }
          return Request.Target(name: target.name, isTest: module.kind == .test, files: files)
        }
      }
    )
    let file = context.pluginWorkDirectoryURL.appending(path: "request.json")
    try JSONEncoder().encode(request).write(to: file)

    let tool = Process()
    tool.executableURL = try context.tool(named: "list-decorated-tool").url
    tool.arguments = [file.path(percentEncoded: false)] + arguments
    // The command's output is the listing alone, so that it can go into a file.
    let errors = Pipe()
    tool.standardError = errors
    try tool.run()
    let messages = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    tool.waitUntilExit()
    for message in messages.split(separator: "\n") { Diagnostics.error(String(message)) }
    if tool.terminationStatus != 0, messages.isEmpty {
      Diagnostics.error("list-decorated-tool ended with status \(tool.terminationStatus)")
    }
  }
}

extension Target {
  /// Whether the code of the target can use the decorators.
  fileprivate var usesDecorators: Bool {
    recursiveTargetDependencies.contains { ["Decorators", "DecoratorMacros"].contains($0.name) }
  }
}
