import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Directories of rotated files", .timeLimit(.minutes(10)))
struct RotatedDirectoriesTests {
  /// How the directory `old` beside the log is given.
  enum Spelling: String, CaseIterable, Sendable {
    case relative, absolute

    func directories(_ log: LogDirectory) -> [any FilePathConvertible] {
      switch self {
      case .relative: ["old"]
      case .absolute: [log.file("none"), log.file("old")]
      }
    }
  }

  private func withLog(_ body: (LogDirectory) async throws -> Void) async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try FileManager.default.createDirectory(atPath: log.file("old"), withIntermediateDirectories: false)
    try log.write("one\ntwo\n")
    try await body(log)
  }

  /// Rotates twice, as logrotate does with `olddir`.
  private func rotateTwice(_ log: LogDirectory, compressing: Bool = false) throws {
    try log.rename(to: "old/app.log.2")
    try log.write("three\n", to: "old/app.log.1")
    try log.write("four\n")
    for (time, name) in ["old/app.log.1", "app.log"].enumerated() { try log.setTime(time + 1, of: name) }
    guard compressing else { return }
    for (time, name) in ["old/app.log.2", "old/app.log.1"].enumerated() {
      let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: log.file(name))))
      try Data(bytes.gzipped).write(to: URL(fileURLWithPath: log.file(name + ".gz")))
      try log.setTime(time, of: name + ".gz")
      try log.delete(name)
    }
  }

  @Test("Files that were rotated into it between two looks are read in order", arguments: Spelling.allCases)
  func live(spelling: Spelling) async throws {
    try await withLog { log in
      let follower = follow(log, rotatedFilesIn: spelling.directories(log))
      await follower.idle()
      try log.append("end\n")
      try rotateTwice(log)
      await follower.pass(followingGrace)
      await follower.pass(followingGrace)
      await follower.pass(followingGrace)
      #expect(follower.lines == ["one", "two", "end", "three", "four"])
      #expect(await follower.cancel() is CancellationError)
    }
  }

  @Test("From a position, the file is found in it, and so are those after it, compressed or not")
  func restart() async throws {
    for (spelling, compressing) in [(Spelling.relative, false), (.absolute, true), (.relative, true)] {
      try await withLog { log in
        let follower = follow(log)
        await follower.idle()
        let position = follower.taken.values[0].nextPosition
        #expect(await follower.cancel() is CancellationError)
        try rotateTwice(log, compressing: compressing)
        let second = follow(log, from: .position(position), rotatedFilesIn: spelling.directories(log))
        for _ in 1...3 { await second.pass(followingGrace) }
        #expect(second.lines == ["two", "three", "four"], "\(spelling), compressed: \(compressing)")
        #expect(await second.cancel() is CancellationError)
      }
    }
  }

  @Test("A copy in it is recognised after a truncation")
  func copyTruncate() async throws {
    try await withLog { log in
      let events = ValueRecorder<FollowEvent>()
      let follower = follow(log, rotatedFilesIn: ["old"], events: events)
      await follower.idle()
      try log.append("three\n")
      try FileManager.default.copyItem(atPath: log.file(), toPath: log.file("old/app.log.1"))
      try log.truncate()
      try log.append("four\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two", "three", "four"])
      #expect(events.values.contains(.truncated(path: log.file(), lostBytes: 0)))
      #expect(await follower.cancel() is CancellationError)
    }
  }

  @Test("Behind a symbolic link, a relative one is below the directory of the target")
  func symbolicLink() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try FileManager.default.createDirectory(atPath: log.file("pod/old"), withIntermediateDirectories: true)
    try log.write("one\ntwo\n", to: "pod/0.log")
    try log.link("app.log", to: "pod/0.log")
    let follower = follow(log)
    await follower.idle()
    let position = follower.taken.values[0].nextPosition
    #expect(await follower.cancel() is CancellationError)
    try log.rename("pod/0.log", to: "pod/old/0.log.1")
    try log.write("three\n", to: "pod/0.log")
    try log.setTime(1, of: "pod/0.log")
    let second = follow(log, from: .position(position), rotatedFilesIn: ["old"])
    for _ in 1...2 { await second.pass(followingGrace) }
    #expect(second.lines == ["two", "three"])
    #expect(await second.cancel() is CancellationError)
  }

  @Test("Of many files each has its own, and what is rotated into it is not followed by itself")
  func manyFiles() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    for name in ["a", "b"] {
      try FileManager.default.createDirectory(atPath: log.file(name + "/old"), withIntermediateDirectories: true)
      try log.write("\(name)1\n", to: name + "/app.log")
    }
    let follower = followMany(log.path + "/**/*.log*", rotatedFilesIn: ["old"])
    await follower.idle()
    for name in ["a", "b"] {
      try log.rename(name + "/app.log", to: name + "/old/app.log.2")
      try log.write("\(name)2\n", to: name + "/old/app.log.1")
      try log.write("\(name)3\n", to: name + "/app.log")
      try log.setTime(1, of: name + "/old/app.log.1")
      try log.setTime(2, of: name + "/app.log")
    }
    for _ in 1...3 { await follower.pass(followingGrace) }
    #expect(follower.texts(in: log) == ["a/app.log": ["a1", "a2", "a3"], "b/app.log": ["b1", "b2", "b3"]])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("One that is no path is refused")
  func invalid() async throws {
    for lines in [
      FollowedLines(at: "/tmp/app.log", rotatedFilesIn: ["a\0b"]),
      FollowedLines(matching: "/tmp/*.log", rotatedFilesIn: ["a\0b"]),
    ] {
      var lines = lines.makeAsyncIterator()
      let error = await #expect(throws: ReadingError.self) { try await lines.next() }
      #expect(error?.code == .invalidPath)
      #expect(error?.source == "a\0b")
    }
  }
}
