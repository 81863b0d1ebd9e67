internal import ArgumentParser
internal import Foundation
internal import Generators
internal import UnixSignals

/// `tail -F | grep` that neither repeats nor misses a line when it is started again.
@main
struct FollowLog: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow-log",
    abstract:
      "Print the lines that come to a log and hold a text, through rotation and truncation, until SIGINT or SIGTERM."
  )

  @Option(help: "What lines have to hold; may be given several times.")
  var match: [String] = ["ERROR"]

  @Option(help: "A file that keeps the place after the last line, to go on from the next time.")
  var position: String?

  @Argument(help: "The log. It need not be there yet.")
  var file: String

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let following = Task { try await follow() }
    let stopping = Task {
      for await _ in signals { following.cancel() }
    }
    defer { stopping.cancel() }
    do { try await following.value } catch is CancellationError {}
  }

  private func follow() async throws {
    let literals = Literals(match)
    var last: LinePosition?
    defer { if let last { save(last) } }
    try await withFollowedLines(at: file, from: start()) { lines in
      for try await line in lines {
        if line.contains(anyOf: literals) { print("\(line.number): \(line.string)") }
        fflush(nil)
        last = line.nextPosition
      }
    }
  }

  private func start() throws -> FollowStart {
    guard let position, FileManager.default.fileExists(atPath: position) else { return .beginning }
    return try .position(JSONDecoder().decode(LinePosition.self, from: Data(contentsOf: URL(filePath: position))))
  }

  private func save(_ last: LinePosition) {
    guard let position else { return }
    do { try JSONEncoder().encode(last).write(to: URL(filePath: position), options: .atomic) } catch { print(error) }
  }
}
