#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ends a wait for bytes that may never come, from another thread.
///
/// It is a pipe: once something has been written to it, every wait beside it is over.
final class Interruption: Sendable {
  private let reading: Int32
  private let writing: Int32

  init(for source: String) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw ReadingError.opening(source, errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    close(writing)
  }

  func interrupt() {
    var byte: UInt8 = 0
    _ = write(writing, &byte, 1)
  }

  /// Waits until `descriptor` has bytes, an end or an error to read, and says whether it has: not if interrupted.
  func wait(forBytesFrom descriptor: Int32) -> Bool {
    var descriptors = [
      pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&descriptors, 2, -1) < 0 && errno == EINTR {}
    return descriptors[0].revents == 0
  }
}
