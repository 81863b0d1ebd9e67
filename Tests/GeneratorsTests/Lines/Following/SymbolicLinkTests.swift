import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Followed symbolic links", .timeLimit(.minutes(10)))
struct SymbolicLinkTests {
  /// As in Kubernetes: `app.log` leads to `pod/0.log`.
  private func withPod(_ body: (LogDirectory) async throws -> Void) async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try FileManager.default.createDirectory(atPath: log.file("pod"), withIntermediateDirectories: false)
    try log.write("one\ntwo\n", to: "pod/0.log")
    try log.link("app.log", to: "pod/0.log")
    try await body(log)
  }

  @Test("A rotation beside the target is followed, and so is a link that leads to another target")
  func live() async throws {
    try await withPod { log in
      let follower = follow(log, rotationGrace: .zero)
      await follower.idle()
      try log.rename("pod/0.log", to: "pod/0.log.20260101-120000")
      try log.write("three\n", to: "pod/0.log")
      await follower.pass()
      await follower.pass()
      try log.write("four\n", to: "pod/1.log")
      try log.link("app.log", to: "pod/1.log")
      await follower.pass()
      await follower.pass()
      #expect(follower.lines == ["one", "two", "three", "four"])
      #expect(Set(follower.taken.values.map(\.source)) == [log.file()])
      #expect(await follower.cancel() is CancellationError)
    }
  }

  @Test("From a position, the renamed file and those after it are found beside the target")
  func restart() async throws {
    try await withPod { log in
      let follower = follow(log)
      await follower.idle()
      let position = follower.taken.values[0].nextPosition
      #expect(await follower.cancel() is CancellationError)
      try log.rename("pod/0.log", to: "pod/0.log.20260101-120000")
      try log.write("three\n", to: "pod/0.log")
      try log.setTime(1, of: "pod/0.log")
      let second = follow(log, from: .position(position))
      await second.pass(followingGrace)
      #expect(second.lines == ["two", "three"])
      #expect(await second.cancel() is CancellationError)
      // The container was restarted too.
      try log.write("four\n", to: "pod/1.log")
      try log.setTime(2, of: "pod/1.log")
      try log.link("app.log", to: "pod/1.log")
      let third = follow(log, from: .position(position))
      await third.pass(followingGrace)
      await third.pass(followingGrace)
      #expect(third.lines == ["two", "three", "four"])
      #expect(await third.cancel() is CancellationError)
    }
  }

  @Test("On Linux a rotation beside the target is reported")
  func notifications() async throws {
    try await withPod { log in
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
      try log.rename("pod/0.log", to: "pod/0.log.1")
      try log.write("three\n", to: "pod/0.log")
      await until { follower.lines.count == 3 }
      #expect(follower.lines == ["one", "two", "three"])
      #expect(await follower.cancel() is CancellationError)
    }
  }

  @Test("On Linux the directories of the last targets are watched, however many there were, and no others")
  func manyTargets() async throws {
    try await withPod { log in
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
      for number in 1...12 {
        try FileManager.default.createDirectory(atPath: log.file("pod\(number)"), withIntermediateDirectories: false)
        try log.write("\(number)\n", to: "pod\(number)/0.log")
        try log.link("app.log", to: "pod\(number)/0.log")
        for _ in 1...2 { await follower.pass() }
      }
      #expect(try isWatched(log.file("pod12")))
      #expect(try !isWatched(log.file("pod")) && !isWatched(log.file("pod1")))
      // Nothing but what is reported shows this.
      try log.rename("pod12/0.log", to: "pod12/0.log.1")
      try log.write("end\n", to: "pod12/0.log")
      await until { follower.lines.count == 15 }
      #expect(follower.lines == ["one", "two"] + (1...12).map { "\($0)" } + ["end"])
      #expect(await follower.cancel() is CancellationError)
    }
  }

  /// Whether some inotify descriptor of the process watches a directory.
  private func isWatched(_ path: String) throws -> Bool {
    var status = stat()
    try #require(stat(path, &status) == 0)
    let inode = "ino:\(String(status.st_ino, radix: 16)) "
    return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fdinfo").contains { descriptor in
      let text = (try? String(contentsOfFile: "/proc/self/fdinfo/" + descriptor, encoding: .utf8)) ?? ""
      return text.split(separator: "\n").contains { $0.hasPrefix("inotify") && $0.contains(inode) }
    }
  }
}
