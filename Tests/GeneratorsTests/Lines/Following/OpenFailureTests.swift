import DecoratorPrimitives
import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Followed files that cannot be opened", .timeLimit(.minutes(10)))
struct OpenFailureTests {
  @Test(
    "An error of opening is reported once; the old file is read meanwhile, and the new one later",
    arguments: [
      EACCES, ELOOP, EMFILE, ENFILE, EIO,
    ]
  )
  func failure(number: Int32) async throws {
    let failing = Locked(false)
    var calls = FileCalls.system
    calls.open = { path in
      guard failing.withLock({ $0 }), "\(path)".hasSuffix("/app.log") else { return FileCalls.system.open(path) }
      errno = number
      return -1
    }
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "1\n", rotationGrace: .zero, calls: calls, events: events) { log, follower in
      failing.withLock { $0 = true }
      try log.rename(to: "app.log.1")
      try log.write("3\n")
      for _ in 1...3 { await follower.pass() }
      try log.append("2\n", to: "app.log.1")
      await follower.pass()
      #expect(follower.lines == ["1", "2"])
      let errors = events.values.compactMap { event -> ReadingError? in
        if case .failed(log.file(), let error) = event { error } else { nil }
      }
      #expect(errors.map(\.systemError) == [number])
      failing.withLock { $0 = false }
      await follower.pass()
      await follower.pass()
      #expect(follower.lines == ["1", "2", "3"])
    }
  }

  @Test("A directory, a FIFO, or a loop of links at the path for a moment does not end following")
  func otherThings() async throws {
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "1\n", rotationGrace: .zero, events: events) { log, follower in
      try log.delete()
      try FileManager.default.createDirectory(atPath: log.file(), withIntermediateDirectories: false)
      await follower.pass()
      try log.delete()
      try #require(mkfifo(log.file(), 0o600) == 0)
      await follower.pass()
      try log.delete()
      try log.link("app.log", to: "app.log")
      await follower.pass()
      try log.delete()
      try log.write("2\n")
      await follower.pass()
      await follower.pass()
      #expect(follower.lines == ["1", "2"])
      let codes = events.values.compactMap { event -> ReadingError.Code? in
        if case .failed(_, let error) = event { error.code } else { nil }
      }
      #expect(codes == [.isDirectory, .openFailed, .openFailed])
    }
  }

  @Test("A file that cannot be opened at the beginning is awaited")
  func atFirst() async throws {
    let failing = Locked(true)
    var calls = FileCalls.system
    calls.open = { path in
      guard failing.withLock({ $0 }) else { return FileCalls.system.open(path) }
      errno = EACCES
      return -1
    }
    try await withFollower(of: "1\n", calls: calls) { _, follower in
      await follower.pass()
      #expect(follower.lines == [])
      failing.withLock { $0 = false }
      await follower.pass()
      #expect(follower.lines == ["1"])
    }
  }

  @Test("An error of reading is reported, and reading goes on when it is over")
  func reading() async throws {
    let failing = Locked(false)
    var calls = FileCalls.system
    calls.read = { descriptor, buffer, offset in
      guard failing.withLock({ $0 }) else { return FileCalls.system.read(descriptor, buffer, offset) }
      errno = EIO
      return -1
    }
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "1\n", calls: calls, events: events) { log, follower in
      failing.withLock { $0 = true }
      try log.append("2\n")
      await follower.pass()
      #expect(follower.lines == ["1"])
      failing.withLock { $0 = false }
      await follower.pass()
      #expect(follower.lines == ["1", "2"])
      guard case .failed(_, let error)? = events.values.first else {
        Issue.record("The error was not reported.")
        return
      }
      #expect(error.code == .readFailed && events.values.count == 1)
    }
  }

  @Test(
    "A compressed file, or one in UTF-16, ends following at the beginning, with an error that says how to read it",
    arguments: [
      (Array("1\n".utf8).gzipped, "gzip"), ([0xFF, 0xFE, 0x31, 0, 0x0A, 0], "UTF-16"),
    ]
  )
  func notFollowable(content: [UInt8], format: String) async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try Data(content).write(to: URL(fileURLWithPath: log.file()))
    for start in [FollowStart.beginning, .end] {
      let error = await #expect(throws: ReadingError.self) {
        for try await line in FollowedLines(at: log.file(), from: start) { Issue.record("\(line)") }
      }
      #expect(error?.code == .unsupportedFormat)
      for part in [log.file(), format, "AsyncLines"] { #expect(error?.description.contains(part) == true) }
    }
  }

  @Test("A file that comes later and cannot be followed is reported once and passed over")
  func notFollowableLater() async throws {
    let events = ValueRecorder<FollowEvent>()
    try await withFollower(of: "1\n", rotationGrace: .zero, events: events) { log, follower in
      try log.rename(to: "app.log.2")
      try Data([0xFF, 0xFE, 0x32, 0, 0x0A, 0]).write(to: URL(fileURLWithPath: log.file()))
      for _ in 1...3 { await follower.pass() }
      try log.rename(to: "app.log.1")
      try log.write("3\n")
      for _ in 1...3 { await follower.pass() }
      #expect(follower.lines == ["1", "3"])
      let codes = events.values.compactMap { event in
        if case .failed(log.file(), let error) = event { error.code } else { nil }
      }
      #expect(codes == [.unsupportedFormat])
    }
  }
}
