import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

/// A directory with a log that the test writes and rotates.
struct LogDirectory {
  let path = temporaryPath()

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  func file(_ name: String = "app.log") -> String { path + "/" + name }

  func write(_ text: String, to name: String = "app.log") throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
  }

  func append(_ text: String, to name: String = "app.log") throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file(name)))
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
  }

  func truncate(to size: UInt64 = 0) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file()))
    defer { try? handle.close() }
    try handle.truncate(atOffset: size)
  }

  func rename(_ name: String = "app.log", to other: String) throws {
    try FileManager.default.moveItem(atPath: file(name), toPath: file(other))
  }

  /// Makes `name` a symbolic link to another file of the directory, in place of the link that was there.
  func link(_ name: String, to target: String) throws {
    let new = file(name) + ".new"
    try FileManager.default.createSymbolicLink(atPath: new, withDestinationPath: target)
    guard Glibc.rename(new, file(name)) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// Lets a file have been written to some seconds from now, so that the order of files does not depend on the clock.
  func setTime(_ seconds: Int, of name: String) throws {
    let date = Date.now.addingTimeInterval(Double(seconds))
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file(name))
  }

  func delete(_ name: String = "app.log") throws { try FileManager.default.removeItem(atPath: file(name)) }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// A task that takes all elements of a sequence which polls on a clock, and keeps them.
struct Follower<Element: Sendable> {
  let clock: ManualClock
  let taken = ValueRecorder<Element>()
  private let probe: FollowProbe
  private let task: Task<Void, any Error>

  init<S: AsyncSequence & Sendable>(
    _ clock: ManualClock,
    _ probe: FollowProbe,
    _ sequence: S
  ) where S.Element == Element {
    self.clock = clock
    self.probe = probe
    task = Task { [taken] in
      for try await element in sequence { taken.append(element) }
    }
  }

  /// Waits until all files have been looked at and the follower has taken all that was read.
  ///
  /// - Parameter sleepers: How many sleep then: one that looks at the files, and one that waits for the end of a record.
  func idle(sleepers: Int = 1) async {
    await clock.sleepers(atLeast: sleepers)
    await until {
      let all = clock.sleepers
      return all.count >= sleepers && all.contains { $0.duration == .milliseconds(250) } && probe.isConsumerWaiting
    }
  }

  /// Lets time pass once the follower sleeps, and waits until it sleeps again.
  func pass(_ duration: Duration = .milliseconds(250), sleepers: Int = 1) async {
    await idle()
    clock.advance(by: duration)
    await idle(sleepers: sleepers)
  }

  func cancel() async -> (any Error)? {
    task.cancel()
    do {
      try await task.value
      return nil
    } catch {
      return error
    }
  }
}
