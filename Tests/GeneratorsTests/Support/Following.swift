import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

/// How long a file is read on after another one has taken its path.
let followingGrace = Duration.seconds(5)

func follow(
  _ log: LogDirectory,
  from start: FollowStart = .beginning,
  longLines: LongLines = .standard,
  calls: FileCalls = .system
) -> Follower<Line> {
  let clock = ManualClock()
  let lines = FollowedLines(
    polling: log.file(),
    from: start,
    longLines: longLines,
    every: .milliseconds(250),
    rotationGrace: followingGrace,
    clock: clock,
    calls: calls
  )
  return Follower(clock, lines)
}

/// Calls `body` with a follower of a log that holds `text`, and cancels it.
func withFollower(
  of text: String?,
  from start: FollowStart = .beginning,
  longLines: LongLines = .standard,
  calls: FileCalls = .system,
  _ body: (LogDirectory, Follower<Line>) async throws -> Void
) async throws {
  let log = try LogDirectory()
  defer { log.remove() }
  if let text { try log.write(text) }
  let follower = follow(log, from: start, longLines: longLines, calls: calls)
  await follower.idle()
  try await body(log, follower)
  #expect(await follower.cancel() is CancellationError)
  try follower.clock.checkNoSleepers()
}

extension Follower<Line> {
  /// The texts of the lines that have come.
  var lines: [String] { taken.values.map(\.string) }
}
