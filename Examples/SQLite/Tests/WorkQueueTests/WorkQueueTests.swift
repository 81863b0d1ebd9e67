import CSQLite
import Foundation
import Testing

@testable import WorkQueue

@Suite("The work queue")
struct WorkQueueTests {
  @Test("Jobs are taken in the order in which they were added, also by another connection")
  func takesInOrder() throws {
    let file = try TemporaryFile()
    let queue = try WorkQueue(path: file.path)
    try queue.add("first")
    try queue.add("it's second")
    let other = try WorkQueue(path: file.path)
    #expect(try other.take() == "first")
    #expect(try queue.take() == "it's second")
    #expect(try other.take() == nil)
  }

  @Test("A file that another connection has locked is tried again until the lock is gone")
  func retries() throws {
    let file = try TemporaryFile()
    let queue = try WorkQueue(path: file.path)
    let other = Lock(on: try WorkQueue(path: file.path).connection)
    try other.connection.exec("BEGIN IMMEDIATE")
    // SQLite asks the handler what to do about the lock. It ends the lock and answers that the call is to fail, so that the
    // first call fails, and the second one succeeds.
    sqlite3_busy_handler(
      queue.connection.pointer,
      { context, _ in
        let lock = Unmanaged<Lock>.fromOpaque(context!).takeUnretainedValue()
        lock.refusals += 1
        try? lock.connection.exec("COMMIT")
        return 0
      },
      Unmanaged.passUnretained(other).toOpaque()
    )
    try queue.add("patient")
    #expect(try queue.take() == "patient")
    #expect(other.refusals == 1)
  }

  @Test("A lock that stays is reported as what it is, after three attempts")
  func givesUp() throws {
    let file = try TemporaryFile()
    let queue = try WorkQueue(path: file.path)
    let other = Lock(on: try WorkQueue(path: file.path).connection)
    try other.connection.exec("BEGIN IMMEDIATE")
    sqlite3_busy_handler(
      queue.connection.pointer,
      { context, _ in
        Unmanaged<Lock>.fromOpaque(context!).takeUnretainedValue().refusals += 1
        return 0
      },
      Unmanaged.passUnretained(other).toOpaque()
    )
    let error = try #require(throws: SQLite.StatusError.self) { try queue.add("in vain") }
    #expect(error.status == .busy)
    #expect(error.function == "sqlite3_step")
    #expect(other.refusals == 3)
  }

  @Test("A file that is no database is reported in SQLite's words, without another attempt")
  func refusesOthers() throws {
    let file = try TemporaryFile()
    try Data(repeating: 65, count: 4096).write(to: URL(filePath: file.path))
    let error = try #require(throws: SQLite.StatusError.self) { try WorkQueue(path: file.path) }
    #expect(error.status == .notadb)
    #expect(error.message == "file is not a database")
  }
}

/// A connection that locks the file, and how often another one was refused for it.
private final class Lock {
  let connection: SQLite.Connection
  var refusals = 0

  init(on connection: SQLite.Connection) {
    self.connection = connection
  }
}

/// The path of a file that is removed at the end.
private final class TemporaryFile {
  let path: String
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "work-queue-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appending(path: "jobs.db").path
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
