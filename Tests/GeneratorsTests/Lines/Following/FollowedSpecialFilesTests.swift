import DecoratorPrimitives
import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Followed files that the system makes up, and busy neighbours", .timeLimit(.minutes(10)))
struct FollowedSpecialFilesTests {
  @Test(
    "Files in /proc, whose size is 0, are read once for each look at most",
    arguments: [
      "/proc/self/limits", "/proc/uptime",
    ]
  )
  func proc(path: String) async throws {
    let reads = Locked(0)
    var calls = FileCalls.system
    calls.read = { descriptor, buffer, offset in
      reads.withLock { $0 += 1 }
      return FileCalls.system.read(descriptor, buffer, offset)
    }
    let (clock, probe) = (ManualClock(), FollowProbe())
    let lines = FollowedLines(
      polling: path,
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .zero,
      clock: clock,
      calls: calls,
      probe: probe
    )
    let follower = Follower(clock, probe, lines)
    await follower.idle()
    #expect(!follower.taken.values.isEmpty)
    for _ in 1...10 { await follower.pass() }
    #expect(reads.withLock { $0 } < 200)
    #expect(lines.counts == FollowCounts())
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("What is written to other files of the directory wakes nobody")
  func neighbours() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("one\n")
    try log.write("", to: "busy")
    let (clock, probe) = (ManualClock(), FollowProbe())
    let lines = FollowedLines(
      polling: log.file(),
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .zero,
      usesNotifications: true,
      clock: clock,
      probe: probe
    )
    let follower = Follower(clock, probe, lines)
    await follower.idle()
    let rounds = probe.roundCount
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log.file("busy")))
    for _ in 1...500 { try handle.write(contentsOf: Data("noise\n".utf8)) }
    try handle.close()
    try log.append("two\n")
    await until { follower.lines == ["one", "two"] }
    #expect(probe.roundCount - rounds <= 8)
    #expect(await follower.cancel() is CancellationError)
  }
}
