import Decorators

/// Jobs in a file that several processes add to and take from.
///
/// The enumeration `SQLite` is written when the target is built, as `decorate-c.yml` says. Its functions throw what SQLite
/// reports, measure their calls, and repeat a call that finds the file locked by another process.
public struct WorkQueue {
  let connection: SQLite.Connection

  /// Opens the file, and makes it if there is none.
  public init(path: String) throws {
    connection = try SQLite.open(path)
    try connection.exec("CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
  }

  /// Adds a job.
  public func add(_ text: String) throws {
    let statement = try connection.prepare("INSERT INTO jobs (text) VALUES (?)")
    try statement.bindText(1, text: text)
    try statement.step()
  }

  /// Takes the oldest job, or nil if there is none.
  public func take() throws -> String? {
    let oldest = try connection.prepare(
      "DELETE FROM jobs WHERE id = (SELECT min(id) FROM jobs) RETURNING text"
    )
    guard try oldest.step() == .row else { return nil }
    let text = oldest.columnText(0)
    // The job is gone when the statement has come to its end.
    try oldest.step()
    return text
  }
}
