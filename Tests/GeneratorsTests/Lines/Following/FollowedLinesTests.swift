import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Followed lines", .timeLimit(.minutes(10)))
struct FollowedLinesTests {
  @Test("Lines come as they are written, with number, offset and source")
  func growing() async throws {
    try await withFollower(of: "one\ntwo\r\n") { log, follower in
      #expect(follower.lines == ["one", "two"])
      try log.append("\nfour\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two", "", "four"])
      #expect(follower.taken.values.map(\.number) == [1, 2, 3, 4])
      #expect(follower.taken.values.map(\.offset) == [0, 4, 9, 10])
      #expect(Set(follower.taken.values.map(\.source)) == [log.file()])
    }
  }

  @Test("From the end of a file that holds a byte-order mark only, the first line is that behind the mark")
  func byteOrderMark() async throws {
    try await withFollower(of: "\u{FEFF}", from: .end) { log, follower in
      try log.append("one\ntwo\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two"])
      #expect(follower.taken.values.map(\.offset) == [3, 7])
    }
  }

  @Test("S5: a torn line is held back until its line feed comes, also between CR and LF and inside a character (G6)")
  func tornLine() async throws {
    try await withFollower(of: "one\ntw") { log, follower in
      for piece in ["o", " and", " é", "\r"] {
        try log.append(piece)
        await follower.pass()
        #expect(follower.lines == ["one"])
      }
      try log.append("\nthree\nfo")
      await follower.pass()
      #expect(follower.lines == ["one", "two and é", "three"])
      #expect(follower.taken.values.last?.nextPosition.offset == 22)
    }
  }

  @Test("S5: a torn line that grows over the limit is truncated at once (G7)")
  func tornLongLine() async throws {
    try await withFollower(of: "abcdefgh", longLines: .truncate(over: 4)) { log, follower in
      #expect(follower.lines == ["abcd"])
      try log.append("ijk\nnext\n")
      await follower.pass()
      #expect(follower.lines == ["abcd", "next"])
    }
  }

  @Test("A file that is not there yet is waited for, and read from its start wherever following began")
  func notThereYet() async throws {
    for start in [FollowStart.beginning, .end, .position(LinePosition(offset: 100))] {
      try await withFollower(of: nil, from: start) { log, follower in
        await follower.pass()
        try log.write("one\n")
        await follower.pass()
        #expect(follower.lines == ["one"])
      }
    }
  }

  @Test("From the end: what is there already is passed over, a line that is torn there too")
  func end() async throws {
    try await withFollower(of: "one\ntw", from: .end) { log, follower in
      try log.append("o\nthree\n")
      await follower.pass()
      #expect(follower.lines == ["three"])
    }
    try await withFollower(of: "one\n", from: .end) { log, follower in
      try log.append("two\n")
      await follower.pass()
      #expect(follower.lines == ["two"])
      #expect(follower.taken.values[0].offset == 4)
    }
  }

  @Test("From a position: the lines after it, numbered on, and none twice")
  func position() async throws {
    try await withFollower(of: "one\ntwo\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      let second = follow(log, from: .position(position))
      await second.idle()
      #expect(second.taken.values == [follower.taken.values[1]])
      #expect(await second.cancel() is CancellationError)
    }
  }

  @Test("A position waits for its file where the directory is not there yet")
  func positionInDirectoryToCome() async throws {
    try await withFollower(of: "one\ntwo\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      try FileManager.default.moveItem(atPath: log.path, toPath: log.path + ".unmounted")
      let second = follow(log, from: .position(position))
      await second.idle()
      try FileManager.default.moveItem(atPath: log.path + ".unmounted", toPath: log.path)
      await second.pass()
      #expect(second.lines == ["two"])
      #expect(await second.cancel() is CancellationError)
    }
  }

  @Test("On Linux a change is noticed without the clock: growth, rotation, a file that comes")
  func notifications() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    let clock = ManualClock()
    let (stream, give) = AsyncStream.makeStream(of: String.self)
    let task = Task {
      for try await line in FollowedLines(at: log.file(), from: .beginning, rotationGrace: .zero, clock: clock) {
        give.yield(line.string)
      }
    }
    var taken = stream.makeAsyncIterator()
    let changes: [(String, () throws -> Void)] = [
      ("one", { try log.write("one\n") }),
      ("two", { try log.append("two\n") }),
      (
        "three",
        {
          try log.rename(to: "app.log.1")
          try log.write("three\n")
        }
      ),
      ("four", { try log.append("four\n") }),
      ("5", { try log.write("5\n") }),
    ]
    for (line, change) in changes {
      await clock.sleepers(atLeast: 1)
      try change()
      #expect(await taken.next() == line)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.now == TestInstant())
  }

  @Test("G2: the scope has closed the file when it returns; G1: cancelled, it gives no more lines")
  func closing() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("one\n")
    let clock = ManualClock()
    try await withFollowedLines(at: log.file(), from: .beginning, clock: clock) { lines in
      for try await _ in lines { break }
      let task = Task {
        var lines = lines.makeAsyncIterator()
        _ = try await lines.next()
        var isCancelled = false
        do { _ = try await lines.next() } catch { isCancelled = error is CancellationError }
        return try await (isCancelled, lines.next() == nil)
      }
      await clock.sleepers(atLeast: 1)
      #expect(openDescriptors(of: log.file()) >= 1)
      task.cancel()
      let outcome = try await task.value
      #expect(outcome == (true, true))
    }
    #expect(openDescriptors(of: log.file()) == 0)
    try clock.checkNoSleepers()
  }

  @Test("What is no regular file is refused with a sentence, a directory too")
  func refusals() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try #require(mkfifo(log.file(), 0o600) == 0)
    for (path, text) in [(log.file(), "no regular file"), (log.path, "directory")] {
      var lines = FollowedLines(at: path).makeAsyncIterator()
      let error = await #expect(throws: ReadingError.self) { try await lines.next() }
      #expect(error?.source == path)
      #expect(error?.description.contains(text) == true)
      #expect(try await lines.next() == nil)
    }
  }

  @Test("G7: long lines are treated as elsewhere")
  func longLines() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("ab\nabcdef\nx\n")
    let skipping = FollowedLines(at: log.file(), from: .beginning, longLines: .skip(over: 3))
    var read: [Int] = []
    for try await line in skipping {
      read.append(line.number)
      if line.number == 3 { break }
    }
    #expect(read == [1, 3])
    #expect(skipping.skippedLines == 1)
    let failing = FollowedLines(at: log.file(), from: .beginning, longLines: .fail(over: 3))
    let error = await #expect(throws: ReadingError.self) { for try await _ in failing {} }
    #expect(error?.code == .lineTooLong)
  }

  @Test("The memory that was read into is used again")
  func memory() async {
    // In a process of its own, where no other test takes memory.
    await #expect(processExitsWith: .success) {
      func pageFaults() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_minflt
      }
      func follow(_ lineCount: Int) async throws -> Int {
        let log = try LogDirectory()
        defer { log.remove() }
        try log.write(String(repeating: String(repeating: "x", count: 99) + "\n", count: lineCount))
        let before = pageFaults()
        var read = 0
        for try await _ in FollowedLines(at: log.file(), from: .beginning) {
          read += 1
          if read == lineCount { break }
        }
        return pageFaults() - before
      }
      // The first run loads the code, a page at a time.
      _ = try await follow(64_000)
      // Each page of new memory is a fault: the file has 15,625.
      #expect(try await follow(640_000) < 4_000)
    }
  }
}
