import PlatformC

/// An open file descriptor to write to, from its current position on.
///
/// ```swift
/// try withCSVWriter(to: .standardOutput) { writer in … }
/// try withCSVWriter(to: .fileDescriptor(3)) { writer in … }
/// ```
///
/// The descriptor stays yours: it is not closed. The sink waits for a descriptor in non-blocking mode. If nobody reads
/// a pipe or socket any more, writing throws an error of code ``WritingError/Code/brokenPipe``, and sends no signal.
public struct DescriptorSink: ByteSink, Sendable {
  public let name: String
  let descriptor: Int32
  var interruption: WakePipe?

  init(_ descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// How many bytes a pipe takes at once when it has room (PIPE_BUF on Linux). After a wait for room, a write of these
  /// does not block.
  private static let pieceSize = 4096

  /// - Throws: ``WritingError`` where the system reports an error; `CancellationError` after an interruption.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    var written = 0
    while written < bytes.count {
      if let interruption, !interruption.wait(forRoomIn: descriptor) { throw CancellationError() }
      let size = interruption == nil ? bytes.count - written : min(Self.pieceSize, bytes.count - written)
      let (count, number) = Self.write(descriptor, bytes.baseAddress! + written, size)
      if count >= 0 {
        written += count
        continue
      }
      switch number {
      case EINTR: continue
      case EAGAIN: if interruption == nil { waitForRoom() }
      default: throw WritingError.writing(name, number)
      }
    }
  }

  /// `write`, without the signal that stops a program when nobody reads a pipe. How signals are handled stays as it is.
  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> (count: Int, error: Int32)
  {
    var (signals, before, pending) = (sigset_t(), sigset_t(), sigset_t())
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    sigpending(&pending)
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    let result = PlatformC.write(descriptor, bytes, count)
    let number = errno
    if result < 0, number == EPIPE, sigismember(&pending, SIGPIPE) == 0 { takePending(&signals) }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    return (result, number)
  }

  /// Takes back the signal that this thread has just been sent.
  private static func takePending(_ signals: inout sigset_t) {
    var (pending, number) = (sigset_t(), Int32(0))
    sigpending(&pending)
    if sigismember(&pending, SIGPIPE) == 1 { sigwait(&signals, &number) }
  }

  private func waitForRoom() {
    var descriptors = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
    poll(&descriptors, 1, -1)
  }
}

extension ByteSink where Self == DescriptorSink {
  /// Standard output.
  public static var standardOutput: DescriptorSink { DescriptorSink(1, name: "standard output") }

  /// Standard error.
  public static var standardError: DescriptorSink { DescriptorSink(2, name: "standard error") }

  /// An open file descriptor, which stays open.
  public static func fileDescriptor(_ descriptor: Int32) -> DescriptorSink {
    DescriptorSink(descriptor, name: "file descriptor \(descriptor)")
  }
}

extension ByteSink {
  /// The same sink; one that waits for a descriptor ends the wait when it is interrupted.
  func interrupted(by interruption: WakePipe) -> any ByteSink {
    guard var sink = self as? DescriptorSink else { return self }
    sink.interruption = interruption
    return sink
  }
}
