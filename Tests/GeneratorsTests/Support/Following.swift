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
  rotationGrace: Duration = followingGrace,
  rotatedFilesIn directories: [any FilePathConvertible] = [],
  calls: FileCalls = .system,
  events: ValueRecorder<FollowEvent> = ValueRecorder()
) -> Follower<Line> {
  let (clock, probe) = (ManualClock(), FollowProbe())
  let lines = FollowedLines(
    polling: log.file(),
    from: start,
    longLines: longLines,
    every: .milliseconds(250),
    rotationGrace: rotationGrace,
    rotatedFilesIn: directories,
    clock: clock,
    calls: calls,
    probe: probe,
    onEvent: { events.append($0) }
  )
  return Follower(clock, probe, lines)
}

/// Follows all files that match a pattern.
func followMany(
  _ pattern: String,
  from start: FollowStart = .beginning,
  rotatedFilesIn directories: [any FilePathConvertible] = [],
  usesNotifications: Bool = false,
  events: ValueRecorder<FollowEvent> = ValueRecorder()
) -> Follower<Line> {
  let (clock, probe) = (ManualClock(), FollowProbe())
  let lines = FollowedLines(
    pollingMatching: pattern,
    from: start,
    every: .milliseconds(250),
    rotationGrace: followingGrace,
    rotatedFilesIn: directories,
    usesNotifications: usesNotifications,
    clock: clock,
    probe: probe,
    onEvent: { events.append($0) }
  )
  return Follower(clock, probe, lines)
}

/// Calls `body` with a follower of a log that holds `text`, and cancels it.
func withFollower(
  of text: String?,
  from start: FollowStart = .beginning,
  longLines: LongLines = .standard,
  rotationGrace: Duration = followingGrace,
  calls: FileCalls = .system,
  events: ValueRecorder<FollowEvent> = ValueRecorder(),
  _ body: (LogDirectory, Follower<Line>) async throws -> Void
) async throws {
  let log = try LogDirectory()
  defer { log.remove() }
  if let text { try log.write(text) }
  let follower = follow(
    log,
    from: start,
    longLines: longLines,
    rotationGrace: rotationGrace,
    calls: calls,
    events: events
  )
  await follower.idle()
  try await body(log, follower)
  #expect(await follower.cancel() is CancellationError)
  try follower.clock.checkNoSleepers()
}

extension Follower<Line> {
  /// The texts of the lines that have come.
  var lines: [String] { taken.values.map(\.string) }

  /// The texts of the lines of each file of a directory, by its name.
  func texts(in log: LogDirectory) -> [String: [String]] {
    Dictionary(grouping: taken.values) { String($0.source.dropFirst(log.path.count + 1)) }
      .mapValues { $0.map(\.string) }
  }
}
