import Foundation

/// Calls `body` with the path of a file of `bytes`, which is removed afterwards.
func withTemporaryFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
  let path = temporaryPath()
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// Calls `body` with the path of a file of `bytes`, which is removed afterwards.
nonisolated(nonsending) func withTemporaryFile<Result>(
  _ bytes: [UInt8],
  _ body: nonisolated(nonsending) (String) async throws -> Result
) async throws -> Result {
  let path = temporaryPath()
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

/// A path at which there is no file.
func temporaryPath() -> String {
  FileManager.default.temporaryDirectory.appendingPathComponent("generators-\(UUID().uuidString)").path
}
