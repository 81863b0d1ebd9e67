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
      "Print the lines that come to logs and contain a text, through rotation and truncation, until SIGINT or SIGTERM."
  )

  @Option(help: "What lines have to contain; may be given several times.")
  var match: [String] = ["ERROR"]

  @Option(help: "A file that keeps the places after the last lines, to go on from the next time.")
  var position: String?

  @Argument(help: "The log, or a pattern of several in quotes: '/var/log/app/**/*.log'. They need not be there yet.")
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
    var positions = try saved() ?? FollowedPositions()
    defer { save(positions) }
    let isFirst = positions.sources.isEmpty
    let start = isFirst ? FollowStart.beginning : .positions(positions)
    try await withFollowedLines(matching: file, from: start, onEvent: report) { lines in
      for try await line in lines {
        if line.contains(anyOf: literals) { print("\(line.source):\(line.number): \(line.string)") }
        fflush(nil)
        positions.advance(past: line)
      }
    }
  }

  private func report(_ event: FollowEvent) {
    FileHandle.standardError.write(Data("\(event)\n".utf8))
  }

  private func saved() throws -> FollowedPositions? {
    guard let position, FileManager.default.fileExists(atPath: position) else { return nil }
    return try JSONDecoder().decode(FollowedPositions.self, from: Data(contentsOf: URL(filePath: position)))
  }

  private func save(_ positions: FollowedPositions) {
    guard let position else { return }
    do { try JSONEncoder().encode(positions).write(to: URL(filePath: position), options: .atomic) } catch {
      print(error)
    }
  }
}
