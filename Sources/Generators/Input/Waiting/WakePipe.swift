import PlatformC

/// Wakes a thread that waits beside a file descriptor, such as one that reads a pipe. ``Doorbell`` wakes the others.
final class WakePipe: Sendable {
  private let reading: Int32
  private let writing: Int32

  init(for source: String) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw ReadingError.opening(source, errno) }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    close(writing)
  }

  func wake() {
    var byte: UInt8 = 0
    _ = write(writing, &byte, 1)
  }

  /// Waits until it has been woken, or `descriptor` has something to read, and says which it is.
  func wait(beside descriptor: Int32) -> (isWoken: Bool, isReadable: Bool) {
    var descriptors = [
      pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&descriptors, 2, -1) < 0 && errno == EINTR {}
    return (descriptors[0].revents != 0, descriptors[1].revents != 0)
  }

  /// Waits until `descriptor` has bytes, an end or an error to read, and says whether it has: not if woken, now or before.
  func wait(forBytesFrom descriptor: Int32) -> Bool { !wait(beside: descriptor).isWoken }

  /// Waits until `descriptor` takes bytes or has an error, and says whether it does: not if woken, now or before.
  func wait(forRoomIn descriptor: Int32) -> Bool {
    var descriptors = [
      pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
    ]
    while poll(&descriptors, 2, -1) < 0 && errno == EINTR {}
    return descriptors[0].revents == 0
  }

  /// Waits up to so many milliseconds, and says whether it has been woken.
  func isWoken(within milliseconds: Int32) -> Bool {
    var descriptors = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
    return poll(&descriptors, 1, milliseconds) > 0
  }

  /// Takes back every wake so far, so that the next wait begins anew.
  func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(reading, &bytes, bytes.count) > 0 {}
  }
}
