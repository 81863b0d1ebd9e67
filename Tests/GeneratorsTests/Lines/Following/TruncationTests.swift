import DecoratorPrimitives
import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Truncated followed files", .timeLimit(.minutes(10)))
struct TruncationTests {
  @Test("copytruncate: what was not read before is read from the copy, compressed or not", arguments: [false, true])
  func copied(compressed: Bool) async throws {
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "one\ntwo\nhalf", rotationGrace: .zero, events: events) { log, follower in
      let text = "one\ntwo\nhalf and rest\nthree\nto"
      if compressed {
        try Data(Array(text.utf8).gzipped).write(to: URL(fileURLWithPath: log.file("app.log.1.gz")))
      } else {
        try log.write(text, to: "app.log.1")
      }
      try log.truncate()
      try log.append("new\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two", "half and rest", "three", "to", "new"])
      #expect(follower.taken.values.map(\.isTorn) == [false, false, false, false, true, false])
      #expect(follower.taken.values.map(\.number) == [1, 2, 3, 4, 5, 1])
      let expected: [FollowEvent] = [
        .truncated(path: log.file(), lostBytes: 0), .tornLine(path: log.file(), offset: 28),
      ]
      #expect(events.values == expected)
    }
  }

  @Test("Without a copy, the torn line is marked and the bytes that are known to be lost are counted")
  func lost() async throws {
    let events = ValueRecorder<FollowEvent>()
    let failing = Locked(false)
    var calls = FileCalls.system
    calls.read = { descriptor, buffer, offset in
      guard failing.withLock({ $0 }) else { return FileCalls.system.read(descriptor, buffer, offset) }
      errno = EIO
      return -1
    }
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("one\nhalf")
    let (clock, probe) = (ManualClock(), FollowProbe())
    let lines = FollowedLines(
      polling: log.file(),
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .zero,
      clock: clock,
      calls: calls,
      probe: probe,
      onEvent: { events.append($0) }
    )
    let follower = Follower(clock, probe, lines)
    await follower.idle()
    // These bytes are seen, but cannot be read before the truncation.
    failing.withLock { $0 = true }
    try log.append("way\nlost\n")
    await follower.pass()
    failing.withLock { $0 = false }
    try log.truncate()
    try log.append("new\n")
    await follower.pass()
    #expect(follower.lines == ["one", "half", "new"])
    #expect(follower.taken.values.map(\.isTorn) == [false, true, false])
    let expected: [FollowEvent] = [.truncated(path: log.file(), lostBytes: 9), .tornLine(path: log.file(), offset: 4)]
    #expect(Array(events.values.dropFirst()) == expected)
    var counts = FollowCounts()
    (counts.truncations, counts.lostBytes, counts.tornLines, counts.failures) = (1, 9, 1, 1)
    #expect(lines.counts == counts)
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("A slow consumer does not decide what is read before a truncation")
  func slowConsumer() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("0\n")
    let clock = ManualClock()
    var lines = FollowedLines(
      polling: log.file(),
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .zero,
      clock: clock
    ).makeAsyncIterator()
    #expect(try await lines.next()?.string == "0")
    for round in 1...6 {
      for line in 1...10 {
        await clock.sleepers(atLeast: 1)
        try log.append("\(round)-\(line)\n")
        clock.advance(by: .milliseconds(250))
      }
      await clock.sleepers(atLeast: 1)
      try log.truncate()
    }
    for round in 1...6 {
      for line in 1...10 { #expect(try await lines.next()?.string == "\(round)-\(line)") }
    }
  }

  @Test("A hole of NULs is skipped and counted, whenever the truncation is seen")
  func hole() async throws {
    for isSeen in [true, false] {
      let events = ValueRecorder<FollowEvent>()
      try await withFollower(of: "one\ntwo\n", events: events) { log, follower in
        try log.truncate()
        if isSeen { await follower.pass() }
        // The writer goes on where it was.
        try log.truncate(to: 2_000_000)
        try log.append("three\nfour\n")
        await follower.pass()
        #expect(follower.lines == ["one", "two", "three", "four"])
        #expect(follower.taken.values.map(\.offset).suffix(2) == [2_000_000, 2_000_006])
        #expect(
          events.values == [
            .truncated(path: log.file(), lostBytes: 0), .skippedNULs(path: log.file(), count: 2_000_000),
          ]
        )
        #expect(follower.taken.values.last?.number == 2)
      }
    }
  }

  @Test("What a file was written anew with is not counted as lost")
  func writtenAnew() async throws {
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "one\n", events: events) { log, follower in
      try log.write("a much longer line than before\nand another\n")
      await follower.pass()
      #expect(follower.lines == ["one", "a much longer line than before", "and another"])
      #expect(events.values == [.truncated(path: log.file(), lostBytes: 0)])
    }
  }

  @Test("A file of NULs that does not change is not read again")
  func restingNULs() async throws {
    let bytesRead = Locked(0)
    var calls = FileCalls.system
    calls.read = { descriptor, buffer, offset in
      let count = FileCalls.system.read(descriptor, buffer, offset)
      bytesRead.withLock { $0 += count }
      return count
    }
    try await withFollower(of: String(repeating: "\0", count: 300_000), calls: calls) { log, follower in
      for _ in 1...3 { await follower.pass() }
      let before = bytesRead.withLock { $0 }
      for _ in 1...3 { await follower.pass() }
      #expect(bytesRead.withLock { $0 } - before < 10_000)
      try log.append("one\n")
      await follower.pass()
      #expect(follower.lines == ["one"])
    }
  }

  @Test("A file of NULs is no line, and neither are NULs that are overwritten before text comes behind them")
  func onlyNULs() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write(String(repeating: "\0", count: 10))
    let follower = follow(log)
    await follower.pass()
    #expect(follower.lines == [])
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: log.file()))
    try handle.write(contentsOf: Data("one\n".utf8))
    try handle.close()
    await follower.pass()
    #expect(follower.lines == ["one"])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("A file that is written anew in place with an equal beginning is told by the bytes before the offset")
  func equalHeader() async throws {
    let header = String(repeating: "# the same header in each file\n", count: 40)
    try await withFollower(of: header + "one\n") { log, follower in
      try log.write(header + "two\nthree\n")
      await follower.pass()
      #expect(follower.lines.suffix(3) == ["# the same header in each file", "two", "three"])
      #expect(follower.lines.count == 41 + 42)
    }
  }

  @Test("From a position, a file whose inode was given to another one with an equal beginning is read from its start")
  func reusedInode() async throws {
    let header = String(repeating: "# the same header in each file\n", count: 4)
    try await withFollower(of: header + "one\n") { log, follower in
      let position = try #require(follower.taken.values.last).nextPosition
      #expect(await follower.cancel() is CancellationError)
      try log.delete()
      try log.write(header + "two\nthree\n")
      let second = follow(log, from: .position(position))
      await second.idle()
      #expect(second.lines.suffix(2) == ["two", "three"])
      #expect(second.lines.count == 6)
      #expect(await second.cancel() is CancellationError)
    }
  }

  @Test("From a position in a file that was copied and truncated, the rest of the copy comes first")
  func positionInTruncatedFile() async throws {
    try await withFollower(of: "one\ntwo\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      try log.write("one\ntwo\nthree\n", to: "app.log.1")
      try log.truncate()
      try log.append("new\n")
      let second = follow(log, from: .position(position))
      await second.idle()
      #expect(second.lines == ["two", "three", "new"])
      // Its lines have positions too, from which the rest is found.
      let third = follow(log, from: .position(second.taken.values[0].nextPosition))
      await third.pass(followingGrace)
      #expect(third.lines == ["three", "new"])
      for each in [second, third] { #expect(await each.cancel() is CancellationError) }
    }
  }
}
