import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Rotation and truncation of followed files", .timeLimit(.minutes(10)))
struct RotationTests {
  @Test("S4: after a rename the old file is read to its end through the grace, then the new one from its start")
  func rename() async throws {
    try await withFollower(of: "one\n") { log, follower in
      try log.append("two\n")
      try log.rename(to: "app.log.1")
      try log.write("new\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two"])
      try log.append("late\ntorn", to: "app.log.1")
      await follower.pass(followingGrace - .milliseconds(1))
      #expect(follower.lines == ["one", "two", "late"])
      await follower.pass()
      #expect(follower.lines == ["one", "two", "late", "torn", "new"])
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
      #expect(follower.lines == ["one", "two"])
      try log.append("new\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two", "new"])
    }
  }

  @Test("S4: a file that is copied and truncated is read from its start, its torn line delivered before")
  func truncation() async throws {
    try await withFollower(of: "one\ntwo\nto") { log, follower in
      try log.truncate()
      try log.append("a\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two", "to", "a"])
      #expect(follower.taken.values.map(\.offset) == [0, 4, 8, 0])
      try log.truncate()
      await follower.pass()
      try log.append("b\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two", "to", "a", "b"])
    }
  }

  @Test("S4: a truncated file that has grown beyond where it was is told by how it begins")
  func truncatedAndGrown() async throws {
    try await withFollower(of: "one\n") { log, follower in
      try log.truncate()
      try log.append("a longer line\n")
      await follower.pass()
      #expect(follower.lines == ["one", "a longer line"])
    }
  }

  @Test("S4: a file that is deleted and made anew is read from its start")
  func recreation() async throws {
    try await withFollower(of: "one\n") { log, follower in
      try log.delete()
      await follower.pass()
      await follower.pass(.seconds(60))
      #expect(follower.lines == ["one"])
      try log.write("two\n")
      await follower.pass()
      #expect(follower.lines == ["one"])
      await follower.pass(followingGrace)
      #expect(follower.lines == ["one", "two"])
    }
  }

  @Test("S4: from a position in a file that was rotated away, the rest of that file and then the new one")
  func positionInOldFile() async throws {
    try await withFollower(of: "one\ntwo\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      try log.rename(to: "app.log.1")
      try log.write("new\n")
      let second = follow(log, from: .position(position))
      await second.pass(followingGrace)
      #expect(second.lines == ["two", "new"])
      #expect(await second.cancel() is CancellationError)
      try log.delete("app.log.1")
      let third = follow(log, from: .position(position))
      await third.idle()
      #expect(third.lines == ["new"])
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
        #expect(second.lines.joined(separator: "\n") + "\n" == text)
        #expect(await second.cancel() is CancellationError)
      }
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
      await follower.pass(followingGrace)
      #expect(follower.lines == ["one", "two", "three", "to", "new"])
    }
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
}
