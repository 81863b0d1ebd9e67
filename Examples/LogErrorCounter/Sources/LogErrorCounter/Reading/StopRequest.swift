internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A wish that reading ends, made on one thread and seen on another, also by one that waits for bytes.
final class StopRequest: Sendable {
  private let flag = Atomic(false)
  private let listening: CInt
  private let calling: CInt

  init() {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { preconditionFailure("No pipe can be made: \(SystemError(code: errno)).") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (listening, calling) = (ends[0], ends[1])
  }

  deinit {
    close(listening)
    close(calling)
  }

  var isMade: Bool { flag.load(ordering: .relaxed) }

  func make() {
    flag.store(true, ordering: .relaxed)
    var byte: UInt8 = 0
    _ = write(calling, &byte, 1)
  }

  /// Waits until there is something to read from `descriptor`, an end or an error included, or the request is made.
  ///
  /// - Returns: Whether to go on and read.
  func allowsReading(from descriptor: CInt) -> Bool {
    var descriptors = [
      pollfd(fd: listening, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&descriptors, 2, -1) < 0, errno == EINTR {}
    return descriptors[0].revents == 0
  }
}
