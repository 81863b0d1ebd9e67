import DecoratorsTesting
import ExampleTesting
import Foundation

/// `data` as the system's gzip compresses it.
func gzip(_ data: Data) async throws -> Data {
  try await onOwnThread { try compress(data) }
}

private func compress(_ data: Data) throws -> Data {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["gzip", "-c"]
  let (input, output) = (Pipe(), Pipe())
  (process.standardInput, process.standardOutput) = (input, output)
  try Descriptors.start { try process.run() }
  input.fileHandleForWriting.write(data)
  try input.fileHandleForWriting.close()
  let compressed = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return compressed
}
