import DecoratorPrimitives
import DecoratorsTesting
import Foundation
import Generators
import Testing

/// What happens to the files between two calls of the system.
private final class Interruption: Sendable {
  private let action = Locked<(@Sendable () throws -> Void)?>(nil)

  /// Lets `body` run once at the next call that is asked for.
  func arm(_ body: @escaping @Sendable () throws -> Void) { action.withLock { $0 = body } }

  func run() {
    let body = action.withLock { $0.take() }
    do { try body?() } catch { Issue.record(error) }
  }

  /// Runs before a file of a name is opened.
  func beforeOpening(_ name: String) -> FileCalls {
    var calls = FileCalls.system
    calls.open = { path in
      if "\(path)".hasSuffix("/" + name) { self.run() }
      return FileCalls.system.open(path)
    }
    return calls
  }

  /// Runs after a file of a name was opened.
  func afterOpening(_ name: String) -> FileCalls {
    var calls = FileCalls.system
    calls.open = { path in
      defer { if "\(path)".hasSuffix("/" + name) { self.run() } }
      return FileCalls.system.open(path)
    }
    return calls
  }
}

@Suite("Rotations while files are looked for and read", .timeLimit(.minutes(10)))
struct RacingRotationTests {
  @Test("Several truncations between two looks: the rest of the first copy, the other copies, and the file, in order")
  func truncations() async throws {
    try await withFollower(of: "1\n", rotationGrace: .zero) { log, follower in
      for number in 2...4 {
        try log.append("\(number)\n")
        try copyAndTruncate(log, to: "app.log.2026-0000000\(number)", time: number)
      }
      try log.append("5\n")
      await follower.pass()
      #expect(follower.lines == ["1", "2", "3", "4", "5"])
    }
  }

  @Test("A file that is truncated between the look and the first read of it loses nothing")
  func truncatedBeforeRead() async throws {
    let interruption = Interruption()
    var calls = FileCalls.system
    calls.read = { descriptor, buffer, offset in
      // The first byte tells whether there is a hole, just before the block is read.
      if buffer.count == 1 { interruption.run() }
      return FileCalls.system.read(descriptor, buffer, offset)
    }
    try await withFollower(of: "1\n", calls: calls) { log, follower in
      try log.rename(to: "app.log.1")
      try log.write("2\n")
      await follower.pass()
      interruption.arm {
        try copyAndTruncate(log, to: "app.log.bak", time: 1)
        try log.append("3\n")
      }
      await follower.pass(followingGrace)
      await follower.pass()
      #expect(follower.lines == ["1", "2", "3"])
    }
  }

  @Test("Rotated files that are renamed between the listing and the opening are looked for again")
  func renamedBeforeOpening() async throws {
    let interruption = Interruption()
    let calls = interruption.beforeOpening("app.log.1")
    try await withFollower(of: "1\n", rotationGrace: .zero, calls: calls) { log, follower in
      try log.rename(to: "app.log.2")
      try log.write("2\n", to: "app.log.1")
      try log.write("3\n")
      for (time, name) in [(1, "app.log.2"), (2, "app.log.1"), (3, "app.log")] { try log.setTime(time, of: name) }
      interruption.arm {
        try log.rename("app.log.2", to: "app.log.3")
        try log.rename("app.log.1", to: "app.log.2")
        try log.rename(to: "app.log.1")
        try log.write("4\n")
        try log.setTime(4, of: "app.log")
      }
      for _ in 1...5 { await follower.pass() }
      #expect(follower.lines == ["1", "2", "3", "4"])
    }
  }

  @Test("A file that comes and is rotated while those before another one are looked for is read after that one")
  func rotatedWhileLooking() async throws {
    let interruption = Interruption()
    let calls = interruption.afterOpening("app.log")
    try await withFollower(of: "1\n", rotationGrace: .zero, calls: calls) { log, follower in
      try log.rename(to: "app.log.2026-00000001")
      try log.write("2\n", to: "app.log.2026-00000002")
      try log.write("3\n")
      try log.setTime(1, of: "app.log.2026-00000001")
      try log.setTime(2, of: "app.log.2026-00000002")
      try log.setTime(3, of: "app.log")
      interruption.arm {
        for number in 3...4 {
          try log.rename(to: "app.log.2026-0000000\(number)")
          try log.write("\(number + 1)\n")
          try log.setTime(number + 1, of: "app.log")
        }
      }
      for _ in 1...6 { await follower.pass() }
      #expect(follower.lines == ["1", "2", "3", "4", "5"])
    }
  }

  @Test("From a position in a rotated file, a copy of the file at the path that is not truncated yet is not read too")
  func copiedBeforeTruncation() async throws {
    try await withFollower(of: "1\n2\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      try log.rename(to: "app.log.2")
      try log.setTime(1, of: "app.log.2")
      for name in ["app.log", "app.log.1"] {
        try log.write("3\n", to: name)
        try log.setTime(2, of: name)
      }
      let second = follow(log, from: .position(position), rotationGrace: .zero)
      await second.pass()
      #expect(second.lines == ["2", "3"])
      try log.truncate()
      try log.append("4\n")
      await second.pass()
      #expect(second.lines == ["2", "3", "4"])
      #expect(await second.cancel() is CancellationError)
    }
  }

  @Test("A copy that was made before the last lines of a block were written is found from a position before them")
  func shorterCopy() async throws {
    try await withFollower(of: "1\n") { log, follower in
      try log.append("2\n3\n")
      await follower.pass()
      let position = follower.taken.values[1].nextPosition
      try log.write("1\n2\n", to: "app.log.1")
      try log.truncate()
      try log.append("4\n")
      let events = ValueRecorder<FollowEvent>()
      let second = follow(log, from: .position(position), rotationGrace: .zero, events: events)
      await second.pass()
      #expect(second.lines == ["4"])
      #expect(!events.values.contains(.positionLost(path: log.file())))
      #expect(await second.cancel() is CancellationError)
    }
  }

  @Test("Files that are rotated while the last one known is a compressed one are found")
  func afterCompressed() async throws {
    try await withFollower(of: "1\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      try log.rename(to: "app.log.2026-00000001")
      try Data(Array("2\n".utf8).gzipped).write(to: URL(fileURLWithPath: log.file("app.log.2026-00000002.gz")))
      try log.setTime(1, of: "app.log.2026-00000001")
      try log.setTime(2, of: "app.log.2026-00000002.gz")
      let second = follow(log, from: .position(position), rotationGrace: .zero)
      await second.idle()
      try log.write("3\n", to: "app.log.2026-00000003")
      try log.write("4\n")
      try log.setTime(3, of: "app.log.2026-00000003")
      try log.setTime(4, of: "app.log")
      for _ in 1...4 { await second.pass() }
      #expect(second.lines == ["2", "3", "4"])
      #expect(await second.cancel() is CancellationError)
    }
  }

  @Test(
    "What is written to an empty file, copied and truncated between two looks is read from the copy",
    arguments: [
      false, true,
    ]
  )
  func copiedSinceEmpty(isSeenEmptyAgain: Bool) async throws {
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "1\n", rotationGrace: .zero, events: events) { log, follower in
      try log.rename(to: "app.log.1")
      try log.write("")
      await follower.pass()
      try log.append("2\n")
      try copyAndTruncate(log, to: "app.log.bak", time: 1)
      try log.setTime(2, of: "app.log")
      if isSeenEmptyAgain { await follower.pass() }
      try log.append("3\n")
      for _ in 1...3 { await follower.pass() }
      #expect(follower.lines == ["1", "2", "3"])
      #expect(events.values.contains(.truncated(path: log.file(), lostBytes: 0)))
    }
  }

  @Test("A file that is empty at each look, and is written to, copied and truncated in between, loses nothing")
  func emptyAtEachLook() async throws {
    try await withFollower(of: "", rotationGrace: .zero) { log, follower in
      for number in 1...3 {
        try log.append("\(number)\n")
        try copyAndTruncate(log, to: "app.log.2026-0000000\(number)", time: 2 * number)
        try log.setTime(2 * number + 1, of: "app.log")
        await follower.pass()
      }
      try log.append("4\n")
      for _ in 1...2 { await follower.pass() }
      #expect(follower.lines == ["1", "2", "3", "4"])
    }
  }

  @Test("A file that is truncated, rotated and compressed between two looks is read once")
  func compressedAfterTruncation() async throws {
    try await withFollower(of: "1\n", rotationGrace: .zero) { log, follower in
      try copyAndTruncate(log, to: "app.log.2026-00000001", time: 1)
      try log.append("2\n")
      try Data(Array("2\n".utf8).gzipped).write(to: URL(fileURLWithPath: log.file("app.log.2026-00000002.gz")))
      // Tools that compress keep the time.
      let time = Date.now.addingTimeInterval(2)
      for name in ["app.log", "app.log.2026-00000002.gz"] {
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: log.file(name))
      }
      try log.delete()
      try log.write("3\n")
      try log.setTime(3, of: "app.log")
      for _ in 1...4 { await follower.pass() }
      #expect(follower.lines == ["1", "2", "3"])
    }
  }

  @Test("A compressed file that was missed is read, though a file that was empty when it was seen waits")
  func compressedBehindEmpty() async throws {
    try await withFollower(of: "1\n", rotationGrace: .zero) { log, follower in
      try log.rename(to: "app.log.2026-00000001")
      try log.write("")
      await follower.pass()
      try log.append("2\n")
      try log.rename(to: "app.log.2026-00000002")
      try Data(Array("3\n".utf8).gzipped).write(to: URL(fileURLWithPath: log.file("app.log.2026-00000003.gz")))
      try log.write("4\n")
      let names = ["app.log.2026-00000002", "app.log.2026-00000003.gz", "app.log"]
      for (time, name) in names.enumerated() { try log.setTime(time + 1, of: name) }
      for _ in 1...5 { await follower.pass() }
      #expect(follower.lines == ["1", "2", "3", "4"])
    }
  }

  @Test("A line that is written just after the end was read is read by the next look")
  func writtenAtTheEnd() async throws {
    let interruption = Interruption()
    var calls = FileCalls.system
    calls.read = { descriptor, buffer, offset in
      let count = FileCalls.system.read(descriptor, buffer, offset)
      // The line before it is read again, and nothing comes after it.
      if buffer.count > 1_024, count == 2 { interruption.run() }
      return count
    }
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("1\n")
    interruption.arm { try log.append("2\n") }
    let follower = follow(log, calls: calls)
    for _ in 1...3 { await follower.pass() }
    #expect(follower.lines == ["1", "2"])
    #expect(await follower.cancel() is CancellationError)
  }
}

/// Rotates as `copytruncate` does.
private func copyAndTruncate(_ log: LogDirectory, to name: String, time: Int) throws {
  try FileManager.default.copyItem(atPath: log.file(), toPath: log.file(name))
  try log.setTime(time, of: name)
  try log.truncate()
}
