import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Compressed predecessors of followed files", .timeLimit(.minutes(10)))
struct CompressedPredecessorTests {
  private func compress(_ name: String, in log: LogDirectory, _ time: Int, zstd: Bool = false) throws {
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: log.file(name))))
    let compressed = zstd ? Zstd.compress(bytes) : bytes.gzipped
    let target = name + (zstd ? ".zst" : ".gz")
    try Data(compressed).write(to: URL(fileURLWithPath: log.file(target)))
    try log.setTime(time, of: target)
    try log.delete(name)
  }

  @Test(
    "From a position, a file that was rotated and compressed since is read on, once, then the newer ones",
    arguments: [
      false, true,
    ]
  )
  func restart(zstd: Bool) async throws {
    guard !zstd || Zstd.isThere else { return }
    try await withFollower(of: "one\ntwo\nthree\n") { log, follower in
      let position = follower.taken.values[0].nextPosition
      #expect(await follower.cancel() is CancellationError)
      try log.rename(to: "app.log.2")
      try compress("app.log.2", in: log, 1, zstd: zstd)
      try log.write("four\nfive\n", to: "app.log.1")
      try compress("app.log.1", in: log, 2, zstd: zstd)
      try log.write("six\n")
      try log.setTime(3, of: "app.log")
      let second = follow(log, from: .position(position))
      await second.idle()
      #expect(second.lines == ["two", "three", "four", "five", "six"])
      #expect(second.taken.values.map(\.number) == [2, 3, 1, 2, 1])
      #expect(await second.cancel() is CancellationError)
      // Every line is a place to go on from.
      for (index, line) in second.taken.values.enumerated() {
        let third = follow(log, from: .position(line.nextPosition))
        await third.idle()
        #expect(third.lines == Array(second.lines.dropFirst(index + 1)), "after \(line)")
        #expect(await third.cancel() is CancellationError)
      }
    }
  }

  @Test("A file that is compressed while it is read is not read again from the compressed one")
  func live() async throws {
    try await withFollower(of: "one\ntwo\n") { log, follower in
      try log.rename(to: "app.log.1")
      try log.write("three\n")
      await follower.pass()
      try compress("app.log.1", in: log, 1)
      try log.rename(to: "app.log.1")
      try log.write("four\n")
      await follower.pass()
      await follower.pass(followingGrace)
      await follower.pass(followingGrace)
      #expect(follower.lines == ["one", "two", "three", "four"])
    }
  }

  @Test("Damaged compressed data is reported, and following goes on with the newer file")
  func damaged() async throws {
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "one\n", rotationGrace: .zero, events: events) { log, follower in
      try log.rename(to: "app.log.2")
      try log.write("two\n")
      try log.setTime(1, of: "app.log")
      try log.rename(to: "app.log.1")
      let damaged = Array("two\n".utf8).gzipped.dropLast(6)
      try Data(damaged).write(to: URL(fileURLWithPath: log.file("app.log.1.gz")))
      try log.setTime(1, of: "app.log.1.gz")
      try log.delete("app.log.1")
      try log.write("three\n")
      try log.setTime(2, of: "app.log")
      for _ in 1...3 { await follower.pass() }
      #expect(follower.lines.first == "one" && follower.lines.last == "three")
      #expect(events.values.contains { if case .failed = $0 { true } else { false } })
    }
  }
}
