import ExampleTesting
import Foundation

/// The built `log-error-counter`, as a user runs it.
enum Counter {
  static let program = Examples.program("log-error-counter")

  /// The log that the package keeps.
  static let keptLog = Examples.data("kafka-server.log")

  static func start(
    _ arguments: [String],
    input: ChildProcess.Stream = .file("/dev/null"),
    output: ChildProcess.Stream = .pipe,
    error: ChildProcess.Stream = .pipe,
    environment: [String: String] = [:]
  ) throws -> ChildProcess {
    try ChildProcess(program, arguments, input: input, output: output, error: error, environment: environment)
  }

  static func run(
    _ arguments: [String],
    input: ChildProcess.Stream = .file("/dev/null"),
    output: ChildProcess.Stream = .pipe,
    error: ChildProcess.Stream = .pipe,
    environment: [String: String] = [:]
  ) async throws -> ChildProcess.Ending {
    try await start(arguments, input: input, output: output, error: error, environment: environment).ending()
  }

  /// Runs with `text` as standard input.
  static func run(_ arguments: [String], reading text: String) async throws -> ChildProcess.Ending {
    let child = try start(arguments, input: .pipe)
    await child.write(text)
    child.closeInput()
    return try await child.ending()
  }
}

extension ChildProcess.Ending {
  /// The same with `S` for the only figure that differs from run to run.
  var withoutTime: Self {
    var ending = self
    ending.output.replace(#/"seconds": \d+\.\d{6}/#, with: #""seconds": S"#)
    ending.output.replace(#/ in \d+\.\d{6} s/#, with: " in S s")
    return ending
  }
}

/// The JSON of a result, whose time is left out.
func json(
  lines: Int,
  matches: Int,
  bytes: Int,
  batches: Int,
  pushes: Int = 0,
  retries: Int = 0,
  files: [(path: String, lines: Int, matches: Int)]
) -> String {
  let files = files.map { #"{"path": "\#($0.path)", "lines": \#($0.lines), "matches": \#($0.matches)}"# }
  return
    #"{"lines": \#(lines), "matches": \#(matches), "bytes": \#(bytes), "batches": \#(batches), "pushes": \#(pushes), "#
    + #""push_retries": \#(retries), "seconds": S, "files": [\#(files.joined(separator: ", "))]}"# + "\n"
}
