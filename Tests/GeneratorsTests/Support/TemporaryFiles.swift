import Foundation

/// Calls `body` with the paths of files of these bytes, in their order, which are removed afterwards.
nonisolated(nonsending) func withTemporaryFiles<Result>(
  _ files: [[UInt8]],
  _ body: nonisolated(nonsending) ([String]) async throws -> Result
) async throws -> Result {
  let directory = temporaryPath()
  try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: directory) }
  var paths: [String] = []
  for (index, bytes) in files.enumerated() {
    paths.append("\(directory)/\(index)")
    try Data(bytes).write(to: URL(fileURLWithPath: paths[index]))
  }
  return try await body(paths)
}

/// The number of threads that the process has now.
func threadCount() -> Int {
  (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
}
