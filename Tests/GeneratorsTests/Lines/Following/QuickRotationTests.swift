import DecoratorPrimitives
import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Quick rotation of followed files", .timeLimit(.minutes(10)))
struct QuickRotationTests {
  @Test("Files that come and go within the grace are opened when they are seen, and read though they are deleted (S4)")
  func withinGrace() async throws {
    try await withFollower(of: "1\n") { log, follower in
      for number in 2...5 {
        try log.rename(to: "app.log.\(number)")
        try log.write("\(number)\n")
        await follower.pass()
      }
      for number in 2...5 { try log.delete("app.log.\(number)") }
      #expect(follower.lines == ["1"])
      await follower.pass(followingGrace)
      await follower.pass(followingGrace)
      #expect(follower.lines == ["1", "2", "3", "4", "5"])
    }
  }

  @Test("A consumer slower than the rotations loses nothing, also without grace")
  func slowConsumer() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("1\n")
    let (clock, probe) = (ManualClock(), FollowProbe())
    var lines = FollowedLines(
      polling: log.file(),
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .zero,
      clock: clock,
      probe: probe
    ).makeAsyncIterator()
    #expect(try await lines.next()?.string == "1")
    for number in 2...40 {
      await clock.sleepers(atLeast: 1)
      try log.delete()
      try log.write("\(number)\n")
      clock.advance(by: .milliseconds(250))
    }
    await clock.sleepers(atLeast: 1)
    for number in 2...40 { #expect(try await lines.next()?.string == "\(number)") }
  }

  @Test(
    "Files that came and were renamed between two looks are found by time, and read in order",
    arguments: [true, false]
  )
  func missedRotations(shifting: Bool) async throws {
    try await withFollower(of: "1\n") { log, follower in
      for number in 2...5 {
        if shifting {
          for index in (1..<number).reversed()
          where FileManager.default.fileExists(atPath: log.file("app.log.\(index)")) {
            try log.rename("app.log.\(index)", to: "app.log.\(index + 1)")
          }
          try log.rename(to: "app.log.1")
        } else {
          try log.rename(to: "app.log-2026010\(number)")
        }
        try log.write("\(number)\n")
        try log.setTime(number, of: "app.log")
      }
      // Others of the directory are none of its files.
      try log.write("other\n", to: "app.log.error")
      try log.write("other\n", to: "app-2.log")
      await follower.pass()
      await follower.pass(followingGrace)
      #expect(follower.lines == ["1", "2", "3", "4", "5"])
    }
  }

  @Test("Rotated files that were there before following began are not read when the file is rotated")
  func olderFiles() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("old\n", to: "app.log.2")
    try log.write("older\n", to: "app.log.3")
    try log.write("1\n")
    let follower = follow(log, rotationGrace: .zero)
    await follower.idle()
    // Its writer has not noticed the rotation before this one.
    try log.append("late\n", to: "app.log.2")
    try log.rename(to: "app.log.1")
    try log.write("2\n")
    await follower.pass()
    await follower.pass()
    #expect(follower.lines == ["1", "2"])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("From a position, files that came and were renamed while nobody followed are read in order")
  func missedWhileStopped() async throws {
    try await withFollower(of: "1\n2\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      for number in 3...5 {
        try log.rename(to: "app.log.\(9 - number)")
        try log.write("\(number)\n")
        try log.setTime(number, of: "app.log")
      }
      let second = follow(log, from: .position(position))
      await second.pass(followingGrace)
      await second.pass(followingGrace)
      #expect(second.lines == ["2", "3", "4", "5"])
      #expect(await second.cancel() is CancellationError)
      // The file of the position is gone: the newer ones are read, and that it is gone is reported.
      try log.delete("app.log.6")
      let events = ValueRecorder<FollowEvent>()
      let third = follow(log, from: .position(position), events: events)
      await third.pass(followingGrace)
      await third.pass(followingGrace)
      #expect(third.lines == ["3", "4", "5"])
      #expect(events.values.first == .positionLost(path: log.file()))
      #expect(await third.cancel() is CancellationError)
    }
  }

  @Test("From a position in a renamed file while there is none at the path, its rest is read at once")
  func nothingAtPath() async throws {
    try await withFollower(of: "1\n2\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      try log.rename(to: "app.log.1")
      let second = follow(log, from: .position(position), rotationGrace: .zero)
      await second.idle()
      #expect(second.lines == ["2"])
      try log.write("3\n")
      await second.pass()
      await second.pass()
      #expect(second.lines == ["2", "3"])
      #expect(await second.cancel() is CancellationError)
    }
  }

  @Test("Without grace, what is written between the last read and the look at the path is read")
  func writtenBeforeLook() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("1\n")
    let isRotationDue = Locked(false)
    var calls = FileCalls.system
    calls.read = { descriptor, buffer, offset in
      let count = FileCalls.system.read(descriptor, buffer, offset)
      // Behind what was read by now, the writer writes once more, and rotates.
      let isDue = isRotationDue.withLock { isDue in
        defer { if offset + count >= 2 { isDue = false } }
        return isDue && offset + count >= 2
      }
      if isDue {
        try? log.append("2\n")
        try? log.rename(to: "app.log.1")
        try? log.write("3\n")
      }
      return count
    }
    let follower = follow(log, rotationGrace: .zero, calls: calls)
    await follower.idle()
    isRotationDue.withLock { $0 = true }
    try log.append("")
    try log.setTime(5, of: "app.log")
    for _ in 1...3 { await follower.pass() }
    #expect(follower.lines == ["1", "2", "3"])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("A path that a symbolic link leads back to an earlier file goes on where that was left")
  func linkBack() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("a1\n", to: "a")
    try log.write("b1\n", to: "b")
    try log.link("app.log", to: "a")
    let follower = follow(log, rotationGrace: .zero)
    await follower.idle()
    try log.link("app.log", to: "b")
    await follower.pass()
    await follower.pass()
    try log.append("a2\n", to: "a")
    try log.link("app.log", to: "a")
    await follower.pass()
    await follower.pass()
    #expect(follower.lines == ["a1", "b1", "a2"])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("Files that were rotated and deleted between two looks are reported where the last one known is gone too")
  func deletedWhenRotated() async throws {
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "1\n", rotationGrace: .zero, events: events) { log, follower in
      try log.delete()
      // A file with 2 has been there and is deleted.
      try log.write("3\n", to: "app.log.1")
      try log.write("4\n")
      try log.setTime(1, of: "app.log.1")
      try log.setTime(2, of: "app.log")
      for _ in 1...3 { await follower.pass() }
      #expect(follower.lines == ["1", "3", "4"])
      #expect(
        events.values == [.filesMissed(path: log.file())] + Array(repeating: .rotated(path: log.file()), count: 2)
      )
    }
  }

  @Test("Files that are deleted or compressed by themselves are not reported as missed")
  func deletedAlone() async throws {
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "1\n", rotationGrace: .zero, events: events) { log, follower in
      try log.delete()
      try log.write("2\n")
      try log.setTime(1, of: "app.log")
      for _ in 1...2 { await follower.pass() }
      try log.delete()
      try Data(Array("2\n".utf8).gzipped).write(to: URL(fileURLWithPath: log.file("app.log.2.gz")))
      try log.setTime(2, of: "app.log.2.gz")
      try log.write("3\n", to: "app.log.1")
      try log.setTime(3, of: "app.log.1")
      try log.write("4\n")
      try log.setTime(4, of: "app.log")
      for _ in 1...3 { await follower.pass() }
      #expect(follower.lines == ["1", "2", "3", "4"])
      #expect(events.values == Array(repeating: .rotated(path: log.file()), count: 3))
    }
  }

  @Test("When 64 files wait, the first ones are over without the grace, so that later ones are not missed")
  func manyWaiting() async throws {
    try await withFollower(of: "1\n", rotationGrace: .seconds(86_400)) { log, follower in
      for number in 2...80 {
        try log.rename(to: "app.log.\(10_000 + number)")
        try log.write("\(number)\n")
        await follower.pass()
      }
      #expect(follower.lines == (1...18).map { "\($0)" })
    }
  }
}
