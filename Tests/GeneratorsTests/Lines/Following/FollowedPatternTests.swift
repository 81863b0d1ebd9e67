import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Paths of followed patterns", .timeLimit(.minutes(10)))
struct FollowedPatternTests {
  private func follow(_ pattern: String, usesNotifications: Bool = true) -> Follower<Line> {
    let (clock, probe) = (ManualClock(), FollowProbe())
    let lines = FollowedLines(
      pollingMatching: pattern,
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .zero,
      usesNotifications: usesNotifications,
      clock: clock,
      probe: probe
    )
    return Follower(clock, probe, lines)
  }

  /// Files of the current directory, whose names begin with a text of their own.
  private func withCurrentDirectory(_ body: (_ prefix: String) async throws -> Void) async throws {
    let prefix = "followed-" + UUID().uuidString
    defer {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: ".")) ?? [] where name.hasPrefix(prefix) {
        try? FileManager.default.removeItem(atPath: name)
      }
    }
    try await body(prefix)
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test("In the current directory, later files and rotations are seen, each under one path", arguments: ["", "./"])
  func relative(spelling: String) async throws {
    try await withCurrentDirectory { prefix in
      try write("a1\n", to: prefix + "a.log")
      let follower = follow(spelling + prefix + "*.log")
      await follower.idle()
      try write("b1\n", to: prefix + "b.log")
      await until { follower.taken.values.count == 2 }
      try FileManager.default.moveItem(atPath: prefix + "a.log", toPath: prefix + "a.log.1")
      try write("a2\n", to: prefix + "a.log")
      await until { follower.taken.values.count == 3 }
      for _ in 1...42 { await follower.pass() }
      #expect(follower.lines == ["a1", "b1", "a2"])
      #expect(
        follower.taken.values.map(\.source)
          == ["a.log", "b.log", "a.log"].map { spelling + prefix + $0 }
      )
      #expect(await follower.cancel() is CancellationError)
    }
  }

  @Test("Files that come later in a directory that symbolic links lead to are seen, each under one path")
  func linkedDirectory() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try FileManager.default.createDirectory(atPath: log.file("real"), withIntermediateDirectories: false)
    try log.link("link", to: "real")
    try log.write("a1\n", to: "real/a.log")
    for pattern in ["/link/*.log", "/{link,real}/*.log", "/*/*.log"] {
      let follower = follow(log.path + pattern)
      await follower.idle()
      try log.write("b1\n", to: "real/b.log")
      await until { follower.taken.values.count == 2 }
      try log.append("a2\n", to: "real/a.log")
      await until { follower.taken.values.count == 3 }
      for _ in 1...42 { await follower.pass() }
      #expect(follower.lines == ["a1", "b1", "a2"])
      #expect(await follower.cancel() is CancellationError)
      try log.delete("real/b.log")
      try log.write("a1\n", to: "real/a.log")
    }
  }

  @Test("What nothing was reported of is found by the search: a link to a directory that leads to another one")
  func search() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    for name in ["old", "new"] {
      try FileManager.default.createDirectory(atPath: log.file(name), withIntermediateDirectories: false)
    }
    try log.link("link", to: "old")
    let follower = follow(log.path + "/link/*.log")
    await follower.idle()
    try log.link("link", to: "new")
    try log.write("a1\n", to: "new/a.log")
    for _ in 1...41 { await follower.pass() }
    #expect(follower.lines == ["a1"])
    // By then it is reported.
    try log.write("b1\n", to: "new/b.log")
    await until { follower.taken.values.count == 2 }
    #expect(follower.lines == ["a1", "b1"])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("A symbolic link whose target comes later is followed", arguments: [false, true])
  func danglingLink(isThereBefore: Bool) async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    if isThereBefore { try log.link("a.log", to: "pod") }
    let follower = follow(log.path + "/*.log")
    await follower.idle()
    if !isThereBefore { try log.link("a.log", to: "pod") }
    await follower.pass()
    try log.write("a1\n", to: "pod")
    await follower.pass()
    #expect(follower.lines == ["a1"])
    #expect(follower.taken.values.map(\.source) == [log.file("a.log")])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("A name that is not UTF-8 is followed, now and later, through rotations", arguments: [false, true])
  func otherNames(isThereBefore: Bool) async throws {
    try await withCurrentDirectory { prefix in
      func path(_ ending: String) -> [CChar] {
        prefix.utf8.map { CChar(bitPattern: $0) } + [CChar(bitPattern: 0xE9)] + ending.utf8CString
      }
      func write(_ text: String, to ending: String) throws {
        let descriptor = open(path(ending), O_WRONLY | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        #expect(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
        close(descriptor)
      }
      defer { for ending in [".log", ".log.1", ".log.2"] { unlink(path(ending)) } }
      if isThereBefore { try write("1\n", to: ".log") }
      let follower = follow(prefix + "*.log", usesNotifications: !isThereBefore)
      await follower.idle()
      if !isThereBefore {
        try write("1\n", to: ".log")
        await until { follower.taken.values.count == 1 }
      }
      // Two rotations between two looks.
      #expect(rename(path(".log"), path(".log.2")) == 0)
      try write("2\n", to: ".log.1")
      try write("3\n", to: ".log")
      for _ in 1...3 { await follower.pass() }
      #expect(follower.lines == ["1", "2", "3"])
      #expect(Set(follower.taken.values.map(\.source)).count == 1)
      #expect(await follower.cancel() is CancellationError)
    }
  }
}
