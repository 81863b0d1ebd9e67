internal import Foundation
import Testing

@testable import DecorateC

/// The libclang of this machine, or nil.
let libclang = try? Libclang.find()

extension Trait where Self == ConditionTrait {
  /// Skips a test on a machine without libclang.
  static var needsLibclang: Self {
    .enabled(if: libclang != nil, "There is no libclang here: install libclang-dev.")
  }

  /// Skips a test on a machine without a header.
  static func needs(_ header: String, of package: String) -> Self {
    .enabled(
      if: libclang != nil
        && ["/usr/include", "/usr/include/x86_64-linux-gnu", "/usr/include/aarch64-linux-gnu"].contains {
          FileManager.default.fileExists(atPath: "\($0)/\(header)")
        },
      "There is no \(header) or no libclang here: install \(package) and libclang-dev."
    )
  }
}

/// A folder that is removed with its contents.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("decorate-c-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    let path = "\(self.path)/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }
}

/// Scans a header that a test has as text.
func scan(
  _ header: String,
  name: String = "api.h",
  rules: String = "",
  options: Scan.Options = Scan.Options()
) throws -> Scan {
  let folder = try TemporaryFolder()
  let path = try folder.write(header, to: name)
  let read = try Header(named: path, clang: #require(libclang))
  return try Scan([read], rules: Rules(parsing: rules, file: "rules.yaml"), options: options)
}

/// What the command says and does.
struct CommandResult {
  var status: Int32
  var output: String
  var errors: String
}

/// Runs the command in this process.
func decorateC(_ arguments: String...) -> CommandResult { decorateC(arguments) }

func decorateC(_ arguments: [String]) -> CommandResult {
  var (output, errors) = ("", "")
  let status = DecorateCCommand(print: { output += $0 }, report: { errors += $0 }).run(arguments)
  return CommandResult(status: status, output: output, errors: errors)
}
