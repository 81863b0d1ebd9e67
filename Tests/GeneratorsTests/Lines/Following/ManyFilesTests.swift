import DecoratorPrimitives
import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Many followed files", .timeLimit(.minutes(10)))
struct ManyFilesTests {
  @Test("The files that match, those that come later, and those of new directories, each with its path")
  func laterFiles() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("a1\n", to: "a.log")
    try log.write("no\n", to: "a.txt")
    let follower = followMany(log.path + "/**/*.log", from: .end)
    await follower.idle()
    try log.append("a2\n", to: "a.log")
    try log.write("b1\n", to: "b.log")
    try FileManager.default.createDirectory(atPath: log.file("new/deep"), withIntermediateDirectories: true)
    try log.write("c1\nc2", to: "new/deep/c.log")
    await follower.pass()
    #expect(follower.texts(in: log) == ["a.log": ["a2"], "b.log": ["b1"], "new/deep/c.log": ["c1"]])
    try log.append("\n", to: "new/deep/c.log")
    await follower.pass()
    #expect(follower.texts(in: log)["new/deep/c.log"] == ["c1", "c2"])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("On Linux new files and directories, and what is written to them, are reported")
  func notifications() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    let follower = followMany(log.path + "/*.log", usesNotifications: true)
    await follower.idle()
    try log.write("a1\n", to: "a.log")
    await until { follower.taken.values.count == 1 }
    try log.append("a2\n", to: "a.log")
    await until { follower.taken.values.count == 2 }
    try log.rename("a.log", to: "a.log.1")
    try log.write("a3\n", to: "a.log")
    await follower.pass()
    await follower.pass(followingGrace)
    await until { follower.taken.values.count == 3 }
    #expect(follower.texts(in: log) == ["a.log": ["a1", "a2", "a3"]])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("A rotated file that matches too is not followed by itself, now or after a restart; nor is a compressed one")
  func rotatedFilesThatMatch() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("0\n", to: "app.log.1")
    try Data(Array("no\n".utf8).gzipped).write(to: URL(fileURLWithPath: log.file("x.log.gz")))
    try log.write("1\n")
    let follower = followMany(log.path + "/*.log*")
    await follower.idle()
    try log.rename("app.log.1", to: "app.log.2")
    try log.rename(to: "app.log.1")
    try log.write("2\n")
    await follower.pass()
    await follower.pass(followingGrace)
    #expect(follower.texts(in: log) == ["app.log": ["1", "2"]])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("One value holds the positions of all files, through rotations of some and new ones meanwhile")
  func positions() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    for name in ["a.log", "b.log"] { try log.write("1\n2\n3\n", to: name) }
    let first = followMany(log.path + "/*.log")
    await first.idle()
    var positions = FollowedPositions()
    for line in first.taken.values where line.number <= (line.source.hasSuffix("a.log") ? 1 : 2) {
      positions.advance(past: line)
    }
    #expect(await first.cancel() is CancellationError)
    #expect(Set(positions.sources) == [log.file("a.log"), log.file("b.log")])
    let stored = try JSONDecoder().decode(FollowedPositions.self, from: JSONEncoder().encode(positions))
    #expect(stored == positions)
    try log.rename("a.log", to: "a.log.1")
    try log.write("4\n", to: "a.log")
    try log.write("new\n", to: "c.log")
    let second = followMany(log.path + "/*.log", from: .positions(stored))
    await second.pass(followingGrace)
    await second.pass(followingGrace)
    #expect(second.texts(in: log) == ["a.log": ["2", "3", "4"], "b.log": ["3"], "c.log": ["new"]])
    #expect(await second.cancel() is CancellationError)
    positions[log.file("a.log")] = nil
    #expect(positions[log.file("a.log")] == nil && positions != stored)
  }

  @Test("A file of which no line was handled, and which is rotated meanwhile, is found by where it was begun")
  func beginnings() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    for name in ["a.log", "b.log"] { try log.write("1\n2\n", to: name) }
    let (clock, probe) = (ManualClock(), FollowProbe())
    let lines = FollowedLines(
      pollingMatching: log.path + "/*.log",
      from: .positions(FollowedPositions()),
      every: .milliseconds(250),
      rotationGrace: followingGrace,
      clock: clock,
      probe: probe
    )
    let first = Follower(clock, probe, lines)
    await first.idle()
    var positions = FollowedPositions()
    let handled = first.taken.values.filter { $0.source == log.file("a.log") }
    positions.advance(past: try #require(handled.first))
    positions.addMissing(from: lines.beginnings)
    #expect(await first.cancel() is CancellationError)
    #expect(positions[log.file("a.log")] == handled.first?.nextPosition)
    let stored = try JSONDecoder().decode(FollowedPositions.self, from: JSONEncoder().encode(positions))
    for name in ["a.log", "b.log"] {
      try log.rename(name, to: name + ".1")
      try log.write("3\n", to: name)
    }
    let second = followMany(log.path + "/*.log", from: .positions(stored))
    await second.pass(followingGrace)
    await second.pass(followingGrace)
    #expect(second.texts(in: log) == ["a.log": ["2", "3"], "b.log": ["1", "2", "3"]])
    #expect(await second.cancel() is CancellationError)
  }

  @Test("A file that was read on from its position, and is gone for the grace, is not read again when a new one comes")
  func forgottenPosition() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    for name in ["a.log", "b.log"] { try log.write("1\n2\n3\n", to: name) }
    let first = followMany(log.path + "/*.log")
    await first.idle()
    var positions = FollowedPositions()
    for line in first.taken.values where line.number == 1 { positions.advance(past: line) }
    #expect(await first.cancel() is CancellationError)
    let events = ValueRecorder<FollowEvent>()
    let second = followMany(log.path + "/*.log", from: .positions(positions), events: events)
    await second.idle()
    try log.rename("a.log", to: "a.log.1")
    try log.delete("b.log")
    await second.pass()
    await second.pass(followingGrace)
    await second.pass(followingGrace)
    for name in ["a.log", "b.log"] { try log.write("4\n", to: name) }
    await second.pass()
    #expect(second.texts(in: log) == ["a.log": ["2", "3", "4"], "b.log": ["2", "3", "4"]])
    #expect(events.values.isEmpty)
    #expect(await second.cancel() is CancellationError)
  }

  @Test("A file that is deleted is read to its end, closed after the grace, and forgotten")
  func deleted() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("a1\nto", to: "a.log")
    let follower = followMany(log.path + "/*.log")
    await follower.idle()
    try log.delete("a.log")
    await follower.pass()
    #expect(openDescriptors(of: log.file("a.log (deleted)")) == 1)
    await follower.pass(followingGrace)
    await follower.pass(followingGrace)
    #expect(follower.texts(in: log) == ["a.log": ["a1", "to"]])
    #expect(openDescriptors(of: log.file("a.log (deleted)")) == 0)
    try log.write("a2\n", to: "a.log")
    await follower.pass()
    #expect(follower.texts(in: log) == ["a.log": ["a1", "to", "a2"]])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("400 files take one descriptor each and one for all changes, and a quiet one has its turn beside a loud one")
  func descriptorsAndFairness() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    let loud = String(repeating: String(repeating: "x", count: 99) + "\n", count: 40_000)
    try log.write(loud, to: "loud.log")
    for number in 1...400 { try log.write("\(number)\n", to: "\(number).log") }
    let follower = followMany(log.path + "/*.log", usesNotifications: true)
    await follower.idle()
    // The consumer has waited for the reading in between.
    await until { follower.taken.values.count == 40_400 }
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    let ours = descriptors.count { descriptor in
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + descriptor)
      return target?.contains(log.path + "/") == true
    }
    #expect(ours == 401)
    let lines = follower.taken.values
    #expect(lines.count == 40_400)
    let lastQuiet = try #require(lines.lastIndex { $0.source != log.file("loud.log") })
    // Each file has had its turn after two blocks of the loud one.
    #expect(lines[..<lastQuiet].count { $0.source == log.file("loud.log") } < 8_000)
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("What is no pattern is refused")
  func patterns() async throws {
    var lines = FollowedLines(matching: "/tmp/\0").makeAsyncIterator()
    let error = await #expect(throws: ReadingError.self) { try await lines.next() }
    #expect(error?.code == .invalidPath)
    #expect(try await lines.next() == nil)
  }
}
