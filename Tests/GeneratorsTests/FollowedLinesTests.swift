import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Followed lines", .timeLimit(.minutes(2)))
struct FollowedLinesTests {
  private static let grace = Duration.seconds(5)

  private func follow(
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
      rotationGrace: Self.grace,
      clock: clock,
      calls: calls
    )
    return Follower(clock, lines)
  }

  /// Calls `body` with a follower of a log that holds `text`, and cancels it.
  private func withFollower(
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

  private func lines(_ follower: Follower<Line>) -> [String] { follower.taken.values.map(\.string) }

  @Test("Lines come as they are written, with number, offset and source")
  func growing() async throws {
    try await withFollower(of: "one\ntwo\r\n") { log, follower in
      #expect(lines(follower) == ["one", "two"])
      try log.append("\nfour\n")
      await follower.pass()
      #expect(lines(follower) == ["one", "two", "", "four"])
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
      #expect(lines(follower) == ["one", "two"])
      #expect(follower.taken.values.map(\.offset) == [3, 7])
    }
  }

  @Test("S5: a torn line is held back until its line feed comes, also between CR and LF and inside a character (G6)")
  func tornLine() async throws {
    try await withFollower(of: "one\ntw") { log, follower in
      for piece in ["o", " and", " é", "\r"] {
        try log.append(piece)
        await follower.pass()
        #expect(lines(follower) == ["one"])
      }
      try log.append("\nthree\nfo")
      await follower.pass()
      #expect(lines(follower) == ["one", "two and é", "three"])
      #expect(follower.taken.values.last?.nextPosition.offset == 22)
    }
  }

  @Test("S5: a torn line that grows over the limit is truncated at once (G7)")
  func tornLongLine() async throws {
    try await withFollower(of: "abcdefgh", longLines: .truncate(over: 4)) { log, follower in
      #expect(lines(follower) == ["abcd"])
      try log.append("ijk\nnext\n")
      await follower.pass()
      #expect(lines(follower) == ["abcd", "next"])
    }
  }

  @Test("S4: after a rename the old file is read to its end through the grace, then the new one from its start")
  func rename() async throws {
    try await withFollower(of: "one\n") { log, follower in
      try log.append("two\n")
      try log.rename(to: "app.log.1")
      try log.write("new\n")
      await follower.pass()
      #expect(lines(follower) == ["one", "two"])
      try log.append("late\ntorn", to: "app.log.1")
      await follower.pass(Self.grace - .milliseconds(1))
      #expect(lines(follower) == ["one", "two", "late"])
      await follower.pass()
      #expect(lines(follower) == ["one", "two", "late", "torn", "new"])
      #expect(follower.taken.values.map(\.number) == [1, 2, 3, 4, 1])
      #expect(follower.taken.values.map(\.offset) == [0, 4, 8, 13, 0])
    }
  }

  @Test("S4: while the new file is empty, whoever has not noticed the rotation writes on to the old one")
  func emptyNewFile() async throws {
    try await withFollower(of: "one\n") { log, follower in
      try log.rename(to: "app.log.1")
      try log.write("")
      await follower.pass()
      await follower.pass(.seconds(60))
      try log.append("two\n", to: "app.log.1")
      await follower.pass()
      #expect(lines(follower) == ["one", "two"])
      try log.append("new\n")
      await follower.pass()
      #expect(lines(follower) == ["one", "two", "new"])
    }
  }

  @Test("S4: a file that is copied and truncated is read from its start, its torn line delivered before")
  func truncation() async throws {
    try await withFollower(of: "one\ntwo\nto") { log, follower in
      try log.truncate()
      try log.append("a\n")
      await follower.pass()
      #expect(lines(follower) == ["one", "two", "to", "a"])
      #expect(follower.taken.values.map(\.offset) == [0, 4, 8, 0])
      try log.truncate()
      await follower.pass()
      try log.append("b\n")
      await follower.pass()
      #expect(lines(follower) == ["one", "two", "to", "a", "b"])
    }
  }

  @Test("S4: a truncated file that has grown beyond where it was is told by how it begins")
  func truncatedAndGrown() async throws {
    try await withFollower(of: "one\n") { log, follower in
      try log.truncate()
      try log.append("a longer line\n")
      await follower.pass()
      #expect(lines(follower) == ["one", "a longer line"])
    }
  }

  @Test("S4: a file that is deleted and made anew is read from its start")
  func recreation() async throws {
    try await withFollower(of: "one\n") { log, follower in
      try log.delete()
      await follower.pass()
      await follower.pass(.seconds(60))
      #expect(lines(follower) == ["one"])
      try log.write("two\n")
      await follower.pass()
      #expect(lines(follower) == ["one"])
      await follower.pass(Self.grace)
      #expect(lines(follower) == ["one", "two"])
    }
  }

  @Test("A file that is not there yet is waited for, and read from its start wherever following began")
  func notThereYet() async throws {
    for start in [FollowStart.beginning, .end, .position(LinePosition(offset: 100))] {
      try await withFollower(of: nil, from: start) { log, follower in
        await follower.pass()
        try log.write("one\n")
        await follower.pass()
        #expect(lines(follower) == ["one"])
      }
    }
  }

  @Test("From the end: what is there already is passed over, a line that is torn there too")
  func end() async throws {
    try await withFollower(of: "one\ntw", from: .end) { log, follower in
      try log.append("o\nthree\n")
      await follower.pass()
      #expect(lines(follower) == ["three"])
    }
    try await withFollower(of: "one\n", from: .end) { log, follower in
      try log.append("two\n")
      await follower.pass()
      #expect(lines(follower) == ["two"])
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

  @Test("S4: from a position in a file that was rotated away, the rest of that file and then the new one")
  func positionInOldFile() async throws {
    try await withFollower(of: "one\ntwo\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      try log.rename(to: "app.log.1")
      try log.write("new\n")
      let second = follow(log, from: .position(position))
      await second.pass(Self.grace)
      #expect(lines(second) == ["two", "new"])
      #expect(await second.cancel() is CancellationError)
      try log.delete("app.log.1")
      let third = follow(log, from: .position(position))
      await third.idle()
      #expect(lines(third) == ["new"])
      #expect(await third.cancel() is CancellationError)
    }
  }

  @Test("S4: from a position in a file that begins otherwise by now, that is, in a truncated one, from the start")
  func positionInTruncatedFile() async throws {
    try await withFollower(of: "one\ntwo\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      for text in ["x\n", "another\nfile\n"] {
        try log.truncate()
        try log.append(text)
        let second = follow(log, from: .position(position))
        await second.idle()
        #expect(lines(second).joined(separator: "\n") + "\n" == text)
        #expect(await second.cancel() is CancellationError)
      }
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
      #expect(lines(second) == ["two"])
      #expect(await second.cancel() is CancellationError)
    }
  }

  @Test("S4: a file that is renamed, compressed and deleted before its end was read is read to its end")
  func compressedWhileOpen() async throws {
    try await withFollower(of: "one\n") { log, follower in
      try log.append("two\n")
      try log.rename(to: "app.log.1")
      try log.write("new\n")
      try log.append("three\nto", to: "app.log.1")
      try Data(Array("one\ntwo\nthree\nto".utf8).gzipped).write(to: URL(fileURLWithPath: log.file("app.log.1.gz")))
      try log.delete("app.log.1")
      await follower.pass()
      await follower.pass(Self.grace)
      #expect(lines(follower) == ["one", "two", "three", "to", "new"])
    }
  }

  @Test(
    "From a position in a file that was compressed since: the new file, and the rest is where the position says (S6)"
  )
  func positionInCompressedFile() async throws {
    try await withFollower(of: "one\ntwo\nthree\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      #expect(position.file != nil)
      try Data(Array("one\ntwo\nthree\n".utf8).gzipped).write(to: URL(fileURLWithPath: log.file("app.log.1.gz")))
      try log.delete()
      try log.write("new\n")
      let second = follow(log, from: .position(position))
      await second.idle()
      #expect(lines(second) == ["new"])
      #expect(second.taken.values[0].offset < position.offset)
      #expect(await second.cancel() is CancellationError)
      let rest = try withLines(at: log.file("app.log.1.gz"), from: position) { Array($0) }
      #expect(rest.map(\.string) == ["two", "three"])
      #expect(rest.map(\.number) == [2, 3])
    }
  }

  // MARK: Stale files

  @Test("S4: a stale file that lies at its path still is opened anew and read on, its torn line whole (S5)")
  func stale() async throws {
    let system = StaleFiles()
    try await withFollower(of: "one\n\nto", calls: system.calls) { log, follower in
      system.makeStale()
      try log.append("rn\nfour\nfi")
      await follower.pass()
      #expect(lines(follower) == ["one", "", "torn", "four"])
      system.makeStale()
      try log.append("ve\n")
      await follower.pass()
      #expect(lines(follower) == ["one", "", "torn", "four", "five"])
      #expect(follower.taken.values.map(\.number) == Array(1...5))
      #expect(follower.taken.values.map(\.offset) == [0, 4, 5, 10, 15])
      #expect(openDescriptors(of: log.file()) == 1)
    }
  }

  @Test("S4: a stale file that was truncated has ended, and is read from its start")
  func staleAndTruncated() async throws {
    let system = StaleFiles()
    try await withFollower(of: "one\ntwo\nto", calls: system.calls) { log, follower in
      system.makeStale()
      try log.truncate()
      try log.append("a\n")
      await follower.pass()
      #expect(lines(follower) == ["one", "two", "to", "a"])
    }
  }

  @Test("S4: of a stale file that was renamed the rest is read, and after the grace the new one")
  func staleAndRenamed() async throws {
    let system = StaleFiles()
    try await withFollower(of: "one\ntw", calls: system.calls) { log, follower in
      system.makeStale()
      try log.append("o\n")
      try log.rename(to: "app.log.1")
      try log.write("new\n")
      await follower.pass()
      #expect(lines(follower) == ["one", "two"])
      try log.append("three\n", to: "app.log.1")
      await follower.pass(Self.grace)
      #expect(lines(follower) == ["one", "two", "three", "new"])
      #expect(follower.taken.values.map(\.number) == [1, 2, 3, 1])
    }
  }

  @Test("S4: a stale file that is gone is waited for, and has ended with its torn line when another one comes")
  func staleAndGone() async throws {
    let system = StaleFiles()
    try await withFollower(of: "one\nto", calls: system.calls) { log, follower in
      system.makeStale()
      try log.delete()
      await follower.pass()
      await follower.pass(.seconds(60))
      #expect(lines(follower) == ["one"])
      system.makePathStale()
      try log.write("new\n")
      await follower.pass()
      #expect(lines(follower) == ["one"])
      system.makePathStale(false)
      await follower.pass()
      #expect(lines(follower) == ["one", "to", "new"])
    }
  }

  @Test(
    "S4: where every file is stale nothing is read, and one is opened for each look; long lines are numbered on (G7)",
    arguments: [0, 1]
  )
  func staleForever(offset: Int) async throws {
    let system = StaleFiles()
    try await withFollower(of: "abcdefgh", longLines: .truncate(over: 4), calls: system.calls) { log, follower in
      #expect(lines(follower) == ["abcd"])
      system.makeEveryFileStale(from: offset)
      try log.append("ijkl\nx\n")
      let opened = system.opened
      for round in 1...3 {
        await follower.pass()
        #expect(system.opened == opened + round)
      }
      system.makeEveryFileStale(from: nil)
      await follower.pass()
      #expect(lines(follower) == ["abcd", "x"])
      #expect(follower.taken.values.map(\.number) == [1, 2])
    }
  }

  @Test("A position is kept while its file is stale from the beginning")
  func staleAtFirst() async throws {
    try await withFollower(of: "one\ntwo\n") { log, follower in
      for isPath in [true, false] {
        let system = StaleFiles()
        if isPath { system.makePathStale() } else { system.makeEveryFileStale(from: 0) }
        let second = follow(log, from: .position(follower.taken.values[0].nextPosition), calls: system.calls)
        await second.pass()
        #expect(lines(second) == [])
        system.makePathStale(false)
        system.makeEveryFileStale(from: nil)
        await second.pass()
        #expect(second.taken.values == [follower.taken.values[1]])
        #expect(await second.cancel() is CancellationError)
      }
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

  @Test("Files in quick rotation give every line once and in order")
  func manyRotations() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("")
    let count = 300
    let reading = Task {
      try await withFollowedLines(
        at: log.file(),
        from: .beginning,
        pollingEvery: .milliseconds(5),
        rotationGrace: .zero
      ) { lines in
        var numbers: [Int] = []
        for try await line in lines {
          numbers.append(Int(line.string) ?? -1)
          if numbers.last == count { break }
          // The next rotation waits for what was written before it to be read.
          if numbers.count.isMultiple(of: 10) {
            try log.append("\(numbers.count + 1)\n\(numbers.count + 2)\n")
            try log.rename(to: "app.log.\(numbers.count)")
            try log.write((3...10).map { "\(numbers.count + $0)\n" }.joined())
          }
        }
        return numbers
      }
    }
    try log.append((1...10).map { "\($0)\n" }.joined())
    #expect(try await reading.value == Array(1...count))
    #expect(openDescriptors(of: log.file()) == 0)
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
}
