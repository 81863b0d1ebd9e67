import DecoratorsTesting
import ExampleTesting
import Foundation

/// A named pipe, whose ends wait for each other.
struct Fifo {
  let path: String

  init(at path: String) throws {
    guard mkfifo(path, 0o600) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    self.path = path
  }

  /// Waits until a program has opened the pipe to read it, and gives the other end.
  func openForWriting() async -> Int32 {
    await onOwnThread { [path] in open(path, O_WRONLY | O_CLOEXEC) }
  }
}
