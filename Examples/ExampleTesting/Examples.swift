package import Foundation

/// The built examples, as a user runs them.
package enum Examples {
  /// The folder of the package.
  package static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// A file that the package keeps.
  package static func data(_ name: String) -> String { folder.appending(path: "Data").appending(path: name).path }

  /// A built program. It lies beside the test bundle.
  package static func program(_ name: String) -> String {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name).path
  }

  /// Runs a program to its end, with `input` as its standard input if there is any.
  package static func run(
    _ name: String,
    _ arguments: [String],
    reading input: String? = nil
  ) async throws -> ChildProcess.Ending {
    guard let input else { return try await ChildProcess(program(name), arguments).ending() }
    let child = try ChildProcess(program(name), arguments, input: .pipe)
    await child.write(input)
    child.closeInput()
    return try await child.ending()
  }
}
